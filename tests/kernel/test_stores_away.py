"""A database that is killed and stays away longer than an event has tries: nothing is lost, nothing lies dead."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from redis.asyncio import Redis

from backend.app.embedded import EmbeddedMongo
from backend.kernel.dead_events import DeadEvents
from backend.kernel.errors import Unavailable
from backend.kernel.events import EventBus, Received
from backend.kernel.mongo import Mongo
from tests.kernel.struct_samples import Noted
from tests.kernel.waiting import running, until

TRIES = 4
PAUSE_S = 0.05


class Address:
    """Where the database is always asked for, whichever port it has now; without one whoever connects is hung up on.

    A port that its server has left could be given to another test's.
    """

    def __init__(self) -> None:
        self.port: int | None = None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            if self.port is not None:
                there, to_there = await asyncio.open_connection("127.0.0.1", self.port)
                await asyncio.gather(_passed_on(reader, to_there), _passed_on(there, writer))
        writer.close()


async def _passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


async def reached(uri: str) -> Mongo:
    """Once it answers: a busy machine may take longer for that than who asks is patient."""
    async with asyncio.timeout(60):
        while True:
            with suppress(Unavailable):
                return await Mongo.connect(uri, "away")


@asynccontextmanager
async def an_address() -> AsyncIterator[tuple[Address, str]]:
    """With the URI to ask it by."""
    address = Address()
    door = await asyncio.start_server(address.serve, "127.0.0.1", 0)
    options = "retryWrites=false&directConnection=true&serverSelectionTimeoutMS=200"
    try:
        yield address, f"mongodb://127.0.0.1:{door.sockets[0].getsockname()[1]}/?{options}"
    finally:
        door.close()


async def killed(server: EmbeddedMongo) -> None:
    """As a power cut does it; returns when it has ended."""
    os.kill(server.pid, signal.SIGKILL)
    await server.stop()


async def test_an_event_outlasts_a_database_that_is_killed_and_away_for_longer_than_its_tries(
    redis: Redis, tmp_path: Path
) -> None:
    bus, attempts, is_done = EventBus(redis), list[int](), asyncio.Event()
    async with an_address() as (address, uri), EmbeddedMongo(tmp_path / "mongo") as first:
        address.port = first.server.port
        mongo = await reached(uri)
        rows = mongo.collection("rows")

        async def follow(received: Received[Noted]) -> None:
            attempts.append(received.attempt)
            await rows.update_one({"_id": received.event.number}, {"$set": {"is_there": True}}, upsert=True)
            is_done.set()

        async def has_used_up_its_tries() -> bool:
            return len(attempts) > 2 * TRIES

        async with running(bus.subscribe("g", {Noted: follow}, max_tries=TRIES, backoff_s=lambda _: PAUSE_S).run):
            address.port = None
            await killed(first)
            await bus.publish(Noted("i", 1))
            await until(has_used_up_its_tries, within_s=60)
            assert not is_done.is_set()
            async with EmbeddedMongo(tmp_path / "mongo") as second:
                address.port = second.server.port
                async with asyncio.timeout(60):
                    await is_done.wait()
                stored = await reached(second.uri)
                found = await stored.collection("rows").find({})
                await stored.close()
                await asyncio.to_thread(asyncio.run, mongo.close())  # says farewell through this loop, and waits
    assert [row["_id"] for row in found] == [1]
    assert await DeadEvents(redis).all() == []
