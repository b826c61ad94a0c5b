"""Every state and phase × every command: what is allowed is accepted, what is not is refused with its code."""

from contextlib import suppress
from typing import get_args

import msgspec
import pytest

from backend.interviews import conductor
from backend.interviews.allowed import allowed
from backend.interviews.live_schemas import Command, CommandKind
from backend.interviews.machine import STATES
from backend.interviews.states import Phase
from backend.kernel.errors import Conflict, GreenroomError

from .factories import an_interview
from .places import PLACES, WITHIN, answering

KINDS = get_args(CommandKind)
WITH = {
    "draft": {"text": "words"}, "choose": {"options": ["a"]}, "switch_kind": {"answer_kind": "text"},
    "rung": {"rung": "audio"},
}  # fmt: skip
ALWAYS = "help leave rung"
ASKED = f"{ALWAYS} more_time pause repeat skip slower"
ALLOWED = {
    "greeting": f"{ALWAYS} continue repeat slower",
    "thinking": f"{ASKED} start_answer switch_kind think",
    "answering": f"{ASKED} done rephrase switch_kind think",
    "practising": f"{ASKED} start_answer switch_kind think",
    "following_up": f"{ASKED} start_answer switch_kind think",
    "acknowledged": f"{ALWAYS} continue longer_gap pause retake return_to",
    "choosing": f"{ASKED} choose start_answer",
    "typing": f"{ASKED} done draft",
    "resting": f"{ALWAYS} continue",
    "closing": f"{ALWAYS} continue",
    "paused": f"{ALWAYS} resume",
    "left": f"{ALWAYS} resume",
    "held": f"{ALWAYS} draft",
}
MAY_CHANGE_NOTHING = {"start_answer", "more_time", "pause", "resume", "longer_gap", "leave"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", sorted(ALLOWED))
def test_a_command_is_accepted_where_it_is_allowed_and_refused_elsewhere(place, kind):
    talk = PLACES[place]()
    is_allowed = kind in ALLOWED[place].split()
    assert (kind in allowed(talk.interview)) == is_allowed
    members = dict(WITH.get(kind, {}))
    if kind == "return_to":
        members["target"] = talk.interview.waiting[0].id if talk.interview.waiting else "none"
    command = Command(id="command-under-test", kind=kind, **members)
    if is_allowed:
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


def test_every_command_is_allowed_somewhere_and_every_phase_has_a_place():
    assert {kind for kinds in ALLOWED.values() for kind in kinds.split()} == set(KINDS)
    assert set(ALLOWED) == {place.__name__ for place in WITHIN}
    interviews = [place().interview for place in PLACES.values()]
    assert {interview.phase for interview in interviews} == set(get_args(Phase))
    assert {interview.state for interview in interviews} == set(STATES)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", [state for state in STATES if state not in ("live", "paused")])
def test_before_and_after_an_interview_no_command_is_taken(state, kind):
    interview = an_interview(state=state)
    assert allowed(interview) == []
    with pytest.raises(Conflict, match=r"interview_not_live|interview_over"):
        conductor.apply(interview, Command(id="command-1", kind=kind), interview.updated_at)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"leave", "help", "rung", "pause", "resume"}))
def test_a_command_for_another_turn_is_told_that_it_is_over(kind):
    talk = answering()
    with pytest.raises(Conflict, match="turn_over"):
        conductor.apply(talk.interview, Command(id="command-1", kind=kind, turn_id="other"), talk.now)


def test_the_phones_clock_decides_nothing():
    talk = answering()
    talk.wait(5)
    for sent_at in ("1970-01-01T00:00:00Z", "2199-01-01T00:00:00Z"):
        command = msgspec.convert({"id": f"clock-{sent_at[:4]}", "kind": "more_time", "sent_at": sent_at}, Command)
        talk.take(conductor.apply(talk.interview, command, talk.now))
    assert talk.turn.answering.elapsed_s(talk.now) == 5
