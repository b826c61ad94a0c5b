"""Where in an interview's recordings a moment lies. Pure."""

from datetime import datetime

import msgspec

from backend.interviews.model import Interview
from backend.interviews.room_names import CANDIDATE
from backend.interviews.take import Take


class Place(msgspec.Struct, frozen=True):
    at_s: float | None = None
    turn_id: str | None = None
    take_id: str | None = None
    take_s: float | None = None


def place_of(interview: Interview, at: datetime) -> Place:
    """A moment between recordings lies in none; one in a gap lies where the rendition joins its ends."""
    began = interview.started_at
    opened = [turn for turn in interview.turns if turn.opened_at <= at and not turn.is_practice]
    turn = max(opened, key=lambda turn: turn.opened_at, default=None)
    take = next((take for take in interview.takes if _is_candidates(take) and _covers(take, at)), None)
    return Place(
        at_s=round((at - began).total_seconds(), 3) if began is not None else None,
        turn_id=turn.id if turn is not None else None,
        take_id=take.id if take is not None else None,
        take_s=in_rendition(take, at) if take is not None else None,
    )


def in_rendition(take: Take, at: datetime) -> float | None:
    """Seconds in the rendition; None before there is one."""
    if take.began_at is None or take.rendition is None:
        return None
    at_s = (at - take.began_at).total_seconds()
    for gap in sorted(take.gaps, key=lambda gap: gap.at_s):
        if at_s > gap.at_s:
            at_s = max(gap.at_s, at_s - gap.lost_ms / 1000)
    return round(min(max(0.0, at_s), take.rendition.duration_s), 3)


def _is_candidates(take: Take) -> bool:
    return take.track is None or (take.track.participant_id, take.track.source) == (CANDIDATE, "camera")


def _covers(take: Take, at: datetime) -> bool:
    return take.wanted_at <= at and (take.finished_at is None or at <= take.finished_at)
