"""How a candidate has shown who they are: a photo of a document, or a way that needs no picture of a face."""

from datetime import datetime
from typing import Literal

import msgspec

OtherWay = Literal["call", "in_person"]
IdentityWay = Literal["photo", "call", "in_person"]
IdentityVerdict = Literal["open", "confirmed", "again"]


class DocumentPhoto(msgspec.Struct, frozen=True):
    """The stored picture: `key` in the object store, where it lies encrypted; size in pixels."""

    key: str
    mime_type: str
    size_bytes: int
    width: int
    height: int
    sha256: str


class IdentityProof(msgspec.Struct, frozen=True):
    """What was given and what a person of the employer made of it. `photo` belongs to the way of that name alone."""

    way: IdentityWay
    given_at: datetime
    photo: DocumentPhoto | None = None
    verdict: IdentityVerdict = "open"
    decided_by: str | None = None
    decided_at: datetime | None = None
