"""An upload: what has come of a file so far, and where its parts lie."""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from backend.kernel.repository import Document

UPLOADS = "uploads"
UploadState = Literal["receiving", "verifying", "received", "refused", "ending"]


class Part(msgspec.Struct, frozen=True):
    """A stretch of the file as one object; it begins where the part before ends."""

    name: str
    size_bytes: int


class Upload(Document, frozen=True, kw_only=True):
    """The parts of a file that have come in order; together they are `offset_bytes` long.

    `length_bytes` None: the client says it later. `folder` of the object store holds the parts. `labels` are what the
    upload's purpose looks it up by; `metadata_sealed` is what the client said of it.
    receiving → verifying (whole) → received · refused with `problem`. ending: it is being removed.
    """

    id_prefix: ClassVar[str] = "upl"

    account_id: str
    interview_id: str
    folder: str
    labels: dict[str, str]
    metadata_sealed: bytes
    length_bytes: int | None
    created_at: datetime
    updated_at: datetime
    expires_at: datetime
    offset_bytes: int = 0
    parts: list[Part] = msgspec.field(default_factory=list)
    state: UploadState = "receiving"
    problem: str | None = None

    @property
    def is_whole(self) -> bool:
        return self.length_bytes == self.offset_bytes

    @property
    def held_bytes(self) -> int:
        """What it counts against the quota: all that it may become, nothing where it was refused."""
        if self.state in ("refused", "ending"):
            return 0
        return self.offset_bytes if self.length_bytes is None else self.length_bytes

    def key(self, part: Part) -> str:
        return f"{self.folder}/{part.name}"


class Admission(msgspec.Struct, frozen=True):
    """What an upload's purpose says of one that it takes."""

    interview_id: str
    folder: str
    labels: dict[str, str]
