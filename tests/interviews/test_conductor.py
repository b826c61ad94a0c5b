from datetime import timedelta

import pytest

from backend.contracts.events.interviews import InterviewChanged, RoomClosed, TakeWanted
from backend.interviews import presence, turns
from backend.interviews.conductor import TurnOver
from backend.kernel.errors import Conflict, Invalid

from .factories import T0, Conversation, a_flow, a_question, an_interview, at


@pytest.fixture
def talk():
    conversation = Conversation()
    conversation.start()
    return conversation


def answering(talk, index=0):
    """Leads the conversation to the answer of a question."""
    while talk.interview.turn is None or talk.turn.index < index or talk.turn.ended_at:
        if talk.interview.phase in ("greeting", "acknowledged"):
            talk.say("continue")
        elif talk.interview.phase == "thinking":
            talk.say("start_answer")
        else:
            talk.say("done")
    if talk.interview.phase == "thinking":
        talk.say("start_answer")
    return talk


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


def test_a_drop_stops_the_clock_from_the_last_packet_on(talk):
    answering(talk)
    talk.wait(30)
    talk.wait(2.5)
    talk.lose("whip_1", ago=2.5)
    talk.wait(3600)
    assert talk.interview.phase == "answering"
    talk.join("whip_2")
    assert talk.interview.say.kind == "welcome_back"
    talk.wait(10)
    talk.say("done")
    assert talk.turn.answering.spent_s == 40
    assert len(talk.interview.takes) == 1


def test_thinking_stands_still_during_a_drop(talk):
    talk.say("continue")
    talk.wait(5)
    talk.lose("whip_1")
    talk.wait(100)
    assert talk.interview.phase == "thinking"
    talk.join("whip_2")
    talk.wait(14.9)
    assert talk.interview.phase == "thinking"
    talk.wait(0.1)
    assert talk.interview.phase == "answering"


def test_a_spoken_answer_without_media_does_not_count_until_it_flows():
    talk = Conversation()
    talk.start(connected=False)
    talk.say("continue")
    talk.say("start_answer")
    talk.wait(500)
    assert talk.interview.phase == "answering"
    talk.join("whip_1")
    talk.wait(60)
    assert talk.turn.answering.elapsed_s(talk.now) == 60


def test_a_typed_answer_counts_for_who_types_without_media():
    talk = Conversation(an_interview(["text"], state="checked"))
    talk.start(connected=False)
    answering(talk)
    talk.wait(50)
    assert talk.turn.answering.elapsed_s(talk.now) == 50


def test_a_typed_answer_waits_for_a_closed_tab_and_goes_on_with_the_next_word():
    talk = Conversation(an_interview(["text"], state="checked"))
    talk.start()
    answering(talk)
    talk.wait(10)
    talk.lose("whip_1")
    talk.wait(1000)
    talk.say("draft", text="I am back")
    talk.wait(10)
    assert talk.turn.answering.elapsed_s(talk.now) == 20


def test_a_loss_reported_after_its_successor_joined_is_taken_off_the_clock(talk):
    answering(talk)
    talk.wait(20)
    talk.join("whip_2")
    talk.lose("whip_1", ago=6)
    talk.wait(10)
    assert talk.turn.answering.elapsed_s(talk.now) == 24
    assert talk.interview.presence.resource_id == "whip_2"


def test_a_join_that_its_loss_overtook_is_ignored(talk):
    answering(talk)
    talk.lose("whip_2")
    talk.join("whip_2")
    assert talk.interview.presence.resource_id == "whip_1"


def test_a_silent_connection_that_comes_back_counts_again(talk):
    answering(talk)
    talk.wait(10)
    talk.lose("whip_1")
    talk.wait(30)
    talk.join("whip_1")
    talk.wait(5)
    assert talk.turn.answering.elapsed_s(talk.now) == 15


def test_a_loss_told_twice_does_not_undo_the_return(talk):
    answering(talk)
    talk.wait(10)
    talk.lose("whip_1", ago=2.5)
    talk.wait(30)
    talk.join("whip_1")
    talk.lose("whip_1", ago=32.5)
    assert talk.interview.presence.resource_id == "whip_1"


def test_leaving_pauses_and_coming_back_goes_on_with_the_same_recording(talk):
    answering(talk)
    talk.wait(15)
    talk.say("leave")
    talk.lose("whip_1")
    assert talk.interview.state == "paused"
    talk.wait(7200)
    with pytest.raises(Conflict, match="interview_paused"):
        talk.say("done")
    talk.take(presence.start(talk.interview, talk.now))
    assert talk.interview.state == "live"
    assert talk.interview.say.kind == "welcome_back"
    talk.join("whip_2")
    talk.wait(5)
    assert talk.turn.answering.elapsed_s(talk.now) == 20
    assert len(talk.interview.takes) == 1


def test_coming_back_between_questions_waits_the_gap_again(talk):
    answering(talk)
    talk.say("done")
    talk.say("leave")
    talk.wait(600)
    assert talk.interview.phase == "acknowledged"
    talk.start()
    talk.wait(4.9)
    assert talk.interview.phase == "acknowledged"
    talk.wait(0.1)
    assert talk.turn.index == 1


def test_an_interview_not_started_in_time_expires():
    interview = an_interview(state="checked", expires_at=at(0))
    assert presence.lapse(interview, at(-1)).interview.state == "checked"
    assert presence.lapse(interview, at(0)).interview.state == "expired"


def test_long_absence_pauses_and_expiry_then_abandons_with_the_recording_closed(talk):
    answering(talk)
    talk.lose("whip_1")
    talk.take(presence.lapse(talk.interview, talk.now + timedelta(minutes=9)))
    assert talk.interview.state == "live"
    talk.take(presence.lapse(talk.interview, talk.now + timedelta(minutes=11)))
    assert talk.interview.state == "paused"
    talk.now = T0 + timedelta(days=8)
    talk.take(presence.lapse(talk.interview, talk.now))
    assert talk.interview.state == "abandoned"
    assert talk.interview.open_take is None
    assert talk.recordings[-1][0] == "close"


def test_who_is_there_at_expiry_is_not_cut_off(talk):
    answering(talk)
    talk.take(presence.lapse(talk.interview, T0 + timedelta(days=8)))
    assert talk.interview.state == "live"
