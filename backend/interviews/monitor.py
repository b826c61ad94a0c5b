"""Why a person should look at a running interview. Pure; time is handed in."""

from datetime import datetime, timedelta

from backend.interviews.live_schemas import Rung
from backend.interviews.model import Interview
from backend.interviews.staff_schemas import MonitorAlert

LONG_STEP = timedelta(minutes=10)
AWAY = timedelta(minutes=1)
HELP_FOR = timedelta(minutes=30)
_LAST_RUNGS: frozenset[Rung] = frozenset({"text", "offline", "call_back"})


def alerts(interview: Interview, now: datetime) -> list[MonitorAlert]:
    """Of a running interview, the oldest first. A call for help stands until the next step, or half an hour; a person
    who led and handed back has ended it.
    """
    if interview.state not in ("live", "paused") or interview.held is not None:
        return []
    found = [*_help(interview, now), *_network(interview)]
    if interview.state == "live":
        found += [*_long_step(interview, now), *_away(interview, now)]
    return sorted(found, key=lambda alert: alert.since)


def unhelped_since(interview: Interview) -> datetime | None:
    """Since when they have stood at their step without a person's help; None before the first step."""
    since, helped_at = interview.step_since, interview.helped_at
    return max(since, helped_at) if since is not None and helped_at is not None else since


def _long_step(interview: Interview, now: datetime) -> list[MonitorAlert]:
    since = unhelped_since(interview)
    return [MonitorAlert("long_step", since + LONG_STEP)] if since is not None and since + LONG_STEP <= now else []


def _help(interview: Interview, now: datetime) -> list[MonitorAlert]:
    if not interview.help_asked:
        return []
    asked = interview.help_asked[-1]
    if interview.helped_at is not None and interview.helped_at >= asked.at:
        return []
    is_same_step = interview.step_since is None or interview.step_since <= asked.at
    return [MonitorAlert("help", asked.at)] if is_same_step or asked.at + HELP_FOR > now else []


def _away(interview: Interview, now: datetime) -> list[MonitorAlert]:
    presence = interview.presence
    if presence.is_here or not presence.gone or presence.gone[-1].at + AWAY > now:
        return []
    return [MonitorAlert("away", presence.gone[-1].at)]


def _network(interview: Interview) -> list[MonitorAlert]:
    last = interview.rungs[-1] if interview.rungs else None
    return [MonitorAlert("network", last.at)] if last is not None and last.rung in _LAST_RUNGS else []
