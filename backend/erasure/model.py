"""Erasures: what was removed when and why. Ids, codes and numbers alone; nothing of the person."""

from datetime import datetime
from typing import ClassVar, Literal

from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import Document, OutboxNudge, Repository

ERASURES = "erasures"


class Erasure(Document, frozen=True, kw_only=True):
    """The id follows from the interview's, so that an interview is erased once.

    `removed` counts by kind. `completed_at` is set when nothing is left; until then the sweep goes on with it.
    """

    id_prefix: ClassVar[str] = "ers"

    interview_id: str
    candidate_id: str
    cause: Literal["request", "retention"]
    reason: str
    requested_by: str
    requested_at: datetime
    completed_at: datetime | None = None
    is_person_erased: bool = False
    removed: dict[str, int]


def erasure_of(interview_id: str) -> str:
    return f"{Erasure.id_prefix}_{interview_id.removeprefix('int_')}"


class ErasureRecords(Repository[Erasure]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("completed_at", 1)])]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, ERASURES, Erasure, relay=relay, noun="erasure")
