"""A 12 s hole in the network, filled with the phone's own recording: real Opus and VP8, real speech."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import msgspec
import numpy as np
import pytest
from redis.asyncio import Redis

from backend.contracts.events.media import SegmentTranscribed, TakeProcessed
from backend.contracts.media import ChunkRef, PhonePiece
from backend.kernel.crypto import Keyring
from backend.kernel.settings import Settings
from backend.kernel.storage import ObjectStore, open_store
from media.speech.silero import SAMPLE_RATE, Samples
from media.workers.two_path_files import LegInRoom, PhoneFile
from media.workers.two_paths import join_two_paths
from tests.media.speech.recordings import clips, error_rate, pcm_of
from tests.media.workers.bus import of_kind, said
from tests.media.workers.legs import STARTED_AT, Leg, leg, store_leg
from tests.media.workers.test_worker import TAKE, work_off

HOLE_S = 12
FIRST_S = 7


@pytest.fixture
def settings(make_settings: Callable[..., Settings], redis_url: str, model_dir: Path, redis: Redis) -> Settings:
    return make_settings(redis_url=redis_url, whisper_model=model_dir)


@pytest.fixture
def store(settings: Settings) -> ObjectStore:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return open_store(f"file://{settings.data_dir.absolute()}/objects", Keyring.from_settings(settings))


def spoken(speech_dir: Path, seconds: int) -> tuple[Samples, str]:
    """Utterances one after the other, at least `seconds` long in whole seconds, and what they say."""
    parts, texts, length = [], [], 0
    for clip in clips(speech_dir, "en"):
        parts += [pcm_of(speech_dir, clip), np.zeros(SAMPLE_RATE // 2, np.float32)]
        texts.append(clip["text"])
        length += len(parts[-1]) + len(parts[-2])
        if length >= seconds * SAMPLE_RATE:
            break
    whole = -(-length // SAMPLE_RATE) * SAMPLE_RATE
    return np.pad(np.concatenate(parts), (0, whole - length)).astype(np.float32), " ".join(texts)


def cut(pcm: Samples, start_s: float, end_s: float | None = None) -> Leg:
    part = pcm[round(start_s * SAMPLE_RATE) : None if end_s is None else round(end_s * SAMPLE_RATE)]
    return leg(len(part) * 1000 // SAMPLE_RATE, speech=part)


def phone_chunks(recorded: Leg, first: int, last: int) -> bytes:
    """What the phone sends: its first chunk, which has the file's head, and the chunks first..last, a second each."""
    return recorded.pieces[0] + b"".join(recorded.pieces[first : last + 1])


def packets(path: Path, kind: str) -> list[tuple[float, float]]:
    """Begin and end of each, in seconds."""
    with av.open(str(path)) as file:
        streams: Any = file.streams
        stream = streams.audio[0] if kind == "audio" else streams.video[0]
        return [
            (float(p.pts * p.time_base), float((p.pts + (p.duration or 0)) * p.time_base))
            for p in file.demux(stream)
            if p.size
        ]


def largest_hole_s(spans: list[tuple[float, float]]) -> float:
    return max(after[0] - before[0] for before, after in pairwise(spans))


def test_a_hole_between_two_legs_is_closed(speech_dir: Path, tmp_path: Path) -> None:
    pcm, _ = spoken(speech_dir, 24)
    length_s = len(pcm) // SAMPLE_RATE
    first, second = cut(pcm, 0.4, FIRST_S), cut(pcm, FIRST_S + HOLE_S)
    recorded = cut(pcm, 0)
    piece = tmp_path / "piece"
    piece.write_bytes(phone_chunks(recorded, 1, FIRST_S + HOLE_S + 3))
    made = join_two_paths(
        [
            LegInRoom(str(first.at(tmp_path / "first")), 400 + 700, first.duration_ms),
            LegInRoom(str(second.at(tmp_path / "second")), (FIRST_S + HOLE_S) * 1000 + 700, second.duration_ms),
        ],
        [PhoneFile(str(piece), 0)],
        tmp_path,
    )
    assert [part.source for part in made.parts] == ["room", "phone", "room"]
    assert abs(made.parts[1].end_s - made.parts[1].start_s - HOLE_S) < 0.04
    assert abs(made.duration_s - (length_s - 0.4)) < 0.1
    audio, video = packets(Path(made.path), "audio"), packets(Path(made.path), "video")
    assert largest_hole_s(audio) < 0.07
    assert largest_hole_s(video) < 0.3
    assert abs(audio[-1][1] - made.duration_s) < 0.1
    with av.open(made.path) as file:
        decoded = sum(1 for _ in file.decode(video=0))
    assert decoded > 0.9 * made.duration_s * 20


def test_an_answer_that_never_came_through_is_the_phones(speech_dir: Path, tmp_path: Path) -> None:
    pcm, _ = spoken(speech_dir, 4)
    recorded = cut(pcm, 0)
    made = join_two_paths([], [PhoneFile(str(recorded.at(tmp_path / "piece")), 0)], tmp_path)
    assert [part.source for part in made.parts] == ["phone"]
    assert abs(made.duration_s - recorded.duration_ms / 1000) < 0.1


def test_lost_packets_within_a_leg_are_put_back_in_their_place(speech_dir: Path, tmp_path: Path) -> None:
    pcm, _ = spoken(speech_dir, 10)
    whole = leg(len(pcm) * 1000 // SAMPLE_RATE, speech=pcm, hole_ms=(4_000, 5_400))
    recorded = cut(pcm, 0)
    made = join_two_paths(
        [LegInRoom(str(whole.at(tmp_path / "leg")), 300, whole.duration_ms, [(4_000, 5_400)])],
        [PhoneFile(str(recorded.at(tmp_path / "piece")), 0)],
        tmp_path,
    )
    assert [part.source for part in made.parts] == ["room", "phone", "room"]
    assert largest_hole_s(packets(Path(made.path), "audio")) < 0.07
    assert abs(made.duration_s - whole.duration_ms / 1000) < 0.1


async def test_the_transcript_of_a_filled_hole_is_complete(
    settings: Settings, redis: Redis, store: ObjectStore, speech_dir: Path
) -> None:
    pcm, text = spoken(speech_dir, 24)
    await store_leg(store, TAKE, "leg_1", cut(pcm, 0, FIRST_S))
    await store_leg(store, TAKE, "leg_2", cut(pcm, FIRST_S + HOLE_S), after_s=FIRST_S + HOLE_S)
    data = phone_chunks(cut(pcm, 0), 1, FIRST_S + HOLE_S + 3)
    key = f"takes/{TAKE}/leg_phone/0.part"
    await store.put(key, data)
    chunk = ChunkRef(0, key, len(data), hashlib.sha256(data).hexdigest())
    began_at = STARTED_AT - timedelta(milliseconds=800)
    piece = PhonePiece(TAKE, "leg_phone", "upl_1", "rec_1", began_at, "1-22", [chunk])
    await store.put(f"takes/{TAKE}/leg_phone/phone.json", msgspec.json.encode(piece))
    await work_off(settings, redis)

    events = await said(redis, TAKE)
    [processed] = of_kind(events, TakeProcessed)
    assert processed.gaps == []
    assert [part.source for part in processed.parts] == ["room", "phone", "room"]
    heard = " ".join(segment.text for segment in of_kind(events, SegmentTranscribed))
    assert error_rate([text], [heard], "en") < 0.25
