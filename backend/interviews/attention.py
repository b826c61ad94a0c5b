"""When the watch must look at an interview that nobody touches. Pure."""

from datetime import datetime

from backend.interviews.due import next_moment
from backend.interviews.model import Interview
from backend.interviews.monitor import AWAY, LONG_STEP, unhelped_since
from backend.interviews.presence import ABSENT_AFTER


def look_at(interview: Interview) -> datetime | None:
    """The first moment at which time alone moves it or shows on the monitor; None where it is not running."""
    if interview.erased is not None or interview.state not in ("live", "paused"):
        return None
    moments = [next_moment(interview)]
    if interview.state == "paused":
        moments.append(interview.expires_at)
    else:
        moments += [_long_step(interview), *_away(interview)]
    return min((moment for moment in moments if moment is not None), default=None)


def _long_step(interview: Interview) -> datetime | None:
    since = unhelped_since(interview)
    return since + LONG_STEP if since is not None else None


def _away(interview: Interview) -> list[datetime]:
    presence = interview.presence
    if presence.is_here:
        return []
    seen_away = [presence.gone[-1].at + AWAY] if presence.gone else []
    return [*seen_away, interview.updated_at + ABSENT_AFTER]
