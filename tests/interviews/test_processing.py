from datetime import timedelta

import pytest

from backend.contracts.events.media import SegmentTranscribed, TakeProcessed, TakeTranscribed
from backend.contracts.media import RenditionMedia, TranscriptWord
from backend.interviews import processing
from backend.interviews.staff_views import media_state, transcript_state

from .factories import Conversation, an_interview

RENDITION = RenditionMedia("takes/t/rendition.webm", "video/webm", 10, "ab" * 32, 3.0)


@pytest.fixture
def talk():
    """Handed in, with one voice answer whose recording is still at the node."""
    talk = Conversation(an_interview(["voice"], state="checked"))
    talk.start()
    talk.say("continue")
    talk.say("start_answer")
    talk.take(processing.leg_opened(talk.interview, take_of(talk).id, "leg_1"))
    talk.say("done")
    talk.say("continue")
    talk.say("continue")
    return talk


def take_of(talk):
    return talk.interview.takes[0]


def stored(talk, leg_id="leg_1"):
    talk.take(processing.leg_stored(talk.interview, take_of(talk).id, leg_id, 3000))
    talk.take(processing.take_stored(talk.interview, take_of(talk).id, talk.now))


def asked(talk):
    work = processing.work_due(talk.interview, talk.now)
    for each in work:
        outcome = processing.settled(processing.requested(talk.interview, each, talk.now), talk.now)
        talk.take(outcome)
    return work


def processed(talk, rendition=RENDITION, problem=None):
    event = TakeProcessed(take_of(talk).id, talk.interview.id, rendition, [], problem)
    talk.take(processing.take_processed(talk.interview, event, talk.now))


def segment(talk, index, text="words"):
    words = [TranscriptWord(text, index, index + 0.5, 0.9)]
    event = SegmentTranscribed(
        take_of(talk).id, talk.interview.id, index, index, index + 1, text, 0.9, words, "en", "base"
    )
    talk.take(processing.segment_transcribed(talk.interview, event, talk.now))


def transcribed(talk, segments=0, problem=None):
    event = TakeTranscribed(take_of(talk).id, talk.interview.id, segments, problem)
    talk.take(processing.take_transcribed(talk.interview, event, talk.now))


def test_a_take_goes_from_the_node_to_the_review(talk):
    assert talk.interview.state == "submitted"
    stored(talk)
    work = asked(talk)
    assert [each.job.take_id for each in work] == [take_of(talk).id]
    assert talk.interview.state == "processing"
    processed(talk)
    segment(talk, 0)
    segment(talk, 1)
    assert talk.interview.state == "processing"
    transcribed(talk, 2)
    assert talk.interview.state == "reviewable"
    assert [each.text for each in take_of(talk).segments] == ["words", "words"]
    assert media_state(take_of(talk)) == "ready"


def test_the_worker_waits_for_every_leg_that_began(talk):
    talk.take(processing.take_stored(talk.interview, take_of(talk).id, talk.now))
    assert asked(talk) == []
    stored(talk)
    assert len(asked(talk)) == 1


def test_a_node_that_is_silent_for_20_s_does_not_hold_the_answer_up(talk):
    talk.now += timedelta(seconds=19.9)
    assert asked(talk) == []
    talk.now += timedelta(seconds=0.2)
    assert len(asked(talk)) == 1
    assert asked(talk) == []


def test_a_leg_recovered_later_is_worked_in(talk):
    stored(talk)
    first = asked(talk)
    processed(talk)
    transcribed(talk)
    talk.take(processing.leg_stored(talk.interview, take_of(talk).id, "leg_0", 4000))
    second = asked(talk)
    assert [each.job.take_id for each in second] == [take_of(talk).id]
    assert first[0].id != second[0].id
    assert talk.interview.state == "reviewable"


def test_reports_in_any_order_and_twice_give_the_same(talk):
    stored(talk)
    asked(talk)
    segment(talk, 1, "two")
    transcribed(talk, 2)
    segment(talk, 0, "one")
    segment(talk, 1, "two")
    processed(talk)
    processed(talk)
    stored(talk)
    assert [each.text for each in take_of(talk).segments] == ["one", "two"]
    assert talk.interview.state == "reviewable"
    assert asked(talk) == []


def test_a_missing_model_lets_the_transcript_wait_and_the_interview_go_on(talk):
    stored(talk)
    asked(talk)
    processed(talk)
    transcribed(talk, problem="speech_model_missing")
    assert talk.interview.state == "reviewable"
    assert transcript_state(talk.interview) == "waiting_for_model"
    assert talk.interview.waits_for_model
    work = processing.transcripts_due(talk.interview)
    assert [each.job.wants_rendition for each in work] == [False]
    talk.take(processing.requested(talk.interview, work[0], talk.now))
    assert processing.transcripts_due(talk.interview) == []
    segment(talk, 0)
    transcribed(talk, 1)
    assert transcript_state(talk.interview) == "done"
    assert media_state(take_of(talk)) == "ready"


def test_an_unreadable_recording_is_said_to_be_one(talk):
    stored(talk)
    asked(talk)
    processed(talk, None, "no_media")
    assert talk.interview.state == "reviewable"
    assert media_state(take_of(talk)) == "failed"


def test_a_worker_that_never_answers_is_asked_again_and_not_for_ever(talk):
    stored(talk)
    requests = 0
    for _ in range(20):
        requests += len(asked(talk))
        talk.now += timedelta(minutes=11)
    assert requests == processing.REQUESTS_MAX


def test_reports_about_unknown_takes_change_nothing(talk):
    before = talk.interview
    talk.take(processing.take_stored(talk.interview, "tak_unknown", talk.now))
    talk.take(processing.leg_stored(talk.interview, "tak_unknown", "leg", 1))
    assert talk.interview is before
