"""A media node in the test's process, with a recorder that remembers, and ways to wait for what it says."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import msgspec

from backend.contracts.media import ActiveTake, PublishAnswer, PublishRequest
from backend.kernel.clock import utc_now
from media.node.addresses import HostAddress, PortRange
from media.node.node import MediaNode, NodeLimits
from media.node.sink import RequestKeyframe, TrackDescription
from tests.media.node.lossy import Deliver, intercept
from tests.media.node.packets import RememberingSink
from tests.media.node.publisher import Publisher

WITHIN_S = 30.0
LOOPBACK = [HostAddress("127.0.0.1", "127.0.0.1")]


class RememberingRecorder:
    """The recording side's interface; keeps what it is told."""

    def __init__(self) -> None:
        self.sinks: dict[tuple[str, str], RememberingSink] = {}
        self.told: list[tuple[str, ...]] = []
        self.unstored_legs = 0

    def sink(
        self, room: str, resource_id: str, track: TrackDescription, request_keyframe: RequestKeyframe
    ) -> RememberingSink:
        return self.sinks.setdefault((resource_id, track.kind), RememberingSink())

    def open_take(self, room: str, take: ActiveTake) -> None:
        self.told.append(("open", room, take.take_id))

    def rest_take(self, room: str, take_id: str) -> None:
        self.told.append(("rest", room, take_id))

    async def close_take(self, room: str, take_id: str) -> None:
        self.told.append(("close", room, take_id))

    def peer_gone(self, room: str, resource_id: str) -> None:
        self.told.append(("gone", room, resource_id))

    async def recover(self) -> None:
        pass

    async def close(self) -> None:
        self.told.append(("stored",))


class Stage:
    """A running node: `node`, `recorder`, and the `events` it announced."""

    def __init__(
        self, capacity: int = 10, ports: PortRange | None = None, hosts: list[HostAddress] | None = None
    ) -> None:
        self.recorder = RememberingRecorder()
        self.events: list[msgspec.Struct] = []
        limits = NodeLimits(hosts or LOOPBACK, ports or PortRange(), capacity)
        self.node = MediaNode("node_test", limits, self.recorder, self.events.append, utc_now)

    async def publish(self, publisher: Publisher, resource_id: str = "res_1", **request: object) -> PublishAnswer:
        offer = await publisher.offer()
        answer = await self.node.publish(
            msgspec.convert(
                {"room": "room_1", "resource_id": resource_id, "offer_sdp": offer, **request}, PublishRequest
            )
        )
        await publisher.accept(answer.answer_sdp)
        return answer

    def lose_every(self, nth: int, resource_id: str = "res_1") -> dict[str, int]:
        """Lose every nth datagram of media before decryption; counts them."""
        seen = {"all": 0, "lost": 0}

        def losing(deliver: Deliver) -> Deliver:
            def lossy(data: bytes, arrived_ms: float) -> None:
                seen["all"] += 1
                if seen["all"] % nth == 0:
                    seen["lost"] += 1
                else:
                    deliver(data, arrived_ms)

            return lossy

        intercept(self.node.rooms["room_1"].peers[resource_id]._transport, losing)
        return seen

    def told(self) -> list[tuple[str, str, str]]:
        """Announced events in short: kind, resource, reason."""
        return [
            (type(event).__name__, getattr(event, "resource_id", ""), getattr(event, "reason", ""))
            for event in self.events
        ]


@asynccontextmanager
async def running(stage: Stage) -> AsyncIterator[Stage]:
    pulse = asyncio.create_task(stage.node.run())
    try:
        yield stage
    finally:
        await stage.node.close()
        pulse.cancel()


async def until(condition: Callable[[], object], within_s: float = WITHIN_S) -> None:
    """Raises: TimeoutError."""
    async with asyncio.timeout(within_s):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in the code under test
            await asyncio.sleep(0.01)
