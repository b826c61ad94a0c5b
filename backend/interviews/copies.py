"""MP4 copies for browsers that do not play WebM (Safari, iPhones), and previews: asked for, and what came of it. Pure.

Copies are made when the interview can be reviewed already, so nothing waits for them.
"""

from datetime import datetime

import msgspec

from backend.contracts.events.media import TakePreviewed, TakeTranscoded
from backend.contracts.jobs import TranscodeTake
from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome
from backend.interviews.processing import WorkWanted, with_take
from backend.interviews.take import Mp4Copy, Take


def copies_due(interview: Interview, now: datetime) -> list[WorkWanted]:
    """For takes in WebM that have no copy and whose worker was not asked, or did not answer for hours."""
    if not interview.has_settled_takes:
        return []
    return [
        WorkWanted(_job_id(take), TranscodeTake(take.id, interview.id, take.rendition.sha256))
        for take in interview.takes
        if take.rendition is not None and take.copy_due_at is not None and take.copy_due_at <= now
    ]


def _job_id(take: Take) -> str:
    source = take.rendition.sha256[:12] if take.rendition else ""
    return f"transcode:{take.id}:{source}:{take.mp4.requests + 1}"


def copy_requested(interview: Interview, work: WorkWanted, now: datetime) -> Outcome:
    def step(take: Take) -> Take:
        if _job_id(take) != work.id:
            return take
        asked = msgspec.structs.replace(take.mp4, requests=take.mp4.requests + 1, requested_at=now)
        return msgspec.structs.replace(take, mp4=asked)

    return with_take(interview, work.job.take_id, "copy_requested", step)


def take_transcoded(interview: Interview, event: TakeTranscoded, now: datetime) -> Outcome:
    """A copy of a rendition that has been replaced in the meantime is none."""

    def step(take: Take) -> Take:
        if take.rendition is None or take.rendition.sha256 != event.source_sha256:
            return take
        made: Mp4Copy = msgspec.structs.replace(take.mp4, rendition=event.rendition, problem=event.problem)
        return msgspec.structs.replace(take, mp4=made)

    return with_take(interview, event.take_id, "take_transcoded", step)


def take_previewed(interview: Interview, event: TakePreviewed, now: datetime) -> Outcome:
    """Kept whatever rendition it is of: it may come before the news of that. `Take.shown_preview` compares."""

    def step(take: Take) -> Take:
        return msgspec.structs.replace(take, preview=event.preview)

    return with_take(interview, event.take_id, "take_previewed", step)
