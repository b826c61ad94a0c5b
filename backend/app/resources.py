"""What a process holds open for its whole life: databases, objects, keys, and the kernel parts on top of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from redis.asyncio import Redis

from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.environment import SettingsError
from backend.kernel.events import EventBus
from backend.kernel.jobs import Jobs
from backend.kernel.live import LiveBus
from backend.kernel.mongo import Mongo
from backend.kernel.redis import connect_redis
from backend.kernel.rpc import RpcClient
from backend.kernel.settings import Settings
from backend.kernel.storage import ObjectStore, open_store

_UNSET = "GREENROOM_{} is not set; name a server, or let `greenroom up` start its own."


@dataclass(frozen=True)
class Resources:
    """Opened once a process. Timers and rate limits are made from `redis`, one namespace a domain."""

    settings: Settings
    mongo: Mongo
    redis: Redis
    keyring: Keyring
    store: ObjectStore
    bus: EventBus
    jobs: Jobs
    live: LiveBus
    rpc: RpcClient
    clock: Clock


def objects_of(settings: Settings, keyring: Keyring) -> ObjectStore:
    """The store that the settings name. Raises: SettingsError."""
    url = settings.storage_url or (settings.data_dir / "objects").absolute().as_uri()
    try:
        return open_store(url, keyring)
    except ValueError as error:
        raise SettingsError([f"GREENROOM_STORAGE_URL is {url!r}; {error}."]) from None


@asynccontextmanager
async def open_resources(settings: Settings, *, clock: Clock = utc_now) -> AsyncIterator[Resources]:
    """Connects to everything, closes it in reverse order.

    Raises: SettingsError where a server or the key is not named rightly, Unavailable where one does not answer.
    """
    if settings.mongodb_uri is None:
        raise SettingsError([_UNSET.format("MONGODB_URI")])
    if settings.redis_url is None:
        raise SettingsError([_UNSET.format("REDIS_URL")])
    keyring = await asyncio.to_thread(Keyring.from_settings, settings)
    async with AsyncExitStack() as open_parts:
        mongo = await Mongo.connect(settings.mongodb_uri, settings.mongodb_database)
        open_parts.push_async_callback(mongo.close)
        redis = await connect_redis(settings.redis_url)
        open_parts.push_async_callback(redis.aclose)
        yield Resources(
            settings=settings,
            mongo=mongo,
            redis=redis,
            keyring=keyring,
            store=objects_of(settings, keyring),
            bus=EventBus(redis),
            jobs=Jobs(redis),
            live=LiveBus(redis),
            rpc=RpcClient(redis),
            clock=clock,
        )
