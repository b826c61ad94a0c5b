"""Publishers whose node went with them: nobody else can tell that they are lost.

Where the node is back as another run, whoever it carried is told as well, so that they come back at once: that run is
surely over. A heartbeat that ended may be that of a node which is slow, or which Redis was away from, and which still
carries everybody: their own devices know better.
"""

from datetime import datetime

from redis.asyncio import Redis

from backend.contracts.events.live import LinesLost, interview_topic
from backend.contracts.events.media import NodeStarted, PeerLost
from backend.contracts.media import NodeStatus
from backend.interviews.model import interview_of
from backend.interviews.room_names import main_of
from backend.interviews.watchers import Watchers
from backend.kernel.clock import Clock
from backend.kernel.events import EventBus, Received
from backend.kernel.live import LiveBus
from backend.kernel.turns import look_in_turns
from backend.rooms.model import NodeSeen, Placement
from backend.rooms.registry import Registry

EVERY_S = 0.5
LEASE_MS = 400


class Losses:
    """Notices nodes whose heartbeat ended, and nodes that came back as another run under the same name."""

    def __init__(
        self, registry: Registry, watchers: Watchers, bus: EventBus, live: LiveBus, redis: Redis, clock: Clock
    ) -> None:
        self._registry = registry
        self._watchers = watchers
        self._bus = bus
        self._live = live
        self._redis = redis
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled; one process looks at a time."""
        await look_in_turns(self._redis, "rooms:watch", self.look, every_s=EVERY_S, lease_ms=LEASE_MS)

    async def node_started(self, _: Received[NodeStarted]) -> None:
        """Sooner than the watch comes round: whom the node carried before is waiting."""
        await self.look()

    async def look(self) -> None:
        alive = {node.node_id: node for node in await self._registry.nodes()}
        for node_id, seen in (await self._registry.seen()).items():
            status = alive.get(node_id)
            if status is None or status.started_at != seen.started_at:
                await self._tell_all(node_id, status, seen.seen_at)
            if status is None:
                await self._registry.forget_node(node_id)
            else:
                signed_at = await self._registry.last_sign(node_id) or self._clock()
                await self._registry.note_seen(node_id, NodeSeen(status.started_at, signed_at))

    async def tell_if_lost(self, room: str, placement: Placement) -> bool:
        """At a rejoin that is quicker than the watch: whether the former publisher's node run is gone."""
        status = await self._registry.node(placement.node_id)
        if status is not None and status.started_at == placement.node_started_at:
            return False
        seen = (await self._registry.seen()).get(placement.node_id)
        if status is not None:
            await self._tell_screens(room, placement)
        is_same_run = seen is not None and seen.started_at == placement.node_started_at
        await self._tell(room, placement, seen.seen_at if seen is not None and is_same_run else self._clock())
        return True

    async def tell_left_behind(self, room: str, placement: Placement) -> None:
        """The publisher has gone on elsewhere, and its former node does not answer: nobody else tells of the gap."""
        await self._tell(room, placement, await self._registry.last_sign(placement.node_id) or self._clock())

    async def _tell_all(self, node_id: str, status: NodeStatus | None, at: datetime) -> None:
        lost_rooms = []
        for room in await self._registry.rooms_of(node_id):
            placement = await self._registry.placement(room)
            if placement is None or placement.node_id != node_id:
                lost_rooms.append(room)
            elif status is None:
                await self._tell(room, placement, at)
                lost_rooms.append(room)
            elif placement.node_started_at != status.started_at:
                await self._tell_screens(room, placement)
                await self._tell(room, placement, at)
                lost_rooms.append(room)
        await self._registry.forget_rooms(node_id, lost_rooms)

    async def _tell_screens(self, room: str, placement: Placement) -> None:
        """Whoever published into the room, and whoever watched it there."""
        watching = await self._watchers.carried_by(room, placement.node_id, placement.node_started_at)
        lost = LinesLost([placement.resource_id, *watching])
        await self._live.publish(interview_topic(interview_of(main_of(room))), "lines_lost", lost)

    async def _tell(self, room: str, placement: Placement, at: datetime) -> None:
        lost = PeerLost(room, placement.resource_id, placement.node_id, at, "node_lost")
        await self._bus.publish(lost, id=f"evt_lost_{placement.resource_id}")
