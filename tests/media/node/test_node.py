"""Real publishers (stock aiortc) over real UDP against a node in this process."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import pytest

from backend.contracts.events.media import PeerLost
from backend.contracts.media import (
    ActiveTake,
    ClosePeer,
    CloseRoom,
    CloseTake,
    Drain,
    OpenTake,
    PublishRequest,
    RestTake,
)
from backend.kernel.clock import utc_now
from backend.kernel.errors import BadRequest, Unavailable
from media.node.addresses import PortRange
from tests.media.node.nodes import WITHIN_S, Stage, running, until
from tests.media.node.packets import numbers
from tests.media.node.publisher import Publisher, encoded_audio, encoded_video

TAKE = ActiveTake("take_1", ["audio", "video"])


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with running(Stage()) as stage:
        yield stage


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    publisher = Publisher(video=encoded_video(), audio=encoded_audio())
    yield publisher
    await publisher.close()


@pytest.fixture
async def second() -> AsyncIterator[Publisher]:
    publisher = Publisher(video=None, audio=encoded_audio())
    yield publisher
    await publisher.close()


async def test_both_tracks_arrive_whole_and_in_order(stage: Stage, publisher: Publisher) -> None:
    await stage.publish(publisher)
    await until(lambda: len(stage.recorder.sinks) == 2)
    audio, video = stage.recorder.sinks["res_1", "audio"], stage.recorder.sinks["res_1", "video"]
    await until(lambda: len(audio.packets) > 60 and len(video.packets) > 30)
    for sink in (audio, video):
        got = numbers(sink.packets)
        assert got == list(range(got[0], got[0] + len(got)))
        assert sink.gaps == []
    assert stage.told() == [("PeerJoined", "res_1", "")]
    assert stage.node.status().peers == 1
    first = [packet for packet in video.packets if packet.timestamp == video.packets[0].timestamp]
    assert first[0].payload[0] & 0x10, "the first packet of a frame begins a VP8 partition"
    assert first[-1].marker


async def test_the_publisher_hears_round_trip_and_loss(stage: Stage, publisher: Publisher) -> None:
    await stage.publish(publisher)
    found: dict[str, float] = {}
    async with asyncio.timeout(WITHIN_S):
        while len(found) < 2:
            reports = (await publisher.connection.getStats()).values()
            answered = [each for each in reports if each.type == "remote-inbound-rtp" and each.roundTripTime]
            found = {each.kind: each.roundTripTime for each in answered}
            await asyncio.sleep(0.02)
    assert all(0 < round_trip_s < 5 for round_trip_s in found.values())


async def test_packets_lost_on_the_way_are_sent_again(stage: Stage, publisher: Publisher) -> None:
    await stage.publish(publisher)
    dropped = stage.lose_every(10)
    audio, video = stage.recorder.sinks["res_1", "audio"], stage.recorder.sinks["res_1", "video"]
    await until(lambda: len(audio.packets) > 120 and len(video.packets) > 60 and dropped["lost"] > 15)
    for sink in (audio, video):
        got = numbers(sink.packets)
        assert got == list(range(got[0], got[0] + len(got)))
        assert sink.gaps == []


async def test_silence_is_told_with_the_time_of_the_last_packet(stage: Stage, second: Publisher) -> None:
    await stage.publish(second)
    await until(lambda: stage.told() == [("PeerJoined", "res_1", "")])
    await second.vanish()
    await until(lambda: len(stage.events) == 2)
    assert stage.told()[1] == ("PeerLost", "res_1", "silent")
    lost = stage.events[1]
    assert isinstance(lost, PeerLost)
    last_ms = stage.recorder.sinks["res_1", "audio"].packets[-1].arrived_ms
    ago_s = (utc_now() - lost.at).total_seconds()
    assert abs(ago_s - (monotonic() - last_ms / 1000)) < 0.2
    assert ago_s > 2.3


async def test_a_closed_connection_is_told_once(stage: Stage, second: Publisher) -> None:
    await stage.publish(second)
    await until(lambda: stage.events)
    await second.close()
    await until(lambda: ("gone", "room_1", "res_1") in stage.recorder.told)
    assert stage.told() == [("PeerJoined", "res_1", ""), ("PeerLost", "res_1", "closed")]
    assert stage.node.rooms == {}


async def test_the_newer_device_wins_and_the_take_goes_on(
    stage: Stage, publisher: Publisher, second: Publisher
) -> None:
    await stage.publish(publisher)
    await stage.node.open_take(OpenTake("room_1", TAKE))
    await until(lambda: stage.events)
    await stage.publish(second, "res_2", active_take={"take_id": "take_1", "kinds": ["audio", "video"]})
    await until(lambda: ("gone", "room_1", "res_1") in stage.recorder.told)
    assert stage.told() == [("PeerJoined", "res_1", ""), ("PeerLost", "res_1", "replaced"), ("PeerJoined", "res_2", "")]
    assert stage.recorder.told.count(("open", "room_1", "take_1")) == 2


async def test_a_device_check_is_neither_recorded_nor_told_and_displaces_nobody(
    stage: Stage, publisher: Publisher, second: Publisher
) -> None:
    await stage.publish(second)
    await until(lambda: stage.events)
    await stage.publish(publisher, "res_check", purpose="check")
    peer = stage.node.rooms["room_1"].peers["res_check"]
    await until(lambda: peer.path.packets > 20)
    assert stage.told() == [("PeerJoined", "res_1", "")]
    assert {resource for resource, _ in stage.recorder.sinks} == {"res_1"}
    await stage.node.close_peer(ClosePeer("room_1", "res_check"))
    assert stage.told() == [("PeerJoined", "res_1", "")]


async def test_of_many_device_checks_in_one_room_the_newest_stay(stage: Stage, second: Publisher) -> None:
    offer = await second.offer()
    for number in range(4):
        await stage.node.publish(PublishRequest("room_1", f"res_{number}", offer, purpose="check"))
    assert list(stage.node.rooms["room_1"].peers) == ["res_2", "res_3"]
    assert stage.node.peers == 2
    assert stage.events == []


async def test_commands_are_idempotent(stage: Stage, second: Publisher) -> None:
    offer = await second.offer()
    request = PublishRequest("room_1", "res_1", offer)
    answer = await stage.node.publish(request)
    assert await stage.node.publish(request) == answer
    assert stage.node.peers == 1
    await second.accept(answer.answer_sdp)
    await until(lambda: stage.events)
    for _ in range(2):
        await stage.node.open_take(OpenTake("room_1", TAKE))
    for _ in range(2):
        await stage.node.rest_take(RestTake("room_1", "take_1"))
    assert stage.node.rooms["room_1"].take is None
    await stage.node.open_take(OpenTake("room_1", TAKE))
    for _ in range(2):
        await stage.node.close_take(CloseTake("room_1", "take_1"))
    for _ in range(2):
        await stage.node.close_peer(ClosePeer("room_1", "res_1"))
    for _ in range(2):
        await stage.node.close_room(CloseRoom("room_1"))
    assert stage.told() == [("PeerJoined", "res_1", ""), ("PeerLost", "res_1", "closed")]
    assert stage.node.rooms == {}


async def test_the_end_of_a_room_closes_its_take_and_its_publisher(stage: Stage, second: Publisher) -> None:
    await stage.publish(second)
    await until(lambda: stage.events)
    await stage.node.open_take(OpenTake("room_1", TAKE))
    await stage.node.close_room(CloseRoom("room_1"))
    assert ("close", "room_1", "take_1") in stage.recorder.told
    assert stage.told()[-1] == ("PeerLost", "res_1", "closed")
    assert stage.node.rooms == {}


async def test_a_full_node_refuses_but_lets_its_own_come_back(publisher: Publisher, second: Publisher) -> None:
    async with running(Stage(capacity=1)) as stage:
        await stage.publish(second)
        await until(lambda: stage.events)
        offer = await publisher.offer()
        with pytest.raises(Unavailable) as caught:
            await stage.node.publish(PublishRequest("room_2", "res_2", offer))
        assert (caught.value.code, caught.value.extra["retry_after_s"]) == ("node_full", 10)
        answer = await stage.node.publish(PublishRequest("room_1", "res_3", offer))
        await publisher.accept(answer.answer_sdp)
        await until(lambda: ("PeerJoined", "res_3", "") in stage.told())


async def test_a_place_is_kept_for_who_comes_back(publisher: Publisher, second: Publisher) -> None:
    async with running(Stage(capacity=2)) as stage:
        await stage.publish(second)
        await until(lambda: stage.events)
        offer = await publisher.offer()
        with pytest.raises(Unavailable) as caught:
            await stage.node.publish(PublishRequest("room_2", "res_2", offer))
        assert caught.value.code == "node_full"
        await stage.node.publish(PublishRequest("room_3", "res_3", offer, is_rejoin=True))
        assert stage.node.peers == 2


async def test_a_draining_node_takes_nobody_but_its_own_back(publisher: Publisher, second: Publisher) -> None:
    async with running(Stage()) as stage:
        await stage.publish(second)
        await until(lambda: stage.events)
        assert (await stage.node.drained(Drain())).is_draining
        offer = await publisher.offer()
        with pytest.raises(Unavailable) as caught:
            await stage.node.publish(PublishRequest("room_2", "res_2", offer))
        assert caught.value.code == "node_draining"
        answer = await stage.node.publish(PublishRequest("room_1", "res_3", offer, is_rejoin=True))
        await publisher.accept(answer.answer_sdp)
        await until(lambda: ("PeerJoined", "res_3", "") in stage.told())


async def test_a_node_without_ports_says_so(second: Publisher, publisher: Publisher) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        async with running(Stage(ports=PortRange(port, port))) as stage:
            with pytest.raises(Unavailable) as caught:
                await stage.publish(second)
            assert caught.value.code == "node_without_ports"
            assert stage.node.peers == 0


async def test_sockets_stay_in_the_port_range(second: Publisher) -> None:
    async with running(Stage(ports=PortRange(47_100, 47_120))) as stage:
        answer = await stage.publish(second)
        await until(lambda: stage.events)
        ports = [int(line.split()[5]) for line in answer.answer_sdp.splitlines() if line.startswith("a=candidate")]
        assert ports
        assert all(47_100 <= port <= 47_120 for port in ports)


async def test_a_node_that_leaves_takes_nobody_and_stores_what_it_has(stage: Stage, second: Publisher) -> None:
    await stage.publish(second)
    await until(lambda: stage.events)
    await stage.node.close()
    assert stage.told()[-1] == ("PeerLost", "res_1", "node_stopped")
    assert stage.recorder.told[-2:] == [("gone", "room_1", "res_1"), ("stored",)]
    with pytest.raises(Unavailable) as caught:
        await stage.node.publish(PublishRequest("room_1", "res_2", ""))
    assert caught.value.code == "node_draining"


async def test_a_malformed_offer_leaves_nothing_behind(stage: Stage) -> None:
    with pytest.raises(BadRequest):
        await stage.node.publish(PublishRequest("room_1", "res_1", "nonsense"))
    assert stage.node.rooms == {}


async def test_publishers_that_come_and_go_leave_no_socket_and_no_task(stage: Stage) -> None:
    async def come_and_go(index: int) -> None:
        publisher = Publisher(video=None, audio=encoded_audio())
        await stage.publish(publisher, f"res_{index}")
        await until(lambda: ("PeerJoined", f"res_{index}", "") in stage.told())
        await stage.node.close_peer(ClosePeer("room_1", f"res_{index}"))
        await publisher.close()

    await come_and_go(0)
    await until(lambda: not stage.node._keeper._tasks)
    sockets, tasks = _open_sockets(), len(asyncio.all_tasks())
    for index in range(1, 6):
        await come_and_go(index)
    await until(
        lambda: not stage.node._keeper._tasks and _open_sockets() <= sockets and len(asyncio.all_tasks()) <= tasks
    )
    assert stage.node.rooms == {}


def _open_sockets() -> int:
    return sum("socket:" in str(_target(link)) for link in Path("/proc/self/fd").iterdir())


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""
