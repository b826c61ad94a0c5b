"""A catch-up for whoever comes to help: what has happened in a running interview, newest first. Pure."""

from collections.abc import Iterator, Sequence

from backend.interviews.model import Interview
from backend.interviews.turn import Turn
from backend.monitor.schemas import Happening, What
from backend.rescue.model import Rescue

KEPT = 40


def happened(interview: Interview, rescues: Sequence[Rescue]) -> list[Happening]:
    found = [*_turns(interview), *_moments(interview), *_reactions(rescues)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:KEPT]


def _turns(interview: Interview) -> Iterator[Happening]:
    for turn in interview.turns:
        yield Happening(turn.opened_at, "asked", turn.place)
        if turn.ended_at is not None:
            what: What = "skipped" if turn.ended_by == "skipped" else "answered"
            yield Happening(turn.ended_at, what, turn.place, _length(turn))
        elif turn.skipped_at is not None:
            yield Happening(turn.skipped_at, "skipped", turn.place)


def _length(turn: Turn) -> str | None:
    """Seconds of the answer."""
    return str(round(turn.answering.spent_s)) if turn.is_spoken else None


def _moments(interview: Interview) -> Iterator[Happening]:
    if interview.started_at is not None:
        yield Happening(interview.started_at, "started")
    for call in interview.help_asked:
        yield Happening(call.at, "help")
    for lost in interview.presence.gone:
        yield Happening(lost.at, "dropped")
    for change in interview.rungs:
        yield Happening(change.at, "rung", None, change.rung)


def _reactions(rescues: Sequence[Rescue]) -> Iterator[Happening]:
    for rescue in rescues:
        if rescue.reacted_at is not None and rescue.reaction is not None:
            what: What = "took_over" if rescue.reaction == "took_over" else "attended"
            yield Happening(rescue.reacted_at, what)
