"""WHIP at `/rtc/whip` (RFC 9725)."""

from typing import Any

from litestar import Request, Response, delete, patch, post, route
from litestar.enums import HttpMethod

from backend.interviews.room_names import is_main
from backend.kernel.errors import Conflict, Forbidden, Gone, NotFound, Unauthorised
from backend.rooms.ice_servers import IceServers
from backend.rooms.model import Purpose
from backend.rooms.sdp_exchange import BODY_LIMIT_BYTES, TrickleUnsupported, answered, described, offer_of
from backend.rooms.whip import Whip
from backend.web.auth import Actor, identify
from backend.web.policy import Permission
from backend.web.sessions import Sessions

_TAKE = {"permission": Permission.ROOM_PUBLISH}
_PUBLISH = {**_TAKE, "limit_per_minute": 120}
_PUBLIC = {"permission": Permission.PUBLIC}


@post("/rtc/whip/{room:str}", opt=_PUBLISH, request_max_body_size=BODY_LIMIT_BYTES, status_code=201)
async def publish(
    room: str,
    request: Request[Any, Any, Any],
    actor: Actor,
    whip: Whip,
    ice_servers: IceServers,
    purpose: Purpose = "interview",
) -> Response[bytes]:
    """Publishes into a room: the body is an SDP offer, the answer's body the SDP answer, Location the session."""
    offer = await offer_of(request)
    stage = await whip.authorise(room, actor, purpose)
    session = await whip.publish(stage, offer, purpose)
    return answered(f"/rtc/whip/{room}", session, ice_servers.links(actor.account_id))


@delete("/rtc/whip/{room:str}/{resource_id:str}", opt=_TAKE, status_code=200)
async def leave(room: str, resource_id: str, actor: Actor, whip: Whip) -> Response[None]:
    """Ends the session."""
    await whip.leave(room, resource_id, actor)
    return Response(None, status_code=200)


@patch("/rtc/whip/{room:str}/{resource_id:str}", opt=_TAKE, request_max_body_size=BODY_LIMIT_BYTES)
async def trickle(room: str, resource_id: str) -> None:
    """Neither trickle ICE nor ICE restarts."""
    raise TrickleUnsupported


@route("/rtc/whip/{room:str}", http_method=HttpMethod.OPTIONS, opt=_PUBLIC, status_code=200)
async def describe(
    room: str, request: Request[Any, Any, Any], sessions: Sessions, whip: Whip, ice_servers: IceServers
) -> Response[None]:
    """What may be posted here (RFC 9725 4.2), and the ICE servers (4.6): to relay, a phone needs them for its offer.

    Who may not publish here learns of no TURN server, so that these relay for nobody else.
    """
    account_id = None
    try:
        actor = await identify(request, sessions)
        if actor.may(Permission.ROOM_PUBLISH):
            await whip.authorise(room, actor, "check" if is_main(room) else "interview")
            account_id = actor.account_id
    except (Unauthorised, Forbidden, NotFound, Gone, Conflict):
        pass
    return described(ice_servers.links(account_id))


ROUTES = [describe, publish, leave, trickle]
