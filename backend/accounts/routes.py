"""Routes of signing in and out, and of who one is."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post, put

from backend.accounts.hand_overs import HandOvers
from backend.accounts.invitations import Invitations
from backend.accounts.members import MemberSignIns
from backend.accounts.people import People
from backend.accounts.schemas import (
    CodeSent,
    HandOverToken,
    HandOverView,
    InvitationSignIn,
    InvitationToken,
    InvitationView,
    LanguageChoice,
    Me,
    MemberSignIn,
)
from backend.accounts.sign_out import SignOuts
from backend.kernel.settings import Settings
from backend.web.auth import COOKIE, Actor, cleared_cookie, session_cookie
from backend.web.headers import is_https
from backend.web.limits import network_of
from backend.web.policy import POLICY, Permission, Role
from backend.web.sessions import Identity, Sessions

_PUBLIC = {"permission": Permission.PUBLIC}
_SIGN_IN = {**_PUBLIC, "limit_per_minute": 120}
_SELF = {"permission": Permission.SELF}


@post("/invitations/lookup", opt=_PUBLIC, status_code=200)
async def look_up_invitation(data: InvitationToken, invitations: Invitations) -> InvitationView:
    """What a link is for and whether it still lets in."""
    return await invitations.lookup(data.token)


@post("/invitations/code", opt=_PUBLIC, status_code=202)
async def send_code(data: InvitationToken, invitations: Invitations) -> CodeSent:
    """Sends a one-time code to the invited person's mail address."""
    return await invitations.send_code(data.token)


@post("/invitations/sign-in", opt=_SIGN_IN, status_code=200)
async def sign_in_candidate(
    data: InvitationSignIn, request: Request[Any, Any, Any], invitations: Invitations, people: People,
    sessions: Sessions, settings: Settings,
) -> Response["Me"]:  # fmt: skip
    """Link and code together open a session (cookie); a session that the browser had before ends."""
    token, identity = await invitations.sign_in(data.token, data.code, network_of(request.scope))
    await _end_presented(request, sessions)
    return await _signed_in(token, identity, people, settings)


@post("/hand-overs", opt={"permission": Permission.INTERVIEW_TAKE})
async def offer_hand_over(actor: Actor, hand_overs: HandOvers) -> HandOverView:
    """A link, as a QR code too, by which another device of the candidate goes on: good once, for two minutes."""
    return await hand_overs.offer(actor)


@post("/hand-overs/sign-in", opt=_SIGN_IN, status_code=200)
async def accept_hand_over(
    data: HandOverToken, request: Request[Any, Any, Any], hand_overs: HandOvers, people: People,
    sessions: Sessions, settings: Settings,
) -> Response["Me"]:  # fmt: skip
    """The link that another device shows opens a session (cookie); one that the browser had before ends."""
    token, identity = await hand_overs.accept(data.token)
    await _end_presented(request, sessions)
    return await _signed_in(token, identity, people, settings)


@post("/sign-in", opt=_SIGN_IN, status_code=200)
async def sign_in_member(
    data: MemberSignIn, request: Request[Any, Any, Any], member_sign_ins: MemberSignIns, people: People,
    sessions: Sessions, settings: Settings,
) -> Response["Me"]:  # fmt: skip
    """Address and password open a session (cookie); a session that the browser had before ends."""
    token, identity = await member_sign_ins.sign_in(data.email, data.password, network_of(request.scope))
    await _end_presented(request, sessions)
    return await _signed_in(token, identity, people, settings)


@post("/sign-out", opt=_SELF, status_code=204)
async def sign_out(actor: Actor, sign_outs: SignOuts, settings: Settings) -> Response[None]:
    """Ends the session and closes its sockets."""
    await sign_outs.sign_out(actor)
    return Response(None, status_code=204, cookies=[cleared_cookie(is_secure=is_https(settings))])


@get("/me", opt=_SELF)
async def me(actor: Actor, people: People) -> Me:
    """Who is signed in, and what they may do."""
    return await _me(people, actor.account_id, actor.roles, actor.interview_id)


@put("/me/language", opt=_SELF)
async def choose_language(data: LanguageChoice, actor: Actor, people: People, sessions: Sessions) -> Me:
    """The language of the person's screens and mails."""
    await people.choose_language(actor.account_id, data.language)
    await sessions.choose_language(actor.session_id, data.language)
    return await _me(people, actor.account_id, actor.roles, actor.interview_id)


class PolicyRow(msgspec.Struct, frozen=True):
    permission: Permission
    roles: list[Role]


@get("/staff/policy", opt={"permission": Permission.SYSTEM_READ})
async def policy_matrix() -> list[PolicyRow]:
    """The policy table: which roles carry which permission."""
    return [PolicyRow(permission, sorted(roles)) for permission, roles in POLICY.items()]


ROUTES = [
    look_up_invitation, send_code, sign_in_candidate, offer_hand_over, accept_hand_over, sign_in_member, sign_out,
    me, choose_language, policy_matrix,
]  # fmt: skip


async def _signed_in(token: str, identity: Identity, people: People, settings: Settings) -> Response[Me]:
    body = await _me(people, identity.account_id, identity.roles, identity.interview_id)
    return Response(body, cookies=[session_cookie(token, is_secure=is_https(settings))])


async def _end_presented(request: Request[Any, Any, Any], sessions: Sessions) -> None:
    if (before := await sessions.find(request.cookies.get(COOKIE, ""))) is not None:
        await sessions.end(before.id)


async def _me(people: People, account_id: str, roles: frozenset[Role], interview_id: str | None) -> Me:
    person = await people.person(account_id)
    employer = await people.employer()
    return Me(
        id=person.id,
        kind=person.kind,
        name=person.name,
        email=person.email,
        language=person.language,
        roles=sorted(roles),
        permissions=[permission for permission, allowed in POLICY.items() if allowed & roles],
        employer=employer.name,
        interview_id=interview_id,
    )
