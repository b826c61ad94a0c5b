"""When the interviewer offers to go on, what takes the offer back, and when it does go on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.flows.model import PacingPolicy
from backend.interviews.finished import AnswerSoFar, looks_finished
from backend.interviews.pacing import Decision, SilenceFacts, decide, waits
from backend.interviews.rehearsal import Rehearsal
from backend.interviews.rhythm import Rhythm, with_speech

from .factories import at

POLICY = PacingPolicy()
MOVES_ON = PacingPolicy(moves_on=True, move_on_after_s=15.0)


def silent(**changes):
    facts = {"is_answering": True, "is_spoken": True, "is_clock_running": True, "silent_since": at(0)}
    return SilenceFacts(**(facts | changes))


@pytest.mark.parametrize(
    ("answered_s", "heard", "is_finished"),
    [
        (5, "I have been in sales for three years. That's all.", True),
        (5, "So we kept the customer and, yes, that is my answer", True),
        (5, "我说完了。", True),
        (5, "后来客户很满意，就这些。", True),
        (5, "Thank you for listening!", True),
        (5, "That's all we had at the time, and then", False),
        (30, "We talked it over for a long time", False),
        (70, "We talked it over and found a way.", True),
        (70, "We talked it over and found a way, but", False),
        (70, "我们一起商量了很久，然后", False),
        (70, "我们一起商量出了办法。", True),
        (70, "", False),
        (112, None, False),
        (113, None, True),
        (600, "because", False),
    ],
)
def test_what_looks_finished(answered_s, heard, is_finished):
    assert looks_finished(POLICY, AnswerSoFar(answered_s, 90.0, heard)) is is_finished


@pytest.mark.parametrize(
    ("now_s", "facts", "expected"),
    [
        (2.9, {"is_finished": True}, Decision(None, at(3))),
        (3.0, {"is_finished": True}, Decision("offer_next", None)),
        (60, {"is_finished": True, "said": frozenset({"offer_next"}), "offered_at": at(3)}, Decision(None, None)),
        (60, {"is_finished": True, "is_left_alone": True}, Decision(None, None)),
        (60, {"is_finished": True, "silent_since": None}, Decision(None, None)),
        (6, {"is_finished": True, "patience": 2.0}, Decision("offer_next", None)),
        (5.9, {"is_finished": True, "patience": 2.0}, Decision(None, at(6))),
        (60, {"is_left_alone": True}, Decision(None, None)),
    ],
)
def test_an_offer_comes_once_and_replaces_the_other_help(now_s, facts, expected):
    assert decide(POLICY, Rhythm(), silent(**facts), at(now_s)) == expected


def test_only_a_policy_that_moves_on_does_and_only_after_its_offer():
    offered = silent(is_finished=True, said=frozenset({"offer_next"}), offered_at=at(3))
    assert decide(MOVES_ON, Rhythm(), offered, at(17.9)) == Decision(None, at(18))
    assert decide(MOVES_ON, Rhythm(), offered, at(18)) == Decision(None, None, moves_on=True)
    assert not decide(MOVES_ON, Rhythm(), silent(is_finished=True), at(3600)).moves_on


facts = st.builds(
    SilenceFacts,
    is_answering=st.booleans(), is_spoken=st.booleans(), is_clock_running=st.booleans(),
    silent_since=st.sampled_from([None, at(0), at(5)]),
    said=st.frozensets(st.sampled_from(["reassure", "encourage", "offer_next"])),
    is_finished=st.booleans(), offered_at=st.sampled_from([None, at(3), at(9)]), is_left_alone=st.booleans(),
    patience=st.floats(0.1, 4),
)  # fmt: skip


@given(facts, st.booleans(), st.floats(0, 120))
def test_nobody_is_cut_off_or_nagged_while_they_speak_or_think(known, moves_on, now_s):
    decision = decide(MOVES_ON if moves_on else POLICY, Rhythm(), known, at(now_s))
    is_quiet = known.silent_since is None or known.is_left_alone or not known.is_clock_running
    if is_quiet or not (known.is_answering and known.is_spoken):
        assert decision == Decision(None, None)
    if decision.moves_on:
        assert moves_on
        assert known.offered_at is not None
        assert "offer_next" in known.said
    assert decision.say not in known.said
    assert decision.look_at is None or decision.look_at > at(now_s)


def test_slow_speech_is_given_longer_and_quick_speech_no_less():
    slow, quick = Rhythm(), Rhythm()
    for _ in range(6):
        slow, quick = with_speech(slow, 6, 5.0, "en"), with_speech(quick, 20, 5.0, "en")
    assert waits(POLICY, slow)["reassure"] == pytest.approx(8.0)
    assert waits(POLICY, quick) == waits(POLICY, Rhythm())
    assert with_speech(Rhythm(), 1, 0.3, "en") == Rhythm()


def rehearsed(policy):
    """An answer of two minutes to a question that asks for 90 s, silent from then on."""
    rehearsal = Rehearsal(policy, at(0))
    rehearsal.started(at(1))
    rehearsal.ended(at(120), at(120.5))
    return rehearsal


def test_speech_takes_the_offer_back():
    rehearsal = rehearsed(MOVES_ON)
    assert [said.nudge for said in rehearsal.until(at(124))] == ["offer_next"]
    rehearsal.started(at(125))
    rehearsal.until(at(300))
    assert rehearsal.moved_on_at is None
    rehearsal.ended(at(300), at(300.5))
    rehearsal.until(at(400))
    assert rehearsal.moved_on_at == at(318)


def test_who_asks_for_time_to_think_is_left_alone_until_they_speak():
    rehearsal = rehearsed(MOVES_ON)
    rehearsal.thinks()
    assert rehearsal.until(at(1000)) == []
    rehearsal.started(at(1000))
    rehearsal.ended(at(1010), at(1010.5))
    assert [said.nudge for said in rehearsal.until(at(1020))] == ["offer_next"]


def test_time_to_think_asked_for_in_mid_speech_is_the_next_silences():
    rehearsal = Rehearsal(POLICY, at(0))
    rehearsal.started(at(1))
    rehearsal.thinks()
    rehearsal.ended(at(5), at(5.5))
    assert rehearsal.until(at(60)) == []
