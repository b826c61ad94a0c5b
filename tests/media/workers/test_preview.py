"""Thumbnail, strip, waveform, loudness, and the MP4 of a rendition."""

import io
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np
import pytest

from media.speech.silero import SAMPLE_RATE, Samples
from media.workers.mp4_copy import mp4_copy
from media.workers.preview import preview
from media.workers.remux import join_legs
from media.workers.rendition import Rendition
from media.workers.stills import THUMBNAIL_MAX_BYTES, thumbnail
from media.workers.waveform import PER_SECOND, waveform
from tests.media.workers.legs import Leg, leg
from tests.media.workers.test_remux import play

Codec = Literal["vp8", "h264"]


def rendition(folder: Path, *legs: Leg) -> Rendition:
    return join_legs([recorded.at(folder / f"leg-{number}.webm") for number, recorded in enumerate(legs)], folder)


def picture(data: bytes) -> Any:
    """(height, width, 3) uint8."""
    with av.open(io.BytesIO(data)) as file:
        return next(file.decode(video=0)).to_ndarray(format="rgb24")


def tone(seconds: float, amplitude: float) -> Samples:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (amplitude * np.sin(2 * np.pi * 1_000 * time)).astype(np.float32)


@pytest.mark.parametrize("codec", ["vp8", "h264"])
def test_a_video_has_a_thumbnail_a_strip_a_waveform_and_a_loudness(tmp_path: Path, codec: Codec) -> None:
    made = rendition(tmp_path, leg(9_000, codec, size=(320, 240)))
    shown = preview(Path(made.path), tmp_path, made.duration_s)
    assert shown.thumbnail is not None
    still = Path(shown.thumbnail).read_bytes()
    assert still.startswith(b"\xff\xd8")
    assert len(still) <= THUMBNAIL_MAX_BYTES
    assert picture(still).shape == (240, 320, 3)
    assert shown.strip is not None
    assert (shown.strip.tiles, shown.strip.width, shown.strip.height) == (4, 96, 72)
    strip = picture(Path(shown.strip.path).read_bytes())
    assert strip.shape == (72, 4 * 96, 3)
    left, right = (float(strip[:, at : at + 90, :].mean()) for at in (0, 3 * 96))
    assert right > left + 40  # the test picture brightens
    assert shown.peaks is not None
    assert shown.loudness_lufs is not None


def test_a_voice_has_no_pictures(tmp_path: Path) -> None:
    made = rendition(tmp_path, leg(3_000, None))
    shown = preview(Path(made.path), tmp_path, made.duration_s)
    assert (shown.thumbnail, shown.strip) == (None, None)
    assert shown.peaks is not None


def test_a_rendition_without_sound_has_no_waveform(tmp_path: Path) -> None:
    made = rendition(tmp_path, leg(3_000, "vp8", has_audio=False))
    shown = preview(Path(made.path), tmp_path, made.duration_s)
    assert (shown.peaks, shown.loudness_lufs) == (None, None)
    assert shown.thumbnail is not None


def test_the_waveform_shows_where_it_is_loud_and_where_silent(tmp_path: Path) -> None:
    sound = np.concatenate([tone(2, 0.5), np.zeros(2 * SAMPLE_RATE, np.float32), tone(1, 0.25)])
    made = rendition(tmp_path, leg(5_000, None, speech=sound))
    measured = waveform(Path(made.path), made.duration_s)
    assert measured is not None
    assert measured.peaks.per_second == PER_SECOND
    curve = measured.peaks.peaks
    assert len(curve) == 50
    assert all(abs(value - 127) < 25 for value in curve[2:18])
    assert all(value < 12 for value in curve[23:38])
    assert all(abs(value - 64) < 16 for value in curve[43:48])


@pytest.mark.parametrize("amplitude", [0.5, 0.05])
def test_loudness_is_that_of_ebu_r128(tmp_path: Path, amplitude: float) -> None:
    """A 1 kHz sine of full scale in both channels measures 0 LUFS (EBU Tech 3341); pauses do not count."""
    sound = np.concatenate([tone(4, amplitude), np.zeros(3 * SAMPLE_RATE, np.float32)])
    made = rendition(tmp_path, leg(7_000, None, speech=sound))
    measured = waveform(Path(made.path), made.duration_s)
    assert measured is not None
    assert measured.loudness_lufs is not None
    assert abs(measured.loudness_lufs - 20 * np.log10(amplitude)) < 1.0


def test_silence_has_no_loudness(tmp_path: Path) -> None:
    made = rendition(tmp_path, leg(3_000, None, speech=np.zeros(3 * SAMPLE_RATE, np.float32)))
    measured = waveform(Path(made.path), made.duration_s)
    assert measured is not None
    assert measured.loudness_lufs is None


def _film(path: Path, *lumas: int) -> Path:
    """Half-second scenes: below 128 an even grey, from 128 on noise of that range."""
    random = np.random.default_rng(1)
    with av.open(str(path), "w", format="webm") as file:
        stream: Any = file.add_stream("libvpx", rate=10)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 640, 480, "yuv420p", 20_000_000
        stream.options = {"deadline": "realtime", "cpu-used": "8"}
        for number in range(len(lumas) * 5):
            luma = lumas[number // 5]
            shape = (480, 640, 3)
            scene = np.full(shape, luma, np.uint8) if luma < 128 else random.integers(0, luma, shape, np.uint8)
            frame = av.VideoFrame.from_ndarray(scene, "rgb24").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def test_the_thumbnail_is_no_black_picture_where_there_is_a_better_one(tmp_path: Path) -> None:
    film = _film(tmp_path / "film.webm", 0, 0, 0, 0, 200)
    assert thumbnail(film, tmp_path / "still.jpg")
    assert picture((tmp_path / "still.jpg").read_bytes()).std() > 12


def test_a_recording_that_is_black_throughout_still_has_one(tmp_path: Path) -> None:
    assert thumbnail(_film(tmp_path / "film.webm", 0, 0), tmp_path / "still.jpg")


def test_the_busiest_picture_fits_in_20_kilobytes(tmp_path: Path) -> None:
    assert thumbnail(_film(tmp_path / "film.webm", 250, 250, 250), tmp_path / "still.jpg")
    assert (tmp_path / "still.jpg").stat().st_size <= THUMBNAIL_MAX_BYTES


def test_the_mp4_plays_the_same_at_the_same_times(tmp_path: Path) -> None:
    made = rendition(tmp_path, leg(4_000, "vp8", video_delay_ms=1_000), leg(3_000, "vp8", size=(120, 160)))
    assert made.codecs == "vp8,opus"
    copy = mp4_copy(Path(made.path), tmp_path, made.duration_s)
    assert (copy.mime_type, copy.width, copy.height) == ("video/mp4", 160, 120)
    assert copy.codecs is not None
    assert copy.codecs.startswith("avc1.4D")
    assert copy.codecs.endswith(",mp4a.40.2")
    before, after = play(made), play(copy)
    assert after.codecs == {"video": "h264", "audio": "aac"}
    assert set(after.sizes) == {(160, 120)}
    assert np.allclose(before["video"], after["video"], atol=0.002)
    assert abs(after["audio"][-1] - before["audio"][-1]) < 0.05
    assert Path(copy.path).read_bytes().index(b"moov") < 4_096


def test_the_mp4_of_a_voice_is_sound_alone(tmp_path: Path) -> None:
    made = rendition(tmp_path, leg(3_000, None))
    copy = mp4_copy(Path(made.path), tmp_path, made.duration_s)
    assert (copy.mime_type, copy.codecs, copy.width) == ("audio/mp4", "mp4a.40.2", None)
    assert abs(play(copy)["audio"][-1] - 3) < 0.06
