"""What makes a list of papers valid, and what is owed by it. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from backend.contracts.events.reminders import DeadlineChanged
from backend.kernel.errors import Invalid
from backend.materials.model import Materials, Paper
from backend.materials.schemas import NAME_MAX, PAPERS_MAX, PaperDraft

LATEST = timedelta(days=366)


def check(drafts: Sequence[PaperDraft], known: Mapping[str, Paper], now: datetime) -> None:
    """Raises: Invalid materials_invalid with `field` and the paper's number in the list."""
    if len(drafts) > PAPERS_MAX:
        raise Invalid("materials_invalid", "At most twelve papers can be asked for.", field="papers")
    ids = [draft.id for draft in drafts if draft.id]
    if len(set(ids)) != len(ids) or not set(ids) <= known.keys():
        raise Invalid("materials_invalid", "There is no such paper.", field="papers")
    for number, draft in enumerate(drafts):
        if not 0 < len(draft.name.strip()) <= NAME_MAX:
            raise Invalid("materials_invalid", "A paper has a name of at most 120 characters.", field="name", at=number)
        before = known.get(draft.id)
        is_moved = before is None or before.due_at != draft.due_at
        is_past = draft.due_at.tzinfo is None or not now < draft.due_at < now + LATEST
        if is_moved and is_past and not draft.is_received:
            raise Invalid("materials_invalid", "The day is to come, within a year.", field="due_at", at=number)


def owed(papers: Sequence[Paper]) -> list[Paper]:
    """What has not arrived, what is due first first."""
    return sorted((paper for paper in papers if paper.received_at is None), key=lambda paper: paper.due_at)


def debt(materials: Materials, revision: int) -> DeadlineChanged:
    """What the reminders go by: the first of the papers that are owed."""
    left = owed(materials.papers)
    return DeadlineChanged(materials.id, "materials_due", revision, left[0].due_at if left else None, len(left))
