"""WHIP (RFC 9725): authorises a publisher, places the room, relays the offer to a node."""

from typing import Literal

import msgspec
import structlog

from backend.contracts.media import (
    ClosePeer,
    Done,
    NodeStatus,
    OpenTake,
    PublishAnswer,
    PublishRequest,
)
from backend.interviews.conversing import recording_in
from backend.interviews.machine import OVER
from backend.interviews.model import Interview, interview_of
from backend.interviews.repository import Interviews
from backend.interviews.room_names import RoomName, is_main, main_of, named
from backend.interviews.scope import StaffScope
from backend.kernel.errors import BadRequest, Conflict, Gone, NotFound, Unavailable
from backend.kernel.ids import new_id
from backend.kernel.rpc import RpcClient
from backend.participants.service import Participants
from backend.rooms.losses import Losses
from backend.rooms.model import Placement, Purpose, Resource
from backend.rooms.placement import candidates
from backend.rooms.registry import Registry
from backend.web.auth import Actor

PUBLISH_TIMEOUT_S = 3.0
PART_TIMEOUT_S = 1.0
NODES_ASKED = 3
RETRY_AFTER_S = 1.0
FULL_RETRY_AFTER_S = 10.0
_READY: dict[Purpose, frozenset[str]] = {
    "check": frozenset({"consented", "checked", "live", "paused"}),
    "interview": frozenset({"checked", "live", "paused"}),
}
_RUNNING = frozenset({"live", "paused"})
_TRY_ANOTHER = frozenset({"node_full", "node_draining", "node_without_ports", "rpc_timeout", "rpc_overloaded"})
_log = structlog.get_logger()


class Session(msgspec.Struct, frozen=True):
    resource_id: str
    answer_sdp: str


class Stage(msgspec.Struct, frozen=True):
    """A room that somebody may publish into now, and the interview that it belongs to."""

    room: str
    interview: Interview


class Whip:
    def __init__(
        self,
        interviews: Interviews,
        scope: StaffScope,
        participants: Participants,
        registry: Registry,
        losses: Losses,
        rpc: RpcClient,
    ) -> None:
        self._interviews = interviews
        self._scope = scope
        self._participants = participants
        self._registry = registry
        self._losses = losses
        self._rpc = rpc

    async def authorise(self, room: str, actor: Actor, purpose: Purpose) -> Stage:
        """A room that the actor may publish into now: the candidate's own, or one of who has joined them.

        Raises: NotFound room_unknown, for foreign rooms too · Gone interview_over · Conflict interview_not_ready,
        not_in_room, joined_elsewhere, not_taking_part, not_sharing.
        """
        name = named(room)
        if name is None:
            raise _unknown("room")
        interview = await interview_seen(self._interviews, self._scope, name, actor)
        if interview.state in OVER:
            raise Gone("interview_over", "This interview is over.", state=interview.state)
        is_own = is_main(room) and actor.kind == "candidate"
        ready = _READY[purpose] if is_own else _RUNNING
        if interview.state not in ready:
            raise Conflict("interview_not_ready", "Consent and device check come first.", state=interview.state)
        if not is_own:
            if is_main(room) or purpose != "interview":
                raise _unknown("room")
            await self._participants.publisher(actor, name, interview)
        return Stage(room, interview)

    async def publish(self, stage: Stage, offer: bytes, purpose: Purpose) -> Session:
        """Raises: BadRequest malformed_sdp · Unavailable no_media_node · whatever the node refuses the offer with."""
        offer_sdp = readable_sdp(offer)
        room, interview = stage.room, stage.interview
        before = await self._registry.placement(room)
        is_rejoin = is_back(stage, before)
        home = before.node_id if before else await self._home(room)
        if before is not None and purpose == "interview" and await self._losses.tell_if_lost(room, before):
            before = None
        resource_id = new_id("whp")
        request = PublishRequest(room, resource_id, offer_sdp, purpose)
        if purpose == "interview":
            take = recording_in(interview, room)
            request = msgspec.structs.replace(request, active_take=take, is_rejoin=is_rejoin)
        node, answer = await self._ask_nodes(request, home)
        await self._registry.open_resource(resource_id, Resource(room, node.node_id, purpose))
        if purpose == "interview":
            placement = Placement(node.node_id, resource_id, node.started_at)
            await self._registry.place(room, placement)
            await self._catch_up(stage, request, node)
            await self._part_from(room, before, node)
        return Session(resource_id, answer.answer_sdp)

    async def leave(self, room: str, resource_id: str, actor: Actor) -> None:
        """Ends a WHIP session of one's own. Raises: NotFound room_unknown, session_unknown."""
        name = named(room)
        if name is None:
            raise _unknown("room")
        interview = await interview_seen(self._interviews, self._scope, name, actor)
        resource = await self._registry.resource(resource_id)
        if resource is None or resource.room != room or not await self._participants.owns(actor, name, interview):
            raise _unknown("session")
        await self._registry.end_resource(resource_id)
        if await self._registry.node(resource.node_id) is not None:
            await self._close_peer(room, resource_id, resource.node_id)

    async def _home(self, room: str) -> str | None:
        """Who joins goes to the candidate's node: one clock for all recordings, and no way between nodes."""
        main = await self._registry.placement(main_of(room)) if not is_main(room) else None
        return main.node_id if main is not None else None

    async def _ask_nodes(self, request: PublishRequest, present: str | None) -> tuple[NodeStatus, PublishAnswer]:
        """Raises: Unavailable no_media_node; a new interview waits longer for a place than for a node's restart."""
        nodes = await self._registry.nodes()
        silent = await self._registry.silent(nodes)
        refused: list[str] = []
        while len(refused) < NODES_ASKED:
            choice = candidates(nodes, present, refused, is_rejoin=request.is_rejoin, silent=silent)
            if not choice:
                break
            node = choice[0]
            try:
                answer = await self._rpc.call(
                    f"node:{node.node_id}", "publish", request, PublishAnswer, timeout_s=PUBLISH_TIMEOUT_S
                )
            except Unavailable as error:
                if error.code not in _TRY_ANOTHER:
                    raise
                _log.warning("node_refused", node=node.node_id, code=error.code)
                refused.append(node.node_id)
                continue
            return node, answer
        retry_after_s = FULL_RETRY_AFTER_S if nodes and not request.is_rejoin else RETRY_AFTER_S
        raise Unavailable("no_media_node", "No media server is free. Trying again helps.", retry_after_s=retry_after_s)

    async def _catch_up(self, stage: Stage, request: PublishRequest, node: NodeStatus) -> None:
        """A take that began while the offer was answered would have found no room yet."""
        now = recording_in(await self._interviews.require(stage.interview.id), stage.room)
        if now is not None and now != request.active_take:
            await self._rpc.call(f"node:{node.node_id}", "open_take", OpenTake(stage.room, now), Done)

    async def _part_from(self, room: str, before: Placement | None, node: NodeStatus) -> None:
        """The former publisher on another node; on the same node it is displaced by the new one.

        A node that was lost a moment ago would keep the newcomer waiting, so this does not insist.
        """
        if before is None or before.node_id == node.node_id:
            return
        try:
            await self._close_peer(room, before.resource_id, before.node_id, timeout_s=PART_TIMEOUT_S)
        except Unavailable as error:
            _log.warning("former_publisher_stays", node=before.node_id, code=error.code)
            await self._losses.tell_left_behind(room, before)

    async def _close_peer(self, room: str, resource_id: str, node_id: str, *, timeout_s: float = 5) -> None:
        await self._rpc.call(f"node:{node_id}", "close_peer", ClosePeer(room, resource_id), Done, timeout_s=timeout_s)


def is_back(stage: Stage, before: Placement | None) -> bool:
    """Whether the room goes before new ones: it was connected before, or somebody joins an interview that runs.

    An interview that has begun and was never connected is new: the phone begins it, then asks for a place.
    """
    interview = stage.interview
    was_here = before is not None or interview.presence.joined_at is not None
    return interview.state in _RUNNING and (was_here or not is_main(stage.room))


async def interview_seen(interviews: Interviews, scope: StaffScope, name: RoomName, actor: Actor) -> Interview:
    """The interview that a room belongs to, where the actor may see it. Raises: NotFound room_unknown."""
    interview_id = interview_of(name.main)
    try:
        if actor.kind == "candidate":
            interview = await interviews.own(interview_id, actor.account_id)
        else:
            interview = await interviews.assigned(interview_id, await scope.applications_of(actor))
    except (NotFound, Gone):
        raise _unknown("room") from None
    if interview.room != name.main:
        raise _unknown("room")
    return interview


def readable_sdp(offer: bytes) -> str:
    """The offer as text, with what every SDP has (RFC 8866 5); the node reads it fully.

    Raises: BadRequest malformed_sdp.
    """
    try:
        text = offer.decode()
    except UnicodeDecodeError:
        raise _malformed() from None
    lines = text.splitlines()
    has_media = any(line.startswith(("m=audio ", "m=video ")) for line in lines)
    if not lines or lines[0].strip() != "v=0" or not has_media or "\x00" in text:
        raise _malformed()
    return text


def _malformed() -> BadRequest:
    return BadRequest("malformed_sdp", "The body is not an SDP offer with audio or video.")


def _unknown(what: Literal["room", "session"]) -> NotFound:
    return NotFound(f"{what}_unknown", f"There is no such {what}.")
