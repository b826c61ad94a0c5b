"""Real packets cut, flipped, doubled and thrown about on their way through everything that a publisher's packets reach.

Receive path, depacketisers, clocks, leg, audio branch and a viewer's stream, as they stand together in the node.
"""

import io
from random import Random

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media.node.audio import AudioStream
from media.node.forward_path import ForwardPath
from media.node.forward_stream import Format, ForwardedStream
from media.node.frame import MAX_FRAME_BYTES
from media.node.leg import MAX_CLUSTER_BYTES
from media.node.receive_path import ReceivePath
from media.node.rtcp import SenderReport, bye, nack, picture_loss, sender_report
from media.node.sink import RtpPacket, TrackDescription
from media.node.track import AUDIO_CAPACITY, VIDEO_CAPACITY, PublishedTrack
from media.node.voice import VoiceStream
from media.speech.vad import VoiceActivityDetector
from tests.media.node.packets import rtp_bytes
from tests.media.recording.streams import AUDIO, AUDIO_SSRC, FPS, H264, VIDEO_SSRC, VP8, packets, tone, video
from tests.media.recording.test_leg import file_of
from tests.media.recording.test_recorded_peer import TAKE, new_peer

SECONDS = 1.5
MOST_SENT_BYTES = 8_000_000
Harm = tuple[str, int]
HARMS = ("cut", "flip", "twice", "late", "gone", "ssrc", "sequence", "timestamp", "type", "rtcp", "padding", "wait")


def wire(packet: RtpPacket) -> bytes:
    return rtp_bytes(
        packet.sequence,
        payload_type=packet.payload_type,
        ssrc=packet.ssrc,
        timestamp=packet.timestamp,
        is_marked=packet.marker,
        payload=packet.payload,
    )


def corpus(track: TrackDescription) -> list[tuple[float, bytes]]:
    """(arrival in ms, RTP packet) of sound and picture, in order."""
    both = [*packets(tone(SECONDS), AUDIO), *packets(video(track.codec, SECONDS, key_every=10), track)]
    return [(each.arrived_ms, wire(each)) for each in sorted(both, key=lambda each: each.arrived_ms)]


class Node:
    """What stands behind one publisher's transport, and one viewer of them."""

    def __init__(self, track: TrackDescription) -> None:
        self.peer, self.legs = new_peer()
        self.detector = VoiceActivityDetector()
        self.audio = AudioStream(VoiceStream(self.detector, lambda speech: None))
        self.tracks = [
            PublishedTrack(AUDIO, self.peer.track(AUDIO, lambda: None, self.audio.hear)),
            PublishedTrack(track, self.peer.track(track, lambda: None, self.audio.hear), rtx_payload_type=97),
        ]
        self.path = ReceivePath(self.tracks, lambda compound: None, 0.0)
        self.forwarded = 0
        formats = {"vp8": Format(96, 97), "h264": Format(102, 103)}
        streams = {
            "audio": ForwardedStream("audio", {"opus": Format(111)}, self._forward),
            "video": ForwardedStream("video", formats, self._forward),  # type: ignore[arg-type]
        }
        self.viewer = ForwardPath(streams, lambda compound: None, lambda: None, 0.0)  # type: ignore[arg-type]
        self.viewer.begin(self.viewer.clock, {"audio": AUDIO, "video": track}, 0.0)
        for each in self.tracks:
            each.tap = Tap(self.viewer, each.description)
        self.peer.start(TAKE)

    def _forward(self, header: bytes, payload: bytes) -> bool:
        self.forwarded += len(payload)
        return True

    def arrive(self, data: bytes, now_ms: float) -> None:
        if len(data) > 1 and 192 <= data[1] <= 223:
            self.path.rtcp(data, now_ms)
            self.viewer.rtcp(data, now_ms)
        else:
            self.path.rtp(data, now_ms)
        if now_ms >= self.path.due_ms:
            self.path.tick(now_ms)
        self.viewer.tick(now_ms)

    def hear(self) -> None:
        self.audio.decode()
        self.detector.step()

    def check_bounds(self) -> None:
        assert all(
            track.reorder.held <= (AUDIO_CAPACITY, VIDEO_CAPACITY)[index] for index, track in enumerate(self.tracks)
        )
        for leg in self.legs.opened:
            assert sum(len(block.data) for block in leg._blocks) <= MAX_FRAME_BYTES + MAX_CLUSTER_BYTES


class Tap:
    def __init__(self, viewer: ForwardPath, description: TrackDescription) -> None:
        self._viewer, self._kind = viewer, description.kind

    def packet(self, packet: RtpPacket) -> None:
        self._viewer.packet(self._kind, packet)

    def sender_report(self, report: SenderReport, now_ms: float) -> None:
        pass


def harmed(data: bytes, harm: Harm) -> list[bytes]:
    """What comes instead of `data`."""
    kind, amount = harm
    at = amount % len(data)
    random = Random(amount)
    match kind:
        case "cut":
            return [data[:at]]
        case "flip":
            return [data[:at] + bytes([data[at] ^ 1 << amount % 8]) + data[at + 1 :]]
        case "twice":
            return [data, data]
        case "gone":
            return []
        case "ssrc":
            return [data[:8] + (amount % 3).to_bytes(4) + data[12:]]
        case "sequence":
            return [data[:2] + (amount & 0xFFFF).to_bytes(2) + data[4:]]
        case "timestamp":
            return [data[:4] + random.randbytes(4) + data[8:]]
        case "type":
            return [data[:1] + bytes([data[1] & 0x80 | (96, 97, 102, 111, 0, 35)[amount % 6]]) + data[2:]]
        case "padding":
            return [bytes([data[0] | 0x20]) + data[1:-1] + bytes([amount & 0xFF])]
        case "rtcp":
            report = sender_report(SenderReport(VIDEO_SSRC, amount << 32, amount & 0xFFFFFFFF, 1, 1))
            said = (report, bye(AUDIO_SSRC), nack(1, VIDEO_SSRC, [amount & 0xFFFF]), picture_loss(1, VIDEO_SSRC))
            whole = said[amount % 4]
            return [data, whole, whole[: amount % len(whole)], random.randbytes(1) + b"\xc8" + random.randbytes(30)]
        case _:
            return [data]


def play(track: TrackDescription, harms: dict[int, Harm]) -> Node:
    """The whole corpus, with what befalls packet by packet."""
    node, waited_ms = Node(track), 0.0
    late: list[bytes] = []
    for number, (at_ms, data) in enumerate(corpus(track)):
        harm = harms.get(number, ("whole", 0))
        if harm[0] == "late":
            late.append(data)
            continue
        waited_ms += harm[1] % 5_000 if harm[0] == "wait" else 0
        for each in harmed(data, harm):
            node.arrive(each, at_ms + waited_ms)
        if number % 7 == 0 and late:
            node.arrive(late.pop(0), at_ms + waited_ms)
        if number % 20 == 0:
            node.hear()
            node.check_bounds()
    node.path.end()
    node.peer.stop()
    node.hear()
    return node


@pytest.mark.parametrize("track", [VP8, H264], ids=["vp8", "h264"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow])
@given(
    harms=st.dictionaries(st.integers(0, 200), st.tuples(st.sampled_from(HARMS), st.integers(0, 1 << 31)), max_size=60)
)
def test_no_packet_stops_the_recording_or_fills_the_memory(track: TrackDescription, harms: dict[int, Harm]) -> None:
    node = play(track, harms)
    assert node.forwarded <= MOST_SENT_BYTES
    for leg in node.legs.opened:
        records = leg.drain()
        content = file_of(records)
        assert len(content) <= MOST_SENT_BYTES
        if content:
            with av.open(io.BytesIO(content)) as file:
                assert list(file.demux()), "what was recorded can be read"


@pytest.mark.parametrize("track", [VP8, H264], ids=["vp8", "h264"])
def test_unharmed_the_whole_is_recorded_and_forwarded(track: TrackDescription) -> None:
    """Else the test above would harm nothing that counts."""
    node = play(track, {})
    (leg,) = node.legs.opened
    with av.open(io.BytesIO(file_of(leg.drain()))) as file:
        kinds = [packet.stream.type for packet in file.demux() if packet.size]
    assert kinds.count("video") == round(SECONDS * FPS)
    assert kinds.count("audio") == round(SECONDS * 50)
    assert node.forwarded > 10_000
