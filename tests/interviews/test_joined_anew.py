"""A recording that is joined anew keeps its words until those of the new one stand."""

import msgspec
import pytest

from backend.answers.captions import webvtt
from backend.contracts.jobs import ProcessTake
from backend.interviews import processing
from backend.interviews.staff_views import review

from .factories import Conversation, an_interview
from .test_processing import asked, processed, segment, stored, take_of, transcribed


@pytest.fixture
def talk():
    """An answer with two segments that stand; a leg has come since, and the worker is at it again."""
    talk = Conversation(an_interview(["voice"], state="checked"))
    talk.start()
    for command in ("continue", "start_answer", "done", "continue", "continue"):
        talk.say(command)
    stored(talk)
    asked(talk)
    processed(talk)
    segment(talk, 0, "one")
    segment(talk, 1, "two")
    transcribed(talk, 2)
    join_anew(talk, "leg_0")
    return talk


def join_anew(talk, leg_id):
    talk.take(processing.leg_stored(talk.interview, take_of(talk).id, leg_id, 4000))
    assert len(asked(talk)) == 1


def shown(talk):
    """What reviewers read and their player shows, and how the transcript is said to be."""
    [answer] = review(talk.interview, "Ada").answers
    assert [line for line in webvtt(take_of(talk).segments).split("\n") if line in ("one", "two", "new", "more")] == [
        each.text for each in answer.segments
    ]
    return [each.text for each in answer.segments], answer.transcript_state


def test_the_earlier_words_stay_until_the_new_ones_are_whole(talk):
    wording = review(talk.interview, "Ada").answers[0].wording
    assert shown(talk) == (["one", "two"], "running")
    processed(talk)
    segment(talk, 0, "new")
    assert shown(talk) == (["one", "two"], "running")
    assert review(talk.interview, "Ada").answers[0].wording == wording
    transcribed(talk, 1)
    assert shown(talk) == (["new"], "done")
    assert take_of(talk).anew is None
    assert take_of(talk).is_settled


def test_what_is_told_in_another_order_and_twice_gives_the_same(talk):
    segment(talk, 1, "more")
    transcribed(talk, 2)
    assert shown(talk) == (["one", "two"], "running")
    segment(talk, 0, "new")
    for _ in range(2):
        transcribed(talk, 2)
        segment(talk, 1, "more")
        processed(talk)
    assert shown(talk) == (["new", "more"], "done")


def test_the_report_of_the_earlier_work_come_twice_takes_nothing_away(talk):
    transcribed(talk, 2)
    assert shown(talk) == (["one", "two"], "running")
    segment(talk, 0, "new")
    transcribed(talk, 1)
    assert shown(talk) == (["new"], "done")


def test_where_the_new_ones_fail_the_earlier_ones_stay_and_another_try_replaces_them(talk):
    processed(talk)
    segment(talk, 0, "new")
    transcribed(talk, 1, "worker_crashed")
    assert shown(talk) == (["one", "two"], "done")
    [work] = processing.repairs_due(talk.interview)
    talk.take(processing.requested(talk.interview, work, talk.now))
    assert shown(talk) == (["one", "two"], "running")
    transcribed(talk, 1)
    assert shown(talk) == (["one", "two"], "running")
    segment(talk, 0, "new")
    assert shown(talk) == (["new"], "done")


def test_without_a_model_the_earlier_ones_stay(talk):
    processed(talk)
    transcribed(talk, problem="speech_model_missing")
    assert shown(talk) == (["one", "two"], "waiting_for_model")
    assert talk.interview.waits_for_model


def test_a_further_leg_in_between_begins_once_more(talk):
    segment(talk, 0, "half")
    join_anew(talk, "leg_2")
    segment(talk, 0, "new")
    transcribed(talk, 1)
    assert shown(talk) == (["new"], "done")


def test_a_recording_in_which_nothing_is_said_any_more_has_no_words(talk):
    transcribed(talk, 0)
    assert shown(talk) == ([], "done")


def test_of_an_erased_recording_nothing_comes_back(talk):
    take = take_of(talk)
    talk.interview = msgspec.structs.replace(talk.interview, takes=[])
    job = ProcessTake(take.id, talk.interview.id, "en")
    work = processing.WorkWanted(f"process:{take.id}:{take.requests + 1}", job)
    assert processing.requested(talk.interview, work, talk.now).interview.takes == []
