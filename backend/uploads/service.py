"""Uploads: creating, asking, going on, ending. What an upload is for is its purpose's to say."""

from datetime import datetime
from typing import Protocol

import msgspec
import structlog
from litestar.types import Receive

from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import BadRequest, Conflict, Gone, TooLarge
from backend.kernel.ids import new_id
from backend.kernel.storage import ObjectStore
from backend.uploads.body import Body
from backend.uploads.errors import Locked
from backend.uploads.locks import UploadLocks
from backend.uploads.model import Admission, Upload
from backend.uploads.protocol import Checksum
from backend.uploads.quotas import Quota
from backend.uploads.repository import Uploads
from backend.uploads.writing import KEPT_FOR, Writer

log = structlog.get_logger()


class Purpose(Protocol):
    """Who takes uploads in: answers of candidates, and the benchmark's plain files."""

    async def admit(self, account_id: str, metadata: dict[str, str], length: int | None) -> Admission:
        """Raises: whatever speaks against it; nothing is stored then."""

    async def finished(self, upload: Upload) -> None:
        """It is whole. Called again until its state is settled."""


class Sent(msgspec.Struct, frozen=True):
    """What a request with bytes brings: `declared_bytes` is its Content-Length, None where it has none."""

    receive: Receive
    declared_bytes: int | None
    checksum: Checksum | None


class UploadService:
    def __init__(
        self,
        uploads: Uploads,
        store: ObjectStore,
        locks: UploadLocks,
        keyring: Keyring,
        quota: Quota,
        purpose: Purpose,
        clock: Clock,
    ) -> None:
        self._uploads = uploads
        self._store = store
        self._locks = locks
        self._keyring = keyring
        self._purpose = purpose
        self._clock = clock
        self.quota = quota

    async def create(
        self, account_id: str, metadata: dict[str, str], length: int | None, sent: Sent | None = None
    ) -> Upload:
        """Raises: 413 upload_too_large, upload_quota_exceeded · 409 uploads_too_many · the purpose's refusals · with
        bytes (creation-with-upload) as `write`.
        """
        self.quota.refuse_excess(await self._uploads.of_account(account_id), length)
        admission = await self._purpose.admit(account_id, metadata, length)
        now = self._clock()
        upload_id = new_id(Upload.id_prefix)
        upload = Upload(
            id=upload_id,
            account_id=account_id,
            interview_id=admission.interview_id,
            folder=admission.folder,
            labels=admission.labels,
            metadata_sealed=self._keyring.seal(msgspec.json.encode(metadata), upload_id.encode()),
            length_bytes=length,
            created_at=now,
            updated_at=now,
            expires_at=now + KEPT_FOR,
            state="verifying" if length == 0 else "receiving",
        )
        upload = await self._uploads.insert(upload)
        if length == 0:
            await self._purpose.finished(upload)
        elif sent is not None:
            upload = await self._write(upload, sent)
        return upload

    def metadata(self, upload: Upload) -> dict[str, str]:
        return msgspec.json.decode(self._keyring.open(upload.metadata_sealed, upload.id.encode()), type=dict[str, str])

    async def look(self, upload_id: str, account_id: str) -> Upload:
        """How far it is, for good: a request that writes at this moment stops first.

        Raises: 404 upload_unknown · 410 upload_expired · 423 upload_locked.
        """
        upload = await self._own(upload_id, account_id)
        if upload.state != "receiving":
            return upload
        async with self._locks.hold(upload_id):
            return await self._own(upload_id, account_id)

    async def write(
        self, upload_id: str, account_id: str, offset: int, sent: Sent, length: int | None = None
    ) -> Upload:
        """Goes on at `offset`; `length` names a deferred one.

        Raises: 404 upload_unknown · 410 upload_expired · 409 offset_conflict with the right `offset` · 413
        upload_too_long · 423 upload_locked, upload_taken_over · 460 · 507. What arrived before stays.
        """
        upload = await self._own(upload_id, account_id)
        async with self._locks.hold(upload_id) as hold:
            if hold.has_waited or offset != upload.offset_bytes:
                upload = await self._own(upload_id, account_id)
            if offset != upload.offset_bytes:
                raise Conflict("offset_conflict", "The upload goes on elsewhere.", offset=upload.offset_bytes)
            if length is not None and length != upload.length_bytes:
                upload = await self._with_length(upload, length)
            if upload.state != "receiving":
                return upload
            upload = await self._take(upload, sent, Body(sent.receive, hold))
            if hold.should_stop and upload.state == "receiving":
                raise Locked("upload_taken_over", "Another request goes on with this upload.")
            return upload

    async def _write(self, upload: Upload, sent: Sent) -> Upload:
        async with self._locks.hold(upload.id) as hold:
            return await self._take(upload, sent, Body(sent.receive, hold))

    async def _take(self, upload: Upload, sent: Sent, body: Body) -> Upload:
        room = (self.quota.max_bytes if upload.length_bytes is None else upload.length_bytes) - upload.offset_bytes
        if sent.declared_bytes is not None and sent.declared_bytes > room:
            raise TooLarge("upload_too_long", "This is more than the upload's length.", allowed_bytes=room)
        writer = Writer(upload, self._uploads, self._store, self._clock, sent.checksum)
        await writer.take(body, room)
        if writer.upload.state == "verifying":
            await self._purpose.finished(writer.upload)
        return writer.upload

    async def _with_length(self, upload: Upload, length: int) -> Upload:
        if upload.length_bytes is not None or length < upload.offset_bytes:
            raise BadRequest("upload_length_fixed", "The upload's length cannot be changed.", name="upload-length")
        others = [other for other in await self._uploads.of_account(upload.account_id) if other.id != upload.id]
        self.quota.refuse_excess(others, length)
        if not await self._uploads.set_length(upload, length):
            raise Conflict("offset_conflict", "Another request has written here. Ask for the offset again.")
        changed = await self._uploads.require(upload.id)
        if changed.state == "verifying":
            await self._purpose.finished(changed)
        return changed

    async def end(self, upload_id: str, account_id: str) -> None:
        """Removes it with all that has come. What was received for good is an answer and stays.

        Raises: 404 upload_unknown · 409 upload_whole · 423.
        """
        await self._own(upload_id, account_id)
        async with self._locks.hold(upload_id):
            if not await self._uploads.move(upload_id, ["receiving", "refused", "ending"], "ending"):
                raise Conflict("upload_whole", "The upload is whole and cannot be taken back here.")
            await self.remove(await self._uploads.require(upload_id))

    async def remove(self, upload: Upload) -> None:
        """Objects first, the record last: a death in between leaves something to sweep. Raises: 503."""
        await self._store.delete_prefix(upload.folder)
        await self._uploads.delete(upload.id)

    async def sweep(self, unverified_since: datetime) -> None:
        """Removes what has expired, completes removals, asks again for verifications that nobody answered."""
        for upload in await self._uploads.to_sweep(self._clock(), unverified_since):
            if upload.state == "verifying":
                await self._purpose.finished(upload)
            elif upload.state == "ending" or await self._uploads.move(upload.id, ["receiving"], "ending"):
                await self.remove(upload)

    async def _own(self, upload_id: str, account_id: str) -> Upload:
        upload = await self._uploads.own(upload_id, account_id)
        if upload.state == "receiving" and upload.expires_at <= self._clock():
            raise Gone("upload_expired", "This upload was not finished in time. Please begin again.")
        return upload
