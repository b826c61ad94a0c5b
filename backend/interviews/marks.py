"""What an interview is found by, beside its id and its application; see `kernel/repository.py`. Pure."""

from collections.abc import Iterator

from backend.interviews.machine import BEFORE, OVER
from backend.interviews.model import Interview
from backend.kernel.repository import Mark

RUNNING = "running"
REVIEWABLE = "reviewable"
HAS_WORK = "has_work"
WAITS_FOR_MODEL = "waits_for_model"
HELD = "held"
ASKS_ACCOMMODATION = "asks_accommodation"
ERASING = "erasing"
UNDATED = "undated"
"""It is over, and nothing says when it is to be erased."""


def of_candidate(candidate_id: str) -> str:
    return f"candidate:{candidate_id}"


def of_take(take_id: str) -> str:
    return f"take:{take_id}"


def of_erased_take(take_id: str) -> str:
    return f"erased_take:{take_id}"


def before_start(position_id: str) -> str:
    return f"before:{position_id}"


def marks(interview: Interview) -> list[Mark]:
    """Moments are all that may come by itself: `look_at`, copies, the end of retention, and of the invitation."""
    return [of_candidate(interview.candidate_id), *_erased(interview), *_standing(interview), *_moments(interview)]


def _erased(interview: Interview) -> Iterator[Mark]:
    if interview.erased is not None:
        yield from map(of_erased_take, interview.erased.take_ids)
        if interview.erased.needs_work:
            yield ERASING


def _standing(interview: Interview) -> Iterator[Mark]:
    yield from (of_take(take.id) for take in interview.takes)
    if interview.state in BEFORE:
        yield before_start(interview.position_id)
    elif interview.state in ("live", "paused"):
        yield RUNNING
    elif interview.state == "reviewable":
        yield REVIEWABLE
    if interview.has_work:
        yield HAS_WORK
    if interview.waits_for_model:
        yield WAITS_FOR_MODEL
    if interview.held is not None:
        yield HELD
    if interview.accommodations.is_waiting:
        yield ASKS_ACCOMMODATION


def _moments(interview: Interview) -> Iterator[Mark]:
    """Of those that are erased none comes any more."""
    if interview.erased is not None:
        return
    due = [interview.look_at, interview.copy_due_at, interview.erase_after]
    if interview.state in BEFORE:
        due.append(interview.expires_at)
    yield from (moment for moment in due if moment is not None)
    if interview.state in OVER and interview.erase_after is None:
        yield UNDATED
