"""WHEP (draft-ietf-wish-whep): authorises a viewer, relays the offer to the room's node, tells who watches."""

from collections.abc import Awaitable, Callable

import structlog

from backend.contracts.events.media import ViewerLeft
from backend.contracts.media import ClosePeer, Done, WatchAnswer, WatchRequest
from backend.interviews.machine import OVER
from backend.interviews.model import Interview, interview_of
from backend.interviews.repository import Interviews
from backend.interviews.room_names import is_main, named
from backend.interviews.scope import StaffScope
from backend.interviews.watchers import Watchers, Watching
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Forbidden, Gone, NotFound
from backend.kernel.events import Received
from backend.kernel.ids import new_id
from backend.kernel.rpc import RpcClient
from backend.participants.service import Participants
from backend.privacy.audit import Audit
from backend.rooms.registry import Registry
from backend.rooms.whip import Session, Stage, interview_seen, readable_sdp
from backend.web.auth import Actor

WATCH_TIMEOUT_S = 3.0
RETRY_AFTER_S = 2
_RUNNING = frozenset({"live", "paused"})
ShowView = Callable[[Interview], Awaitable[None]]
_log = structlog.get_logger()


class NobodyPublishes(Conflict):
    """The viewer comes back in a moment; who has connected once stays while the candidate reconnects."""

    def __init__(self) -> None:
        super().__init__("nobody_publishes", "Nobody is in this room yet.", retry_after_s=RETRY_AFTER_S)
        self.headers["Retry-After"] = str(RETRY_AFTER_S)


class Whep:
    """`show` puts the candidate's view, with the names of who watches, on their screen."""

    def __init__(
        self,
        interviews: Interviews,
        scope: StaffScope,
        participants: Participants,
        registry: Registry,
        watchers: Watchers,
        audit: Audit,
        rpc: RpcClient,
        show: ShowView,
        clock: Clock,
    ) -> None:
        self._interviews = interviews
        self._scope = scope
        self._participants = participants
        self._registry = registry
        self._watchers = watchers
        self._audit = audit
        self._rpc = rpc
        self._show = show
        self._clock = clock

    async def authorise(self, room: str, actor: Actor) -> Stage:
        """A room that the actor may watch: members the candidate's, and who has joined everybody's in there.

        Raises: NotFound room_unknown, for others' rooms too · Forbidden for the candidate's own · Conflict not_in_room.
        """
        name = named(room)
        if name is None:
            raise _room_unknown()
        if is_main(room) and actor.kind == "candidate":
            raise Forbidden("forbidden", "This is not yours to see or do.")
        interview = await interview_seen(self._interviews, self._scope, name, actor)
        if not is_main(room) and interview.state not in OVER:
            await self._participants.viewer(actor, name, interview)
        return Stage(room, interview)

    async def watch(self, actor: Actor, stage: Stage, offer: bytes) -> Session:
        """No answer leaves before the candidate can be shown the name and the log has it: media needs the answer.

        Raises: BadRequest malformed_sdp · Gone interview_over · Conflict nobody_publishes · Unavailable rpc_timeout ·
        whatever the node refuses the offer with.
        """
        offer_sdp = readable_sdp(offer)
        interview, room = stage.interview, stage.room
        if interview.state in OVER:
            raise Gone("interview_over", "This interview is over.", state=interview.state)
        placement = await self._registry.placement(room) if interview.state in _RUNNING else None
        node = await self._registry.node(placement.node_id) if placement else None
        if node is None:
            raise NobodyPublishes
        resource_id = new_id("whe")
        try:
            answer = await self._rpc.call(
                f"node:{node.node_id}",
                "watch",
                WatchRequest(room, resource_id, offer_sdp),
                WatchAnswer,
                timeout_s=WATCH_TIMEOUT_S,
            )
        except Conflict as error:
            raise NobodyPublishes from error
        watching = Watching(actor.account_id, node.node_id, node.started_at, self._clock())
        await self._watchers.enter(room, resource_id, watching)
        if is_main(room):
            await self._audit.record(actor, "interview.watched", interview.id, {"connection": resource_id})
            await self._show(interview)
        return Session(resource_id, answer.answer_sdp)

    async def leave(self, room: str, resource_id: str, actor: Actor) -> None:
        """Ends one's own session. Raises: NotFound room_unknown, session_unknown."""
        name = named(room)
        if name is None:
            raise _room_unknown()
        interview = await interview_seen(self._interviews, self._scope, name, actor)
        watching = await self._watchers.find(room, resource_id)
        if watching is None or watching.account_id != actor.account_id:
            raise NotFound("session_unknown", "There is no such session.")
        if await self._registry.node(watching.node_id) is not None:
            await self._rpc.call(f"node:{watching.node_id}", "close_peer", ClosePeer(room, resource_id), Done)
        await self._watchers.leave(room, resource_id)
        if is_main(room):
            await self._show(interview)

    async def viewer_left(self, received: Received[ViewerLeft]) -> None:
        """The node parted from a viewer, by whatever cause."""
        event = received.event
        if not await self._watchers.leave(event.room, event.resource_id) or not is_main(event.room):
            return
        interview = await self._interviews.get(interview_of(event.room))
        if interview is not None:
            await self._show(interview)


def _room_unknown() -> NotFound:
    return NotFound("room_unknown", "There is no such room.")
