"""Who drops, leaves, comes back or never comes: what their clocks and recordings do."""

from datetime import timedelta

import pytest

from backend.interviews import presence
from backend.kernel.errors import Conflict

from .factories import T0, Conversation, an_interview, at
from .talks import answering


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
