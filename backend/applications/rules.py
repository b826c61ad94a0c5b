"""How an application's stage follows its interview."""

from datetime import datetime

import msgspec

from backend.applications.model import Application, Stage

_STAGE_OF_INTERVIEW: dict[str, Stage] = {
    "invited": "invited",
    "consented": "invited",
    "checked": "invited",
    "live": "interviewing",
    "paused": "interviewing",
    "submitted": "in_review",
    "processing": "in_review",
    "reviewable": "in_review",
    "human_route": "human_route",
    "closed": "closed",
    "expired": "closed",
    "withdrawn": "closed",
    "abandoned": "closed",
}


def stage_of(interview_state: str) -> Stage:
    """The stage that an interview's state means for the application. Raises: KeyError for a state that is none."""
    return _STAGE_OF_INTERVIEW[interview_state]


def follow(application: Application, interview_state: str, at: datetime) -> Application:
    """The application after its interview changed at `at`; unchanged where that is older than what is known."""
    stage = stage_of(interview_state)
    if stage == application.stage or at < application.stage_since:
        return application
    return msgspec.structs.replace(application, stage=stage, stage_since=at)
