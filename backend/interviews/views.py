"""The candidate's pictures of an interview: what awaits them, what the live screen shows, the timeline. Pure."""

import math
from datetime import datetime, timedelta
from typing import Literal

from backend.interviews.acknowledgement import acknowledge
from backend.interviews.live_schemas import LiveView, Progress, TurnView, Utterance
from backend.interviews.model import Interview, Turn
from backend.interviews.schemas import InterviewView, Timeline, TimelineEntry
from backend.interviews.utterances import filled
from backend.kernel.language import LocalText

EntryId = Literal["invited", "consented", "checked", "interviewed", "processing", "review", "result"]
BETWEEN_S = 10.0


def interview_view(interview: Interview, first_name: str) -> InterviewView:
    occasion, flow = interview.occasion, interview.flow
    return InterviewView(
        id=interview.id,
        room=interview.room,
        state=interview.state,
        version=interview.version,
        first_name=first_name,
        employer=occasion.employer,
        position=occasion.position,
        department=occasion.department,
        segment=interview.segment,
        duration_min=occasion.duration_min,
        questions=len(flow.questions),
        answer_kinds=flow.answer_kinds,
        expires_at=interview.expires_at,
        retention_days=occasion.retention_days,
        reviewers=occasion.reviewers,
        contact_name=occasion.contact_name,
        contact_email=occasion.contact_email,
        result_by=interview.result_by,
        consented_version=interview.consent.version if interview.consent else None,
        device_check=interview.device_check,
    )


def live_view(interview: Interview, first_name: str, now: datetime, watchers: list[str]) -> LiveView:
    turn = interview.turn
    return LiveView(
        interview_id=interview.id,
        room=interview.room,
        version=interview.version,
        state=interview.state,
        phase=interview.phase,
        now=now,
        is_clock_stopped=is_clock_stopped(interview),
        say=_said(interview, first_name),
        turn=turn_view(interview, turn, now) if turn and interview.phase in ("thinking", "answering") else None,
        acknowledgement=acknowledge(turn, interview.until) if turn and interview.phase == "acknowledged" else None,
        progress=progress(interview, now),
        first_name=first_name,
        position=interview.occasion.position,
        publisher=interview.presence.resource_id,
        watchers=watchers,
    )


def is_clock_stopped(interview: Interview) -> bool:
    is_timed = interview.phase in ("thinking", "answering")
    return interview.state == "paused" or (interview.state == "live" and is_timed and not interview.is_running)


def _said(interview: Interview, first_name: str) -> Utterance | None:
    say = interview.say
    if say is None:
        return None
    position = interview.occasion.position
    text = LocalText(
        zh_cn=say.text.zh_cn.replace("{position}", position.zh_cn),
        en=say.text.en.replace("{position}", position.en),
    )
    return Utterance(say.id, say.kind, filled(text, first_name=first_name))


def turn_view(interview: Interview, turn: Turn, now: datetime) -> TurnView:
    """`answered_s` is what counts at `now`, `answering_since` the moment a clock without drops would have begun.

    While the clock stands `thinking_until` says what it would be if it went on now.
    """
    left_s = turn.thinking_s - turn.thinking.elapsed_s(now)
    answered_s = turn.answering.elapsed_s(now)
    is_thinking = interview.phase == "thinking"
    return TurnView(
        id=turn.id,
        index=turn.index + 1,
        kind=turn.kind,
        prompt=turn.prompt,
        thinking_s=turn.thinking_s,
        soft_limit_s=turn.soft_limit_s,
        hard_limit_s=turn.hard_limit_s,
        thinking_until=now + timedelta(seconds=max(0.0, left_s)) if is_thinking else None,
        answering_since=now - timedelta(seconds=answered_s) if turn.started_at else None,
        answered_s=round(answered_s, 3),
        take_id=turn.take_id,
        draft=turn.text,
        extensions_left=max(0, interview.flow.pacing.extensions - turn.extensions),
    )


def progress(interview: Interview, now: datetime) -> Progress:
    questions = interview.flow.questions
    done = interview.answers
    gap_s = interview.flow.pacing.gap_s + BETWEEN_S
    left_s = sum(question.thinking_s + question.soft_limit_s + gap_s for question in questions[done:])
    turn = interview.turn
    if turn is not None and turn.ended_at is None:
        spent_s = turn.thinking.elapsed_s(now) + min(turn.soft_limit_s, turn.answering.elapsed_s(now))
        left_s -= min(spent_s, turn.thinking_s + turn.soft_limit_s)
    is_over = interview.phase == "done"
    return Progress(done, len(questions), 0 if is_over else math.ceil(max(0.0, left_s) / 60))


def timeline(interview: Interview, first_name: str) -> Timeline:
    entries = _entries(interview)
    occasion = interview.occasion
    return Timeline(
        state=interview.state,
        first_name=first_name,
        position=occasion.position,
        employer=occasion.employer,
        entries=entries,
        answers_received=interview.answers,
        answers_total=len(interview.flow.questions),
        contact_name=occasion.contact_name,
        contact_email=occasion.contact_email,
    )


def _entries(interview: Interview) -> list[TimelineEntry]:
    """In order; the first that has not happened is the current one."""
    happened: list[tuple[EntryId, datetime | None, datetime | None]] = [
        ("invited", interview.invited_at, None),
        ("consented", interview.consent.at if interview.consent else None, interview.expires_at),
        ("checked", interview.device_check.checked_at if interview.device_check else None, interview.expires_at),
        ("interviewed", interview.submitted_at, interview.expires_at),
        ("processing", interview.reviewable_at, None),
        ("review", None, interview.result_by),
        ("result", interview.ended_at if interview.state == "closed" else None, interview.result_by),
    ]
    entries: list[TimelineEntry] = []
    is_current_found = False
    for entry, at, by in happened:
        if at is not None and not is_current_found:
            entries.append(TimelineEntry(entry, "done", at, None))
            continue
        entries.append(TimelineEntry(entry, "ahead" if is_current_found else "current", None, by))
        is_current_found = True
    return entries
