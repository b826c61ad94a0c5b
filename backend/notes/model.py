"""Staff's private notes on an interview, each with the moment that it is about."""

from datetime import datetime
from typing import ClassVar

from backend.kernel.repository import Document

STAFF_NOTES = "staff_notes"


class StaffNote(Document, frozen=True, kw_only=True):
    """`at` is the server's clock when what it is about happened. The text lies sealed."""

    id_prefix: ClassVar[str] = "not"

    interview_id: str
    candidate_id: str
    by: str
    at: datetime
    text_sealed: bytes
    edited_at: datetime | None = None
