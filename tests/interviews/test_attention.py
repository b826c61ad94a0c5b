"""When the watch must look at an interview: never later than anything that happens by itself."""

from datetime import timedelta

from backend.interviews import pausing, presence
from backend.interviews.attention import look_at
from backend.interviews.due import next_moment

from .factories import Conversation, at
from .talks import question, talk_through


def answering() -> Conversation:
    talk = talk_through(question(1, hard_limit_s=900.0), question(2))
    talk.say("continue")
    talk.say("start_answer")
    return talk


def test_the_next_thing_that_happens_by_itself_comes_first() -> None:
    talk = answering()
    moments = []
    for _ in range(12):
        moment = look_at(talk.interview)
        assert moment is not None
        known = next_moment(talk.interview)
        assert known is None or moment <= known
        moments.append(moment)
        talk.wait(30)
    assert min(moments) == at(600)


def test_a_step_that_lasts_is_looked_at_when_it_rings() -> None:
    talk = answering()
    talk.wait(500)
    assert look_at(talk.interview) == at(600)


def test_a_step_in_which_a_person_has_helped_is_looked_at_ten_minutes_after_that() -> None:
    talk = answering()
    talk.wait(100)
    talk.take(pausing.hold(talk.interview, "mem_1", "Kim", talk.now))
    talk.take(pausing.hand_back(talk.interview, talk.now))
    talk.wait(400)
    assert look_at(talk.interview) == at(700)


def test_who_is_away_is_looked_at_after_a_minute() -> None:
    talk = answering()
    talk.wait(20)
    talk.take(presence.peer_lost(talk.interview, "whip_1", talk.now))
    assert look_at(talk.interview) == at(80)


def test_a_pause_is_looked_at_when_it_is_over_and_an_end_never() -> None:
    talk = answering()
    talk.say("pause")
    pause = talk.interview.pause
    assert pause is not None
    assert look_at(talk.interview) == pause.until
    talk.say("resume")
    talk.say("leave")
    assert look_at(talk.interview) == talk.interview.expires_at
    talk.now += timedelta(days=30)
    talk.take(presence.lapse(talk.interview, talk.now))
    assert talk.interview.state == "abandoned"
    assert look_at(talk.interview) is None
