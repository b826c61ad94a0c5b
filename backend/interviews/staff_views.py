"""The staff's pictures of an interview: a row of the live list, and the review. Pure."""

from datetime import datetime
from typing import Literal

import msgspec

from backend.contracts.media import FilmStrip, RenditionMedia
from backend.interviews import plan
from backend.interviews.live_schemas import ChoiceView
from backend.interviews.model import Interview
from backend.interviews.monitor import alerts, unhelped_since
from backend.interviews.offline_turns import offline_turns
from backend.interviews.progress import progress
from backend.interviews.schemas import DeviceCheck
from backend.interviews.staff_schemas import FilmStripView, InterviewRow, MediaSource, Review, ReviewAnswer, Segment
from backend.interviews.take import Take, TranscriptState
from backend.interviews.turn import Turn
from backend.interviews.versions import wording_version

MediaState = Literal["none", "recording", "processing", "ready", "failed"]


def row(interview: Interview, candidate: str, now: datetime) -> InterviewRow:
    return InterviewRow(
        id=interview.id,
        version=interview.version,
        candidate=candidate,
        position=interview.occasion.position,
        department=interview.occasion.department,
        state=interview.state,
        phase=interview.phase if interview.started_at else None,
        progress=progress(interview, now),
        is_connected=interview.presence.resource_id is not None,
        device_problem=device_problem(interview.device_check),
        transcript_state=transcript_state(interview),
        updated_at=interview.updated_at,
        step=plan.step_kind(interview) if interview.started_at else None,
        step_since=interview.step_since,
        unhelped_since=unhelped_since(interview),
        rung=interview.rung,
        drops=interview.presence.drops,
        alerts=alerts(interview, now),
        held_by=interview.held.name if interview.held else None,
    )


def device_problem(check: DeviceCheck | None) -> str | None:
    """The worst finding's code: a failure before a warning."""
    if check is None:
        return None
    for result in ("failed", "warning"):
        for finding in check.findings:
            if finding.result == result:
                return finding.problem or f"{finding.item}_{result}"
    return None


def transcript_state(interview: Interview) -> TranscriptState:
    states = {take.transcript for take in interview.takes}
    for state in ("waiting_for_model", "running", "done"):
        if state in states:
            return state
    return "none"


def review(interview: Interview, candidate: str) -> Review:
    return Review(
        id=interview.id,
        state=interview.state,
        candidate=candidate,
        position=interview.occasion.position,
        department=interview.occasion.department,
        language=interview.language,
        consented_version=interview.consent.version if interview.consent else None,
        consented_at=interview.consent.at if interview.consent else None,
        device_check=interview.device_check,
        started_at=interview.started_at,
        submitted_at=interview.submitted_at,
        answers=[_answer(interview, turn) for turn in answers_in_order(interview)],
    )


def answers_in_order(interview: Interview) -> list[Turn]:
    """As the flow asks, each with its follow-ups; practice is nobody's business."""
    counted = [turn for turn in interview.turns if not turn.is_practice]
    return sorted([*counted, *offline_turns(interview)], key=lambda turn: (turn.place, turn.index))


def _answer(interview: Interview, turn: Turn) -> ReviewAnswer:
    take = interview.take(turn.take_id) if turn.take_id else None
    rendition = take.rendition if take else None
    base = f"/api/media/takes/{take.id}" if take else ""
    names = interview.occasion.competencies
    preview = take.shown_preview if take else None
    question = plan.question_of(interview, turn)
    answer = next((each for each in interview.offline if each.id == turn.id), None)
    options = question.options if question is not None and turn.kind == "choice" else []
    return ReviewAnswer(
        turn_id=turn.id,
        index=turn.place,
        kind=turn.kind,
        prompt=turn.prompt,
        competencies=[names[known] for known in turn.competencies if known in names],
        text=None if turn.is_spoken and not turn.text else turn.text,
        take_id=turn.take_id,
        media_url=f"{base}/rendition" if rendition else None,
        captions_url=f"{base}/captions.vtt" if rendition else None,
        mime_type=rendition.mime_type if rendition else None,
        duration_s=rendition.duration_s if rendition else None,
        gaps=take.gaps if take else [],
        segments=segments(take) if take else [],
        transcript_state=take.transcript if take else "none",
        media_state=media_state(take),
        problem=take.problem if take else None,
        started_at=turn.started_at,
        ended_at=turn.ended_at,
        transcript_problem=take.transcript_problem if take else None,
        sources=sources(take, base) if take else [],
        thumbnail_url=f"{base}/thumbnail" if preview and preview.thumbnail else None,
        strip=_strip(preview.strip, f"{base}/strip") if preview and preview.strip else None,
        peaks_url=f"{base}/peaks" if preview and preview.peaks else None,
        loudness_lufs=preview.loudness_lufs if preview else None,
        follows=turn.follows,
        options=[ChoiceView(option.id, option.text, option.id in turn.chosen) for option in options],
        code_language=turn.code_language if turn.kind == "code" else None,
        was_skipped=turn.skipped_at is not None or turn.ended_by == "skipped",
        parts=take.parts if take else [],
        offline=answer.timing if answer else None,
        counts=answer.counts if answer else True,
        wording=wording_version(turn, take),
        media_began_at=take.began_at if take else None,
        superseded=[source for take_id in turn.takes_before for source in _earlier(interview, take_id)],
    )


def segments(take: Take) -> list[Segment]:
    """Each with what the candidate says they said instead."""
    return [msgspec.structs.replace(each, corrected=take.corrections.get(str(each.index))) for each in take.segments]


def _earlier(interview: Interview, take_id: str) -> list[MediaSource]:
    """A recording that a newer one has replaced: kept, marked, not counted."""
    take = interview.take(take_id)
    return sources(take, f"/api/media/takes/{take_id}") if take is not None else []


def sources(take: Take, base: str) -> list[MediaSource]:
    files = [(take.rendition, f"{base}/rendition"), (take.mp4.rendition, f"{base}/rendition.mp4")]
    return [MediaSource(url, _type(media)) for media, url in files if media is not None]


def _type(media: RenditionMedia) -> str:
    return f'{media.mime_type}; codecs="{media.codecs}"' if media.codecs else media.mime_type


def _strip(strip: FilmStrip, url: str) -> FilmStripView:
    return FilmStripView(url, strip.tiles, strip.width, strip.height, strip.every_s)


def media_state(take: Take | None) -> MediaState:
    if take is None:
        return "none"
    if take.rendition is not None:
        return "ready"
    if take.is_open:
        return "recording"
    return "failed" if take.processed_at is not None else "processing"
