"""One forwarded track: packets in, packets out, as one viewer gets them."""

from struct import pack

from hypothesis import given
from hypothesis import strategies as st

from media.node.forward_clock import Report, SourceClock
from media.node.forward_stream import Format, ForwardedStream, StreamStart
from media.node.keyframe_start import begins_keyframe
from media.node.rtp import parse_rtp
from media.node.sink import RtpPacket
from tests.media.node.packets import AUDIO, SSRC, VIDEO

START = StreamStart(ssrc=0xAAAA, rtx_ssrc=0xBBBB, sequence=1000, timestamp=50_000)
KEY, DELTA = b"\x10\x00key", b"\x10\x01delta"
FRAME_MS = 50.0


class Wire:
    """What left, parsed again."""

    def __init__(self) -> None:
        self.packets: list[RtpPacket] = []
        self.takes = True

    def send(self, header: bytes, payload: bytes) -> bool:
        parsed = parse_rtp(header + payload, 0.0)
        assert parsed is not None
        self.packets.append(parsed)
        return self.takes

    @property
    def sequences(self) -> list[int]:
        return [packet.sequence for packet in self.packets]


def video(number: int, payload: bytes = DELTA, *, ssrc: int = SSRC, timestamp: int | None = None) -> RtpPacket:
    """One packet a frame, 20 frames a second, `number` both in sequence and in time."""
    at = number * 4500 if timestamp is None else timestamp
    return RtpPacket(ssrc, 96, number & 0xFFFF, number, at & 0xFFFFFFFF, True, payload, number * FRAME_MS)


def a_stream(rtx: int | None = 121, start: StreamStart = START) -> tuple[ForwardedStream, Wire]:
    wire = Wire()
    stream = ForwardedStream("video", {"vp8": Format(120, rtx), "h264": Format(122)}, wire.send, start)
    stream.begin(VIDEO)
    return stream, wire


def test_the_header_is_the_viewers_and_the_payload_the_publishers() -> None:
    stream, wire = a_stream()
    stream.packet(video(7, KEY))
    stream.packet(video(8))
    first, second = wire.packets
    assert (first.ssrc, first.payload_type, first.sequence, first.timestamp) == (0xAAAA, 120, 1000, 50_000)
    assert (second.sequence, second.timestamp, second.marker) == (1001, 54_500, True)
    assert (first.payload, second.payload) == (KEY, DELTA)


def test_video_begins_with_a_key_frame_and_what_was_before_is_not_missed() -> None:
    stream, wire = a_stream()
    for number in range(5):
        stream.packet(video(number))
    assert stream.awaits_key
    stream.packet(video(5, KEY))
    assert not stream.awaits_key
    assert wire.sequences == [1000]


def test_sound_begins_at_once() -> None:
    wire = Wire()
    stream = ForwardedStream("audio", {"opus": Format(109)}, wire.send, START)
    stream.begin(AUDIO)
    stream.packet(video(3, b"opus"))
    assert [packet.payload_type for packet in wire.packets] == [109]


def test_loss_stays_a_gap_and_what_comes_late_fills_it() -> None:
    stream, wire = a_stream()
    for number in (0, 1, 4, 2):
        stream.packet(video(number, KEY if number == 0 else DELTA))
    assert wire.sequences == [1000, 1001, 1004, 1002]
    assert [packet.timestamp - 50_000 for packet in wire.packets] == [0, 4500, 18_000, 9000]


def test_a_packet_that_comes_twice_leaves_once() -> None:
    stream, wire = a_stream()
    for number in (0, 1, 1, 2, 0):
        stream.packet(video(number, KEY if number == 0 else DELTA))
    assert wire.sequences == [1000, 1001, 1002]


def test_packets_of_a_key_frame_that_overtook_its_first_one_follow_it() -> None:
    stream, wire = a_stream()
    for number, payload in ((9, DELTA), (11, b"\x00rest"), (10, KEY)):
        stream.packet(video(number, payload))
    assert [packet.payload for packet in wire.packets] == [KEY, b"\x00rest"]
    assert wire.sequences == [1000, 1001]


def test_numbers_and_times_wrap_around() -> None:
    stream, wire = a_stream(start=StreamStart(1, 2, 65_534, 0xFFFF_F000))
    for number in range(65_533, 65_539):
        stream.packet(video(number, KEY if number == 65_533 else DELTA))
    assert wire.sequences == [65_534, 65_535, 0, 1, 2, 3]
    assert [packet.timestamp for packet in wire.packets][:2] == [0xFFFF_F000, (0xFFFF_F000 + 4500) & 0xFFFFFFFF]


def test_another_publisher_goes_on_in_the_same_stream() -> None:
    """It joins 500 ms after the last packet of the one before, with numbers and times of its own."""
    stream, wire = a_stream()
    stream.packet(video(0, KEY))
    stream.packet(video(1))
    stream.begin(VIDEO)
    assert stream.awaits_key
    other = RtpPacket(0x99, 96, 40_000, 40_000, 7, True, KEY, FRAME_MS + 500)
    stream.packet(other)
    assert wire.sequences == [1000, 1001, 1002]
    assert wire.packets[2].timestamp - wire.packets[1].timestamp == 500 * 90
    assert {packet.ssrc for packet in wire.packets} == {0xAAAA}


def test_another_ssrc_of_the_same_publisher_waits_for_its_key_frame() -> None:
    stream, wire = a_stream()
    stream.packet(video(0, KEY))
    stream.packet(video(1, ssrc=5, timestamp=1))
    assert stream.awaits_key
    stream.packet(video(2, KEY, ssrc=5, timestamp=4501))
    assert wire.sequences == [1000, 1001]
    assert wire.packets[1].timestamp - wire.packets[0].timestamp == 100 * 90


def test_a_jump_of_the_time_stamp_does_not_reach_the_viewer() -> None:
    stream, wire = a_stream()
    stream.packet(video(0, KEY))
    stream.packet(video(1, timestamp=0x7000_0000))
    stream.packet(video(2, timestamp=0x7000_0000 + 4500))
    steps = [after.timestamp - before.timestamp for before, after in zip(wire.packets, wire.packets[1:], strict=False)]
    assert steps == [4500, 4500]


def test_the_publishers_codec_chooses_the_payload_type() -> None:
    stream, wire = a_stream()
    stream.packet(video(0, KEY))
    stream.begin(type(VIDEO)("video", "h264", 90_000, 103))
    stream.packet(video(1, b"\x67sps"))
    assert [packet.payload_type for packet in wire.packets] == [120, 122]


def test_a_codec_that_the_viewer_lacks_is_left_out() -> None:
    wire = Wire()
    stream = ForwardedStream("video", {"h264": Format(122)}, wire.send, START)
    stream.begin(VIDEO)
    stream.packet(video(0, KEY))
    assert not stream.is_playable
    assert wire.packets == []


def test_what_the_viewer_misses_is_sent_again_as_rtx() -> None:
    stream, wire = a_stream()
    for number in range(3):
        stream.packet(video(number, KEY if number == 0 else DELTA))
    assert stream.resend(1001, 500.0) > 0
    again = wire.packets[-1]
    assert (again.ssrc, again.payload_type, again.timestamp) == (0xBBBB, 121, 54_500)
    assert again.payload == pack("!H", 1001) + DELTA
    assert stream.resend(1001, 510.0) == 0, "it was sent again 10 ms ago"
    assert stream.resend(1001, 530.0) > 0
    assert stream.resend(999, 600.0) == 0, "it was never sent"


def test_without_rtx_the_packet_itself_is_sent_again() -> None:
    stream, wire = a_stream(rtx=None)
    stream.packet(video(0, KEY))
    stream.resend(1000, 500.0)
    assert wire.sequences == [1000, 1000]
    assert wire.packets[0].payload == wire.packets[1].payload


def test_the_cache_is_bounded() -> None:
    stream, wire = a_stream()
    for number in range(2000):
        stream.packet(video(number, KEY if number == 0 else DELTA))
    assert stream.resend((1000 + 1400) & 0xFFFF, 1e6) == 0
    assert stream.resend((1000 + 1900) & 0xFFFF, 1e6) > 0
    stream.packet(video(3))
    assert len(wire.packets) == 2001, "what is too late to be told from a double is left out"


def test_reports_keep_the_publishers_alignment_of_sound_and_picture() -> None:
    """The picture's report was on its way 30 ms longer; both were sampled on one wall clock."""
    clock = SourceClock()
    clock.report("audio", Report(SSRC, ntp_ms=1_000_000.0, rtp_timestamp=96_000, arrived_ms=2_000.0))
    clock.report("video", Report(SSRC, ntp_ms=1_000_100.0, rtp_timestamp=18_000, arrived_ms=2_130.0))
    audio, video_at = clock.timestamp_at("audio", SSRC, 3_000.0), clock.timestamp_at("video", SSRC, 3_000.0)
    assert audio == 96_000 + 1_000 * 48
    assert video_at == 18_000 + 900 * 90
    assert clock.timestamp_at("video", 1, 3_000.0) is None


def test_a_report_says_what_the_viewers_own_time_stamp_would_be_now() -> None:
    stream, _ = a_stream()
    assert stream.report(SourceClock(), 0.0) is None
    stream.packet(video(0, KEY))
    report = stream.report(SourceClock(), 200.0)
    assert report is not None
    assert (report.ssrc, report.rtp_timestamp, report.packets) == (0xAAAA, 50_000 + 200 * 90, 1)
    assert abs(report.ntp_ms - 200.0) < 0.001


def test_key_frames_are_known_by_their_first_packet() -> None:
    assert begins_keyframe("vp8", KEY)
    assert not begins_keyframe("vp8", DELTA)
    assert not begins_keyframe("vp8", b"\x00\x00rest")
    assert begins_keyframe("h264", b"\x67sps")
    assert begins_keyframe("h264", b"\x7c\x85first fragment of an IDR")
    assert not begins_keyframe("h264", b"\x7c\x05later fragment")
    assert begins_keyframe("h264", b"\x78" + pack("!H", 2) + b"\x09\xf0" + pack("!H", 2) + b"\x67s")
    assert not begins_keyframe("h264", b"\x41slice")


@given(st.sampled_from(["vp8", "h264", "opus"]), st.binary(max_size=40))
def test_any_payload_is_judged_without_an_exception(codec: str, payload: bytes) -> None:
    assert begins_keyframe(codec, payload) in (True, False)  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(0, 400), st.booleans(), st.integers(1, 3), st.binary(max_size=6)), max_size=80))
def test_whatever_comes_no_number_is_sent_with_two_contents(described: list[tuple[int, bool, int, bytes]]) -> None:
    stream, wire = a_stream()
    for number, is_key, ssrc, rest in described:
        stream.packet(video(number, (KEY if is_key else DELTA) + rest, ssrc=ssrc))
    assert len(wire.sequences) == len(set(wire.sequences))
