"""Routes by which staff invite candidates and look after their links."""

from litestar import get, post

from backend.recruiting.links import Links
from backend.recruiting.schemas import (
    CandidateAsked,
    CandidateInvited,
    InvitingChoices,
    LinkAsked,
    LinkSent,
    LinkStatus,
    ReopenAsked,
)
from backend.recruiting.service import Recruiting
from backend.web.auth import Actor
from backend.web.policy import Permission

_INVITE = {"permission": Permission.INTERVIEW_INVITE}


@get("/staff/invitations/choices", opt=_INVITE)
async def inviting_choices(recruiting: Recruiting) -> InvitingChoices:
    """Positions with their published versions, and the interviewers that may be assigned."""
    return await recruiting.choices()


@post("/staff/invitations", opt=_INVITE)
async def invite_candidate(data: CandidateAsked, actor: Actor, recruiting: Recruiting) -> CandidateInvited:
    """Makes the interview and sends the link. All that is wrong with the form is said at once."""
    return await recruiting.invite(actor, data)


@get("/staff/interviews/{interview_id:str}/invitation", opt=_INVITE)
async def invitation_status(interview_id: str, actor: Actor, links: Links) -> LinkStatus:
    """How the candidate's link stands, and where it was sent."""
    return await links.status(actor, interview_id)


@post("/staff/interviews/{interview_id:str}/invitation/send", opt=_INVITE, status_code=200)
async def send_invitation_again(interview_id: str, data: LinkAsked, actor: Actor, links: Links) -> LinkSent:
    """A new link by mail; those before let nobody in any more."""
    return await links.send_again(actor, interview_id, data.open_days)


@post("/staff/interviews/{interview_id:str}/invitation/revoke", opt=_INVITE, status_code=200)
async def revoke_invitation(interview_id: str, actor: Actor, links: Links) -> LinkStatus:
    """Takes the link back and signs out whoever came in by it."""
    return await links.revoke(actor, interview_id)


@post("/staff/interviews/{interview_id:str}/reopen", opt=_INVITE, status_code=200)
async def reopen_interview(interview_id: str, data: ReopenAsked, actor: Actor, links: Links) -> LinkSent:
    """Opens an interview that was not begun in time; the candidate gets a new link by mail."""
    return await links.reopen(actor, interview_id, data)


ROUTES = [
    inviting_choices,
    invite_candidate,
    invitation_status,
    send_invitation_again,
    revoke_invitation,
    reopen_interview,
]
