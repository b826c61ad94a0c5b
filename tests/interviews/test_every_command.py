"""Every state and phase × every command: what is allowed is accepted, what is not is refused with its code."""

from contextlib import suppress
from typing import get_args

import msgspec
import pytest

from backend.flows.model import BreakStep
from backend.interviews import conductor, pausing, presence
from backend.interviews.allowed import allowed
from backend.interviews.live_schemas import Command, CommandKind
from backend.interviews.machine import STATES
from backend.kernel.errors import Conflict, GreenroomError

from .factories import an_interview
from .talks import choice, question, talk_through

KINDS = get_args(CommandKind)
WITH = {
    "draft": {"text": "words"}, "choose": {"options": ["a"]}, "switch_kind": {"answer_kind": "text"},
    "rung": {"rung": "audio"},
}  # fmt: skip
MAY_CHANGE_NOTHING = {"start_answer", "more_time", "pause", "resume", "longer_gap", "leave"}


def _greeting():
    return talk_through(question(1))


def _thinking():
    talk = talk_through(question(1, rephrased=None, retakes=1), question(2))
    talk.say("continue")
    return talk


def _answering():
    talk = _thinking()
    talk.say("start_answer")
    return talk


def _acknowledged():
    talk = talk_through(question(1), question(2, retakes=1), question(3))
    talk.say("continue")
    talk.say("skip")
    talk.say("continue")
    talk.say("start_answer")
    talk.say("done")
    return talk


def _choosing():
    talk = talk_through(choice(1))
    talk.say("continue")
    return talk


def _typing():
    talk = talk_through(question(1, "text"))
    talk.say("continue")
    talk.say("start_answer")
    return talk


def _resting():
    talk = talk_through(BreakStep("rest"), question(1))
    talk.say("continue")
    return talk


def _closing():
    talk = talk_through(question(1))
    talk.say("continue")
    talk.say("skip")
    talk.say("continue")
    talk.say("skip")
    talk.say("continue")
    return talk


def _paused():
    talk = _answering()
    talk.say("pause")
    return talk


def _held():
    talk = _typing()
    talk.take(pausing.hold(talk.interview, "mem_1", "Kim", talk.now))
    return talk


def _left():
    talk = _acknowledged()
    talk.take(presence.leave(presence.here(conductor.Outcome(talk.interview), talk.now), talk.now))
    return talk


PLACES = [
    _greeting, _thinking, _answering, _acknowledged, _choosing, _typing, _resting, _closing, _paused, _held, _left,
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_a_command_is_accepted_where_it_is_allowed_and_refused_elsewhere(place, kind):
    talk = place()
    members = dict(WITH.get(kind, {}))
    if kind == "return_to":
        members["target"] = talk.interview.waiting[0].id if talk.interview.waiting else "none"
    command = Command(id="command-under-test", kind=kind, **members)
    if kind in allowed(talk.interview):
        outcome = conductor.apply(talk.interview, command, talk.now)
        assert command.id in outcome.interview.commands
        again = conductor.apply(outcome.interview, command, talk.now)
        assert again.interview is outcome.interview
        return
    if kind in MAY_CHANGE_NOTHING:
        with suppress(GreenroomError):
            outcome = conductor.apply(talk.interview, command, talk.now)
            assert outcome.interview.turns == talk.interview.turns
        return
    with pytest.raises(GreenroomError) as refused:
        conductor.apply(talk.interview, command, talk.now)
    assert refused.value.code.endswith(("_not_allowed", "_paused", "_held", "_over"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", [state for state in STATES if state not in ("live", "paused")])
def test_before_and_after_an_interview_no_command_is_taken(state, kind):
    interview = an_interview(state=state)
    assert allowed(interview) == []
    with pytest.raises(Conflict, match=r"interview_not_live|interview_over"):
        conductor.apply(interview, Command(id="command-1", kind=kind), interview.updated_at)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"leave", "help", "rung", "pause", "resume"}))
def test_a_command_for_another_turn_is_told_that_it_is_over(kind):
    talk = _answering()
    with pytest.raises(Conflict, match="turn_over"):
        conductor.apply(talk.interview, Command(id="command-1", kind=kind, turn_id="other"), talk.now)


def test_the_phones_clock_decides_nothing():
    talk = _answering()
    talk.wait(5)
    for sent_at in ("1970-01-01T00:00:00Z", "2199-01-01T00:00:00Z"):
        command = msgspec.convert({"id": f"clock-{sent_at[:4]}", "kind": "more_time", "sent_at": sent_at}, Command)
        talk.take(conductor.apply(talk.interview, command, talk.now))
    assert talk.turn.answering.elapsed_s(talk.now) == 5
