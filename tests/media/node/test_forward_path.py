"""One viewer's path in virtual time: its wishes, its reports, its slow downlink."""

from random import Random

from media.node.forward_clock import SourceClock
from media.node.forward_pace import GO_ON_AT_MS, STOP_AT_MS, ViewerPace
from media.node.forward_path import ForwardPath
from media.node.forward_stream import Format, ForwardedStream, StreamStart
from media.node.rtcp import (
    ReportBlock,
    SenderReport,
    SourceDescription,
    nack,
    parse_rtcp,
    picture_loss,
    receiver_report,
)
from media.node.sink import RtpPacket
from tests.media.node.packets import AUDIO, SSRC, VIDEO
from tests.media.node.test_forward_stream import DELTA, KEY, Wire, video


class Path:
    def __init__(self) -> None:
        self.audio, self.video = Wire(), Wire()
        self.rtcp: list[bytes] = []
        self.asked_ms: list[float] = []
        self.now_ms = 0.0
        streams = {
            "audio": ForwardedStream("audio", {"opus": Format(109)}, self.audio.send, StreamStart(1, 2, 0, 0)),
            "video": ForwardedStream("video", {"vp8": Format(120, 121)}, self.video.send, StreamStart(3, 4, 0, 0)),
        }
        self.path = ForwardPath(streams, self.rtcp.append, lambda: self.asked_ms.append(self.now_ms), 0.0)  # type: ignore[arg-type]

    def begin(self) -> None:
        self.path.begin(SourceClock(), {"audio": AUDIO, "video": VIDEO}, self.now_ms)

    def at(self, now_ms: float) -> None:
        self.now_ms = now_ms
        self.path.tick(now_ms)

    def hear(self, compound: bytes) -> None:
        self.path.rtcp(compound, self.now_ms)

    def play(self, first: int, last: int, octets: int = 1000, key_every: int = 0) -> None:
        """20 frames a second and as many packets of sound, with the ticks between."""
        for number in range(first, last):
            is_key = number == first or (key_every and number % key_every == 0)
            self.at(number * 50.0)
            self.path.packet("video", video(number, (KEY if is_key else DELTA) + bytes(octets)))
            sound = RtpPacket(SSRC, 111, number & 0xFFFF, number, number * 2400, False, bytes(80), number * 50.0)
            self.path.packet("audio", sound)


def block(ssrc: int, sent: int, lost: float) -> bytes:
    """Of `sent` packets so far a share is `lost`."""
    return receiver_report(9, [ReportBlock(ssrc, int(lost * 256), int(sent * lost), sent, 0, 0, 0)])


def test_a_joiner_asks_for_a_key_frame_at_once_and_again_after_a_second() -> None:
    path = Path()
    path.begin()
    for now_ms in range(0, 2500, 10):
        path.at(float(now_ms))
    assert path.asked_ms == [0.0, 1000.0, 2000.0]


def test_once_the_key_frame_is_there_nobody_asks() -> None:
    path = Path()
    path.begin()
    path.play(1, 100)
    assert path.asked_ms == [0.0]


def test_a_viewers_wish_for_a_key_frame_goes_on_at_once_but_once_a_second() -> None:
    path = Path()
    path.begin()
    path.play(0, 40)
    path.hear(picture_loss(9, 3))
    assert path.asked_ms == [0.0, 1950.0]
    for _ in range(50):
        path.hear(picture_loss(9, 3))
    path.at(2000.0)
    assert path.asked_ms == [0.0, 1950.0]
    path.at(2950.0)
    assert path.asked_ms == [0.0, 1950.0, 2950.0]
    path.hear(picture_loss(9, 777))
    path.at(9000.0)
    assert len(path.asked_ms) == 3, "a wish for another's stream is nobody's"


def test_missing_packets_are_sent_again() -> None:
    path = Path()
    path.begin()
    path.play(0, 10)
    path.hear(nack(9, 3, [2, 5]))
    assert [packet.payload_type for packet in path.video.packets[-2:]] == [121, 121]


def test_reports_leave_with_the_first_packet_and_every_second_under_one_name() -> None:
    path = Path()
    path.begin()
    path.play(0, 45)
    found = [each for compound in path.rtcp for each in parse_rtcp(compound)]
    times: dict[int, list[float]] = {1: [], 3: []}
    for each in found:
        if isinstance(each, SenderReport):
            times[each.ssrc].append(each.ntp_ms)
    for ssrc in (1, 3):
        assert [round(time) for time in times[ssrc]] == [50, 1050, 2050]
    names = {name for each in found if isinstance(each, SourceDescription) for _, name in each.names}
    assert len(names) == 1


def test_a_downlink_that_loses_a_third_stops_video_to_a_key_frame_and_never_sound() -> None:
    """1.6 Mbit/s are sent, a third is lost, the publisher makes a key frame every two seconds."""
    path = Path()
    path.begin()
    for second in range(12):
        path.play(second * 20, second * 20 + 20, octets=10_000, key_every=40)
        path.hear(block(3, path.path.streams["video"].packets, 0.35) + block(1, second * 20, 0.35))
    video_stream, audio_stream = path.path.streams["video"], path.path.streams["audio"]
    assert path.path.stops > 0
    assert video_stream.left_out > 10
    assert audio_stream.packets == 240
    assert path.path.pace.estimate.bitrate_bps < 1_600_000
    sent = path.video.sequences
    assert sent == list(range(len(sent))), "what was left out is not numbered"


def test_a_viewer_without_loss_is_never_stopped() -> None:
    path = Path()
    path.begin()
    for second in range(10):
        path.play(second * 20, second * 20 + 20, octets=14_000)
        path.hear(block(3, path.path.streams["video"].packets, 0.0))
    assert path.path.stops == 0
    assert path.path.streams["video"].left_out == 0


def test_chance_losses_of_one_in_twenty_never_stop_the_picture() -> None:
    """600 kbit/s at 60 packets a second for ten minutes; every fifth report tells of three lost among ten."""
    random, path = Random(3), Path()
    path.begin()
    lost = {1: 0, 3: 0}
    for number in range(12_000):
        path.play(number, number + 1, octets=3_750, key_every=100)
        lost = {ssrc: count + (random.random() < 0.05) for ssrc, count in lost.items()}
        if number % 5 == 4:
            blocks = [ReportBlock(ssrc, 0, count, number, 0, 0, 0) for ssrc, count in lost.items()]
            path.hear(receiver_report(9, blocks))
    assert path.path.stops == 0
    assert path.path.streams["video"].left_out == 0


def test_an_estimate_that_fell_recovers_while_a_twentieth_is_lost() -> None:
    pace, sent, lost = ViewerPace(0.0), 0, 0.0
    for second in range(60):
        sent, lost = sent + 100, lost + (30 if second in (1, 2) else 5)
        pace.sent(75_000, second * 1000.0)
        pace.reported(ReportBlock(3, 0, int(lost), sent, 0, 0, 0), second * 1000.0)
        if second == 3:
            assert pace.has_loss
            assert pace.estimate.bitrate_bps < 700_000
    assert not pace.has_loss


def test_what_is_left_out_is_not_taken_for_what_the_downlink_takes() -> None:
    """While video is stopped next to nothing is sent; the estimate falls by the loss, not to that."""
    pace = ViewerPace(0.0)
    pace.stop()
    for second in range(4):
        pace.sent(1_000, second * 1000.0)
        pace.reported(ReportBlock(3, 0, 20 * second, 100 * second, 0, 0, 0), second * 1000.0)
    assert pace.estimate.bitrate_bps > 1_000_000


def test_a_socket_that_takes_no_more_stops_video() -> None:
    path = Path()
    path.begin()
    path.play(0, 3)
    path.video.takes = False
    path.path.packet("video", video(3))
    assert path.path.stops == 1
    path.video.takes = True
    path.at(5_000.0)
    path.path.packet("video", RtpPacket(SSRC, 96, 4, 4, 18_000, True, DELTA, 5_000.0))
    assert len(path.video.packets) == 4
    path.path.packet("video", RtpPacket(SSRC, 96, 5, 5, 22_500, True, KEY, 5_050.0))
    assert len(path.video.packets) == 5


def test_a_kind_that_the_new_publisher_does_not_send_rests() -> None:
    path = Path()
    path.begin()
    path.play(0, 3)
    path.path.begin(SourceClock(), {"audio": AUDIO}, 200.0)
    asked = len(path.asked_ms)
    path.at(5_000.0)
    assert len(path.asked_ms) == asked


def test_broken_rtcp_is_passed_over() -> None:
    path = Path()
    path.begin()
    for junk in (b"", b"\x80", bytes(7), b"\xff" * 40):
        path.hear(junk)


def test_the_level_is_what_the_downlink_has_not_taken_yet() -> None:
    pace = ViewerPace(0.0)
    pace.sent(1_000_000, 0.0)
    full_ms = pace.level_ms(0.0)
    assert full_ms > STOP_AT_MS
    assert pace.level_ms(1_000.0) < full_ms
    assert pace.level_ms(60_000.0) < GO_ON_AT_MS
