"""`greenroom demo`: loads the sample employer into the running house, or into a resting one, and prints the ways in."""

import asyncio
import fcntl
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import msgspec

from backend.app.embedded import EmbeddedMissing, EmbeddedMongo, EmbeddedRedis, ServerNotReady
from backend.app.house import HouseLock, HouseTaken, at_home
from backend.app.resources import open_resources
from backend.kernel.errors import GreenroomError
from backend.kernel.settings import Settings


def demo(settings: Settings, *, as_json: bool) -> int:
    """The exit code."""
    try:
        with _one_at_a_time(settings.data_dir):
            loaded = asyncio.run(_load(settings))
    except (GreenroomError, EmbeddedMissing, ServerNotReady, HouseTaken) as error:
        print(f"greenroom: {error}", file=sys.stderr)
        return 1
    text = msgspec.json.encode(loaded)
    sys.stdout.write((text if as_json else msgspec.json.format(text, indent=2)).decode() + "\n")
    return 0


@contextmanager
def _one_at_a_time(data_dir: Path) -> Iterator[None]:
    """`greenroom up --demo` loads the demo, too: whoever comes second waits and finds it loaded."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


async def _load(settings: Settings) -> object:
    from backend.app.demo import load

    async with servers_of(at_home(settings)) as named, open_resources(named) as resources:
        return await load(resources)


@asynccontextmanager
async def servers_of(settings: Settings) -> AsyncIterator[Settings]:
    """The settings with both servers named: embedded ones run meanwhile where no house runs and none are named."""
    async with AsyncExitStack() as running:
        if settings.mongodb_uri is None or settings.redis_url is None:
            running.enter_context(HouseLock(settings.data_dir))
        if settings.mongodb_uri is None:
            mongo = await running.enter_async_context(EmbeddedMongo(settings.data_dir / "mongodb"))
            settings = msgspec.structs.replace(settings, mongodb_uri=mongo.uri)
        if settings.redis_url is None:
            redis = await running.enter_async_context(EmbeddedRedis(settings.data_dir / "redis"))
            settings = msgspec.structs.replace(settings, redis_url=redis.uri)
        yield settings
