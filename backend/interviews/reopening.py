"""An interview that was not begun in time is opened again by a member: it stands where the person had got to. Pure."""

from datetime import datetime

import msgspec

from backend.interviews.inviting import RESULT_AFTER
from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome


def reopened(interview: Interview, expires_at: datetime) -> Outcome:
    """Consent and device check still count; an appointment that has passed no longer keeps the door shut.

    Raises: Conflict reopen_not_allowed in any other state than expired.
    """
    booked = interview.booked
    open_again = Outcome(interview).moved(
        "reopen", "reopened", expires_at=expires_at, result_by=expires_at + RESULT_AFTER, ended_at=None,
        booked=msgspec.structs.replace(booked, starts_at=None, ends_at=None, is_lifted=False) if booked else None,
    )  # fmt: skip
    if interview.consent is not None:
        open_again = open_again.moved("consent", "consented")
    if interview.consent is not None and interview.device_check is not None:
        open_again = open_again.moved("check", "checked")
    return open_again
