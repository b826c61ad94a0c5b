"""WHEP at `/rtc/whep` (draft-ietf-wish-whep)."""

from typing import Any

from litestar import Request, Response, delete, patch, post, route
from litestar.enums import HttpMethod

from backend.kernel.errors import Conflict, Forbidden, NotFound, Unauthorised
from backend.rooms.ice_servers import IceServers
from backend.rooms.sdp_exchange import BODY_LIMIT_BYTES, TrickleUnsupported, answered, described, offer_of
from backend.rooms.whep import Whep
from backend.web.auth import Actor, identify
from backend.web.policy import Permission
from backend.web.sessions import Sessions

_WATCH = {"permission": Permission.ROOM_WATCH}
_PUBLIC = {"permission": Permission.PUBLIC}


@post("/rtc/whep/{room:str}", opt=_WATCH, request_max_body_size=BODY_LIMIT_BYTES, status_code=201)
async def watch(
    room: str, request: Request[Any, Any, Any], actor: Actor, whep: Whep, ice_servers: IceServers
) -> Response[bytes]:
    """Watches a live interview: the body is an SDP offer that receives. The candidate sees who watches."""
    offer = await offer_of(request)
    stage = await whep.authorise(room, actor)
    session = await whep.watch(actor, stage, offer)
    return answered(f"/rtc/whep/{room}", session, ice_servers.links(actor.account_id))


@delete("/rtc/whep/{room:str}/{resource_id:str}", opt=_WATCH, status_code=200)
async def stop_watching(room: str, resource_id: str, actor: Actor, whep: Whep) -> Response[None]:
    """Ends one's own session."""
    await whep.leave(room, resource_id, actor)
    return Response(None, status_code=200)


@patch("/rtc/whep/{room:str}/{resource_id:str}", opt=_WATCH, request_max_body_size=BODY_LIMIT_BYTES)
async def trickle_watch(room: str, resource_id: str) -> None:
    """Neither trickle ICE nor ICE restarts."""
    raise TrickleUnsupported


@route("/rtc/whep/{room:str}", http_method=HttpMethod.OPTIONS, opt=_PUBLIC, status_code=200)
async def describe_watching(
    room: str, request: Request[Any, Any, Any], sessions: Sessions, whep: Whep, ice_servers: IceServers
) -> Response[None]:
    """What may be posted here; TURN servers only for those who may watch this room."""
    account_id = None
    try:
        actor = await identify(request, sessions)
        if actor.may(Permission.ROOM_WATCH):
            await whep.authorise(room, actor)
            account_id = actor.account_id
    except (Unauthorised, Forbidden, NotFound, Conflict):
        pass
    return described(ice_servers.links(account_id))


ROUTES = [describe_watching, watch, stop_watching, trickle_watch]
