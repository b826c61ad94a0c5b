"""A real publisher and real viewers (stock aiortc) over real UDP through a node in this process."""

from collections.abc import AsyncIterator
from time import monotonic

import pytest

from backend.contracts.media import ClosePeer, CloseRoom, WatchRequest
from backend.kernel.errors import BadRequest, Conflict, Invalid, Unavailable
from media.node.audience import WAIT_FOR_PUBLISHER_MS
from tests.media.node.nodes import Stage, running, until
from tests.media.node.packets import numbers
from tests.media.node.publisher import Publisher, encoded_audio, encoded_video
from tests.media.node.viewers import WatchingViewer, narrow

JOIN_WITHIN_S = 10.0
"""The goal is a second, which `make bench` measures; a machine under load gets ten."""


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
    publisher = Publisher(video=encoded_video(), audio=encoded_audio())
    yield publisher
    await publisher.close()


@pytest.fixture
async def viewer() -> AsyncIterator[WatchingViewer]:
    viewer = WatchingViewer()
    yield viewer
    await viewer.close()


async def test_a_viewer_sees_and_hears_the_publisher(
    stage: Stage, publisher: Publisher, viewer: WatchingViewer
) -> None:
    await stage.publish(publisher)
    await until(lambda: stage.events)
    await viewer.watch(stage.node, "whe_1")
    await until(lambda: viewer.frames["video"] > 20 and viewer.frames["audio"] > 30)
    assert stage.node.status().peers == 2
    for kind in ("audio", "video"):
        got = viewer.sequences(kind)
        assert sorted({(number - got[0]) & 0xFFFF for number in got}) == list(range(len(got))), kind
    audio, video = stage.recorder.sinks["res_1", "audio"], stage.recorder.sinks["res_1", "video"]
    for sink in (audio, video):
        assert numbers(sink.packets) == list(
            range(sink.packets[0].extended_sequence, sink.packets[-1].extended_sequence + 1)
        )


async def test_who_joins_late_is_sent_a_picture_soon(
    stage: Stage, publisher: Publisher, viewer: WatchingViewer
) -> None:
    """The encoded video has a key frame every second; connecting is not counted."""
    await stage.publish(publisher)
    await until(lambda: stage.events)
    await viewer.watch(stage.node, "whe_1")
    await until(lambda: stage.node.rooms["room_1"].audience.viewers["whe_1"].state == "watching")
    connected_at = monotonic()
    await until(lambda: viewer.packets["video"])
    assert viewer.packets["video"][0][0] - connected_at < JOIN_WITHIN_S
    requests = stage.node.rooms["room_1"].peers["res_1"].path.tracks[1].keyframes
    assert requests.sent >= 1


async def test_two_viewers_have_streams_of_their_own(
    stage: Stage, publisher: Publisher, viewer: WatchingViewer
) -> None:
    await stage.publish(publisher)
    await until(lambda: stage.events)
    other = WatchingViewer("audio")
    try:
        await viewer.watch(stage.node, "whe_1")
        await other.watch(stage.node, "whe_2")
        await until(lambda: viewer.frames["audio"] > 10 and other.frames["audio"] > 10)
        ssrcs = {each.packets["audio"][0][1].ssrc for each in (viewer, other)}
        assert len(ssrcs) == 2
        assert stage.node.status().peers == 3
    finally:
        await other.close()
    await until(lambda: ("ViewerLeft", "whe_2", "") in stage.told())
    before = viewer.frames["video"]
    await until(lambda: viewer.frames["video"] > before + 5)


async def test_a_viewer_on_a_narrow_line_slows_nobody(
    stage: Stage, publisher: Publisher, viewer: WatchingViewer
) -> None:
    """A third of what is sent fits through: its pictures stop and go on at key frames, all else flows as it did."""
    await stage.publish(publisher)
    await until(lambda: stage.events)
    slow = WatchingViewer()
    try:
        await viewer.watch(stage.node, "whe_1")
        await slow.watch(stage.node, "whe_2")
        await until(lambda: viewer.frames["video"] > 10 and slow.frames["audio"] > 10)
        narrow(slow, 100_000)
        path = stage.node.rooms["room_1"].audience.viewers["whe_2"].path
        await until(lambda: path.stops > 0, within_s=30)
        before = viewer.frames["video"], len(slow.packets["audio"])
        await until(lambda: viewer.frames["video"] > before[0] + 20)
        await until(lambda: len(slow.packets["audio"]) > before[1] + 20)
    finally:
        await slow.close()
    for kind in ("audio", "video"):
        recorded = numbers(stage.recorder.sinks["res_1", kind].packets)
        assert recorded == list(range(recorded[0], recorded[-1] + 1)), kind


async def test_a_viewer_stays_while_another_device_takes_over(
    stage: Stage, publisher: Publisher, second: Publisher, viewer: WatchingViewer
) -> None:
    await stage.publish(publisher)
    await until(lambda: stage.events)
    await viewer.watch(stage.node, "whe_1")
    await until(lambda: viewer.frames["video"] > 10)
    await stage.publish(second, "res_2")
    await until(lambda: ("PeerJoined", "res_2", "") in stage.told())
    before = viewer.frames["video"]
    await until(lambda: viewer.frames["video"] > before + 15)
    packets = [packet for _, packet in viewer.packets["video"]]
    assert len({packet.ssrc for packet in packets}) == 1
    got = viewer.sequences("video")
    assert sorted({(number - got[0]) & 0xFFFF for number in got}) == list(range(len(got)))


async def test_packets_lost_on_the_way_to_the_viewer_are_sent_again(
    stage: Stage, publisher: Publisher, viewer: WatchingViewer
) -> None:
    await stage.publish(publisher)
    await until(lambda: stage.events)
    await viewer.watch(stage.node, "whe_1")
    watching = stage.node.rooms["room_1"].audience.viewers["whe_1"]
    video = watching.path.streams["video"]
    lost = _lose_every(20, watching._transport, video.ssrc)
    await until(lambda: lost["lost"] > 5 and video.resent > 2)
    before = viewer.frames["video"]
    await until(lambda: viewer.frames["video"] > before + 20)
    assert stage.recorder.sinks["res_1", "video"].gaps == []


async def test_a_viewer_that_fails_parts_and_recording_goes_on(
    stage: Stage, publisher: Publisher, viewer: WatchingViewer
) -> None:
    await stage.publish(publisher)
    await until(lambda: stage.events)
    await viewer.watch(stage.node, "whe_1")
    watching = stage.node.rooms["room_1"].audience.viewers["whe_1"]
    await until(lambda: watching.path.streams["audio"].packets > 0)

    class Broken:
        def protect(self, header: bytes, payload: bytes) -> bytes:
            raise RuntimeError("broken")

    watching._transport._srtp = Broken()  # type: ignore[assignment]
    await until(lambda: ("ViewerLeft", "whe_1", "") in stage.told())
    sink = stage.recorder.sinks["res_1", "video"]
    before = len(sink.packets)
    await until(lambda: len(sink.packets) > before + 10)
    assert sink.gaps == []


async def test_watching_is_idempotent_and_ends_by_command(
    stage: Stage, publisher: Publisher, viewer: WatchingViewer
) -> None:
    await stage.publish(publisher)
    await until(lambda: stage.events)
    await viewer.watch(stage.node, "whe_1")
    offer = str(viewer.connection.localDescription.sdp)
    again = await stage.node.watch(WatchRequest("room_1", "whe_1", offer))
    assert again.answer_sdp == viewer.answer_sdp
    for _ in range(2):
        await stage.node.close_peer(ClosePeer("room_1", "whe_1"))
    assert stage.told()[-1] == ("ViewerLeft", "whe_1", "")
    assert stage.told().count(("ViewerLeft", "whe_1", "")) == 1
    assert stage.node.status().peers == 1


async def test_the_end_of_a_room_parts_from_its_viewers(
    stage: Stage, publisher: Publisher, viewer: WatchingViewer
) -> None:
    await stage.publish(publisher)
    await until(lambda: stage.events)
    await viewer.watch(stage.node, "whe_1")
    await stage.node.close_room(CloseRoom("room_1"))
    assert ("ViewerLeft", "whe_1", "") in stage.told()
    assert stage.node.rooms == {}


async def test_viewers_outlast_a_publisher_by_half_a_minute(
    stage: Stage, publisher: Publisher, viewer: WatchingViewer
) -> None:
    await stage.publish(publisher)
    await until(lambda: stage.events)
    await viewer.watch(stage.node, "whe_1")
    await until(lambda: viewer.packets["audio"])
    await stage.node.close_peer(ClosePeer("room_1", "res_1"))
    audience = stage.node.rooms["room_1"].audience
    alone_since_ms = audience._alone_since_ms
    assert alone_since_ms is not None
    audience._alone_since_ms = alone_since_ms - WAIT_FOR_PUBLISHER_MS + 10_000
    assert audience.pulse(monotonic() * 1000) == []
    audience._alone_since_ms = alone_since_ms - WAIT_FOR_PUBLISHER_MS - 1
    await until(lambda: ("ViewerLeft", "whe_1", "") in stage.told())
    assert stage.node.rooms == {}


async def test_who_may_not_watch_now_is_told_why(publisher: Publisher) -> None:
    async with running(Stage(capacity=1)) as stage:
        with pytest.raises(Conflict) as empty:
            await stage.node.watch(WatchRequest("room_1", "whe_1", "v=0"))
        assert empty.value.code == "nobody_publishes"
        await stage.publish(publisher)
        await until(lambda: stage.events)
        with pytest.raises(Unavailable) as full:
            await stage.node.watch(WatchRequest("room_1", "whe_1", "v=0"))
        assert full.value.code == "node_full"


async def test_an_offer_that_cannot_be_answered_leaves_nothing_behind(stage: Stage, publisher: Publisher) -> None:
    offer = await publisher.offer()
    await stage.publish(publisher)
    await until(lambda: stage.events)
    with pytest.raises(BadRequest):
        await stage.node.watch(WatchRequest("room_1", "whe_1", "nonsense"))
    with pytest.raises(Invalid):
        await stage.node.watch(WatchRequest("room_1", "whe_1", offer.replace("a=sendrecv", "a=sendonly")))
    assert stage.node.rooms["room_1"].audience.viewers == {}
    assert stage.node.peers == 1


def _lose_every(nth: int, transport: object, ssrc: int) -> dict[str, int]:
    """Lose every nth packet of a stream that the node sends on this transport, but none that is sent again: aiortc's
    receiver asks once, and a repeat that is lost, too, stops its pictures for many seconds.
    """
    connection = transport._connection  # type: ignore[attr-defined]
    send = connection.send_now
    seen = {"all": 0, "lost": 0}

    def lossy(data: bytes) -> bool:
        if int.from_bytes(data[8:12], "big") == ssrc:
            seen["all"] += 1
            if seen["all"] % nth == 0:
                seen["lost"] += 1
                return True
        return bool(send(data))

    connection.send_now = lossy
    return seen
