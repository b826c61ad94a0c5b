"""What the monitor is told of a running interview, and when it rings."""

from backend.interviews import pausing
from backend.interviews.monitor import alerts
from backend.interviews.staff_views import row

from .factories import at
from .talks import question, talk_through


def kinds(talk):
    return [alert.kind for alert in alerts(talk.interview, talk.now)]


def answering(hard_limit_s=900.0):
    talk = talk_through(question(1, hard_limit_s=hard_limit_s), question(2))
    talk.say("continue")
    talk.say("start_answer")
    return talk


def test_a_step_that_lasts_more_than_ten_minutes_rings_and_the_next_step_ends_it():
    talk = answering()
    talk.wait(599)
    assert kinds(talk) == []
    talk.wait(1)
    assert kinds(talk) == ["long_step"]
    assert alerts(talk.interview, talk.now)[0].since == at(600)
    talk.say("done")
    talk.say("continue")
    assert kinds(talk) == []


def test_help_rings_until_the_next_step_or_for_half_an_hour():
    talk = answering()
    talk.say("help")
    assert kinds(talk) == ["help"]
    talk.wait(60)
    assert kinds(talk) == ["help"]
    talk.take(pausing.hold(talk.interview, "mem_1", "Kim", talk.now))
    assert kinds(talk) == []
    shown = row(talk.interview, "Lin", talk.now)
    assert (shown.held_by, shown.step, shown.step_since) == ("Kim", "question", at(0))


def test_who_led_and_handed_back_has_ended_the_call_and_a_new_one_rings():
    talk = answering()
    talk.say("help")
    talk.take(pausing.hold(talk.interview, "mem_1", "Kim", talk.now))
    talk.wait(30)
    talk.take(pausing.hand_back(talk.interview, talk.now))
    assert kinds(talk) == []
    talk.wait(5)
    talk.say("help")
    assert [(alert.kind, alert.since) for alert in alerts(talk.interview, talk.now)] == [("help", at(35))]


def test_the_time_in_step_that_rings_begins_anew_when_a_person_hands_back_and_the_shown_one_goes_on():
    talk = answering(hard_limit_s=1800.0)
    talk.wait(590)
    talk.take(pausing.hold(talk.interview, "mem_1", "Kim", talk.now))
    talk.wait(60)
    talk.take(pausing.hand_back(talk.interview, talk.now))
    shown = row(talk.interview, "Lin", talk.now)
    assert (shown.alerts, shown.step_since, shown.unhelped_since) == ([], at(0), at(650))
    talk.wait(599)
    assert kinds(talk) == []
    talk.wait(1)
    assert [(alert.kind, alert.since) for alert in alerts(talk.interview, talk.now)] == [("long_step", at(1250))]
    talk.say("done")
    assert row(talk.interview, "Lin", talk.now).unhelped_since == at(1250)


def test_who_led_and_is_merely_gone_has_not_ended_the_call():
    talk = answering()
    talk.say("help")
    talk.take(pausing.hold(talk.interview, "mem_1", "Kim", talk.now))
    talk.wait(30)
    talk.take(pausing.hand_back_from(talk.interview, "mem_1", talk.now))
    assert talk.interview.held is None
    assert kinds(talk) == ["help"]
    talk.wait(570)
    assert kinds(talk) == ["help", "long_step"]


def test_who_is_away_without_having_left_and_who_has_no_network_ring():
    talk = answering()
    talk.say("rung", rung="text", reason="low_bandwidth")
    talk.lose("whip_1")
    assert kinds(talk) == ["network"]
    talk.wait(60)
    assert sorted(kinds(talk)) == ["away", "network"]
    assert (row(talk.interview, "Lin", talk.now).rung, row(talk.interview, "Lin", talk.now).drops) == ("text", 1)
    talk.join("whip_2")
    talk.say("rung", rung="video_low", reason="recovered")
    assert kinds(talk) == []
    assert [(step.rung, step.reason) for step in talk.interview.rungs] == [
        ("text", "low_bandwidth"), ("video_low", "recovered"),
    ]  # fmt: skip


def test_the_same_rung_again_is_no_step_and_a_rung_needs_a_name():
    talk = answering()
    talk.say("rung", rung="audio")
    talk.say("rung", rung="audio")
    assert len(talk.interview.rungs) == 1
    talk.say("leave")
    talk.say("rung", rung="offline")
    assert (talk.interview.rung, talk.interview.state) == ("offline", "paused")


def test_three_seconds_of_silence_anywhere_change_nothing_that_scorers_may_see():
    """Silence lengthens the recording and nothing else: no count, no pause, no speed stands in the interview."""
    from backend.interviews.staff_views import review

    def handed_in(silence_s):
        talk = talk_through(question(1), question(2))
        for _ in range(2):
            talk.say("continue")
            talk.say("start_answer")
            talk.wait(20 + silence_s)
            talk.say("done")
        talk.say("continue")
        talk.say("continue")
        return talk

    first, second = handed_in(0), handed_in(3)
    timeless = {"started_at", "ended_at", "submitted_at", "id", "turn_id", "take_id", "media_url", "captions_url"}

    def measures(talk):
        shown = review(talk.interview, "Lin")
        answers = [
            {name: getattr(answer, name) for name in answer.__struct_fields__ if name not in timeless}
            for answer in shown.answers
        ]
        return shown.state, shown.language, answers

    assert measures(first) == measures(second)
