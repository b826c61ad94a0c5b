"""A publisher in virtual time: packets in over a scripted network, deliveries and RTCP out."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.node.bandwidth import START_BPS
from media.node.receive_path import MAX_BITRATE_BPS, ReceivePath
from media.node.rtcp import (
    KeyframeRequest,
    Nack,
    ReceiverReport,
    RtcpPacket,
    SenderReport,
    bye,
    parse_rtcp,
    sender_report,
)
from media.node.track import AUDIO_DEADLINE_MS, VIDEO_CAPACITY, VIDEO_DEADLINE_MS, PublishedTrack
from tests.media.node.packets import (
    AUDIO,
    RTX_PAYLOAD_TYPE,
    SSRC,
    VIDEO,
    RememberingSink,
    numbers,
    rtp_bytes,
    rtx_bytes,
)


class Scene:
    """A receive path with a video and an audio track, and what it sent back."""

    def __init__(self) -> None:
        self.video, self.audio = RememberingSink(), RememberingSink()
        self.video_track = PublishedTrack(VIDEO, self.video, RTX_PAYLOAD_TYPE)
        self.audio_track = PublishedTrack(AUDIO, self.audio)
        self.sent: list[tuple[float, RtcpPacket]] = []
        self.raw: list[bytes] = []
        self.now_ms = 0.0
        self.path = ReceivePath([self.video_track, self.audio_track], self._send, 0.0)

    def _send(self, compound: bytes) -> None:
        self.raw.append(compound)
        self.sent += [(self.now_ms, packet) for packet in parse_rtcp(compound)]

    def arrive(self, data: bytes) -> None:
        self.path.rtp(data, self.now_ms)

    def until(self, at_ms: float) -> None:
        """Let time pass in steps of the node's pulse."""
        while self.now_ms < at_ms:
            self.now_ms = min(at_ms, self.now_ms + 10)
            if self.now_ms >= self.path.due_ms:
                self.path.tick(self.now_ms)

    def told(self, kind: type[RtcpPacket]) -> list[RtcpPacket]:
        return [packet for _, packet in self.sent if isinstance(packet, kind)]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_packets_are_routed_by_their_payload_type(scene: Scene) -> None:
    scene.arrive(rtp_bytes(1))
    scene.arrive(rtp_bytes(900, payload_type=111, ssrc=5))
    scene.arrive(rtp_bytes(1, payload_type=35))
    assert (numbers(scene.video.packets), numbers(scene.audio.packets)) == ([1], [900])
    assert scene.path.unroutable == 1


def test_a_lost_packet_is_asked_for_and_its_retransmission_fills_the_gap(scene: Scene) -> None:
    for sequence in (1, 2, 4):
        scene.arrive(rtp_bytes(sequence))
    scene.until(20)
    assert scene.told(Nack) == [Nack(SSRC, (3,))]
    scene.arrive(rtx_bytes(3, sequence=1, payload=b"three"))
    assert numbers(scene.video.packets) == [1, 2, 3, 4]
    assert scene.video.packets[2].payload == b"three"
    assert scene.video.gaps == []


def test_audio_is_asked_for_too_and_comes_back_on_its_own_source(scene: Scene) -> None:
    for sequence in (65_535, 1):
        scene.arrive(rtp_bytes(sequence, payload_type=111, ssrc=5))
    scene.until(20)
    assert scene.told(Nack) == [Nack(5, (0,))]
    scene.arrive(rtp_bytes(0, payload_type=111, ssrc=5))
    assert numbers(scene.audio.packets) == [65_535, 65_536, 65_537]


def test_video_given_up_is_told_and_asks_for_a_key_frame(scene: Scene) -> None:
    for sequence in (1, 4):
        scene.arrive(rtp_bytes(sequence))
    scene.until(VIDEO_DEADLINE_MS + 20)
    assert scene.video.gaps == [(2, 2)]
    assert scene.told(KeyframeRequest) == [KeyframeRequest(SSRC)]


def test_audio_given_up_is_told_at_its_own_deadline(scene: Scene) -> None:
    for sequence in (1, 3):
        scene.arrive(rtp_bytes(sequence, payload_type=111, ssrc=5))
    scene.until(AUDIO_DEADLINE_MS - 10)
    assert scene.audio.gaps == []
    scene.until(AUDIO_DEADLINE_MS)
    assert scene.audio.gaps == [(2, 1)]
    assert numbers(scene.audio.packets) == [1, 3]


def test_reports_leave_twice_a_second_with_loss_and_estimate(scene: Scene) -> None:
    for sequence in (0, 1, 2, 4):
        scene.arrive(rtp_bytes(sequence))
    scene.until(2_000)
    reports = [packet for packet in scene.told(ReceiverReport) if isinstance(packet, ReceiverReport)]
    assert len(reports) == 4
    assert [block.packets_lost for block in reports[-1].blocks] == [1]
    assert sum(b"REMB" in compound for compound in scene.raw) == 2


def test_sender_reports_reach_the_sink_of_their_source_and_are_echoed(scene: Scene) -> None:
    scene.arrive(rtp_bytes(1))
    scene.path.rtcp(sender_report(SenderReport(SSRC, 100 << 32, 4_711, 1, 1)), 10)
    scene.path.rtcp(sender_report(SenderReport(999, 100 << 32, 1, 1, 1)), 10)
    assert scene.video.reports == [(100_000.0, 4_711)]
    scene.until(510)
    (report,) = scene.told(ReceiverReport)
    assert isinstance(report, ReceiverReport)
    assert report.blocks[0].lsr == 100 << 16


def test_key_frames_come_in_step_while_recording(scene: Scene) -> None:
    scene.arrive(rtp_bytes(1))
    scene.path.recording(True)
    scene.until(9_000)
    assert [at_ms for at_ms, packet in scene.sent if isinstance(packet, KeyframeRequest)] == [10, 4_010, 8_010]


def test_another_source_takes_over_with_its_second_packet_and_numbering_goes_on(scene: Scene) -> None:
    scene.arrive(rtp_bytes(10))
    scene.arrive(rtp_bytes(500, ssrc=77))
    scene.arrive(rtp_bytes(11))
    scene.arrive(rtp_bytes(800, ssrc=78))
    scene.arrive(rtp_bytes(801, ssrc=78))
    scene.arrive(rtp_bytes(802, ssrc=78))
    assert [(packet.ssrc, packet.extended_sequence) for packet in scene.video.packets] == [
        (SSRC, 10),
        (SSRC, 11),
        (78, 12),
        (78, 13),
    ]


def test_a_bye_lets_what_waits_leave(scene: Scene) -> None:
    for sequence in (1, 3):
        scene.arrive(rtp_bytes(sequence))
    scene.path.rtcp(bye(SSRC), 10)
    assert numbers(scene.video.packets) == [1, 3]


def test_a_flood_is_cut_before_it_costs_and_the_publisher_is_heard_again(scene: Scene) -> None:
    payload = bytes(1_000)
    for sequence in range(2 * MAX_BITRATE_BPS // 8 // 1_000):
        scene.arrive(rtp_bytes(sequence, payload=payload))
    assert scene.path.over_limit > 900
    assert len(scene.video.packets) <= MAX_BITRATE_BPS // 8 // 1_000
    scene.until(1_010)
    before = len(scene.video.packets)
    scene.arrive(rtp_bytes(2_000, payload=payload))
    scene.arrive(rtp_bytes(2_001, payload=payload))
    scene.until(1_010 + VIDEO_DEADLINE_MS)
    assert len(scene.video.packets) == before + 2


def told_bitrates(scene: Scene) -> list[int]:
    """What the publisher was told by REMB (draft-alvestrand-rmcat-remb-03 2.2)."""
    found = []
    for compound in scene.raw:
        at = compound.find(b"REMB")
        if at >= 0:
            word = int.from_bytes(compound[at + 5 : at + 8])
            found.append((word & 0x3FFFF) << (word >> 18))
    return found


def test_a_publisher_beyond_the_limit_is_told_half_at_once_and_again_each_second(scene: Scene) -> None:
    payload, flood = bytes(1_000), 2 * MAX_BITRATE_BPS // 8 // 1_000
    for second in range(3):
        for sequence in range(second * flood, (second + 1) * flood):
            scene.arrive(rtp_bytes(sequence, payload=payload))
        assert told_bitrates(scene)[-1] == pytest.approx(START_BPS / 2 ** (second + 1), rel=0.01)
        assert scene.path.limited == second + 1
        scene.until((second + 1) * 1_010)
    assert len(scene.video.packets) <= 3 * MAX_BITRATE_BPS // 8 // 1_000
    last = told_bitrates(scene)[-1]
    for sequence in range(3 * flood, 3 * flood + 40):
        scene.arrive(rtp_bytes(sequence, payload=payload))
        scene.until(scene.now_ms + 100)
    assert told_bitrates(scene)[-1] >= last
    assert scene.path.limited == 3


def test_rtcp_alone_does_not_make_a_publisher_but_keeps_one(scene: Scene) -> None:
    report = sender_report(SenderReport(SSRC, 1, 1, 1, 1))
    scene.path.rtcp(report, 5)
    assert scene.path.last_packet_ms is None
    scene.arrive(rtp_bytes(1))
    scene.path.rtcp(report, 70)
    assert scene.path.last_packet_ms == 70


@pytest.mark.parametrize("loss", [0.02, 0.05, 0.10, 0.15])
@pytest.mark.parametrize("kind", ["video", "audio"])
def test_over_a_bad_network_with_retransmission_nothing_that_came_is_missing(
    scene: Scene, loss: float, kind: str
) -> None:
    """60 ms round trip, loss on both ways, some packets doubled and out of order."""
    is_video = kind == "video"
    random = Random(int(loss * 100))
    total, answered = 600, 0
    wire: list[tuple[float, bytes]] = []
    base = 65_300
    payload_type, ssrc = (96, SSRC) if is_video else (111, 5)

    def send(at_ms: float, data: bytes) -> None:
        copies = 2 if random.random() < 0.02 else 1
        wire.extend((at_ms + 30 + random.random() * 8, data) for _ in range(copies) if random.random() >= loss)

    def media(number: int, payload: bytes = b"media") -> bytes:
        return rtp_bytes(base + number, payload_type=payload_type, ssrc=ssrc, timestamp=number * 960, payload=payload)

    wire.append((0.0, media(0)))
    for number in range(1, total):
        send(number * 10.0, media(number))
    wire.append((total * 10.0 + 40, media(total)))
    while scene.now_ms < total * 10 + 2_000:
        scene.until(scene.now_ms + 10)
        for _, data in sorted(each for each in wire if each[0] <= scene.now_ms):
            scene.arrive(data)
        wire[:] = [each for each in wire if each[0] > scene.now_ms]
        for at_ms, packet in scene.sent[answered:]:
            if isinstance(packet, Nack) and random.random() >= loss:
                for sequence in packet.sequences:
                    number = (sequence - base) & 0xFFFF
                    again = rtx_bytes(sequence, sequence=answered) if is_video else media(number)
                    send(at_ms + 30, again)
        answered = len(scene.sent)
    sink = scene.video if is_video else scene.audio
    got = [number - base for number in numbers(sink.packets)]
    assert got == sorted(set(got))
    assert len(got) + sum(count for _, count in sink.gaps) == total + 1
    assert len(got) >= (total + 1) * 0.999


Act = tuple[int, int, int]


@given(st.lists(st.tuples(st.integers(0, 0xFFFF), st.sampled_from([96, 97, 111]), st.integers(1, 3)), max_size=300))
@settings(max_examples=50)
def test_any_stream_of_packets_leaves_bounded_memory_and_order(acts: list[Act]) -> None:
    scene = Scene()
    for sequence, payload_type, ssrc in acts:
        scene.arrive(rtp_bytes(sequence, payload_type=payload_type, ssrc=ssrc))
        scene.until(scene.now_ms + 1)
        assert scene.video_track.reorder.held <= VIDEO_CAPACITY
    scene.path.end()
    for sink in (scene.video, scene.audio):
        assert numbers(sink.packets) == sorted(set(numbers(sink.packets)))


@given(st.lists(st.tuples(st.booleans(), st.binary(min_size=1, max_size=60)), max_size=30))
def test_any_bytes_after_decryption_are_survived(datagrams: list[tuple[bool, bytes]]) -> None:
    scene = Scene()
    for is_control, data in datagrams:
        if is_control:
            scene.path.rtcp(data, scene.now_ms)
        else:
            scene.arrive(data)
        scene.until(scene.now_ms + 20)
