"""An API process for benchmarks: the real server on embedded stores, commanded over a pipe, measured from inside."""

import asyncio
import multiprocessing
import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
import psutil
import structlog
import uvloop

from backend.app.embedded import EmbeddedMongo, EmbeddedRedis
from backend.kernel.allocation import keep_freed_memory
from backend.kernel.environment import load_settings
from backend.web.policy import Role
from load_tests.bench.reads import Reading, readings
from load_tests.counts import Counts, counts
from load_tests.house_costs import stores_cpu_s
from tests.web_house import WebHouse, a_web_house, served

START_TIMEOUT_S = 60.0


class Address(msgspec.Struct, frozen=True):
    """Where the API listens, and a recruiter who is signed in."""

    port: int
    account_id: str
    token: str


class Usage(msgspec.Struct, frozen=True):
    """So far: what the process asked of its stores, and the processor time of it and of MongoDB."""

    memory_bytes: int
    counts: Counts
    mongo_cpu_s: float

    @property
    def cpu_s(self) -> float:
        return self.counts.cpu_s


class Uploader(msgspec.Struct, frozen=True):
    """A candidate who is signed in, and the `Upload-Metadata` of an answer of theirs."""

    token: str
    metadata: str


class Saying(msgspec.Struct, frozen=True):
    """A live event; `said_s` is monotonic time, which all processes of a machine share."""

    said_s: float


class House:
    def __init__(self, address: Address, pipe: Connection) -> None:
        self.address = address
        self._pipe = pipe

    def usage(self) -> Usage:
        self._pipe.send("usage")
        return msgspec.json.decode(self._pipe.recv(), type=Usage)

    def uploader(self) -> Uploader:
        self._pipe.send("uploader")
        return msgspec.json.decode(self._pipe.recv(), type=Uploader)

    def readings(self) -> list[Reading]:
        """What people read most, in a house that has been filled."""
        self._pipe.send("readings")
        return msgspec.json.decode(self._pipe.recv(), type=list[Reading])

    def say(self) -> None:
        """Publish one event on the account's topic."""
        self._pipe.send("say")
        self._pipe.recv()


@contextmanager
def a_house(*, has_background: bool = True) -> Iterator[House]:
    """Without background the process answers requests alone: no events, timers and sweeps.

    Raises: TimeoutError where it does not start.
    """
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    process = context.Process(target=_run, args=(far, has_background))
    process.start()
    try:
        if not near.poll(START_TIMEOUT_S):
            raise TimeoutError("the API did not start")
        yield House(msgspec.json.decode(near.recv(), type=Address), near)
    finally:
        near.send("end")
        process.join(20)
        process.kill()


def _run(pipe: Connection, has_background: bool) -> None:
    keep_freed_memory()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    uvloop.run(_serve(pipe, has_background))


async def _serve(pipe: Connection, has_background: bool) -> None:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        mongo, redis = EmbeddedMongo(folder / "mongo"), EmbeddedRedis(folder / "redis", is_durable=False)
        for server in (mongo, redis):
            await server.start()
            stack.push_async_callback(server.stop)
        settings = load_settings(
            {
                "GREENROOM_DATA_DIR": str(folder),
                "GREENROOM_MONGODB_URI": mongo.uri,
                "GREENROOM_MONGODB_DATABASE": f"bench_{secrets.token_hex(4)}",
                "GREENROOM_REDIS_URL": redis.uri,
                "GREENROOM_LOG_LEVEL": "error",
            }
        )
        house = await stack.enter_async_context(a_web_house(settings, has_background=has_background, is_dropped=False))
        address = await stack.enter_async_context(served(house))
        await house.employer()
        member = await house.member(Role.RECRUITER)
        token = (await house.bearer(Role.RECRUITER, member.id))["Authorization"].removeprefix("Bearer ")
        pipe.send(msgspec.json.encode(Address(int(address.rpartition(":")[2]), member.id, token)))
        await _obey(house, member.id, pipe)


async def _obey(house: WebHouse, account_id: str, pipe: Connection) -> None:
    while (order := await asyncio.to_thread(pipe.recv)) != "end":
        if order == "say":
            await house.api.wiring.live.publish(f"account:{account_id}", "note", Saying(time.monotonic()))
            pipe.send("said")
        elif order == "readings":
            pipe.send(msgspec.json.encode(await readings(house)))
        elif order == "uploader":
            from load_tests.bench.uploads import an_uploader

            pipe.send(msgspec.json.encode(await an_uploader(house)))
        else:
            memory = int(psutil.Process(os.getpid()).memory_info().rss)
            usage = Usage(memory, counts(), stores_cpu_s().get("MongoDB", 0.0))
            pipe.send(msgspec.json.encode(usage))
