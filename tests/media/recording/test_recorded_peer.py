from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.contracts.media import ActiveTake, MediaKind
from media.node.leg import Leg
from media.node.recorded_peer import RecordedPeer
from media.node.sink import RtpPacket
from media.node.spool import Cluster, LegHead
from tests.media.recording.streams import AUDIO, VP8, packets, speech, video

TAKE = ActiveTake("take_1", ["audio", "video"])


class Legs:
    """The legs that a peer opens, and which of them it has closed."""

    def __init__(self) -> None:
        self.opened: list[Leg] = []
        self.closed: list[Leg] = []

    def open(
        self, peer: RecordedPeer, take: ActiveTake, local_ms: float, arrived_ms: float, expected: frozenset[MediaKind]
    ) -> Leg:
        head = LegHead(take.take_id, f"leg_{len(self.opened)}", "node_1", peer.room, datetime(2026, 11, 22, tzinfo=UTC))
        self.opened.append(Leg(head, zero_ms=local_ms, arrived_ms=arrived_ms, expected=expected))
        return self.opened[-1]


def new_peer() -> tuple[RecordedPeer, Legs]:
    legs = Legs()
    return RecordedPeer("room_1", "whip_1", open_leg=legs.open, close_leg=legs.closed.append), legs


def ignore(local_ms: float, arrived_ms: float, packet: bytes) -> None:
    pass


@pytest.fixture
def spoken(speech_dir: Path) -> Path:
    return sorted(speech_dir.glob("en-*.flac"))[0]


@pytest.mark.parametrize(("is_reported", "expected_ms"), [(True, 2_000), (False, 2_300)])
def test_pictures_that_arrive_late_lie_where_their_sound_is(
    is_reported: bool, expected_ms: float, spoken: Path
) -> None:
    """Pictures come 300 ms after the sound of the same instant. Reports put that right; without, arrival counts."""
    peer, legs = new_peer()
    sound, sight = peer.track(AUDIO, lambda: None, ignore), peer.track(VP8, lambda: None, ignore)
    arriving = [(each.arrived_ms, sound, each) for each in packets(speech(spoken, 5.0), AUDIO, delay_ms=0)]
    arriving += [(each.arrived_ms, sight, each) for each in packets(video("vp8", 4.0), VP8, delay_ms=300)]
    for at_ms, sink, packet in sorted(arriving, key=lambda each: each[0]):
        if at_ms == 1_900 and is_reported:
            sound.sender_report(50_000.0, 1_000 * 48)
            sight.sender_report(50_000.0, 1_000 * 90)
        if at_ms == 2_000 and sink is sound:
            peer.start(TAKE)
        sink.packet(packet)
    (leg,) = legs.opened
    begin = next(each for each in video("vp8", 4.0) if each.is_key and each.at_ms + 300 >= 2_000)
    leg_begin_ms = 2_000
    first_block = next(block for block in _video_times(leg))
    assert first_block == pytest.approx(begin.at_ms - leg_begin_ms + expected_ms - 2_000, abs=5)


def _video_times(leg: Leg) -> list[int]:
    import io

    import av

    from tests.media.recording.test_leg import file_of

    leg.finish()
    with av.open(io.BytesIO(file_of(leg.drain()))) as file:
        stream = file.streams.video[0]
        return [packet.pts for packet in file.demux(stream) if packet.size]


def test_nothing_outside_a_take_is_recorded(spoken: Path) -> None:
    peer, legs = new_peer()
    sound, sight = peer.track(AUDIO, lambda: None, ignore), peer.track(VP8, lambda: None, ignore)
    for track, sink, frames in ((AUDIO, sound, speech(spoken, 1.0)), (VP8, sight, video("vp8", 4.0))):
        for packet in packets(frames, track):
            sink.packet(packet)
    assert not legs.opened
    peer.start(TAKE)
    peer.stop()
    peer.stop()
    assert not legs.opened


def test_a_muted_camera_leaves_the_sound_going(spoken: Path) -> None:
    peer, legs = new_peer()
    sound, sight = peer.track(AUDIO, lambda: None, ignore), peer.track(VP8, lambda: None, ignore)
    peer.start(TAKE)
    for packet in packets(video("vp8", 1.0), VP8):
        sight.packet(packet)
    for packet in packets(speech(spoken, 4.0), AUDIO):
        sound.packet(packet)
    peer.stop()
    (leg,) = legs.closed
    assert leg.duration_ms == pytest.approx(4_000, abs=30)
    clusters = [each for each in leg.drain() if isinstance(each, Cluster)]
    assert len(clusters) >= 4


def test_each_refused_frame_asks_for_a_key_frame(spoken: Path) -> None:
    """A take opens between two key frames: until the next one pictures are refused."""
    peer, legs = new_peer()
    asked = []
    sight = peer.track(VP8, lambda: asked.append(1), ignore)
    arriving: list[RtpPacket] = list(packets(video("vp8", 4.0), VP8))
    peer.start(TAKE)
    for packet in arriving:
        if packet.timestamp >= 45_000:
            sight.packet(packet)
    key_at = next(each.at_ms for each in video("vp8", 4.0) if each.is_key and each.at_ms >= 500)
    assert len(asked) == 1 + round((key_at - 500) / 50)
    assert len(legs.opened) == 1
