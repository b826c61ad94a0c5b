"""The candidate's pictures of an interview outside the live part: what awaits them, the timeline. Pure."""

from datetime import datetime
from typing import Literal

from backend.interviews import identity, plan
from backend.interviews.appointments import appointment_view
from backend.interviews.model import Interview
from backend.interviews.schemas import InterviewView, Timeline, TimelineEntry

EntryId = Literal["invited", "consented", "checked", "interviewed", "processing", "review", "result"]


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
        questions=plan.total(interview),
        answer_kinds=flow.answer_kinds,
        expires_at=interview.expires_at,
        retention_days=occasion.retention_days,
        reviewers=occasion.reviewers,
        contact_name=occasion.contact_name,
        contact_email=occasion.contact_email,
        result_by=interview.result_by,
        consented_version=interview.consent.version if interview.consent else None,
        device_check=interview.device_check,
        appointment=appointment_view(interview.booked),
        offline_questions=sum(question.may_offline for question in flow.questions),
        identity=identity.state_of(interview),
    )


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
        answers_total=plan.total(interview),
        contact_name=occasion.contact_name,
        contact_email=occasion.contact_email,
    )


def _entries(interview: Interview) -> list[TimelineEntry]:
    """In order; the first that has not happened is the current one. Of what was taken back nothing is ahead."""
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
        if interview.state == "withdrawn":
            break
        entries.append(TimelineEntry(entry, "ahead" if is_current_found else "current", None, by))
        is_current_found = True
    return entries
