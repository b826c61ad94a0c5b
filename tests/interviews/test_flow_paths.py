"""Where the flow leads: branches, breaks, practice, what is put off, retakes, choices, code."""

from datetime import timedelta

import pytest

from backend.flows.model import (
    BranchArm,
    BranchStep,
    BreakStep,
    ChoiceIs,
    LanguageIs,
    PracticeStep,
    SegmentIs,
)
from backend.interviews import due, plan, presence
from backend.kernel.errors import Conflict, Invalid

from .factories import a_question
from .talks import answer, asked, choice, question, talk_through


@pytest.mark.parametrize(
    ("chosen", "expected"), [(["a"], ["s1", "s2", "s4"]), (["b"], ["s1", "s3", "s4"]), ([], ["s1", "s3", "s4"])]
)
def test_a_branch_follows_an_earlier_choice(chosen, expected):
    talk = talk_through(
        choice(1),
        BranchStep("fork", [BranchArm(ChoiceIs("s1", ["a"]), "s2")], otherwise="s3"),
        question(2),
        BranchStep("join", [], otherwise="s4"),
        question(3),
        question(4),
    )
    assert plan.total(talk.interview) == 3
    answer(talk, options=chosen)
    answer(talk)
    answer(talk)
    talk.say("continue")
    assert talk.interview.phase == "closing"
    assert asked(talk) == expected
    assert plan.total(talk.interview) == 3


@pytest.mark.parametrize(
    ("condition", "goes"),
    [(SegmentIs(["graduate"]), True), (SegmentIs(["returning"]), False), (LanguageIs(["en"]), True),
     (LanguageIs(["zh-CN"]), False)],
)  # fmt: skip
def test_a_branch_follows_facts_that_judge_nobody(condition, goes):
    talk = talk_through(BranchStep("fork", [BranchArm(condition, "s2")]), question(1), question(2))
    talk.say("continue")
    assert asked(talk) == (["s2"] if goes else ["s1"])


def test_a_branch_never_leads_back_and_an_unknown_target_leads_on():
    talk = talk_through(
        question(1), BranchStep("fork", [], otherwise="s1"), BranchStep("lost", [], "none"), question(2)
    )
    answer(talk)
    answer(talk)
    talk.say("continue")
    assert (asked(talk), talk.interview.phase) == (["s1", "s2"], "closing")


def test_a_break_ends_when_the_person_goes_on_and_never_by_itself():
    talk = talk_through(question(1), BreakStep("rest", 60.0), question(2))
    answer(talk)
    talk.wait(5)
    assert (talk.interview.phase, talk.interview.say.kind) == ("break", "break")
    assert due.next_moment(talk.interview) == talk.now + timedelta(seconds=60)
    talk.wait(3600)
    assert talk.interview.phase == "break"
    assert due.next_moment(talk.interview) is None
    talk.say("continue")
    assert (talk.interview.phase, talk.turn.step_id) == ("thinking", "s2")


def test_practice_records_and_keeps_nothing():
    talk = talk_through(
        PracticeStep("try", a_question(9, "voice")), PracticeStep("type", a_question(8, "text")), question(1)
    )
    answer(talk)
    assert talk.recordings == []
    assert talk.interview.takes == []
    assert talk.interview.answers == 0
    talk.say("retake")
    assert (talk.turn.is_practice, talk.interview.phase) == (True, "thinking")
    talk.say("skip")
    talk.say("continue")
    talk.say("draft", text="nobody shall read this")
    talk.say("start_answer")
    talk.say("done", text="nor this")
    assert all(turn.text == "" for turn in talk.interview.turns)
    talk.say("continue")
    assert (talk.turn.place, plan.total(talk.interview)) == (1, 1)


def test_what_is_put_off_comes_back_at_the_end_and_may_then_be_left_out():
    talk = talk_through(question(1), question(2), question(3))
    talk.say("continue")
    talk.say("skip")
    assert talk.interview.answers == 0
    answer(talk)
    talk.say("continue")
    talk.say("skip")
    talk.say("continue")
    assert (talk.turn.step_id, talk.interview.phase) == ("s1", "thinking")
    talk.say("start_answer")
    talk.say("done")
    talk.say("continue")
    assert talk.turn.step_id == "s3"
    talk.say("skip")
    assert (talk.turn.ended_by, talk.interview.waiting) == ("skipped", [])
    talk.wait(5)
    assert talk.interview.phase == "closing"
    assert sorted(turn.index for turn in talk.interview.turns) == [0, 1, 2]


def test_a_question_put_off_can_be_gone_back_to_between_questions():
    talk = talk_through(question(1), question(2), question(3))
    talk.say("continue")
    first = talk.turn.id
    talk.say("start_answer")
    talk.wait(10)
    talk.say("skip")
    assert talk.recordings == [("open", talk.turn.take_id), ("close", talk.turn.take_id)]
    answer(talk)
    with pytest.raises(Invalid, match="question_not_waiting"):
        talk.say("return_to", target="nothing")
    talk.say("return_to", target=first)
    assert (talk.turn.id, talk.interview.phase, talk.turn.answering.spent_s) == (first, "thinking", 0)
    talk.say("start_answer")
    assert len(talk.turn.takes_before) == 1
    talk.say("done")
    talk.say("continue")
    assert talk.turn.step_id == "s3"


def test_a_question_that_must_be_asked_cannot_be_put_off():
    talk = talk_through(question(1, may_skip=False))
    talk.say("continue")
    with pytest.raises(Conflict, match="skip_not_allowed"):
        talk.say("skip")


def test_the_newest_take_counts_and_the_older_is_kept():
    talk = talk_through(question(1, retakes=1))
    answer(talk)
    first = talk.turn.take_id
    talk.say("retake")
    talk.say("start_answer")
    talk.wait(12)
    talk.say("done")
    assert talk.turn.take_id == f"{first}r1"
    assert talk.turn.takes_before == [first]
    assert talk.turn.answering.spent_s == 12
    with pytest.raises(Conflict, match="retake_not_allowed"):
        talk.say("retake")


def test_a_retake_that_is_never_finished_does_not_replace_the_answer():
    talk = talk_through(question(1, retakes=1), question(2))
    answer(talk)
    first = talk.turn.take_id
    talk.say("retake")
    talk.say("start_answer")
    talk.say("leave")
    talk.wait(8 * 86_400)
    talk.take(presence.lapse(talk.interview, talk.now))
    assert talk.interview.state == "abandoned"
    assert (talk.turn.take_id, talk.turn.takes_before) == (first, [f"{first}r1"])
    assert all(not take.is_open for take in talk.interview.takes)
