"""Collection `uploads`. Bytes are acknowledged by compare-and-set on the offset, so two writers never mix."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import NotFound
from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository
from backend.uploads.model import UPLOADS, Part, Upload, UploadState

_WITHOUT_PARTS = {"outbox": 0, "outbox_at": 0, "parts": 0}


class Uploads(Repository[Upload]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("account_id", 1)]),
        Index(keys=[("interview_id", 1)]),
        Index(keys=[("state", 1), ("expires_at", 1)]),
        Index(keys=[("labels.take", 1)]),
    ]

    def __init__(self, mongo: Mongo, relay: OutboxNudge | None = None, clock: Clock = utc_now) -> None:
        super().__init__(mongo, UPLOADS, Upload, relay=relay, clock=clock, noun="upload")

    async def own(self, upload_id: str, account_id: str) -> Upload:
        """A person's own. Raises: NotFound upload_unknown, for foreign and removed ones too."""
        found = await self.find_one({"_id": upload_id, "account_id": account_id})
        if found is None or found.state == "ending":
            raise NotFound("upload_unknown", "There is no such upload.")
        return found

    async def of_account(self, account_id: str) -> list[Upload]:
        """All of a person's, without their parts: not to be saved."""
        rows = await self.collection.find({"account_id": account_id}, _WITHOUT_PARTS)
        return [self._decode(row) for row in rows]

    async def append(self, upload: Upload, parts: Sequence[Part], expires_at: datetime) -> Upload | None:
        """Acknowledges `parts` behind the offset that `upload` has; verifying once it is whole.

        None where somebody else has acknowledged bytes there, or nothing is received any more.
        """
        offset = upload.offset_bytes + sum(part.size_bytes for part in parts)
        state: UploadState = "verifying" if offset == upload.length_bytes else "receiving"
        now = self._clock()
        changed: dict[str, Any] = {"offset_bytes": offset, "state": state, "updated_at": now, "expires_at": expires_at}
        result = await self.collection.update_one(
            {"_id": upload.id, "offset_bytes": upload.offset_bytes, "length_bytes": upload.length_bytes,
             "state": "receiving"},
            {
                "$set": changed,
                "$push": {"parts": {"$each": [msgspec.to_builtins(part) for part in parts]}},
                "$inc": {"version": 1},
            },
        )  # fmt: skip
        if result.matched_count == 0:
            return None
        return msgspec.structs.replace(upload, parts=[*upload.parts, *parts], version=upload.version + 1, **changed)

    async def set_length(self, upload: Upload, length: int) -> bool:
        """Whether the deferred length could be set: it may be named once, and not below what has come."""
        state: UploadState = "verifying" if length == upload.offset_bytes else "receiving"
        result = await self.collection.update_one(
            {"_id": upload.id, "length_bytes": None, "offset_bytes": upload.offset_bytes, "state": "receiving"},
            {"$set": {"length_bytes": length, "state": state, "updated_at": self._clock()}, "$inc": {"version": 1}},
        )
        return result.matched_count > 0

    async def move(
        self, upload_id: str, before: Sequence[UploadState], state: UploadState, problem: str | None = None
    ) -> bool:
        """Whether it was in one of the states `before` and is in `state` now."""
        result = await self.collection.update_one(
            {"_id": upload_id, "state": {"$in": list(before)}},
            {"$set": {"state": state, "problem": problem, "updated_at": self._clock()}, "$inc": {"version": 1}},
        )
        return result.matched_count > 0

    async def to_sweep(self, now: datetime, unverified_since: datetime) -> list[Upload]:
        """Those that have expired, are half removed, or whose verification has been silent for long."""
        filters: list[dict[str, Any]] = [
            {"state": "receiving", "expires_at": {"$lte": now}},
            {"state": "verifying", "updated_at": {"$lte": unverified_since}},
            {"state": "ending"},
        ]
        return [found for wanted in filters for found in await self.find(wanted, limit=100)]
