"""Routes of a candidate's own interview."""

from typing import Annotated

from litestar import get, post
from litestar.params import Parameter

from backend.interviews.candidate import CandidateInterviews
from backend.interviews.live_schemas import TAB, Command, LiveView
from backend.interviews.schemas import ConsentGiven, Declined, DeviceCheck, InterviewView, Timeline
from backend.web.auth import Actor
from backend.web.policy import Permission

Tab = Annotated[str | None, Parameter(pattern=TAB, description="The browser's tab that takes part from now on.")]
_TAKE = {"permission": Permission.INTERVIEW_TAKE}


@get("/interviews/{interview_id:str}", opt=_TAKE)
async def get_interview(interview_id: str, actor: Actor, own_interviews: CandidateInterviews) -> InterviewView:
    """What awaits the candidate and where they stand."""
    return await own_interviews.view(interview_id, actor.account_id)


@post("/interviews/{interview_id:str}/consent", opt=_TAKE, status_code=200)
async def give_consent(
    interview_id: str, data: ConsentGiven, actor: Actor, own_interviews: CandidateInterviews
) -> InterviewView:
    """Accepts the consent text of the named version."""
    return await own_interviews.consent(interview_id, actor.account_id, data)


@post("/interviews/{interview_id:str}/decline", opt=_TAKE, status_code=200)
async def decline_interview(
    interview_id: str, data: Declined, actor: Actor, own_interviews: CandidateInterviews
) -> InterviewView:
    """Asks for a person instead of the machine."""
    return await own_interviews.decline(interview_id, actor.account_id, data)


@post("/interviews/{interview_id:str}/withdraw", opt=_TAKE, status_code=200)
async def withdraw_interview(interview_id: str, actor: Actor, own_interviews: CandidateInterviews) -> InterviewView:
    """Takes the application back; what was answered is kept until the retention ends or it is erased."""
    return await own_interviews.withdraw(interview_id, actor.account_id)


@post("/interviews/{interview_id:str}/device-check", opt=_TAKE, status_code=200)
async def check_device(
    interview_id: str, data: DeviceCheck, actor: Actor, own_interviews: CandidateInterviews
) -> InterviewView:
    """Stores the result of the device check, good or bad."""
    return await own_interviews.check_device(interview_id, actor.account_id, data)


@post("/interviews/{interview_id:str}/start", opt=_TAKE, status_code=200)
async def start_interview(
    interview_id: str, actor: Actor, own_interviews: CandidateInterviews, tab: Tab = None
) -> LiveView:
    """Begins, or takes up again after leaving."""
    return await own_interviews.start(interview_id, actor.account_id, tab)


@get("/interviews/{interview_id:str}/live", opt=_TAKE)
async def get_live(interview_id: str, actor: Actor, own_interviews: CandidateInterviews) -> LiveView:
    """All that the live screen shows."""
    return await own_interviews.live(interview_id, actor.account_id)


@post("/interviews/{interview_id:str}/commands", opt=_TAKE, status_code=200)
async def give_command(interview_id: str, data: Command, actor: Actor, own_interviews: CandidateInterviews) -> LiveView:
    """What the candidate does; idempotent by the command's id."""
    return await own_interviews.command(interview_id, actor.account_id, data)


@get("/interviews/{interview_id:str}/timeline", opt=_TAKE)
async def get_timeline(interview_id: str, actor: Actor, own_interviews: CandidateInterviews) -> Timeline:
    """What has happened and what comes next."""
    return await own_interviews.timeline(interview_id, actor.account_id)


ROUTES = [
    get_interview, give_consent, decline_interview, withdraw_interview, check_device, start_interview, get_live,
    give_command, get_timeline,
]  # fmt: skip
