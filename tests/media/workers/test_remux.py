import io
from pathlib import Path

import av
import numpy as np
import pytest

from media.speech.silero import SAMPLE_RATE
from media.workers.mp4_copy import mp4_copy
from media.workers.remux import NothingReadable, join_legs
from media.workers.rendition import Rendition
from tests.media.workers.legs import Leg, leg


class Played(dict[str, list[float]]):
    """Times of the decoded frames in seconds, by kind; sizes of the pictures."""

    sizes: list[tuple[int, int]]
    codecs: dict[str, str]


def play(rendition: Rendition) -> Played:
    """Decode the whole file; packets' time stamps must rise strictly in each track."""
    played, last = Played(audio=[], video=[]), dict[int, int]()
    played.sizes = []
    with av.open(rendition.path) as file:
        assert abs(file.duration / av.time_base - rendition.duration_s) <= 0.05
        played.codecs = {stream.type: stream.codec_context.name for stream in file.streams}
        for packet in file.demux():
            if packet.dts is None:
                continue
            assert packet.dts > last.get(packet.stream_index, -(10**9))
            last[packet.stream_index] = packet.dts
            for frame in packet.decode():
                played[packet.stream.type].append(frame.time)
                if isinstance(frame, av.VideoFrame):
                    played.sizes.append((frame.width, frame.height))
    return played


def seek(rendition: Rendition, to_s: float) -> float:
    """Where decoding goes on after a seek."""
    with av.open(rendition.path) as file:
        file.seek(round(to_s * av.time_base))
        return float(next(file.decode(file.streams[0])).time)


def join(folder: Path, *legs: Leg | bytes) -> Rendition:
    paths = []
    for number, recorded in enumerate(legs):
        paths.append(folder / f"leg-{number}.webm")
        paths[-1].write_bytes(recorded if isinstance(recorded, bytes) else recorded.data)
    return join_legs(paths, folder)


def test_vp8_legs_are_joined_without_encoding(tmp_path: Path) -> None:
    first, second = leg(4_000), leg(3_000, size=(240, 320))
    made = join(tmp_path, first, second)
    played = play(made)
    assert (made.mime_type, made.width, made.height) == ("video/webm", 160, 120)
    assert abs(made.duration_s - 7) <= 0.05
    assert len(played["video"]) == 140
    assert {(160, 120), (240, 320)} == set(played.sizes)
    assert abs(seek(made, 5.5) - 4.0) < 0.1
    assert abs(seek(made, 6.5) - 6.0) < 0.1
    with av.open(made.path) as file:
        copied = b"".join(bytes(packet) for packet in file.demux(video=0))
    assert b"".join(_frames(first) + _frames(second)) == copied


def _frames(recorded: Leg) -> list[bytes]:
    with av.open(io.BytesIO(recorded.data)) as file:
        return [bytes(packet) for packet in file.demux(video=0) if packet.size]


def test_h264_becomes_mp4_with_aac_and_the_same_pictures(tmp_path: Path) -> None:
    first, second = leg(4_000, "h264"), leg(3_000, "h264")
    made = join(tmp_path, first, second)
    played = play(made)
    assert made.mime_type == "video/mp4"
    assert played.codecs == {"video": "h264", "audio": "aac"}
    assert len(played["video"]) == 140
    assert abs(played["audio"][-1] - 7) < 0.1
    with av.open(made.path) as file:
        assert [bytes(packet) for packet in file.demux(video=0) if packet.size] == _frames(first) + _frames(second)
    assert Path(made.path).read_bytes().index(b"moov") < 4_096


@pytest.mark.parametrize("video_delay_ms", [0, 700])
def test_an_odd_leg_is_encoded_so_that_all_play_in_one_file(tmp_path: Path, video_delay_ms: int) -> None:
    odd = leg(2_000, "h264", size=(320, 240), video_delay_ms=video_delay_ms)
    made = join(tmp_path, leg(3_000), odd, leg(2_000, None))
    played = play(made)
    assert made.mime_type == "video/webm"
    assert played.codecs["video"] == "vp8"
    assert abs(made.duration_s - 7) <= 0.05
    assert len(played["audio"]) >= 348
    assert max(played["video"]) > 4.8


def test_h264_of_two_sizes_is_one_playable_file(tmp_path: Path) -> None:
    made = join(tmp_path, leg(2_000, "h264"), leg(2_000, "h264", size=(320, 240)))
    assert set(play(made).sizes) == {(160, 120), (320, 240)}


def test_a_voice_answer_is_audio(tmp_path: Path) -> None:
    made = join(tmp_path, leg(3_000, None))
    assert (made.mime_type, made.width) == ("audio/webm", None)
    assert len(play(made)["audio"]) == 150


@pytest.mark.parametrize("codec", ["vp8", "h264"])
def test_video_that_starts_late_stays_in_step(tmp_path: Path, codec: str) -> None:
    made = join(tmp_path, leg(4_000, codec, video_delay_ms=1_500))  # type: ignore[arg-type]
    played = play(made)
    assert abs(min(played["video"]) - 1.5) < 0.06
    assert min(played["audio"]) < 0.06


def test_the_sound_of_an_mp4_lies_where_it_lay_in_the_leg(tmp_path: Path) -> None:
    """An AAC encoder puts a frame of 21 ms in front of the first sample: it may not be played."""
    sound = np.concatenate([np.zeros(SAMPLE_RATE), 0.5 * np.sin(np.arange(SAMPLE_RATE) * 0.4)]).astype(np.float32)
    joined = join(tmp_path, leg(2_000, "h264", speech=sound))
    source = join(tmp_path, leg(2_000, "vp8", speech=sound))
    copied = mp4_copy(Path(source.path), tmp_path, source.duration_s)
    assert {joined.mime_type, copied.mime_type} == {"video/mp4"}
    wanted_s = _loud_from_s(source)
    assert abs(wanted_s - 1) < 0.02
    for made in (joined, copied):
        assert abs(_loud_from_s(made) - wanted_s) < 0.012  # 6.5 ms of Opus' own delay are left


def _loud_from_s(rendition: Rendition) -> float:
    with av.open(rendition.path) as file:
        for frame in file.decode(audio=0):
            samples = np.abs(frame.to_ndarray())  # (channels, samples) of float32: both decoders are planar
            loud = np.flatnonzero(samples.max(axis=0) > 0.1)
            if len(loud):
                return float(frame.time + loud[0] / frame.sample_rate)
    raise AssertionError("nothing is loud")


@pytest.mark.parametrize("codec", ["vp8", "h264"])
def test_a_leg_cut_off_anywhere_gives_what_it_has(tmp_path: Path, codec: str) -> None:
    cut = leg(4_000, codec).data[:-700]  # type: ignore[arg-type]
    made = join(tmp_path, cut, leg(2_000, codec))  # type: ignore[arg-type]
    play(made)
    assert 4.9 < made.duration_s <= 6


def test_a_stretch_in_which_nothing_came_is_taken_out(tmp_path: Path) -> None:
    made = join(tmp_path, leg(10_000, hole_ms=(3_000, 8_000)))
    assert abs(made.duration_s - 5) < 0.06
    [hole] = made.holes
    assert abs(hole.at_ms - 3_000) < 60
    assert abs(hole.lost_ms - 5_000) < 60
    play(made)


def test_garbage_is_left_out_and_alone_is_nothing(tmp_path: Path) -> None:
    made = join(tmp_path, b"\x1a\x45\xdf\xa3garbage" * 50, leg(2_000))
    assert [place.index for place in made.legs] == [1]
    with pytest.raises(NothingReadable):
        join(tmp_path, b"garbage" * 50, b"")
