"""What follows from a worker's look at an upload: the answer joins its interview, and a receipt says so.

```
verifying ── good ──▶ answer in the interview ──▶ receipt ──▶ received     each step may be repeated
          ── known ─▶ the first one's receipt ──▶ received, its parts removed
          ── bad  ──▶ refused, its parts removed
```
"""

from backend.contracts.events.media import UploadVerified
from backend.contracts.media import UploadedMedia
from backend.interviews import offline
from backend.interviews.conducting import Conducting
from backend.interviews.model import Interview
from backend.interviews.offline_answer import AnswerTiming
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Unavailable
from backend.kernel.events import Received
from backend.kernel.storage import ObjectStore
from backend.offline.joining import Joining
from backend.offline.judging import Judging
from backend.offline.model import ReceiptRecord
from backend.offline.own_uploads import OwnUploads
from backend.offline.receipts import Issuing
from backend.offline.reminders import Reminders
from backend.offline.repository import Packs, Receipts
from backend.offline.statements import refuse_other_content, stated
from backend.offline.upload_schemas import ReceiptClaims, UploadMetadata
from backend.uploads.model import Upload
from backend.uploads.repository import Uploads


class Verified:
    def __init__(
        self,
        uploads: Uploads,
        own_uploads: OwnUploads,
        interviews: Interviews,
        conducting: Conducting,
        packs: Packs,
        receipts: Receipts,
        judging: Judging,
        joining: Joining,
        issuing: Issuing,
        reminders: Reminders,
        store: ObjectStore,
        clock: Clock,
    ) -> None:
        self._uploads = uploads
        self._own_uploads = own_uploads
        self._interviews = interviews
        self._conducting = conducting
        self._packs = packs
        self._receipts = receipts
        self._judging = judging
        self._joining = joining
        self._issuing = issuing
        self._reminders = reminders
        self._store = store
        self._clock = clock

    async def upload_verified(self, received: Received[UploadVerified]) -> None:
        """May be called twice, and after an erasure."""
        upload = await self._uploads.get(received.event.upload_id)
        if upload is None or upload.state != "verifying":
            return
        try:
            problem = await self._settle(upload, received.event)
        except (NotFound, Conflict, Invalid) as error:
            problem = error.code
        if problem is not None:
            await self._store.delete_prefix(upload.folder)
            await self._uploads.move(upload.id, ["verifying"], "refused", problem)
        await self._own_uploads.tell(upload.id)

    async def _settle(self, upload: Upload, event: UploadVerified) -> str | None:
        """None where it is received, else why not.

        Raises: NotFound interview_unknown · Conflict answers_not_taken · Invalid statement_broken.
        """
        if event.media is None:
            return event.problem or "media_unreadable"
        interview = await self._interviews.own(upload.interview_id, upload.account_id)
        first = await self._receipts.of_content(interview.id, event.sha256)
        if first is not None and first.id != upload.id:
            await self._known_already(upload, first)
            return None
        told = self._own_uploads.told(upload)
        timing = None
        if told.source == "offline":
            timing = await self._join_answer(upload, interview, told, event, event.media)
            if (first := await self._twin(upload, event.sha256)) is not None:
                await self._known_already(upload, first)
                return None
        else:
            await self._conducting.apply(
                interview.id, lambda known, now: offline.phone_piece_stored(known, told.take, now)
            )
        await self._issuing.issue(upload.account_id, _claims(upload, told, event, event.media, timing, self._clock))
        await self._forget_strays(upload)
        await self._uploads.move(upload.id, ["verifying"], "received")
        if told.pack is not None and told.question is not None:
            await self._reminders.received(told.pack, told.question)
        return None

    async def _known_already(self, upload: Upload, first: ReceiptRecord) -> None:
        await self._issuing.repeat(upload.id, first)
        await self._store.delete_prefix(upload.folder)
        await self._uploads.move(upload.id, ["verifying"], "received")

    async def _twin(self, upload: Upload, sha256: str) -> ReceiptRecord | None:
        """The receipt of the same recording where that, looked at in the same moment, has joined before this one.

        Raises: Unavailable receipt_pending, until that one's receipt is issued.
        """
        interview = await self._interviews.own(upload.interview_id, upload.account_id)
        joined = next((answer.id for answer in interview.offline if answer.sha256 == sha256), upload.id)
        if joined == upload.id:
            return None
        receipt = await self._receipts.get(joined)
        if receipt is None:
            raise Unavailable("receipt_pending", "The same recording is being received now.", retry_after_s=1)
        return receipt

    async def _join_answer(
        self, upload: Upload, interview: Interview, told: UploadMetadata, event: UploadVerified, media: UploadedMedia
    ) -> AnswerTiming:
        pack = await self._packs.own(told.pack or "", upload.account_id)
        question_id = told.question or ""
        statement = None
        if told.statement is not None:
            statement = stated(pack, told.statement, told.take, question_id)
            refuse_other_content(statement, event.sha256, event.size_bytes)
        known_since = upload.created_at if told.sha256 is not None else upload.updated_at
        timing = await self._judging.timing(interview, pack, statement, question_id, known_since, media.duration_s)
        _, take_id, leg_id = upload.folder.split("/")
        recording = offline.Recording(take_id, leg_id, media.kinds, round(media.duration_s * 1000), event.sha256)
        await self._joining.join(interview.id, upload.id, question_id, timing, recording=recording)
        return timing

    async def _forget_strays(self, upload: Upload) -> None:
        """Parts that a killed request stored and nobody acknowledged."""
        kept = {upload.key(part) for part in upload.parts}
        for key in await self._store.list(upload.folder):
            if key.endswith(".part") and key not in kept:
                await self._store.delete(key)


def _claims(
    upload: Upload, told: UploadMetadata, event: UploadVerified, media: UploadedMedia, timing: AnswerTiming | None,
    clock: Clock,
) -> ReceiptClaims:  # fmt: skip
    return ReceiptClaims(
        upload_id=upload.id,
        take=told.take,
        take_id=upload.folder.split("/")[1],
        interview_id=upload.interview_id,
        source=told.source,
        size_bytes=event.size_bytes,
        sha256=event.sha256,
        duration_s=media.duration_s,
        received_at=clock(),
        timing=timing,
    )
