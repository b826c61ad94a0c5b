"""Materials: the papers that a candidate is to hand in, until when, and what of it has arrived."""

from datetime import datetime

import msgspec

from backend.kernel.repository import Document

MATERIALS = "materials"


class Paper(msgspec.Struct, frozen=True):
    """`name_sealed` says which, in HR's own words. It is owed while `received_at` is None."""

    id: str
    name_sealed: bytes
    due_at: datetime
    received_at: datetime | None = None


class Materials(Document, frozen=True, kw_only=True):
    """What is asked of one interview's candidate; the id is the interview's."""

    candidate_id: str
    papers: list[Paper]
    by: str
    at: datetime
