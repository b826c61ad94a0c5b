"""Two real media nodes and the API: one node is killed in the middle of an answer, which goes on at the other."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from redis.asyncio import Redis

from backend.contracts.events.media import TakeProcessed
from backend.contracts.jobs import ProcessTake
from backend.contracts.media import LegManifest
from backend.kernel.jobs import Jobs
from backend.kernel.settings import Settings
from backend.rooms.registry import Registry
from media.node.chunks import manifest_key
from media.workers.main import serve as serve_worker
from tests.interviews.house import House, a_house, until
from tests.media.node.publisher import Publisher, encoded_audio, encoded_video
from tests.media.node.test_main import node_process
from tests.media.workers.bus import of_kind, said
from tests.rooms.test_whip import post

WITHIN_S = 60.0


@pytest.fixture
async def house(settings: Settings, redis: Redis) -> AsyncIterator[House]:
    async with a_house(msgspec.structs.replace(settings, whisper_model="/nonexistent")) as house:
        yield house
        await house.resources.mongo.drop()


def node_settings(house: House, folder: Path, node_id: str) -> Settings:
    """A node on another machine: a data directory of its own, the same keys and objects."""
    settings = house.resources.settings
    return msgspec.structs.replace(
        settings,
        node_id=node_id,
        data_dir=folder / node_id,
        storage_url=(settings.data_dir / "objects").absolute().as_uri(),
        master_key_file=settings.data_dir.absolute() / "master.key",
        media_host="127.0.0.1",
    )


async def join(house: House, seat, room: str) -> Publisher:
    """Comes back again and again, as the app does, until it is let in."""
    publisher = Publisher(video=encoded_video(), audio=encoded_audio())
    offer = await publisher.offer()

    async def is_let_in():
        answer = await post(house, seat, room, offer)
        return answer if answer.status_code == 201 else None

    answer = await until(is_let_in, within_s=WITHIN_S)
    await publisher.accept(answer.text)
    return publisher


async def test_a_take_goes_on_at_another_node_when_its_own_is_killed(
    house: House, redis: Redis, tmp_path: Path
) -> None:
    interview = await house.interview(("video",))
    seat = await house.as_candidate(interview)
    store, registry = house.resources.store, Registry(redis, house.resources.clock)
    nodes = {node_id: node_settings(house, tmp_path, node_id) for node_id in ("node_a", "node_b")}

    async def clock_runs():
        return not (await seat.get("/live")).json()["is_clock_stopped"]

    async def first_chunk():
        keys = await store.list(f"takes/{take_id}/")
        return next((key for key in keys if key.endswith("manifest.json")), None)

    async with node_process(nodes["node_a"], redis) as first, node_process(nodes["node_b"], redis) as second:
        publisher = await join(house, seat, interview.room)
        await seat.start()
        await seat.say("continue")
        await seat.say("start_answer")
        take_id = (await house.stored(interview.id)).takes[0].id
        await until(first_chunk, within_s=WITHIN_S)
        lost = (await registry.placement(interview.room)).node_id
        (first if lost == "node_a" else second).kill()
        await publisher.vanish()
        again = await join(house, seat, interview.room)
        assert (await registry.placement(interview.room)).node_id != lost
        await until(clock_runs, within_s=WITHIN_S)
        began = again.sent_s
        await until(lambda: _has_sent(again, began + 1.5), within_s=WITHIN_S)  # the second part of the answer
        await seat.say("done")

        async def is_stored():
            return (await house.stored(interview.id)).takes[0].stored_at

        await until(is_stored, within_s=WITHIN_S)
        await asyncio.gather(publisher.close(), again.close())

    take = (await house.stored(interview.id)).takes[0]
    assert len(take.legs) == 2
    legs = [msgspec.json.decode(await store.get(manifest_key(take_id, leg.id)), type=LegManifest) for leg in take.legs]
    assert {leg.node_id for leg in legs} == set(nodes)
    processed = await rendition(house, redis, take_id)
    assert processed.rendition is not None
    assert processed.rendition.duration_s == pytest.approx(sum(leg.duration_ms for leg in legs) / 1000, abs=0.5)
    (gap,) = processed.gaps
    assert gap.at_s == pytest.approx(legs[0].duration_ms / 1000, abs=0.3)


async def _has_sent(publisher: Publisher, seconds: float) -> bool:
    return publisher.sent_s > seconds


async def rendition(house: House, redis: Redis, take_id: str) -> TakeProcessed:
    """As the worker makes it of what is in the store: the lost node never comes back."""
    job = ProcessTake(take_id, "int_1", "en", wants_transcript=False)
    await Jobs(redis).enqueue(job, id="job_1")

    async def made():
        return of_kind(await said(redis, take_id), TakeProcessed)

    async with serve_worker(house.resources.settings, redis):
        return (await until(made, within_s=WITHIN_S))[0]
