"""What all tests share: the real embedded servers, a fresh database and keyring each, and speech to listen to.

Each pytest-xdist worker has its own pair of servers, as real processes on ephemeral loopback ports.
"""

import asyncio
import contextlib
import os
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as properties
from redis.asyncio import Redis

from backend.app.embedded import EmbeddedMongo, EmbeddedRedis
from backend.kernel.environment import load_settings
from backend.kernel.errors import Unavailable
from backend.kernel.mongo import Mongo
from backend.kernel.redis import connect_redis
from backend.kernel.settings import Settings
from tests.speech import speech_folder

if TYPE_CHECKING:
    from backend.kernel.crypto import Keyring
    from backend.kernel.storage import ObjectStore


# The same examples each time, however slow the machine. `--hypothesis-profile=explore` looks for new ones.
properties.register_profile(
    "repeatable", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)
properties.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
properties.load_profile("repeatable")


@pytest.fixture(scope="session")
def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The embedded MongoDB server of this worker; what it holds need not survive it."""
    server = EmbeddedMongo(tmp_path_factory.mktemp("mongo"), sync_on_commit=False)
    asyncio.run(server.start())
    yield server.uri
    asyncio.run(server.stop())


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The embedded Valkey of this worker; it keeps nothing on disk."""
    server = EmbeddedRedis(tmp_path_factory.mktemp("redis"), is_durable=False)
    asyncio.run(server.start())
    yield server.uri
    asyncio.run(server.stop())


@pytest.fixture
async def mongo(mongodb_uri: str) -> AsyncIterator[Mongo]:
    """A database of the test's own, dropped afterwards."""
    mongo = await Mongo.connect(mongodb_uri, f"test_{secrets.token_hex(6)}")
    yield mongo
    with contextlib.suppress(Unavailable):  # a machine that stood still too long; the server goes with the run
        await mongo.drop()
    await mongo.close()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    """A client of an empty Redis."""
    redis = await connect_redis(redis_url)
    await redis.flushall()
    yield redis
    await redis.aclose()


@pytest.fixture
def make_settings(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[..., Settings]:
    """Settings for a house in the test's own folder; keyword arguments are further values, e.g. `port=0`."""

    def make(**values: object) -> Settings:
        environ = {
            "GREENROOM_DATA_DIR": str(tmp_path / "var"),
            "GREENROOM_LOG_LEVEL": "warning",
            "GREENROOM_DEMO": "true",
            "GREENROOM_LIMIT_NETWORK_PER_MINUTE": "0",  # all tests come from one address
            **{f"GREENROOM_{name.upper()}": str(value) for name, value in values.items()},
        }
        return load_settings(environ)

    return make


@pytest.fixture
def settings(make_settings: Callable[..., Settings], mongodb_uri: str, redis_url: str, speech_dir: Path) -> Settings:
    """Settings that name the embedded servers, with a database and an object store of the test's own."""
    return make_settings(
        mongodb_uri=mongodb_uri,
        mongodb_database=f"test_{secrets.token_hex(6)}",
        redis_url=redis_url,
        speech_dir=speech_dir,
    )


@pytest.fixture
def keyring() -> "Keyring":
    from backend.kernel.crypto import Keyring

    return Keyring.generate()


@pytest.fixture
def store(tmp_path: Path, keyring: "Keyring") -> "ObjectStore":
    """An encrypted object store on disk."""
    from backend.kernel.storage import open_store

    folder = tmp_path / "objects"
    folder.mkdir(exist_ok=True)
    return open_store(folder.as_uri(), keyring)


@pytest.fixture(scope="session")
def speech_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Recorded speech with `manifest.json`; made by espeak-ng where there is none."""
    return speech_folder(
        Path(os.environ.get("GREENROOM_SPEECH_DIR", "../shared/speech")), tmp_path_factory.getbasetemp()
    )
