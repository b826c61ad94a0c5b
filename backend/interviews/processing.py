"""From a closed take to a playable, transcribed answer: what nodes and workers report. Pure; all of it idempotent."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from backend.contracts.events.media import SegmentTranscribed, TakeProcessed, TakeTranscribed
from backend.contracts.jobs import ProcessTake, TranscodeTake
from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome
from backend.interviews.staff_schemas import Segment
from backend.interviews.take import Anew, Leg, Mp4Copy, Take

UNSTORED_AFTER = timedelta(seconds=20)
UNANSWERED_AFTER = timedelta(minutes=10)
REQUESTS_MAX = 6
UNFINISHED_AFTER = timedelta(hours=2)
MODEL_MISSING = "speech_model_missing"
MODEL_PROBLEMS = frozenset({MODEL_MISSING, "speech_model_corrupt"})
NO_ANSWER = "worker_timeout"
MENDABLE_PROBLEMS = frozenset({"worker_crashed", NO_ANSWER, "media_failed", "media_too_large"})
"""The worker's own, or of its limits: another try, perhaps with more memory, may help."""


class WorkWanted(msgspec.Struct, frozen=True):
    """A job to enqueue under `id`; the same request of two processes has the same id."""

    id: str
    job: ProcessTake | TranscodeTake


def with_take(interview: Interview, take_id: str, change: str | None, step: Callable[[Take], Take]) -> Outcome:
    """With one take changed; nothing where it is unknown or stays as it was."""
    take = interview.take(take_id)
    if take is None:
        return Outcome(interview)
    changed = step(take)
    if changed == take:
        return Outcome(interview)
    takes = [changed if other.id == take_id else other for other in interview.takes]
    return Outcome(interview).having(change, takes=takes)


def leg_opened(interview: Interview, take_id: str, leg_id: str) -> Outcome:
    def step(take: Take) -> Take:
        if any(leg.id == leg_id for leg in take.legs):
            return take
        return _with_legs(take, [*take.legs, Leg(leg_id)])

    return with_take(interview, take_id, "leg_opened", step)


def leg_stored(interview: Interview, take_id: str, leg_id: str, duration_ms: int) -> Outcome:
    """A leg that comes after the worker was asked (recovered from a dead node's spool) makes the take due again."""

    def step(take: Take) -> Take:
        known = next((leg for leg in take.legs if leg.id == leg_id), None)
        if known is not None and known.is_stored:
            return take
        others = [leg for leg in take.legs if leg.id != leg_id]
        changed = _with_legs(take, [*others, Leg(leg_id, is_stored=True, duration_ms=duration_ms)])
        return msgspec.structs.replace(changed, requested_at=None)

    return with_take(interview, take_id, "leg_stored", step)


def _with_legs(take: Take, legs: list[Leg]) -> Take:
    return msgspec.structs.replace(take, legs=sorted(legs, key=lambda leg: leg.id))


def take_stored(interview: Interview, take_id: str, at: datetime) -> Outcome:
    def step(take: Take) -> Take:
        return take if take.stored_at else msgspec.structs.replace(take, stored_at=at)

    return with_take(interview, take_id, "take_stored", step)


def is_due(take: Take, now: datetime) -> bool:
    """Whether the worker shall be asked for rendition and transcript now.

    When the node has stored every leg that began; when it has been silent about that for 20 s (it is dead: what is in
    the store is processed, and the rest when it is recovered); when the worker has not answered for ten minutes.
    """
    if take.finished_at is None or take.requests >= REQUESTS_MAX:
        return False
    if take.requested_at is not None:
        return take.processed_at is None and take.requested_at + UNANSWERED_AFTER <= now
    is_whole = take.stored_at is not None and all(leg.is_stored for leg in take.legs)
    return is_whole or take.finished_at + UNSTORED_AFTER <= now


def work_due(interview: Interview, now: datetime) -> list[WorkWanted]:
    return [
        WorkWanted(_job_id(take), ProcessTake(take.id, interview.id, interview.language))
        for take in interview.takes
        if is_due(take, now)
    ]


def transcripts_due(interview: Interview) -> list[WorkWanted]:
    """For takes whose transcript waits for a speech model, when one is there again."""
    return [
        WorkWanted(_job_id(take), ProcessTake(take.id, interview.id, interview.language, wants_rendition=False))
        for take in interview.takes
        if take.transcript == "waiting_for_model"
    ]


def repairs_due(interview: Interview) -> list[WorkWanted]:
    """For takes that failed by no fault of their recording, when somebody asks for another try."""
    return [
        WorkWanted(
            _job_id(take),
            ProcessTake(take.id, interview.id, interview.language, wants_rendition=take.rendition is None),
        )
        for take in interview.takes
        if take.is_settled and MENDABLE_PROBLEMS & {take.problem, take.transcript_problem}
    ]


def given_up(interview: Interview, now: datetime) -> Outcome:
    """A worker that never answers does not keep an interview from being reviewed: the take says what is missing."""
    takes = [_without_answer(take, now) for take in interview.takes]
    if takes == interview.takes:
        return Outcome(interview)
    return settled(Outcome(interview).having("work_given_up", takes=takes), now)


def _without_answer(take: Take, now: datetime) -> Take:
    asked_at = take.requested_at
    if asked_at is None or take.is_settled:
        return take
    if take.processed_at is None:
        is_last_try = take.requests >= REQUESTS_MAX and asked_at + UNANSWERED_AFTER <= now
        return msgspec.structs.replace(take, processed_at=now, problem=NO_ANSWER) if is_last_try else take
    if asked_at + UNFINISHED_AFTER > now:
        return take
    return msgspec.structs.replace(take, transcript="done", transcript_problem=NO_ANSWER)


def _job_id(take: Take) -> str:
    return f"process:{take.id}:{take.requests + 1}"


def requested(interview: Interview, work: WorkWanted, now: datetime) -> Outcome:
    """The worker was asked. What it said before about the same thing no longer counts; a transcript that there is stays
    until the next one is whole.
    """
    wants_rendition = isinstance(work.job, ProcessTake) and work.job.wants_rendition

    def step(take: Take) -> Take:
        if _job_id(take) != work.id:
            return take
        fresh = msgspec.structs.replace(
            take, requested_at=now, requests=take.requests + 1, transcript="running", transcript_problem=None,
            anew=Anew() if take.segments else None,
        )  # fmt: skip
        return msgspec.structs.replace(fresh, processed_at=None, problem=None) if wants_rendition else fresh

    return with_take(interview, work.job.take_id, "processing_requested", step)


def take_processed(interview: Interview, event: TakeProcessed, now: datetime) -> Outcome:
    def step(take: Take) -> Take:
        is_same = take.rendition is not None and take.rendition == event.rendition
        return msgspec.structs.replace(
            take, processed_at=take.processed_at or now, rendition=event.rendition, gaps=event.gaps,
            problem=event.problem, parts=event.parts, began_at=event.began_at, mp4=take.mp4 if is_same else Mp4Copy(),
        )  # fmt: skip

    return settled(with_take(interview, event.take_id, "take_processed", step), now)


def segment_transcribed(interview: Interview, event: SegmentTranscribed, now: datetime) -> Outcome:
    """One more segment; the same index again replaces it."""
    segment = Segment(event.index, event.start_s, event.end_s, event.text, event.confidence, event.words)

    def step(take: Take) -> Take:
        known = take.segments if take.anew is None else take.anew.segments
        others = [other for other in known if other.index != event.index]
        segments = sorted([*others, segment], key=lambda other: other.index)
        heard = msgspec.structs.replace(take, transcript_model=event.model)
        if heard.anew is None:
            return msgspec.structs.replace(heard, segments=segments)
        return _standing(msgspec.structs.replace(heard, anew=msgspec.structs.replace(heard.anew, segments=segments)))

    return settled(with_take(interview, event.take_id, "segment_transcribed", step), now)


def take_transcribed(interview: Interview, event: TakeTranscribed, now: datetime) -> Outcome:
    """The transcript is whole, or waits for a model; a missing model never holds the interview up."""

    def step(take: Take) -> Take:
        if event.problem in MODEL_PROBLEMS:
            return msgspec.structs.replace(take, transcript="waiting_for_model", transcript_problem=event.problem)
        if take.anew is not None:
            return _transcribed_anew(take, take.anew, event)
        kept = [segment for segment in take.segments if segment.index < event.segments]
        return msgspec.structs.replace(take, transcript="done", segments=kept, transcript_problem=event.problem)

    return settled(with_take(interview, event.take_id, "take_transcribed", step), now)


def _transcribed_anew(take: Take, anew: Anew, event: TakeTranscribed) -> Take:
    """Where something went wrong, the earlier transcript stays."""
    if event.problem is not None:
        return msgspec.structs.replace(take, transcript="done", transcript_problem=event.problem)
    kept = [segment for segment in anew.segments if segment.index < event.segments]
    return _standing(msgspec.structs.replace(take, anew=Anew(kept, event.segments), transcript_problem=None))


def _standing(take: Take) -> Take:
    """The transcript that was made anew takes the earlier one's place once no segment of it is missing."""
    if take.anew is None or not take.anew.is_whole:
        return take
    return msgspec.structs.replace(take, segments=take.anew.segments, anew=None, transcript="done")


def settled(outcome: Outcome, now: datetime) -> Outcome:
    """On from submitted and processing as far as the takes allow."""
    interview = outcome.interview
    if interview.state == "submitted" and all(take.requested_at or take.is_settled for take in interview.takes):
        outcome = outcome.moved("process", "processing")
    if outcome.interview.state == "processing" and all(take.is_settled for take in interview.takes):
        outcome = outcome.moved("settle", "reviewable", reviewable_at=now)
    return outcome
