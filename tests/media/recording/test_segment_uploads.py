import asyncio
import io
import shutil
from datetime import UTC, datetime
from pathlib import Path

import av
import msgspec
import pytest
from redis.asyncio import Redis

from backend.contracts.events.media import SegmentSpoken, TakeOpened
from backend.contracts.media import ActiveTake
from backend.kernel.crypto import Keyring
from backend.kernel.settings import Settings
from backend.kernel.storage import ObjectStore, open_store
from media.node.leg_speech import SpokenSegment
from media.node.segment_uploads import MAX_WAITING, SegmentUploads, segment_key
from media.node.spool import LegHead
from media.speech.segments import Span
from tests.media.recording.house import ROOM, Phone, recording_house
from tests.media.recording.streams import AUDIO, Encoded, speech

SILENCE = b"\xf8\xff\xfe"
HEAD = LegHead("take_1", "leg_1", "node_1", ROOM, datetime(2026, 11, 22, tzinfo=UTC))


@pytest.fixture
def voice(speech_dir: Path) -> tuple[Encoded, ...]:
    return speech(sorted(speech_dir.glob("en-*.flac"))[0], 3.0)


async def test_what_is_said_leaves_the_node_while_the_take_runs(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis, voice: tuple[Encoded, ...]
) -> None:
    quiet = tuple(Encoded(3_000 + number * 20.0, True, [SILENCE]) for number in range(250))
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        phone = Phone(recorder)
        phone.publish(AUDIO, voice + quiet)
        recorder.open_take(ROOM, ActiveTake("take_1", ["audio"]))
        await phone.send()
        [spoken] = await ear.wait_for(SegmentSpoken)
        [opened] = await ear.wait_for(TakeOpened)
    assert (spoken.room, spoken.take_id, spoken.leg_id, spoken.index) == (ROOM, "take_1", opened.leg_id, 0)
    assert spoken.key == segment_key("take_1", opened.leg_id, 0)
    assert spoken.start_ms < 1_000
    assert 2_000 < spoken.end_ms <= 3_500
    [(begin_ms, end_ms)] = spoken.sounds
    assert begin_ms <= spoken.start_ms < spoken.end_ms < end_ms
    with av.open(io.BytesIO(await store.get(spoken.key))) as file:
        sound = b"".join(bytes(packet) for packet in file.demux(audio=0))
    assert voice[50].payloads[0] in sound


async def test_a_store_that_is_away_costs_the_segment_alone(tmp_path: Path, keyring: Keyring) -> None:
    folder = tmp_path / "away"
    folder.mkdir()
    store = open_store(folder.as_uri(), keyring)
    shutil.rmtree(folder)
    folder.write_text("no folder")
    told: list[msgspec.Struct] = []
    came_back = asyncio.Event()
    uploads = SegmentUploads(store, lambda event: (told.append(event), came_back.set()))
    uploads.give(ROOM, HEAD, SpokenSegment(0, 0, 0, 1_000, [Span(0, 1_000)], b"first"))
    running = asyncio.create_task(uploads.run())
    async with asyncio.timeout(60):
        while not uploads.lost:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        folder.unlink()
        folder.mkdir()
        uploads.give(ROOM, HEAD, SpokenSegment(1, 0, 0, 1_000, [Span(0, 1_000)], b"second"))
        await came_back.wait()
    running.cancel()
    [event] = told
    assert isinstance(event, SegmentSpoken)
    assert await store.get(event.key) == b"second"


async def test_segments_that_wait_are_bounded(store: ObjectStore) -> None:
    uploads = SegmentUploads(store, lambda event: None)
    for index in range(3 * MAX_WAITING):
        uploads.give(ROOM, HEAD, SpokenSegment(index, 0, 0, 1_000, [], b""))
    assert (len(uploads._waiting), uploads.lost) == (MAX_WAITING, 2 * MAX_WAITING)
    assert uploads._waiting[-1][0].index == 3 * MAX_WAITING - 1
