"""Sessions are known to Redis for a while, and over at once when they are ended."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from redis.asyncio import Redis

from backend.app.embedded import EmbeddedRedis
from backend.kernel.errors import Unavailable
from backend.kernel.mongo import Mongo
from backend.kernel.redis import connect_redis
from backend.web.sessions import Identity, KnownSessions, SessionRecords, Sessions

MAYA = Identity("mem_1", "member", frozenset(), "en")


async def test_a_session_in_use_is_not_asked_of_the_database_and_ends_everywhere_at_once(
    mongo: Mongo, redis: Redis
) -> None:
    records = SessionRecords(mongo)
    here, there = Sessions(records, redis), Sessions(SessionRecords(mongo), redis)
    token, session = await here.open(MAYA)
    assert await here.find(token) == session
    await records.delete(session.id)
    assert await there.find(token) == session
    await records.insert(session)
    await there.end(session.id)
    assert await here.find(token) is None
    assert await there.find(token) is None


async def test_all_sessions_of_an_account_end_and_others_do_not(mongo: Mongo, redis: Redis) -> None:
    sessions = Sessions(SessionRecords(mongo), redis)
    tokens = [(await sessions.open(MAYA))[0] for _ in range(2)]
    other, _ = await sessions.open(msgspec.structs.replace(MAYA, account_id="mem_2"))
    assert None not in [await sessions.find(token) for token in (*tokens, other)]
    assert len(await sessions.end_all_of("mem_1")) == 2
    assert [await sessions.find(token) for token in tokens] == [None, None]
    assert await sessions.find(other) is not None


async def test_what_was_read_before_a_session_ended_does_not_bring_it_back(mongo: Mongo, redis: Redis) -> None:
    sessions, known = Sessions(SessionRecords(mongo), redis), KnownSessions(redis)
    token, session = await sessions.open(MAYA)
    await sessions.end(session.id)
    await known.note(session)
    assert await sessions.find(token) is None


async def test_a_language_is_changed_at_once(mongo: Mongo, redis: Redis) -> None:
    sessions = Sessions(SessionRecords(mongo), redis)
    token, session = await sessions.open(MAYA)
    assert await sessions.find(token) == session
    changed = await sessions.choose_language(session.id, "zh-CN")
    assert await sessions.find(token) == changed
    assert changed.language == "zh-CN"


async def test_a_session_ends_by_itself_though_it_is_known(mongo: Mongo, redis: Redis) -> None:
    records = SessionRecords(mongo)
    token, session = await Sessions(records, redis).open(MAYA)
    assert await Sessions(records, redis).find(token) == session
    later = Sessions(records, redis, clock=lambda: session.expires_at + timedelta(milliseconds=1))
    assert await later.find(token) is None


async def test_without_redis_the_database_is_asked_and_nobody_is_told_of_an_end_that_others_may_not_know(
    mongo: Mongo, tmp_path: Path
) -> None:
    server = await EmbeddedRedis(tmp_path, is_durable=False).start()
    redis = await connect_redis(server.uri)
    try:
        sessions = Sessions(SessionRecords(mongo), redis)
        token, session = await sessions.open(MAYA)
        await server.stop()
        assert await sessions.find(token) == session
        with pytest.raises(Unavailable):
            await sessions.end(session.id)
        assert await sessions.find(token) is None
    finally:
        await redis.aclose()
        await server.stop()
