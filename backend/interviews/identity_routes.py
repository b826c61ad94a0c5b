"""Routes of the identity check: the candidate's, and those of HR."""

from typing import Any

from litestar import Request, Response, get, post

from backend.interviews.identity_checks import IdentityChecks
from backend.interviews.identity_photos import SIZE_MAX
from backend.interviews.identity_schemas import IdentityDecision, IdentityView, OtherWayChosen
from backend.interviews.schemas import InterviewView
from backend.web.auth import Actor
from backend.web.policy import Permission

_TAKE = {"permission": Permission.INTERVIEW_TAKE}
_CHECK = {"permission": Permission.IDENTITY_CHECK}


@post(
    "/interviews/{interview_id:str}/identity/photo",
    opt=_TAKE,
    status_code=200,
    request_max_body_size=SIZE_MAX + 1024,
)
async def give_identity_photo(
    interview_id: str, request: Request[Any, Any, Any], actor: Actor, identity_checks: IdentityChecks
) -> InterviewView:
    """Takes the bytes of a photo of a document, where the flow asks for one; HR alone sees it."""
    return await identity_checks.give_photo(interview_id, actor.account_id, await request.body())


@post("/interviews/{interview_id:str}/identity", opt=_TAKE, status_code=200)
async def choose_other_identity(
    interview_id: str, data: OtherWayChosen, actor: Actor, identity_checks: IdentityChecks
) -> InterviewView:
    """Instead of a photo: a person calls, or looks at the document at a meeting."""
    return await identity_checks.give_other(interview_id, actor.account_id, data.way)


@get("/staff/interviews/{interview_id:str}/identity", opt=_CHECK)
async def read_identity(interview_id: str, actor: Actor, identity_checks: IdentityChecks) -> IdentityView:
    """How the candidate shows who they are, and what was decided."""
    return await identity_checks.view(actor, interview_id)


@get("/staff/interviews/{interview_id:str}/identity/photo", opt=_CHECK)
async def see_identity_photo(interview_id: str, actor: Actor, identity_checks: IdentityChecks) -> Response[bytes]:
    """The photo; every look is written to the audit log."""
    data, mime_type = await identity_checks.photo(actor, interview_id)
    return Response(
        data,
        media_type=mime_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


@post("/staff/interviews/{interview_id:str}/identity", opt=_CHECK, status_code=200)
async def decide_identity(
    interview_id: str, data: IdentityDecision, actor: Actor, identity_checks: IdentityChecks
) -> IdentityView:
    """Confirms, or asks the candidate for something else, which they are told."""
    return await identity_checks.decide(actor, interview_id, data)


ROUTES = [give_identity_photo, choose_other_identity, read_identity, see_identity_photo, decide_identity]
