"""Three seconds more of silence, anywhere in an answer, change nothing that scorers may see."""

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.interviews.staff_views import review

from .factories import Conversation

SILENCE_S = 3.0
TIMES = frozenset({"started_at", "submitted_at", "ended_at", "took_s"})
IDS = frozenset({"id", "turn_id", "take_id"})


def seen_after(stretches: list[float], silence_at: int | None) -> dict[str, Any]:
    """What a reviewer sees of an answer that lasted so many stretches, with the silence ahead of one of them."""
    talk = Conversation()
    talk.start()
    talk.say("continue")
    talk.say("start_answer")
    for place, stretch in enumerate(stretches):
        talk.wait(stretch + (SILENCE_S if place == silence_at else 0.0))
    talk.say("done")
    return without(msgspec.to_builtins(review(talk.interview, "Lin")), TIMES | IDS)


def without(value: Any, names: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {name: without(held, names) for name, held in value.items() if name not in names}
    return [without(held, names) for held in value] if isinstance(value, list) else value


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.2, 12.0), min_size=1, max_size=6), st.data())
def test_more_silence_changes_nothing_but_the_clock(stretches: list[float], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(stretches) - 1))
    quiet, plain = seen_after(stretches, place), seen_after(stretches, None)
    assert quiet == plain
    names = " ".join(names_in(plain))
    assert not any(word in names for word in ("pause", "silence", "speed", "rate", "hesitat"))


def names_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [name for key, held in value.items() for name in (str(key), *names_in(held))]
    return [name for held in value for name in names_in(held)] if isinstance(value, list) else []
