"""What an upload is for: an answer given without a network, or a piece of the phone's own recording of a live one."""

import re

import msgspec

from backend.contracts.jobs import UploadedPart, VerifyUpload
from backend.interviews.model import Interview
from backend.interviews.offline import refuse_answers
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.ids import new_id
from backend.kernel.jobs import Jobs
from backend.offline.model import ReceiptRecord
from backend.offline.repository import Packs, Receipts
from backend.offline.statements import refuse_other_content, stated
from backend.offline.timing import placed
from backend.offline.upload_schemas import UploadMetadata
from backend.uploads.model import Admission, Upload

_NEEDED = {
    "offline": ("pack", "question"),
    "two_path": ("recording", "began_at", "chunks"),
}
_LABELS = ("source", "take", "device", "pack", "question", "recording", "chunks", "sha256")


class AnswerUploads:
    """Implements `backend.uploads.service.Purpose`."""

    def __init__(
        self, interviews: Interviews, packs: Packs, receipts: Receipts, jobs: Jobs, keyring: Keyring, clock: Clock
    ) -> None:
        self._interviews = interviews
        self._packs = packs
        self._receipts = receipts
        self._jobs = jobs
        self._keyring = keyring
        self._clock = clock

    async def admit(self, account_id: str, metadata: dict[str, str], length: int | None) -> Admission:
        """Raises: 422 upload_metadata_invalid, upload_empty, statement_broken · 404 interview_unknown, pack_unknown,
        question_unknown, take_unknown · 409 answers_not_taken, upload_known with the receipt.
        """
        told = metadata_of(metadata, length)
        if length == 0:
            raise Invalid("upload_empty", "This file is empty. Please record the answer again.")
        interview = await self._interviews.own(told.interview, account_id)
        refuse_answers(interview)
        if told.sha256 is not None and (known := await self._receipts.of_content(interview.id, told.sha256)):
            raise _known(known)
        if told.source == "offline":
            await self._admit_answer(account_id, told, length)
            take_id = new_id("tak")
        else:
            take_id = _live_take(interview, told.take)
        labels = {name: str(value) for name in _LABELS if (value := getattr(told, name)) is not None}
        return Admission(interview.id, f"takes/{take_id}/{new_id('leg')}", labels)

    async def _admit_answer(self, account_id: str, told: UploadMetadata, length: int | None) -> None:
        assert told.pack is not None
        assert told.question is not None
        pack = await self._packs.own(told.pack, account_id)
        if (pack.interview_id, pack.device) != (told.interview, told.device):
            raise NotFound("pack_unknown", "There is no such question pack.")
        if told.question not in pack.question_ids:
            raise NotFound("question_unknown", "This question is not in the pack.")
        if told.statement is not None:
            refuse_other_content(stated(pack, told.statement, told.take, told.question), told.sha256, length)

    async def finished(self, upload: Upload) -> None:
        """Asks a worker to look at it; once in flight, asking again changes nothing."""
        told = told_of(upload, self._keyring)
        began_at = told.began_at or upload.created_at
        if told.pack is not None and told.statement is not None:
            pack = await self._packs.require(told.pack)
            statement = stated(pack, told.statement, told.take, told.question or "")
            began = placed(statement.began, statement.anchors)
            began_at = began.at if began else began_at
        _, take_id, leg_id = upload.folder.split("/")
        job = VerifyUpload(
            upload_id=upload.id,
            source=told.source,
            take_id=take_id,
            leg_id=leg_id,
            parts=[UploadedPart(upload.key(part), part.size_bytes) for part in upload.parts],
            began_at=began_at,
            sha256=told.sha256,
            recording=told.recording or "",
            chunks=told.chunks or "",
        )
        await self._jobs.enqueue(job, id=f"verify:{upload.id}")


def metadata_of(metadata: dict[str, str], length: int | None) -> UploadMetadata:
    """Raises: 422 upload_metadata_invalid with `name`, the key that is missing or wrong."""
    known = {name: value for name, value in metadata.items() if name in UploadMetadata.__struct_fields__ and value}
    try:
        told = msgspec.convert(known, UploadMetadata)
    except msgspec.ValidationError as error:
        raise _invalid(_named_in(str(error))) from None
    needed = [*_NEEDED[told.source], *(() if length is None else ("sha256",))]
    if told.source == "offline" and length is not None:
        needed.append("statement")
    for name in needed:
        if getattr(told, name) is None:
            raise _invalid(name)
    if told.began_at is not None and told.began_at.tzinfo is None:
        raise _invalid("began_at")
    return told


def _named_in(message: str) -> str:
    """The key in msgspec's words: "… - at `$.key`", "… missing required field `key`"."""
    found = re.search(r"`(?:\$\.)?([a-z_0-9]+)`$", message)
    return found.group(1) if found else "upload-metadata"


def told_of(upload: Upload, keyring: Keyring) -> UploadMetadata:
    """What the phone said of an upload that was admitted."""
    opened = keyring.open(upload.metadata_sealed, upload.id.encode())
    return metadata_of(msgspec.json.decode(opened, type=dict[str, str]), None)


def take_id_of(upload: Upload) -> str:
    return upload.folder.split("/")[1]


def _invalid(name: str) -> Invalid:
    return Invalid("upload_metadata_invalid", "What the upload says of itself is not what it should be.", name=name)


def _known(receipt: ReceiptRecord) -> Conflict:
    return Conflict(
        "upload_known", "This recording has been received already.", upload_id=receipt.id, receipt=receipt.token
    )


def _live_take(interview: Interview, take_id: str) -> str:
    if interview.take(take_id) is None:
        raise NotFound("take_unknown", "There is no such recording.")
    return take_id
