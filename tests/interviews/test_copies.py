"""Previews and MP4 copies of a take: when they are asked for, and what the review shows of them."""

from datetime import timedelta

import msgspec
import pytest

from backend.contracts.events.media import TakePreviewed, TakeProcessed, TakeTranscoded, TakeTranscribed
from backend.contracts.media import FilmStrip, RenditionMedia, StoredFile, TakePreview
from backend.interviews import copies, processing
from backend.interviews.staff_views import review
from backend.interviews.take import COPY_REQUESTS_MAX, COPY_UNANSWERED_AFTER, Mp4Copy, Take
from backend.kernel.clock import utc_now
from backend.kernel.ids import new_id

from .factories import Conversation, an_interview
from .house import until

WEBM = RenditionMedia("takes/t/rendition.webm", "video/webm", 10, "ab" * 32, 3.0, 640, 480, "vp8,opus")
MP4 = RenditionMedia("takes/t/copy.mp4", "video/mp4", 9, "cd" * 32, 3.0, 640, 480, "avc1.4D401E,mp4a.40.2")
FILE = StoredFile("takes/t/thumbnail.jpg", "image/jpeg", 3, "ef" * 32)
PREVIEW = TakePreview(WEBM.sha256, FILE, FilmStrip(FILE, 4, 96, 72, 2.5), FILE, -21.5)


@pytest.fixture
def talk():
    """Handed in, with one video answer whose rendition is made and transcript is not."""
    talk = Conversation(an_interview(["video"], state="checked"))
    talk.start()
    for command in ("continue", "start_answer", "done", "continue", "continue"):
        talk.say(command)
    talk.take(processing.take_stored(talk.interview, take_of(talk).id, talk.now))
    for work in processing.work_due(talk.interview, talk.now):
        talk.take(processing.settled(processing.requested(talk.interview, work, talk.now), talk.now))
    processed(talk, WEBM)
    return talk


def take_of(talk):
    return talk.interview.takes[0]


def processed(talk, rendition):
    event = TakeProcessed(take_of(talk).id, talk.interview.id, rendition, [])
    talk.take(processing.take_processed(talk.interview, event, talk.now))


def transcribed(talk, problem=None):
    event = TakeTranscribed(take_of(talk).id, talk.interview.id, 0, problem)
    talk.take(processing.take_transcribed(talk.interview, event, talk.now))


def transcoded(talk, source=WEBM, rendition=MP4, problem=None):
    event = TakeTranscoded(take_of(talk).id, talk.interview.id, source.sha256, rendition, problem)
    talk.take(copies.take_transcoded(talk.interview, event, talk.now))


def asked(talk):
    due = copies.copies_due(talk.interview, talk.now)
    for work in due:
        talk.take(copies.copy_requested(talk.interview, work, talk.now))
    return [work.job for work in due]


def test_a_copy_is_asked_for_once_the_interview_can_be_reviewed(talk):
    assert asked(talk) == []
    transcribed(talk)
    assert talk.interview.state == "reviewable"
    assert talk.interview.copy_due_at is not None
    [job] = asked(talk)
    assert (job.take_id, job.source_sha256) == (take_of(talk).id, WEBM.sha256)
    assert asked(talk) == []
    transcoded(talk)
    assert talk.interview.copy_due_at is None
    assert talk.interview.state == "reviewable"


def test_what_is_mp4_already_needs_no_copy(talk):
    processed(talk, MP4)
    transcribed(talk)
    assert asked(talk) == []


def test_a_worker_that_does_not_answer_is_asked_again_and_not_for_ever(talk):
    transcribed(talk)
    count = 0
    for _ in range(10):
        count += len(asked(talk))
        talk.now += COPY_UNANSWERED_AFTER
    assert count == COPY_REQUESTS_MAX


def test_a_copy_that_cannot_be_made_is_not_asked_for_again(talk):
    transcribed(talk)
    asked(talk)
    transcoded(talk, rendition=None, problem="media_failed")
    talk.now += timedelta(days=2)
    assert asked(talk) == []
    assert [source.url for source in answer(talk).sources] == [answer(talk).media_url]


def test_a_recording_joined_anew_gets_a_copy_of_its_own(talk):
    transcribed(talk)
    [first] = asked(talk)
    longer = msgspec.structs.replace(WEBM, sha256="99" * 32)
    processed(talk, longer)
    transcoded(talk)
    assert take_of(talk).mp4.rendition is None
    [second] = asked(talk)
    assert (first.source_sha256, second.source_sha256) == (WEBM.sha256, longer.sha256)


def test_the_same_rendition_said_again_keeps_its_copy(talk):
    transcribed(talk)
    asked(talk)
    transcoded(talk)
    processed(talk, WEBM)
    assert take_of(talk).mp4.rendition == MP4


def answer(talk):
    return review(talk.interview, "Lin").answers[0]


def test_the_review_offers_both_forms_and_the_preview(talk):
    transcribed(talk)
    talk.take(copies.take_previewed(talk.interview, TakePreviewed(take_of(talk).id, "int", PREVIEW), talk.now))
    asked(talk)
    transcoded(talk)
    base = f"/api/media/takes/{take_of(talk).id}"
    shown = answer(talk)
    assert [(source.url, source.type) for source in shown.sources] == [
        (f"{base}/rendition", 'video/webm; codecs="vp8,opus"'),
        (f"{base}/rendition.mp4", 'video/mp4; codecs="avc1.4D401E,mp4a.40.2"'),
    ]
    assert (shown.thumbnail_url, shown.peaks_url) == (f"{base}/thumbnail", f"{base}/peaks")
    assert (shown.strip.url, shown.strip.tiles, shown.loudness_lufs) == (f"{base}/strip", 4, -21.5)


def test_a_preview_is_shown_of_its_own_rendition_alone_in_whatever_order_they_come(talk):
    newer = msgspec.structs.replace(WEBM, sha256="99" * 32)
    preview = msgspec.structs.replace(PREVIEW, source_sha256=newer.sha256)
    talk.take(copies.take_previewed(talk.interview, TakePreviewed(take_of(talk).id, "int", preview), talk.now))
    assert answer(talk).thumbnail_url is None
    processed(talk, newer)
    assert answer(talk).thumbnail_url is not None


@pytest.mark.parametrize("problem", sorted(processing.MENDABLE_PROBLEMS))
def test_a_transcript_that_failed_is_said_and_can_be_asked_for_again(talk, problem):
    transcribed(talk, problem)
    assert talk.interview.state == "reviewable"
    assert (answer(talk).problem, answer(talk).transcript_problem) == (None, problem)
    [work] = processing.repairs_due(talk.interview)
    assert work.job.wants_rendition is False
    talk.take(processing.requested(talk.interview, work, talk.now))
    assert (answer(talk).transcript_state, answer(talk).transcript_problem) == ("running", None)
    transcribed(talk)
    assert processing.repairs_due(talk.interview) == []


def test_a_recording_that_cannot_be_read_is_not_tried_again(talk):
    event = TakeProcessed(take_of(talk).id, talk.interview.id, None, [], "media_unreadable")
    talk.take(processing.take_processed(talk.interview, event, talk.now))
    transcribed(talk, "media_unreadable")
    assert processing.repairs_due(talk.interview) == []


def test_an_interview_whose_worker_never_answers_ends_in_a_clear_state():
    talk = Conversation(an_interview(["voice"], state="checked"))
    talk.start()
    for command in ("continue", "start_answer", "done", "continue", "continue"):
        talk.say(command)
    for _ in range(processing.REQUESTS_MAX):
        talk.now += processing.UNANSWERED_AFTER
        for work in processing.work_due(talk.interview, talk.now):
            talk.take(processing.settled(processing.requested(talk.interview, work, talk.now), talk.now))
        talk.take(processing.given_up(talk.interview, talk.now))
    assert talk.interview.state == "processing"
    talk.now += processing.UNANSWERED_AFTER
    talk.take(processing.given_up(talk.interview, talk.now))
    assert talk.interview.state == "reviewable"
    assert answer(talk).problem == "worker_timeout"
    [work] = processing.repairs_due(talk.interview)
    assert work.job.wants_rendition is True


def test_a_transcript_that_never_ends_does_not_keep_the_interview(talk):
    talk.now += processing.UNFINISHED_AFTER
    talk.take(processing.given_up(talk.interview, talk.now))
    assert talk.interview.state == "reviewable"
    assert answer(talk).transcript_problem == "worker_timeout"


async def test_a_copy_is_asked_for_when_the_worker_reports_and_again_where_the_job_was_lost(house):
    interview = await house.interview()
    long_ago = utc_now() - COPY_UNANSWERED_AFTER
    take = Take(
        new_id("tak"), "turn", ["audio", "video"], long_ago, finished_at=long_ago, requested_at=utc_now(), requests=1,
        processed_at=long_ago, rendition=WEBM, transcript="running",
    )  # fmt: skip
    await house.parts.interviews.save(
        msgspec.structs.replace(interview, state="processing", submitted_at=long_ago, takes=[take], has_work=True)
    )

    async def depth():
        return (await house.resources.jobs.depth()).get("media.transcode_take", 0)

    await house.resources.bus.publish(TakeTranscribed(take.id, interview.id, 0))
    await until(depth)
    await until(lambda: _requests(house, interview, 1))
    late = Mp4Copy(requests=1, requested_at=long_ago)
    await house.parts.interviews.update(
        interview.id,
        lambda known: (
            msgspec.structs.replace(
                known, takes=[msgspec.structs.replace(known.takes[0], mp4=late)], copy_due_at=long_ago
            ), ()
        ),
    )  # fmt: skip
    await house.resources.redis.flushall()
    await house.parts.watch.look()
    await until(depth)
    await until(lambda: _requests(house, interview, 2))


async def _requests(house, interview, count):
    return (await house.stored(interview.id)).takes[0].mp4.requests == count
