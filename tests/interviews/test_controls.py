"""What the candidate may do along the way, what a person may do beside them, and what is enforced for them."""

import pytest

from backend.interviews import pausing
from backend.interviews.allowed import allowed
from backend.interviews.live_schemas import InForce
from backend.interviews.model import Accommodations, Proposal
from backend.kernel.errors import Conflict, Invalid
from backend.questions.model import FollowUpRule

from .factories import both
from .talks import answer, choice, question, talk_through


def test_choices_are_kept_in_the_questions_order_and_checked():
    talk = talk_through(choice(1, choices_max=2))
    talk.say("continue")
    talk.say("choose", options=["c", "a"])
    assert talk.turn.chosen == ["a", "c"]
    with pytest.raises(Invalid, match="too_many_options"):
        talk.say("choose", options=["a", "b", "c"])
    with pytest.raises(Invalid, match="option_unknown"):
        talk.say("choose", options=["z"])
    talk.say("start_answer")
    talk.say("done")
    assert talk.turn.chosen == ["a", "c"]


def test_code_keeps_its_language_and_a_draft_too_long_keeps_the_one_before():
    talk = talk_through(question(1, "code", code_languages=["python", "sql"]))
    talk.say("continue")
    assert talk.turn.code_language == "python"
    talk.say("draft", text="select 1", code_language="sql")
    with pytest.raises(Invalid, match="answer_too_long"):
        talk.say("draft", text="x" * 100_000)
    with pytest.raises(Invalid, match="code_language_unknown"):
        talk.say("draft", text="x", code_language="java")
    assert (talk.turn.text, talk.turn.code_language) == ("select 1", "sql")
    talk.say("start_answer")
    talk.say("done", text="")
    assert talk.turn.text == ""


def test_a_spoken_question_can_be_answered_in_writing_and_back():
    talk = talk_through(question(1, "video"))
    talk.say("continue")
    talk.say("start_answer")
    talk.wait(8)
    talk.say("switch_kind", answer_kind="voice")
    assert [take.is_open for take in talk.interview.takes] == [True]
    talk.say("switch_kind", answer_kind="text")
    assert [take.is_open for take in talk.interview.takes] == [False]
    talk.say("draft", text="in writing")
    talk.say("switch_kind", answer_kind="video")
    assert [take.is_open for take in talk.interview.takes] == [False, True]
    talk.say("switch_kind", answer_kind="text")
    talk.say("done", text="in writing, whole")
    assert (talk.turn.text, len(talk.interview.takes), talk.turn.asked_kind) == ("in writing, whole", 2, "video")
    with pytest.raises(Conflict, match="turn_over"):
        talk.say("switch_kind", answer_kind="voice")


def test_no_kind_that_the_question_does_not_allow():
    talk = talk_through(question(1, "voice"))
    talk.say("continue")
    with pytest.raises(Conflict, match="answer_kind_not_allowed"):
        talk.say("switch_kind", answer_kind="video")
    with pytest.raises(Invalid, match="answer_kind_missing"):
        talk.say("switch_kind")


def test_who_asks_twice_hears_other_words_and_slower_stays():
    talk = talk_through(question(1, rephrased=both("In other words?")), question(2))
    talk.say("continue")
    heard = []
    for _ in range(3):
        talk.say("repeat")
        heard.append(talk.interview.say.text.en)
    assert heard == ["Question 1?", "In other words?", "Question 1?"]
    talk.say("rephrase")
    assert talk.interview.say.text.en == "In other words?"
    talk.say("slower")
    assert talk.interview.say.rate == 0.8
    talk.say("start_answer")
    talk.say("done")
    talk.say("continue")
    assert (talk.interview.say.text.en, talk.interview.say.rate) == ("Question 2?", 0.8)
    assert "rephrase" not in allowed(talk.interview)


def test_the_gap_between_questions_is_the_persons_to_lengthen():
    talk = talk_through(question(1), question(2))
    answer(talk)
    talk.wait(4)
    talk.say("longer_gap")
    talk.wait(5.5)
    assert talk.interview.phase == "acknowledged"
    talk.wait(0.5)
    assert talk.interview.phase == "thinking"
    talk.say("start_answer")
    talk.say("done")
    talk.wait(9.5)
    assert talk.interview.phase == "acknowledged"
    for _ in range(20):
        talk.say("longer_gap")
    assert talk.interview.gap_s == talk.interview.flow.pacing.gap_max_s


def test_pauses_are_counted_and_no_time_runs_in_them():
    talk = talk_through(question(1))
    talk.say("continue")
    talk.say("start_answer")
    for number in range(3):
        talk.wait(1)
        talk.say("pause")
        assert talk.interview.state == "paused"
        talk.wait(1000)
        assert talk.turn.answering.elapsed_s(talk.now) == number + 1
        with pytest.raises(Conflict, match="interview_paused"):
            talk.say("done")
        talk.say("resume")
    assert talk.changes.count("pause_over") == 3
    with pytest.raises(Conflict, match="no_more_pauses"):
        talk.say("pause")
    talk.say("leave")
    assert talk.interview.state == "paused"


def test_a_person_takes_over_and_hands_back_where_it_was():
    talk = talk_through(question(1), question(2))
    talk.say("continue")
    talk.say("start_answer")
    talk.wait(3)
    talk.take(pausing.hold(talk.interview, "mem_1", "Kim", talk.now))
    assert "Kim" in talk.interview.say.text.en
    talk.wait(600)
    assert (talk.interview.phase, talk.turn.answering.elapsed_s(talk.now)) == ("answering", 3)
    with pytest.raises(Conflict, match="interview_held"):
        talk.say("done")
    talk.say("help")
    with pytest.raises(Conflict, match="interview_held"):
        pausing.hold(talk.interview, "mem_2", "Lee", talk.now)
    assert pausing.hold(talk.interview, "mem_1", "Kim", talk.now).interview is talk.interview
    talk.take(pausing.hand_back(talk.interview, talk.now))
    talk.wait(2)
    assert talk.turn.answering.elapsed_s(talk.now) == 5
    assert pausing.hand_back(talk.interview, talk.now).interview is talk.interview
    talk.say("done")
    talk.take(pausing.hold(talk.interview, "mem_2", "Lee", talk.now))
    talk.wait(600)
    assert talk.interview.phase == "acknowledged"
    talk.take(pausing.hand_back(talk.interview, talk.now))
    talk.wait(5)
    assert talk.turn.step_id == "s2"


def test_accommodations_are_enforced_by_the_conductor():
    ours = InForce(
        time_factor=2.0, thinking_factor=1.5, gap_factor=3.0, pauses_extra=2, retakes_extra=1, answers_by="text",
        speech_rate=0.8,
    )  # fmt: skip
    talk = talk_through(question(1, "video"), accommodations=Accommodations(in_force=ours))
    talk.say("continue")
    assert (talk.turn.kind, talk.turn.thinking_s, talk.turn.soft_limit_s, talk.turn.hard_limit_s) == (
        "text",
        30,
        180,
        240,
    )
    assert talk.interview.say.rate == 0.8
    assert pausing.pauses_left(talk.interview) == 5
    talk.say("start_answer")
    talk.say("done", text="typed")
    assert "retake" in allowed(talk.interview)
    talk.wait(14)
    assert talk.interview.phase == "acknowledged"


def test_a_follow_up_belongs_to_its_question_and_there_are_never_more_than_the_flow_says():
    rule = FollowUpRule(most=1, thinking_s=5, soft_limit_s=30, hard_limit_s=60)
    talk = talk_through(question(1, follow_up=rule), question(2))
    answer(talk)
    origin = talk.turn.id
    talk.take_proposal(both("You mentioned “bread”. How did it turn out?"))
    talk.wait(5)
    assert (talk.turn.follows, talk.turn.place, talk.turn.hard_limit_s) == (origin, 1, 60)
    assert talk.interview.say.kind == "follow_up"
    talk.say("start_answer")
    talk.say("done")
    talk.take_proposal(both("And another?"))
    talk.wait(5)
    assert (talk.turn.step_id, talk.turn.place, talk.interview.answers) == ("s2", 2, 1)
    assert talk.interview.proposal is None


def test_a_proposal_for_an_earlier_question_is_dropped():
    talk = talk_through(question(1, follow_up=FollowUpRule(most=1)), question(2))
    answer(talk)
    late = Proposal(talk.turn.id, both("Too late?"), "rules")
    talk.say("continue")
    talk.take_proposal(late.text, turn_id=late.turn_id)
    assert talk.interview.proposal is None
