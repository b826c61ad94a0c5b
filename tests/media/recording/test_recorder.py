import asyncio
import hashlib
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from redis.asyncio import Redis

from backend.contracts.events.media import LegStored, SpeechEnded, SpeechStarted, TakeOpened, TakeStored
from backend.contracts.media import ActiveTake
from backend.kernel.crypto import Keyring
from backend.kernel.settings import Settings
from backend.kernel.storage import ObjectStore
from media.node.sink import TrackDescription
from tests.media.recording.house import RESOURCE, ROOM, Phone, file_of, manifest_of, recording_house
from tests.media.recording.streams import AUDIO, H264, VP8, decodable, speech, video

TAKE = ActiveTake("take_1", ["audio", "video"])


async def until(condition: Callable[[], bool], timeout_s: float = 60) -> None:
    async with asyncio.timeout(timeout_s):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@pytest.fixture
def spoken(speech_dir: Path) -> Path:
    return sorted(speech_dir.glob("en-*.flac"))[0]


@pytest.mark.parametrize("track", [VP8, H264], ids=["vp8", "h264"])
async def test_a_take_ends_as_chunks_that_joined_are_the_answer(
    track: TrackDescription, settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis, spoken: Path
) -> None:
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        phone = Phone(recorder)
        phone.publish(AUDIO, speech(spoken, 3.0))
        phone.publish(track, video(track.codec, 3.0))
        recorder.open_take(ROOM, TAKE)
        recorder.open_take(ROOM, TAKE)
        await phone.send(speed=3)
        await recorder.close_take(ROOM, "take_1")
        (opened,) = await ear.wait_for(TakeOpened)
        (stored,) = await ear.wait_for(LegStored)
        await ear.wait_for(TakeStored)
        await until(lambda: not list(settings.data_dir.glob("spool/*/*")))
    manifest = await manifest_of(store, "take_1", opened.leg_id)
    assert manifest.is_final
    assert (manifest.video_codec, manifest.has_audio) == (track.codec, True)
    assert stored == LegStored("take_1", opened.leg_id, manifest.duration_ms)
    assert manifest.duration_ms == pytest.approx(3_000, abs=50)
    assert (manifest.ended_at - manifest.started_at).total_seconds() == pytest.approx(3.0, abs=0.05)
    for chunk in manifest.chunks:
        assert hashlib.sha256(await store.get(chunk.key)).hexdigest() == chunk.sha256
    pictures, sound_s = decodable(await file_of(store, manifest), track.codec)
    assert len(pictures) == 60
    assert sound_s == pytest.approx(3.0, abs=0.02)
    assert phone.asked >= 1


async def test_a_voice_take_ignores_video_and_needs_no_key_frame(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis, spoken: Path
) -> None:
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        phone = Phone(recorder)
        phone.publish(AUDIO, speech(spoken, 2.0))
        phone.publish(VP8, video("vp8", 2.0))
        recorder.open_take(ROOM, ActiveTake("take_1", ["audio"]))
        await phone.send()
        await recorder.close_take(ROOM, "take_1")
        (stored,) = await ear.wait_for(LegStored)
    manifest = await manifest_of(store, "take_1", stored.leg_id)
    assert manifest.video_codec is None
    assert phone.asked == 0
    assert decodable(await file_of(store, manifest), "")[0] == []


async def test_a_lost_packet_asks_for_a_key_frame_and_costs_the_picture_until_it(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis
) -> None:
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        phone = Phone(recorder)
        sink = phone.publish(VP8, video("vp8", 3.0, key_every=20))
        recorder.open_take(ROOM, TAKE)
        asked = phone.asked
        dropped = phone._sinks[0][0].pop(60)
        sent = count(1)

        def tell(at_ms: float) -> None:
            if next(sent) == 60:
                sink.lost(dropped.extended_sequence, 1)

        await phone.send(after=tell)
        await recorder.close_take(ROOM, "take_1")
        (stored,) = await ear.wait_for(LegStored)
    assert phone.asked > asked
    pictures, _ = decodable(await file_of(store, await manifest_of(store, "take_1", stored.leg_id)), "vp8")
    assert 40 <= len(pictures) < 60


async def test_a_peer_that_comes_back_makes_a_further_leg_of_the_same_take(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis, spoken: Path
) -> None:
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        first = Phone(recorder)
        first.publish(AUDIO, speech(spoken, 1.0))
        recorder.open_take(ROOM, TAKE)
        await first.send()
        recorder.peer_gone(ROOM, RESOURCE)
        recorder.peer_gone(ROOM, RESOURCE)
        await ear.wait_for(LegStored)
        second = Phone(recorder, resource_id="whip_2")
        second.publish(AUDIO, speech(spoken, 1.0, 1.0))
        await second.send()
        await recorder.close_take(ROOM, "take_1")
        legs = await ear.wait_for(LegStored, 2)
        await ear.wait_for(TakeStored)
    assert [leg.leg_id for leg in legs] == sorted(leg.leg_id for leg in legs)
    assert all(leg.duration_ms == pytest.approx(1_000, abs=50) for leg in legs)


async def test_a_take_that_rests_goes_on_in_a_further_leg(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis, spoken: Path
) -> None:
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        phone = Phone(recorder)
        phone.publish(AUDIO, speech(spoken, 1.0))
        recorder.open_take(ROOM, TAKE)
        await phone.send()
        recorder.rest_take(ROOM, "take_1")
        recorder.rest_take(ROOM, "take_1")
        await ear.wait_for(LegStored)
        resting = Phone(recorder, resource_id="whip_2")
        resting.publish(AUDIO, speech(spoken, 1.0, 1.0))
        await resting.send()
        recorder.peer_gone(ROOM, "whip_2")
        recorder.open_take(ROOM, TAKE)
        again = Phone(recorder, resource_id="whip_3")
        again.publish(AUDIO, speech(spoken, 1.0, 2.0))
        await again.send()
        await recorder.close_take(ROOM, "take_1")
        legs = await ear.wait_for(LegStored, 2)
        await ear.wait_for(TakeStored)
    assert all(leg.duration_ms == pytest.approx(1_000, abs=50) for leg in legs)


async def test_video_that_comes_after_the_header_goes_on_in_a_further_leg(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis, spoken: Path
) -> None:
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        phone = Phone(recorder)
        phone.publish(AUDIO, speech(spoken, 6.0))
        phone.publish(VP8, video("vp8", 2.0), delay_ms=4_000.0)
        recorder.open_take(ROOM, TAKE)
        await phone.send()
        await recorder.close_take(ROOM, "take_1")
        legs = await ear.wait_for(LegStored, 2)
    manifests = [await manifest_of(store, "take_1", leg.leg_id) for leg in legs]
    assert sorted(str(manifest.video_codec) for manifest in manifests) == ["None", "vp8"]
    assert sum(manifest.duration_ms for manifest in manifests) == pytest.approx(6_000, abs=60)


async def test_closing_what_was_never_open_is_answered(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis
) -> None:
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        await recorder.close_take(ROOM, "take_9")
        (stored,) = await ear.wait_for(TakeStored)
        assert stored.take_id == "take_9"
        recorder.open_take(ROOM, ActiveTake("take_9", ["audio"]))
        assert recorder._ledger.active(ROOM) is None


async def test_an_outage_of_the_store_costs_nothing(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis, spoken: Path, tmp_path: Path
) -> None:
    """The store's folder is a file for a while: every put fails. Recording goes on, and all comes later."""
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        phone = Phone(recorder)
        phone.publish(AUDIO, speech(spoken, 2.0))
        (tmp_path / "objects").rmdir()
        (tmp_path / "objects").touch()
        recorder.open_take(ROOM, TAKE)
        await phone.send(speed=2)
        await until(lambda: "storage_unavailable" in recorder.problems())
        await recorder.close_take(ROOM, "take_1")
        await asyncio.sleep(0.3)
        assert not ear.of(LegStored)
        assert not ear.of(TakeStored)
        (tmp_path / "objects").unlink()
        (tmp_path / "objects").mkdir()
        (stored,) = await ear.wait_for(LegStored)
        await ear.wait_for(TakeStored)
        await until(lambda: recorder.problems() == [])
    assert stored.duration_ms == pytest.approx(2_000, abs=50)
    _, sound_s = decodable(await file_of(store, await manifest_of(store, "take_1", stored.leg_id)), "")
    assert sound_s == pytest.approx(2.0, abs=0.02)


async def test_a_disk_that_takes_nothing_is_told_and_what_waits_comes_later(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis, spoken: Path
) -> None:
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        phone = Phone(recorder)
        phone.publish(AUDIO, speech(spoken, 2.0))
        settings.data_dir.mkdir(exist_ok=True)
        (settings.data_dir / "spool").touch()
        recorder.open_take(ROOM, TAKE)
        await phone.send()
        await until(lambda: recorder.problems() == ["spool_unwritable"])
        (settings.data_dir / "spool").unlink()
        await recorder.close_take(ROOM, "take_1")
        (stored,) = await ear.wait_for(LegStored)
    assert stored.duration_ms == pytest.approx(2_000, abs=50)


async def test_speech_is_told_with_its_media_time(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis, spoken: Path
) -> None:
    """Silence, a second and a half of speech, silence: first outside any take, then within one."""
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        phone = Phone(recorder)
        phone.publish(AUDIO, speech(spoken, 3.0))
        await phone.send(speed=4)
        (outside,) = await ear.wait_for(SpeechStarted)
        (ended,) = await ear.wait_for(SpeechEnded)
        assert (outside.take_id, outside.leg_id, outside.resource_id) == (None, None, RESOURCE)
        assert outside.at_ms < ended.at_ms <= 3_000
        recorder.open_take(ROOM, TAKE)
        again = Phone(recorder, resource_id="whip_2")
        again.publish(AUDIO, speech(spoken, 3.0))
        await again.send(speed=4)
        _, inside = await ear.wait_for(SpeechStarted, 2)
        _, over = await ear.wait_for(SpeechEnded, 2)
        (opened,) = await ear.wait_for(TakeOpened)
    assert (inside.take_id, inside.leg_id) == ("take_1", opened.leg_id)
    assert inside.at_ms == pytest.approx(outside.at_ms, abs=40)
    assert inside.at_ms < over.at_ms <= 3_000
    assert (inside.at - opened.at).total_seconds() == pytest.approx(inside.at_ms / 1000, abs=0.1)


async def test_a_leg_that_begins_mid_sentence_is_told_so(
    settings: Settings, store: ObjectStore, keyring: Keyring, redis: Redis, spoken: Path
) -> None:
    async with recording_house(settings, store, keyring, redis) as (recorder, ear):
        phone = Phone(recorder)
        phone.publish(AUDIO, speech(spoken, 4.0))

        async def open_when_heard() -> None:
            await ear.wait_for(SpeechStarted)
            recorder.open_take(ROOM, TAKE)

        await phone.send(speed=4, halt_ms=1_500, until=open_when_heard)
        _, inside = await ear.wait_for(SpeechStarted, 2)
        assert (inside.take_id, inside.at_ms) == ("take_1", 0)


async def test_closing_a_node_whose_disk_hangs_ends(
    settings: Settings,
    store: ObjectStore,
    keyring: Keyring,
    redis: Redis,
    spoken: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("media.node.recorder.CLOSE_TIMEOUT_S", 0.3)
    settings.data_dir.mkdir(exist_ok=True)
    (settings.data_dir / "spool").touch()
    async with asyncio.timeout(30):
        async with recording_house(settings, store, keyring, redis) as (recorder, _):
            phone = Phone(recorder)
            phone.publish(AUDIO, speech(spoken, 1.0))
            recorder.open_take(ROOM, TAKE)
            await phone.send()
