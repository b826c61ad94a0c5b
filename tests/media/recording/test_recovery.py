import asyncio
import base64
import json
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest
from redis.asyncio import Redis

from backend.contracts.events.media import LegStored, TakeOpened, TakeStored
from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.settings import Settings
from backend.kernel.storage import ObjectStore
from media.node.spool import LegHead, SpoolWriter, spool_path
from tests.media.recording.house import ROOM, file_of, manifest_of, recording_house
from tests.media.recording.streams import decodable

SYNCED_S = 2.0
"""The spool is a second behind at most; a busy machine takes a little longer to write it."""


def recorded_until_killed(
    settings: Settings, objects: Path, keyring: Keyring, spoken: Path, *, kill_ms: int
) -> tuple[int, int]:
    """Records in a process of its own and kills it -9 after `kill_ms` of media: the ms that it had been handed
    `SYNCED_S` before the kill, and in all.
    """
    asked = {
        "redis_url": settings.redis_url,
        "data_dir": str(settings.data_dir),
        "objects": objects.as_uri(),
        "key": base64.b64encode(keyring._master_key).decode(),
        "speech": str(spoken),
    }
    node = subprocess.Popen(
        [sys.executable, "-m", "tests.media.recording.killed_node"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert node.stdin is not None
    assert node.stdout is not None
    node.stdin.write(json.dumps(asked) + "\n")
    node.stdin.flush()
    handed: list[tuple[int, float]] = []
    for line in node.stdout:
        handed.append(_handed(line))
        if handed[-1][0] >= kill_ms:
            break
    killed_at = monotonic()
    node.send_signal(signal.SIGKILL)
    handed += [_handed(line) for line in node.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    node.wait()
    return max([0, *(ms for ms, at in handed if at < killed_at - SYNCED_S)]), max(ms for ms, _ in handed)


def _handed(line: str) -> tuple[int, float]:
    ms, at = line.split()
    return int(ms), float(at)


@pytest.fixture
def spoken(speech_dir: Path) -> Path:
    return sorted(speech_dir.glob("en-*.flac"))[0]


async def test_a_killed_node_loses_at_most_the_last_second(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis, spoken: Path, tmp_path: Path
) -> None:
    safe_ms, handed_ms = await asyncio.to_thread(
        recorded_until_killed, settings, tmp_path / "objects", keyring, spoken, kill_ms=3_700
    )
    assert list(settings.data_dir.glob("spool/take_1/*.spool"))
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        await recorder.close_take(ROOM, "take_1")
        (stored,) = await ear.wait_for(LegStored)
        await ear.wait_for(TakeStored)
        assert not list(settings.data_dir.glob("spool/take_1/*"))
    manifest = await manifest_of(store, "take_1", stored.leg_id)
    assert stored.is_recovered
    assert manifest.is_final
    assert (manifest.video_codec, manifest.has_audio) == ("vp8", True)
    assert safe_ms <= manifest.duration_ms <= handed_ms + 20
    pictures, sound_s = decodable(await file_of(store, manifest), "vp8")
    assert sound_s == pytest.approx(manifest.duration_ms / 1000, abs=0.1)
    assert len(pictures) >= manifest.duration_ms / 50 - 3


async def test_recovery_waits_for_a_store_that_is_away(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis, spoken: Path, tmp_path: Path
) -> None:
    objects = tmp_path / "objects"
    await asyncio.to_thread(recorded_until_killed, settings, objects, keyring, spoken, kill_ms=1_500)
    away = objects.rename(tmp_path / "away")
    objects.touch()
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        await recorder.close_take(ROOM, "take_1")
        async with asyncio.timeout(60):
            while "storage_unavailable" not in recorder.problems():  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert not ear.of(TakeStored)
        objects.unlink()
        away.rename(objects)
        (stored,) = await ear.wait_for(LegStored)
        await ear.wait_for(TakeStored)
    assert stored.is_recovered


async def test_a_spool_without_media_goes_quietly(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis
) -> None:

    path = spool_path(settings.data_dir / "spool", "take_1", "leg_1")
    writer = SpoolWriter(path, keyring)
    writer.append([LegHead("take_1", "leg_1", "node_1", ROOM, utc_now())])
    writer.close()
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        await recorder.close_take(ROOM, "take_1")
        await ear.wait_for(TakeStored)
        assert not ear.of(LegStored)
        assert not path.exists()


async def test_a_spool_of_another_key_is_set_aside_for_a_person(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis
) -> None:

    path = spool_path(settings.data_dir / "spool", "take_1", "leg_1")
    writer = SpoolWriter(path, Keyring.generate())
    head = LegHead("take_1", "leg_1", "node_1", ROOM, utc_now())
    writer.append([head])
    writer.append([head])
    writer.close()
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        await recorder.close_take(ROOM, "take_1")
        await ear.wait_for(TakeStored)
        assert recorder.problems() == ["spool_damaged"]
    assert path.with_suffix(".spool.damaged").exists()


async def test_what_another_living_node_records_is_left_alone(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis
) -> None:

    path = spool_path(settings.data_dir / "spool", "take_1", "leg_1")
    writer = SpoolWriter(path, keyring)
    writer.append([LegHead("take_1", "leg_1", "node_2", ROOM, utc_now())])
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        await recorder.close_take(ROOM, "take_1")
        await ear.wait_for(TakeStored)
        assert path.exists()
    assert not ear.of(TakeOpened)
