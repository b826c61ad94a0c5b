"""When an interview's data are due to go, and what a tombstone keeps."""

from datetime import timedelta

import msgspec
import pytest

from backend.interviews.machine import OVER, STATES
from backend.interviews.retention import erase_after, is_due, tombstone
from backend.interviews.turn import Turn
from backend.kernel.errors import Conflict

from .factories import T0, an_interview, at, both

DAY = timedelta(days=1)


@pytest.mark.parametrize("state", STATES)
def test_only_what_is_over_is_ever_due(state):
    due = erase_after(an_interview(state=state, updated_at=T0))
    assert (due is not None) == (state in OVER)


def test_retention_counts_from_the_answers_else_from_the_end():
    assert erase_after(an_interview(state="reviewable", submitted_at=at(0), ended_at=at(9))) == T0 + 90 * DAY
    assert erase_after(an_interview(state="expired", ended_at=at(5))) == at(5) + 90 * DAY
    assert erase_after(an_interview(state="human_route", declined_at=at(7))) == at(7) + 90 * DAY


def test_due_at_the_very_moment_and_not_before():
    interview = an_interview(state="closed", submitted_at=T0)
    assert not is_due(interview, T0 + 90 * DAY - timedelta(microseconds=1))
    assert is_due(interview, T0 + 90 * DAY)


@pytest.mark.parametrize("state", sorted(set(STATES) - {"live"}))
def test_a_tombstone_is_over_and_says_nothing_of_the_person(state):
    turn = Turn("t1", 0, "q1", "text", both("Why?"), 1, 2, 3, [], T0, text="My mother Ada")
    interview = an_interview(state=state, turns=[turn], decline_note_sealed=b"note", commands=["command-1"])
    bare, _ = tombstone(interview, "ers_1", at(60))
    assert bare.state in OVER
    assert not any((bare.turns, bare.takes, bare.commands, bare.decline_note_sealed, bare.device_check))
    assert b"Ada" not in msgspec.json.encode(bare)
    assert tombstone(bare, "ers_2", at(99)) == (bare, [])
    assert not is_due(bare, at(1e9))


def test_nothing_is_erased_under_a_running_interview():
    with pytest.raises(Conflict, match="interview_running"):
        tombstone(an_interview(state="live"), "ers_1", T0)
