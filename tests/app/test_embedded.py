"""The embedded servers: real processes, real protocols."""

import os
import signal
from pathlib import Path

import pytest
from pymongo import MongoClient
from redis import Redis

from backend.app.embedded import EmbeddedMongo, EmbeddedRedis, ServerNotReady


async def test_mongo_keeps_what_it_acknowledged_when_killed(tmp_path: Path) -> None:
    async with EmbeddedMongo(tmp_path / "mongo") as mongo:
        with MongoClient[dict[str, object]](mongo.uri) as client:
            client["house"]["things"].insert_one({"_id": 1})
        os.kill(mongo.pid, signal.SIGKILL)
    async with EmbeddedMongo(tmp_path / "mongo") as mongo:
        with MongoClient[dict[str, object]](mongo.uri) as client:
            assert client["house"]["things"].find_one() == {"_id": 1}


async def test_redis_keeps_its_data_over_a_restart(tmp_path: Path) -> None:
    async with EmbeddedRedis(tmp_path / "redis") as redis:
        with Redis.from_url(redis.uri) as client:
            client.set("a", "1")
    async with EmbeddedRedis(tmp_path / "redis") as redis:
        with Redis.from_url(redis.uri) as client:
            assert client.get("a") == b"1"


async def test_a_taken_port_is_named(tmp_path: Path) -> None:
    async with EmbeddedRedis(tmp_path / "one") as first:
        with pytest.raises(ServerNotReady, match=f"port {first.server.port} is taken"):
            await EmbeddedRedis(tmp_path / "two", port=first.server.port).start()


async def test_a_server_that_cannot_start_shows_its_last_words(tmp_path: Path) -> None:
    redis = EmbeddedRedis(tmp_path / "redis")
    redis.server.argv.append("--no-such-option")
    with pytest.raises(ServerNotReady, match=r"(?s)redis did not start:.*no-such-option"):
        await redis.start()
