"""Phones' own recordings in MP4 with H.264 and AAC: looked at, made playable, and put beside what came through."""

import itertools
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from media.speech.silero import SAMPLE_RATE, Samples
from media.workers.alignment import PER_MS, found_at, sound
from media.workers.probe import probe_upload
from media.workers.remux import join_legs
from media.workers.two_path_files import LegInRoom, PhoneFile
from media.workers.two_paths import join_two_paths
from tests.media.workers.legs import leg
from tests.media.workers.phone_files import lightness, phone_mp4
from tests.media.workers.test_two_paths import cut, largest_hole_s, packets, spoken

SECONDS = 16
HOLE_S = (5, 11)


@pytest.fixture(scope="module")
def voice(speech_dir: Path) -> Samples:
    return spoken(speech_dir, SECONDS)[0][: SECONDS * SAMPLE_RATE]


@pytest.fixture(scope="module")
def chunks(voice: Samples) -> list[bytes]:
    return phone_mp4(voice)


def sizes_and_lightness(path: str, start_s: float, end_s: float) -> list[tuple[tuple[int, int], float, float]]:
    """Of each picture in the stretch: its size, its time, how light it is."""
    found = []
    with av.open(path) as file:
        for frame in file.decode(video=0):
            at_s = float(frame.time or 0.0)
            if start_s <= at_s < end_s:
                found.append(((frame.width, frame.height), at_s, float(np.median(frame.to_ndarray(format="rgb24")))))
    return found


def said_as_in(reference: Path, made: Path, start_ms: int, end_ms: int) -> bool:
    """Whether the stretch sounds as the reference does there, within 60 ms: coders delay a little."""
    heard = sound(made, start_ms, end_ms, origin_ms=0)
    around = sound(reference, start_ms - 200, end_ms + 200, origin_ms=0)
    found = found_at(heard, around)
    return found is not None and found[1] > 0.8 and abs(found[0] / PER_MS - 200) < 60


@pytest.mark.parametrize("has_picture", [True, False])
def test_a_phones_mp4_is_looked_at_as_what_it_is(voice: Samples, tmp_path: Path, has_picture: bool) -> None:
    path = tmp_path / "upload"
    path.write_bytes(b"".join(phone_mp4(voice[: 4 * SAMPLE_RATE], (160, 120) if has_picture else None)))
    media = probe_upload(path)
    assert media.mime_type == ("video/mp4" if has_picture else "audio/mp4")
    assert media.codecs == (["h264", "aac"] if has_picture else ["aac"])
    assert abs(media.duration_s - 4) < 0.15


def test_a_phones_mp4_that_was_torn_off_gives_what_it_has(chunks: list[bytes], tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(b"".join(chunks[:4]) + chunks[4][: len(chunks[4]) // 2])
    assert 3.8 <= probe_upload(path).duration_s < 5.2
    made = join_legs([path], tmp_path)
    assert 3.8 <= made.duration_s < 5.2


def test_a_phones_answer_is_playable_with_its_own_pictures(chunks: list[bytes], voice: Samples, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(b"".join(chunks))
    made = join_legs([path], tmp_path)
    assert made.mime_type == "video/mp4"
    assert made.codecs.startswith("avc1.")
    assert made.codecs.endswith(",mp4a.40.2")
    assert abs(made.duration_s - SECONDS) < 0.15
    pictures = sizes_and_lightness(made.path, 0, SECONDS)
    assert len(pictures) > 0.95 * SECONDS * 20
    assert all(abs(light - lightness(round(at_s * 20))) < 12 for _, at_s, light in pictures)
    assert said_as_in(cut(voice, 0).at(tmp_path / "reference"), Path(made.path), 2_000, 6_000)


def test_a_hole_is_filled_from_a_phones_mp4(chunks: list[bytes], voice: Samples, tmp_path: Path) -> None:
    first, second = cut(voice, 0, HOLE_S[0]), cut(voice, HOLE_S[1])
    piece = tmp_path / "piece"
    piece.write_bytes(chunks[0] + b"".join(chunks[HOLE_S[0] - 2 : HOLE_S[1] + 2]))
    made = join_two_paths(
        [
            LegInRoom(str(first.at(tmp_path / "first")), 600, first.duration_ms),
            LegInRoom(str(second.at(tmp_path / "second")), HOLE_S[1] * 1000 + 600, second.duration_ms),
        ],
        [PhoneFile(str(piece), 0)],
        tmp_path,
    )
    assert [(part.source, part.placed_by) for part in made.parts] == [
        ("room", None), ("phone", "sound"), ("room", None),
    ]  # fmt: skip
    assert abs(made.duration_s - SECONDS) < 0.15
    assert largest_hole_s(packets(Path(made.path), "audio")) < 0.09
    assert largest_hole_s(packets(Path(made.path), "video")) < 0.3
    assert said_as_in(cut(voice, 0).at(tmp_path / "reference"), Path(made.path), 6_000, 10_000)
    filled = sizes_and_lightness(made.path, HOLE_S[0] + 0.3, HOLE_S[1] - 0.3)
    assert len(filled) > 0.9 * 5.4 * 20
    nearest = [min(abs(light - lightness(round(at_s * 20) + by)) for by in (-1, 0, 1)) for _, at_s, light in filled]
    assert max(nearest) < 14


def test_pictures_behind_lost_packets_do_not_lean_on_the_phones(voice: Samples, tmp_path: Path) -> None:
    """The phone's are of another size; the room's next key frame comes 0.6 s after its packets do."""
    whole = leg(10_000, speech=voice[: 10 * SAMPLE_RATE], hole_ms=(4_000, 5_400))
    recorded = leg(10_000, speech=voice[: 10 * SAMPLE_RATE], size=(320, 240))
    made = join_two_paths(
        [LegInRoom(str(whole.at(tmp_path / "leg")), 200, whole.duration_ms, [(4_000, 5_400)])],
        [PhoneFile(str(recorded.at(tmp_path / "piece")), 0)],
        tmp_path,
    )
    assert [part.source for part in made.parts] == ["room", "phone", "room"]
    pictures = sizes_and_lightness(made.path, 0, 10)
    assert len(pictures) > 0.9 * 10 * 20
    for size, at_s, light in pictures:
        if not any(abs(at_s - edge) < 0.08 for edge in (4.0, 5.4)):
            assert size == ((320, 240) if 4.0 <= at_s < 5.4 else (160, 120)), at_s
        if not 5.3 < at_s < 6.0:
            assert abs(light - round(at_s * 20) * 3 % 255) < 14 or light > 240 or 3 * round(at_s * 20) % 255 < 10, at_s


def hum(seconds: float, frequency: float = 220.0) -> Samples:
    times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.3 * np.sin(2 * np.pi * frequency * times)).astype(np.float32)


@pytest.mark.parametrize("kind", ["silence", "hum"])
def test_what_has_no_features_is_placed_by_the_clocks_and_that_is_told(kind: str, tmp_path: Path) -> None:
    whole = np.zeros(SECONDS * SAMPLE_RATE, np.float32) if kind == "silence" else hum(SECONDS)
    first, second, recorded = [
        leg((end - start) * 1000, None, speech=whole[start * SAMPLE_RATE : end * SAMPLE_RATE])
        for start, end in ((0, HOLE_S[0]), (HOLE_S[1], SECONDS), (0, SECONDS))
    ]
    made = join_two_paths(
        [
            LegInRoom(str(first.at(tmp_path / "first")), 0, first.duration_ms),
            LegInRoom(str(second.at(tmp_path / "second")), HOLE_S[1] * 1000, second.duration_ms),
        ],
        [PhoneFile(str(recorded.at(tmp_path / "piece")), 0)],
        tmp_path,
    )
    assert [(part.source, part.placed_by) for part in made.parts] == [
        ("room", None), ("phone", "clocks"), ("room", None),
    ]  # fmt: skip
    assert abs(made.parts[1].end_s - made.parts[1].start_s - (HOLE_S[1] - HOLE_S[0])) < 0.02
    assert abs(made.duration_s - SECONDS) < 0.1


def test_every_chunk_of_the_test_phone_begins_with_a_key_frame(chunks: list[bytes], tmp_path: Path) -> None:
    """Else the tests above would not try what they say."""
    assert len(chunks) == SECONDS
    path = tmp_path / "file"
    for first, second in itertools.pairwise(chunks[1:4]):
        path.write_bytes(chunks[0] + first + second)
        with av.open(str(path)) as file:
            streams: Any = file.streams
            keys = [packet.is_keyframe for packet in file.demux(streams.video[0]) if packet.size]
        assert (keys.count(True), len(keys)) == (3, 60)
