"""Carries the conductor's wishes to the nodes: record, stop, part. At least once; the nodes take them as once."""

import msgspec
import structlog

from backend.contracts.events.interviews import (
    InterviewChanged,
    RoomClosed,
    TakeFinished,
    TakeRested,
    TakeWanted,
    changes,
)
from backend.contracts.media import ClosePeer, CloseRoom, CloseTake, Done, OpenTake, RestTake
from backend.interviews.conversing import recording_in
from backend.interviews.model import room_of
from backend.interviews.repository import Interviews
from backend.kernel.events import Received, mentioning
from backend.kernel.rpc import RpcClient
from backend.rooms.registry import Registry
from backend.web.module import EventHandler

_log = structlog.get_logger()


class TakeRelay:
    """A node that does not answer makes the handler fail, so that the event comes again.

    A node that is gone is passed over: it has recorded into its spool, and stores that when it is back.
    """

    def __init__(self, interviews: Interviews, registry: Registry, rpc: RpcClient) -> None:
        self._interviews = interviews
        self._registry = registry
        self._rpc = rpc

    @property
    def handlers(self) -> dict[type[msgspec.Struct], EventHandler]:
        return {
            TakeWanted: self.take_wanted,
            TakeRested: self.take_rested,
            TakeFinished: self.take_finished,
            RoomClosed: self.room_closed,
            InterviewChanged: self.interview_changed,
        }

    async def take_wanted(self, received: Received[TakeWanted]) -> None:
        """Where nobody publishes yet, the take goes along with the next offer."""
        event = received.event
        interview = await self._interviews.get(event.interview_id)
        placement = await self._registry.placement(event.room)
        take = recording_in(interview, event.room) if interview else None
        if placement is None or take is None or take.take_id != event.take_id:
            return
        await self._call(placement.node_id, "open_take", OpenTake(event.room, take))

    async def take_rested(self, received: Received[TakeRested]) -> None:
        """Nothing where it has been wanted again since."""
        event = received.event
        interview = await self._interviews.get(event.interview_id)
        placement = await self._registry.placement(event.room)
        take = recording_in(interview, event.room) if interview else None
        if placement is not None and (take is None or take.take_id != event.take_id):
            await self._call(placement.node_id, "rest_take", RestTake(event.room, event.take_id))

    async def take_finished(self, received: Received[TakeFinished]) -> None:
        event = received.event
        for node_id in await self._registry.nodes_of(event.room):
            await self._call(node_id, "close_take", CloseTake(event.room, event.take_id))

    async def room_closed(self, received: Received[RoomClosed]) -> None:
        event = received.event
        for node_id in await self._registry.nodes_of(event.room):
            await self._call(node_id, "close_room", CloseRoom(event.room))
        await self._registry.clear(event.room)

    @mentioning(*changes("left"))
    async def interview_changed(self, received: Received[InterviewChanged]) -> None:
        """Who leaves for a while is not recorded meanwhile, even where their device stays connected."""
        event = received.event
        if event.change != "left" or event.state != "paused":
            return
        room = room_of(event.interview_id)
        interview = await self._interviews.get(event.interview_id)
        placement = await self._registry.placement(room)
        if placement is not None and interview is not None and interview.state == "paused":
            await self._call(placement.node_id, "close_peer", ClosePeer(room, placement.resource_id))

    async def _call(self, node_id: str, method: str, request: msgspec.Struct) -> None:
        if await self._registry.node(node_id) is None:
            _log.warning("node_gone", node=node_id, method=method)
            return
        await self._rpc.call(f"node:{node_id}", method, request, Done)
