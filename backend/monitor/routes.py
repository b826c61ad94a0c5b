"""Routes of the live monitor."""

from litestar import get, post

from backend.monitor.schemas import MonitorDetail, MonitorView
from backend.monitor.service import Monitor
from backend.rescue.calls import Calls
from backend.rescue.schemas import Attending, Days, ResponseTimes
from backend.web.auth import Actor
from backend.web.policy import Permission

_LIST = {"permission": Permission.INTERVIEW_LIST}
_WATCH = {"permission": Permission.INTERVIEW_WATCH}


@get("/staff/monitor", opt=_LIST)
async def running_interviews(actor: Actor, monitor: Monitor) -> MonitorView:
    """The interviews that run now; who waits for a person comes first."""
    return await monitor.view(actor)


@get("/staff/monitor/response-times", opt=_LIST)
async def rescue_times(rescue_calls: Calls, days: Days = 30) -> ResponseTimes:
    """How long it takes from a call until the first reaction."""
    return await rescue_calls.times(days)


@get("/staff/monitor/{interview_id:str}", opt=_WATCH)
async def catch_up(interview_id: str, actor: Actor, monitor: Monitor) -> MonitorDetail:
    """What has happened so far, for whoever comes to help."""
    return await monitor.detail(actor, interview_id)


@post("/staff/monitor/{interview_id:str}/attend", opt=_WATCH, status_code=200)
async def attend_interview(interview_id: str, actor: Actor, monitor: Monitor) -> Attending:
    """Says to the others that the actor looks after it; the time since the call is measured."""
    return await monitor.attend(actor, interview_id)


ROUTES = [running_interviews, rescue_times, catch_up, attend_interview]
