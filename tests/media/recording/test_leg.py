import io
import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest

from media.node import matroska
from media.node.chunks import FileBytes
from media.node.depacketise_h264 import H264Depacketiser
from media.node.depacketise_vp8 import Vp8Depacketiser
from media.node.frame import VideoFrame
from media.node.leg import MAX_READY_BYTES, Leg
from media.node.sink import TrackDescription
from media.node.spool import Cluster, FileHeader, LegEnd, LegHead, SpoolRecord
from tests.media.recording.streams import H264, VP8, decodable, packets, speech, video

STARTED = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BOTH = frozenset({"audio", "video"})


@pytest.fixture(scope="module")
def spoken(speech_dir: Path) -> Path:
    return sorted(speech_dir.glob("en-*.flac"))[0]


def new_leg(expected: frozenset[str] = BOTH, *, at_ms: float = 0.0) -> Leg:
    head = LegHead("take_1", "leg_1", "node_1", "room_1", STARTED)
    return Leg(head, zero_ms=at_ms, arrived_ms=at_ms, expected=expected)  # type: ignore[arg-type]


def frames(track: TrackDescription, seconds: float = 2.0, width: int = 320, height: int = 240) -> list[VideoFrame]:
    depacketiser = H264Depacketiser() if track.codec == "h264" else Vp8Depacketiser()
    arriving = packets(video(track.codec, seconds, width, height, 20), track)
    return [frame for packet in arriving for frame in depacketiser.packet(packet)]


def file_of(records: list[SpoolRecord]) -> bytes:
    content = FileBytes()
    for record in records:
        content.take(record)
    content.begin()
    return bytes(content.pending)


def record(leg: Leg, spoken: Path | None, pictures: list[VideoFrame], track: TrackDescription) -> list[SpoolRecord]:
    """Feed sound and pictures in the order of arrival, tick as the recorder does, finish."""
    sound = [(frame.at_ms, 1, frame.payloads[0]) for frame in speech(spoken, 2.0)] if spoken else []
    seen = [(number * 50.0 + 30, 2, frame) for number, frame in enumerate(pictures)]
    records: list[SpoolRecord] = []
    for at, kind, data in sorted(sound + seen, key=lambda each: each[:2]):  # type: ignore[operator]
        if kind == 1:
            leg.audio(at, at, data)
        else:
            data.arrived_ms = at  # type: ignore[union-attr]
            leg.video(at - 30, data, track.codec)
        leg.tick(at)
        records += leg.drain()
    leg.finish()
    return records + leg.drain()


@pytest.mark.parametrize("track", [VP8, H264], ids=["vp8", "h264"])
def test_a_leg_is_a_file_that_others_read(track: TrackDescription, spoken: Path) -> None:
    leg = new_leg()
    data = file_of(record(leg, spoken, frames(track), track))
    with av.open(io.BytesIO(data)) as file:
        assert file.format.name == "matroska,webm"
        assert file.streams.audio[0].codec_context.name in ("opus", "libopus")
        assert (file.streams.video[0].codec_context.width, file.streams.video[0].codec_context.height) == (320, 240)
        times = [packet.pts * packet.time_base for packet in file.demux() if packet.pts is not None]
    assert len(times) == 100 + 40
    assert max(times) == pytest.approx(1.98, abs=0.02)
    pictures, sound_s = decodable(data, track.codec)
    assert len(pictures) == 40
    assert sound_s == pytest.approx(2.0, abs=0.02)
    assert leg.duration_ms == pytest.approx(2_000, abs=50)


def test_a_file_cut_at_any_byte_reads_up_to_there(spoken: Path) -> None:
    data = file_of(record(new_leg(), spoken, frames(VP8), VP8))
    begin = len(matroska.file_header(matroska.AudioTrack(1), matroska.VideoTrack("vp8", 320, 240)))
    last = 0
    for cut in [*range(begin + 40, len(data), max(1, len(data) // 120)), len(data)]:
        with av.open(io.BytesIO(data[:cut])) as file:
            count = sum(1 for packet in file.demux() if packet.size)
        assert count >= last
        last = count
    assert last == 140


def test_a_cut_header_is_refused_not_misread(spoken: Path) -> None:
    data = file_of(record(new_leg(), spoken, frames(VP8), VP8))
    for cut in range(60):
        try:
            with av.open(io.BytesIO(data[:cut])) as file:
                assert not [packet for packet in file.demux() if packet.size]
        except av.error.FFmpegError:
            continue


@pytest.mark.parametrize("track", [VP8, H264], ids=["vp8", "h264"])
def test_a_turned_phone_changes_the_size_and_both_sizes_decode(track: TrackDescription) -> None:
    turned = frames(track, 1.0) + frames(track, 1.0, 240, 320)
    data = file_of(record(new_leg(frozenset({"video"})), None, turned, track))
    pictures, _ = decodable(data, track.codec)
    assert [(picture.width, picture.height) for picture in pictures] == [(320, 240)] * 20 + [(240, 320)] * 20


def test_sound_alone_is_webm_without_video(spoken: Path) -> None:
    records = record(new_leg(frozenset({"audio"})), spoken, [], VP8)
    data = file_of(records)
    assert b"webm" in data[:60]
    with av.open(io.BytesIO(data)) as file:
        assert [stream.type for stream in file.streams] == ["audio"]
    header = [each for each in records if isinstance(each, FileHeader)][-1]
    assert (header.has_audio, header.video_codec, header.is_settled) == (True, None, True)


def test_clusters_leave_within_a_second_and_in_order_of_time(spoken: Path) -> None:
    records = record(new_leg(), spoken, frames(VP8), VP8)
    clusters = [each for each in records if isinstance(each, Cluster)]
    ends = [cluster.end_ms for cluster in clusters]
    assert ends == sorted(ends)
    assert all(later - earlier <= 1_000 for earlier, later in zip([0, *ends], ends, strict=False))
    assert isinstance(records[0], LegHead)
    assert isinstance(records[-1], LegEnd)


def test_a_cluster_leaves_though_nothing_more_comes(spoken: Path) -> None:
    leg = new_leg()
    leg.audio(0.0, 0.0, speech(spoken, 2.0)[0].payloads[0])
    leg.drain()
    leg.tick(700)
    assert not leg.drain()
    leg.tick(800)
    assert [type(each) for each in leg.drain()] == [Cluster]


def test_video_that_comes_late_still_finds_its_place_in_the_header(spoken: Path) -> None:
    leg = new_leg()
    for frame in speech(spoken, 2.0):
        leg.audio(frame.at_ms, frame.at_ms, frame.payloads[0])
    leg.tick(2_500)
    before = leg.drain()
    for number, frame in enumerate(frames(VP8, 0.5)):
        frame.arrived_ms = 2_600.0 + number * 50
        leg.video(frame.arrived_ms, frame, "vp8")
    leg.finish()
    records = before + leg.drain()
    assert [each.is_settled for each in records if isinstance(each, FileHeader)] == [False, True]
    pictures, sound_s = decodable(file_of(records), "vp8")
    assert (len(pictures), round(sound_s)) == (10, 2)


def test_a_header_settles_after_three_seconds_and_then_refuses_other_tracks(spoken: Path) -> None:
    leg = new_leg()
    packet = speech(spoken, 2.0)[0].payloads[0]
    for number in range(200):
        leg.audio(number * 20.0, number * 20.0, packet)
    assert leg.takes("audio")
    assert not leg.takes("video")
    leg.video(4_000.0, frames(VP8, 0.5)[0], "vp8")
    leg.finish()
    assert decodable(file_of(leg.drain()), "vp8")[0] == []


def test_missing_packets_leave_a_gap_of_their_length(spoken: Path) -> None:
    leg = new_leg(frozenset({"audio"}))
    for frame in speech(spoken, 2.0):
        if not 500 <= frame.at_ms < 900:
            leg.audio(frame.at_ms, frame.at_ms, frame.payloads[0])
    leg.finish()
    with av.open(io.BytesIO(file_of(leg.drain()))) as file:
        times = [packet.pts for packet in file.demux() if packet.size]
    assert max(later - earlier for earlier, later in itertools.pairwise(times)) == 420
    assert leg.duration_ms == 2_000


def test_what_waits_is_bounded() -> None:
    leg = new_leg(frozenset({"video"}))
    key = frames(VP8, 0.5)[0]
    for number in range(40):
        big = VideoFrame(0, number * 1000.0, 1, True, False, key.data + bytes(900_000), 320, 240)
        leg.video(number * 1000.0, big, "vp8")
    leg.finish()
    assert leg.dropped_clusters > 0
    assert sum(len(each.data) for each in leg.drain() if isinstance(each, Cluster)) <= MAX_READY_BYTES


def test_hours_of_media_time_fit(spoken: Path) -> None:
    """A jump of hours between two frames makes another cluster: relative times are 16 bit."""
    leg = new_leg(frozenset({"audio"}))
    packet = speech(spoken, 2.0)[0].payloads[0]
    leg.audio(0.0, 0.0, packet)
    leg.audio(36_000_000.0, 10.0, packet)
    leg.finish()
    with av.open(io.BytesIO(file_of(leg.drain()))) as file:
        assert [packet.pts for packet in file.demux() if packet.size][-1] == pytest.approx(36_000_000, abs=8)


def test_sound_that_never_came_is_told_and_short_pauses_are_not(spoken: Path) -> None:
    leg = new_leg(frozenset({"audio"}))
    content = FileBytes()
    for frame in speech(spoken, 2.0):
        if not 600 <= frame.at_ms < 1_400 and not 1_600 <= frame.at_ms < 1_900:
            leg.audio(frame.at_ms, frame.at_ms, frame.payloads[0])
            leg.tick(frame.at_ms)
            for each in leg.drain():
                content.take(each)
    leg.finish()
    for each in leg.drain():
        content.take(each)
    [lost] = content.lost
    assert abs(lost.start_ms - 600) <= 20
    assert abs(lost.end_ms - 1_400) <= 20


def test_a_leg_lies_where_its_quickest_packet_says(spoken: Path) -> None:
    """The first packet set the publisher's clock, though it came 120 ms late."""
    leg = new_leg(at_ms=1_000.0)
    content = FileBytes()
    sound = speech(spoken, 2.0)
    late = {0: 0.0, 1: -60.0, 2: -120.0}
    for number, frame in enumerate(sound):
        at = 1_000.0 + frame.at_ms
        leg.audio(at, at + late.get(number, -90.0), frame.payloads[0])
        leg.tick(at)
    leg.finish()
    for each in leg.drain():
        content.take(each)
    assert content.began_at == STARTED - timedelta(milliseconds=120)


def test_later_packets_say_less_of_a_legs_begin(spoken: Path) -> None:
    leg = new_leg(frozenset({"audio"}))
    content = FileBytes()
    packet = speech(spoken, 2.0)[0].payloads[0]
    leg.audio(0.0, 0.0, packet)
    leg.audio(60_000.0, 59_700.0, packet)
    leg.finish()
    for each in leg.drain():
        content.take(each)
    assert content.began_at == STARTED
