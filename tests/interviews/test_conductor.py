import pytest

from backend.contracts.events.interviews import InterviewChanged, RoomClosed, TakeWanted
from backend.interviews import turns
from backend.interviews.conductor import TurnOver
from backend.kernel.errors import Conflict, Invalid

from .factories import Conversation, a_flow, a_question, an_interview
from .talks import answering


def test_a_whole_interview_runs_in_no_time(talk):
    assert talk.interview.phase == "greeting"
    assert talk.interview.say.text.en == "Hello {first_name}, fresh from {position}."
    talk.say("continue")
    assert talk.interview.phase == "thinking"
    talk.wait(20)
    assert talk.interview.phase == "answering"
    talk.wait(75)
    talk.say("done", turn_id=talk.turn.id)
    assert talk.interview.phase == "acknowledged"
    talk.wait(5)
    assert (talk.interview.phase, talk.turn.index) == ("thinking", 1)
    talk.say("start_answer")
    talk.wait(30)
    talk.say("done")
    talk.say("continue")
    talk.wait(20)
    talk.say("draft", text="I would")
    talk.say("done", text="I would ask first.")
    talk.wait(5)
    assert talk.interview.phase == "closing"
    talk.wait(turns.CLOSING_S)
    assert (talk.interview.phase, talk.interview.state) == ("done", "submitted")
    first, second, third = talk.interview.turns
    assert (first.answering.spent_s, second.answering.spent_s) == (75, 30)
    assert third.text == "I would ask first."
    takes = [take.id for take in talk.interview.takes]
    assert talk.recordings == [("open", takes[0]), ("close", takes[0]), ("open", takes[1]), ("close", takes[1])]
    assert isinstance(talk.events[-2], RoomClosed)
    moves = [event.change for event in talk.events if isinstance(event, InterviewChanged) and event.has_moved]
    assert moves == ["started", "submitted"]
    assert [event.kinds for event in talk.events if isinstance(event, TakeWanted)] == [["audio", "video"], ["audio"]]


def test_every_change_is_announced_with_the_version_it_is_saved_as(talk):
    talk.say("continue")
    last = talk.events[-1]
    assert isinstance(last, InterviewChanged)
    assert (last.change, last.version) == ("turn_opened", talk.interview.version)


@pytest.mark.parametrize("segment", ["graduate", "experienced", "returning"])
def test_the_greeting_is_the_segments(segment):
    talk = Conversation(an_interview(state="checked", segment=segment))
    talk.start()
    assert talk.interview.say.text == talk.interview.flow.greeting.texts[segment]


def test_thinking_ends_by_itself_and_may_end_early(talk):
    talk.say("continue")
    talk.wait(19.9)
    assert talk.interview.phase == "thinking"
    talk.wait(0.1)
    assert talk.interview.phase == "answering"
    assert talk.turn.started_at == talk.now


def test_starting_what_has_just_started_by_itself_changes_nothing(talk):
    talk.say("continue")
    talk.wait(20)
    take = talk.turn.take_id
    talk.say("start_answer", turn_id=talk.turn.id)
    assert talk.turn.take_id == take
    assert len(talk.recordings) == 1


def test_no_thinking_time_means_answering_at_once():
    talk = Conversation(an_interview(state="checked", flow=a_flow([a_question(1, "voice", thinking_s=0.0)])))
    talk.start()
    talk.say("continue")
    assert talk.interview.phase == "answering"


def test_a_command_twice_counts_once(talk):
    answering(talk)
    sent = talk.say("more_time")
    version = talk.interview.version
    talk.say("more_time", again=sent)
    assert talk.turn.hard_limit_s == 180
    assert talk.interview.version == version


def test_a_repeated_done_is_recognised_after_the_next_question_came(talk):
    answering(talk)
    turn_id = talk.turn.id
    sent = talk.say("done", turn_id=turn_id)
    talk.wait(6)
    talk.say("done", turn_id=turn_id, again=sent)
    assert talk.turn.index == 1
    assert talk.interview.answers == 1


@pytest.mark.parametrize("kind", ["done", "start_answer", "more_time", "repeat", "draft", "continue"])
def test_a_command_for_a_turn_that_is_over_is_refused(talk, kind):
    answering(talk)
    old = talk.turn.id
    talk.say("done")
    talk.wait(5)
    with pytest.raises(TurnOver) as refused:
        talk.say(kind, turn_id=old, text="late")
    assert (refused.value.code, refused.value.status) == ("turn_over", 409)


def test_done_just_after_the_limit_closed_the_answer_is_told_so(talk):
    answering(talk)
    talk.wait(121)
    with pytest.raises(TurnOver):
        talk.say("done")
    assert talk.turn.ended_by == "limit"


@pytest.mark.parametrize("kind", ["draft", "done"])
def test_words_on_their_way_when_time_closed_their_answer_are_taken(kind):
    talk = Conversation(an_interview(["text", "text"], state="checked"))
    talk.start(connected=False)
    answering(talk)
    talk.say("draft", text="half a sen")
    talk.wait(121)
    turn = talk.turn.id
    with pytest.raises(TurnOver):
        talk.say("done", turn_id=turn, text="")
    talk.say(kind, turn_id=turn, text="half a sentence")
    assert (talk.turn.text, talk.interview.phase) == ("half a sentence", "acknowledged")
    talk.wait(5)
    with pytest.raises(TurnOver):
        talk.say(kind, turn_id=turn, text="much later")
    assert [turn.text for turn in talk.interview.turns] == ["half a sentence", ""]


def test_time_is_warned_of_once_and_then_the_answer_is_closed_and_kept(talk):
    answering(talk)
    talk.wait(100)
    assert talk.interview.say.kind == "time_warning"
    assert "20" in talk.interview.say.text.en
    talk.wait(20)
    assert talk.interview.phase == "acknowledged"
    assert talk.turn.answering.spent_s == 120
    assert talk.changes.count("time_warned") == 1


def test_more_time_moves_the_limit_and_the_warning_ten_times(talk):
    answering(talk)
    talk.wait(100)
    talk.say("more_time")
    talk.wait(20)
    assert talk.interview.phase == "answering"
    talk.wait(40)
    assert talk.changes.count("time_warned") == 2
    for _ in range(9):
        talk.say("more_time")
    with pytest.raises(Conflict, match="no_more_extensions"):
        talk.say("more_time")
    assert talk.turn.hard_limit_s == 720


def test_repeat_says_the_question_again_under_a_new_id(talk):
    answering(talk)
    before = talk.interview.say
    talk.say("repeat")
    assert talk.interview.say.text == talk.turn.prompt
    assert talk.interview.say.id != before.id


def test_a_draft_is_kept_and_becomes_the_answer_at_the_limit():
    talk = Conversation(an_interview(["text"], state="checked"))
    talk.start(connected=False)
    answering(talk)
    talk.say("draft", text="half a sen")
    talk.wait(120)
    assert talk.turn.ended_at is not None
    assert talk.turn.text == "half a sen"


def test_done_without_words_takes_the_draft():
    talk = Conversation(an_interview(["text"], state="checked"))
    talk.start(connected=False)
    answering(talk)
    talk.say("draft", text="all of it")
    talk.say("done")
    assert talk.turn.text == "all of it"


def test_a_draft_needs_a_text_and_a_typed_question(talk):
    answering(talk)
    with pytest.raises(Conflict, match="draft_not_allowed"):
        talk.say("draft", text="typed into a video answer")
    answering(talk, 2)
    with pytest.raises(Invalid, match="text_missing"):
        talk.say("draft")


def test_help_is_recorded_and_answered(talk):
    answering(talk)
    talk.say("help")
    assert talk.interview.help_asked[0].turn_id == talk.turn.id
    assert talk.changes[-1] == "help_asked"
    assert talk.interview.say.kind == "reassure"


@pytest.mark.parametrize("state", ["invited", "consented", "checked"])
def test_nothing_can_be_said_before_the_start(state):
    talk = Conversation(an_interview(state=state))
    with pytest.raises(Conflict, match="interview_not_live"):
        talk.say("continue")


def test_starting_needs_the_device_check():
    talk = Conversation(an_interview(state="consented"))
    with pytest.raises(Conflict, match="start_not_allowed"):
        talk.start()
