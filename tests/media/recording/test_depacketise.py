import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.node.depacketise_h264 import H264Depacketiser
from media.node.depacketise_vp8 import Vp8Depacketiser, descriptor, key_frame_size
from media.node.frame import Depacketiser, VideoFrame
from media.node.h264_parameters import avcc, picture_size
from media.node.sink import RtpPacket, TrackDescription
from tests.media.recording.streams import H264, VP8, packets, video

KEY_FRAME = bytes.fromhex("10020 09d012a 4001 f000".replace(" ", "")) + b"rest"
SPS_640X480 = bytes.fromhex("6742c01ed900a03db0110000030001000003003c0f162e48")


def rtp(sequence: int, payload: bytes, *, timestamp: int = 0, marker: bool = False) -> RtpPacket:
    return RtpPacket(1, 96, sequence & 0xFFFF, sequence, timestamp, marker, payload, 0.0)


def fresh(track: TrackDescription) -> Depacketiser:
    return H264Depacketiser() if track.codec == "h264" else Vp8Depacketiser()


def frames_of(track: TrackDescription, arriving: list[RtpPacket]) -> list[VideoFrame]:
    depacketiser = fresh(track)
    return [frame for packet in arriving for frame in depacketiser.packet(packet)]


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("10aa", (1, True, None, 0)),
        ("00aa", (1, False, None, 0)),
        ("11aa", (1, False, None, 0)),
        ("908005aa", (3, True, 5, 0x80)),
        ("90808102aa", (4, True, 0x102, 0x8000)),
        ("90c08102 07aa", (5, True, 0x102, 0x8000)),
        ("90f0810207 20aa", (6, True, 0x102, 0x8000)),
        ("9030 20aa", (3, True, None, 0)),
        ("90", (0, False, None, 0)),
        ("9080", (0, False, None, 0)),
        ("90808102", (0, False, None, 0)),
        ("", (0, False, None, 0)),
    ],
)
def test_vp8_descriptors_of_every_shape(payload: str, expected: tuple[int, bool, int | None, int]) -> None:
    assert descriptor(bytes.fromhex(payload.replace(" ", ""))) == expected


def test_a_vp8_key_frame_tells_its_size() -> None:
    assert key_frame_size(KEY_FRAME) == (320, 240)
    assert key_frame_size(b"\x11" + KEY_FRAME[1:]) is None
    assert key_frame_size(KEY_FRAME[:9]) is None


def test_a_vp8_frame_is_joined_from_its_packets() -> None:
    arriving = [
        rtp(7, b"\x10" + KEY_FRAME[:5], timestamp=900),
        rtp(8, b"\x00" + KEY_FRAME[5:9], timestamp=900),
        rtp(9, b"\x00" + KEY_FRAME[9:], timestamp=900, marker=True),
    ]
    (frame,) = frames_of(VP8, arriving)
    assert (frame.data, frame.is_key, frame.width, frame.height) == (KEY_FRAME, True, 320, 240)
    assert frame.timestamp == 900


def test_a_vp8_frame_without_marker_ends_where_the_next_begins() -> None:
    arriving = [rtp(1, b"\x10\x01a", timestamp=0), rtp(2, b"\x10\x01b", timestamp=3000, marker=True)]
    assert [frame.data for frame in frames_of(VP8, arriving)] == [b"\x01a", b"\x01b"]


def test_lost_padding_between_vp8_frames_breaks_nothing() -> None:
    """PictureIDs 5 and 6 follow on, so the packet between them held no frame; 8 does not follow on 6."""
    depacketiser = Vp8Depacketiser()
    (first,) = depacketiser.packet(rtp(1, b"\x90\x80\x05\x01a", marker=True))
    depacketiser.lost()
    (second,) = depacketiser.packet(rtp(3, b"\x90\x80\x06\x01b", timestamp=3000, marker=True))
    depacketiser.lost()
    (third,) = depacketiser.packet(rtp(5, b"\x90\x80\x08\x01c", timestamp=9000, marker=True))
    assert [first.follows_loss, second.follows_loss, third.follows_loss] == [True, False, True]


def test_empty_payloads_are_padding_and_break_nothing() -> None:
    depacketiser = Vp8Depacketiser()
    depacketiser.packet(rtp(1, b"\x10\x01a", marker=True))
    assert not depacketiser.packet(rtp(2, b""))
    (frame,) = depacketiser.packet(rtp(3, b"\x10\x01b", timestamp=3000, marker=True))
    assert not frame.follows_loss


def test_h264_single_aggregated_and_fragmented_units_become_one_access_unit() -> None:
    sps, pps, idr = SPS_640X480, b"\x68\xce\x3c\x80", b"\x65" + bytes(range(1, 90))
    stap = b"\x78" + len(sps).to_bytes(2, "big") + sps + len(pps).to_bytes(2, "big") + pps
    arriving = [
        rtp(1, b"\x09\x10", timestamp=90),
        rtp(2, stap, timestamp=90),
        rtp(3, b"\x7c\x85" + idr[1:40], timestamp=90),
        rtp(4, b"\x7c\x05" + idr[40:60], timestamp=90),
        rtp(5, b"\x7c\x45" + idr[60:], timestamp=90, marker=True),
        rtp(6, b"\x41abc", timestamp=3090, marker=True),
    ]
    key, delta = frames_of(H264, arriving)
    assert key.data == b"".join(len(unit).to_bytes(4, "big") + unit for unit in (sps, pps, idr))
    assert (key.is_key, key.width, key.height, key.codec_private) == (True, 640, 480, avcc(sps, pps))
    assert (delta.data, delta.is_key, delta.follows_loss) == (b"\x00\x00\x00\x04\x41abc", False, False)


@pytest.mark.parametrize(
    "payload",
    ["7c", "7c85", "78", "780000", "7800ffaa", "59aabb", "1faa", "00", "7c05aabb"],
    ids=["FU-A head", "FU-A empty", "STAP-A empty", "length 0", "length too large", "STAP-B", "31", "0", "no start"],
)
def test_malformed_h264_payloads_cost_only_their_access_unit(payload: str) -> None:
    depacketiser = H264Depacketiser()
    depacketiser.packet(rtp(1, b"\x67" + SPS_640X480[1:], marker=True))
    assert not depacketiser.packet(rtp(2, bytes.fromhex(payload), timestamp=3000, marker=True)) or payload == "78"
    (frame,) = depacketiser.packet(rtp(3, b"\x67" + SPS_640X480[1:], timestamp=6000, marker=True))
    assert frame.data


def test_picture_size_refuses_what_is_no_parameter_set() -> None:
    assert picture_size(SPS_640X480) == (640, 480)
    for cut in range(1, 8):
        with pytest.raises(ValueError):
            picture_size(SPS_640X480[:cut])


@pytest.mark.parametrize("track", [VP8, H264], ids=["vp8", "h264"])
def test_real_frames_come_out_whole_across_the_wrap_of_sequence_and_time(track: TrackDescription) -> None:
    encoded = video(track.codec, 2.0)
    arriving = list(packets(encoded, track, sequence=65_500, timestamp=0xFFFF_FF00))
    frames = frames_of(track, arriving)
    assert len(frames) == len(encoded)
    assert [frame.is_key for frame in frames] == [frame.is_key for frame in encoded]
    assert [frame.follows_loss for frame in frames] == [True] + [False] * (len(frames) - 1)
    assert (frames[0].width, frames[0].height) == (320, 240)


@pytest.mark.parametrize("track", [VP8, H264], ids=["vp8", "h264"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_only_whole_frames_come_out_whatever_is_lost(track: TrackDescription, data: st.DataObject) -> None:
    """Told losses and silent jumps alike: what comes out was sent, byte for byte, and is flagged after a gap."""
    whole = list(packets(video(track.codec, 2.0), track, sequence=65_500))
    sent = {frame.timestamp: frame.data for frame in frames_of(track, whole)}
    lost = data.draw(st.sets(st.integers(0, len(whole) - 1), max_size=30))
    is_told = data.draw(st.booleans())
    damaged = {whole[index].timestamp for index in lost}
    depacketiser, came = fresh(track), []
    for index, packet in enumerate(whole):
        if index not in lost:
            came += depacketiser.packet(packet)
        elif is_told:
            depacketiser.lost()
    assert all(sent[frame.timestamp] == frame.data for frame in came)
    assert not damaged & {frame.timestamp for frame in came}
    first_damage = min((whole[index].extended_sequence for index in lost), default=None)
    if first_damage is not None:
        after = [frame for frame in came if frame.timestamp > whole[first_damage - 65_500].timestamp]
        assert not after or after[0].follows_loss


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.binary(max_size=40), st.booleans(), st.integers(0, 3)), max_size=30))
def test_no_payload_makes_an_exception(payloads: list[tuple[bytes, bool, int]]) -> None:
    for track in (VP8, H264):
        depacketiser = fresh(track)
        for sequence, (payload, marker, timestamp) in enumerate(payloads):
            depacketiser.packet(rtp(sequence, payload, timestamp=timestamp, marker=marker))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_no_parameter_set_makes_another_exception(body: bytes) -> None:
    try:
        width, height = picture_size(b"\x67" + body)
    except ValueError:
        return
    assert 0 < width <= 16384
    assert 0 < height <= 16384
