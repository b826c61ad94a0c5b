"""Logging, tasks, heartbeats, limits, and patience with Redis."""

import asyncio
import json
import logging
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from redis.asyncio import Redis

from backend.app.embedded import EmbeddedRedis
from backend.kernel.errors import RateLimited, Unavailable
from backend.kernel.logging import configure_logging, mask_personal, mask_text
from backend.kernel.processes import Heartbeat, alive
from backend.kernel.ratelimit import RateLimiter
from backend.kernel.redis import connect_redis, honour_cancellation, repeat
from backend.kernel.settings import Settings
from backend.kernel.tasks import TaskCrashed, TaskSupervisor
from tests.kernel.waiting import running, until


@pytest.fixture(autouse=True)
def _quiet_again() -> "object":
    yield
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = []


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_logs_are_json_without_personal_data(
    make_settings: Callable[..., Settings], capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(make_settings(log_format="json", log_level="info"), "api")
    log = structlog.get_logger()
    log.debug("not shown")
    log.info(
        "signed in: li.wei@example.com", account_id="acc_1", email="li.wei@example.com", first_name="Wei", code="123456",  # noqa: E501
        session_token="t", status=200, note="private", seen=["a@b.example"], inner={"phone": "1", "port": 80},
        url="redis://user:hunter2@host/0", error_code="rpc_timeout",
    )  # fmt: skip
    try:
        raise RuntimeError("mail to li.wei@example.com failed")
    except RuntimeError as error:
        log.error("failed", exc_info=error)
    logging.getLogger("some.library").warning("from %s", "li.wei@example.com")
    first, second, third = logged(capsys)
    assert first == {
        "event": "signed in: ***", "account_id": "acc_1", "email": "***", "first_name": "***", "code": "***",
        "session_token": "***", "status": 200, "note": "***", "seen": ["***"], "inner": {"phone": "***", "port": 80},
        "url": "redis://***:host/0", "error_code": "rpc_timeout", "process": "api", "level": "info",
        "timestamp": first["timestamp"],
    }  # fmt: skip
    assert "RuntimeError: mail to *** failed" in str(second["exception"])
    assert (third["event"], third["level"], third["process"]) == ("from ***", "warning", "api")


def test_logs_for_people_are_masked_too(
    make_settings: Callable[..., Settings], capsys: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder
) -> None:
    configure_logging(make_settings(log_format="console"), "media")
    try:
        raise RuntimeError("to a@b.example")
    except RuntimeError:
        structlog.get_logger().exception("failed", email="a@b.example", node_id="n")
    text = capsys.readouterr().err
    assert "b.example" not in text
    assert "node_id" in text
    assert not recwarn.list


@pytest.mark.parametrize("form", ["json", "console"])
def test_tracebacks_name_places_and_kinds_but_neither_variables_nor_what_people_sent(
    form: str, make_settings: Callable[..., Settings], capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(make_settings(log_format=form), "api")

    def reads(secret_name: str) -> None:
        try:
            int(secret_name)
        except ValueError as error:
            raise KeyError(f"{secret_name} of no list") from error

    try:
        reads("gnotoaiX niL"[::-1])
    except KeyError as error:
        structlog.get_logger().error("request_crashed", code="storage_unavailable", exc_info=error)
        logging.getLogger("some.library").exception("failed")
    text = capsys.readouterr().err
    assert text.count("which led to") == 2
    assert "KeyError: ***" in text
    assert "in reads" in text
    assert "storage_unavailable" in text
    for held in ("Xiaotong", "secret_name ="):
        assert held not in text


def test_one_time_codes_are_masked_and_error_codes_are_not() -> None:
    masked = mask_personal(None, "info", {"event": "x", "code": "123456", "email": "a"})
    assert masked == {"event": "x", "code": "***", "email": "***"}
    assert mask_personal(None, "info", {"event": "x", "code": "rate_limited"})["code"] == "rate_limited"


def test_long_texts_are_masked_in_no_time() -> None:
    began = time.process_time()
    assert len(mask_text("x" * 1_000_000)) < 5_000
    assert time.process_time() - began < 5, "a pattern that looks back takes minutes"


def test_tokens_in_texts_are_masked() -> None:
    assert mask_text("GET /ws?token=abc.def&x=1 Authorization: Bearer abc") == (
        "GET /ws?token=***&x=1 Authorization: Bearer ***"
    )
    assert mask_text("nothing here: 12:30, v1.2") == "nothing here: 12:30, v1.2"


async def test_leaving_the_supervisor_ends_its_tasks() -> None:
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("work")

    async with TaskSupervisor() as tasks:
        tasks.start("one", work)
        tasks.start("two", work)
        await asyncio.sleep(0)
    assert ended == ["work", "work"]


async def test_a_crashed_task_takes_the_process_down() -> None:
    async def crash() -> None:
        raise RuntimeError("broken")

    with pytest.raises(TaskCrashed) as raised:  # noqa: PT012
        async with TaskSupervisor("node") as tasks:
            tasks.start("pulse", crash)
            await asyncio.Event().wait()
    assert raised.value.name == "pulse"
    assert isinstance(raised.value.__cause__, RuntimeError)
    await asyncio.sleep(0)  # the cancellation of the body is used up


async def test_a_crash_may_be_told_to_a_server_instead() -> None:
    told = asyncio.Event()

    async def crash() -> None:
        raise RuntimeError("broken")

    with pytest.raises(TaskCrashed):  # noqa: PT012
        async with TaskSupervisor("api", on_crash=told.set) as tasks:
            tasks.start("relay", crash)
            await asyncio.wait_for(told.wait(), 30)
    assert tasks.crash is not None


async def test_a_restarted_task_and_a_failed_piece_of_work_hurt_nobody() -> None:
    starts = 0
    done = asyncio.Event()

    async def flaky() -> None:
        nonlocal starts
        starts += 1
        if starts == 1:
            raise RuntimeError("once")
        done.set()

    async with TaskSupervisor() as tasks:
        tasks.start("flaky", flaky, restart=True)
        tasks.spawn("piece", _fail())
        await asyncio.wait_for(done.wait(), 30)
    assert starts == 2


async def _fail() -> None:
    raise RuntimeError("piece")


async def test_the_bodys_own_error_and_cancellation_pass_through() -> None:
    with pytest.raises(KeyError):  # noqa: PT012
        async with TaskSupervisor() as tasks:
            tasks.start("wait", asyncio.Event().wait)  # type: ignore[arg-type]
            raise KeyError

    async def body() -> None:
        async with TaskSupervisor() as tasks:
            tasks.start("wait", asyncio.Event().wait)  # type: ignore[arg-type]
            await asyncio.Event().wait()

    task = asyncio.create_task(body())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_processes_that_live_are_seen_with_what_they_lack(redis: Redis) -> None:
    async def two_alive() -> bool:
        return len(await alive(redis)) == 2

    media = Heartbeat(redis, "media", "n1")
    worker = Heartbeat(redis, "worker", "w1", lambda: ["speech_model_missing"])
    async with running(media.run, worker.run):
        await until(two_alive)
        statuses = await alive(redis)
        assert [(status.kind, status.id, status.problems) for status in statuses] == [
            ("media", "n1", []), ("worker", "w1", ["speech_model_missing"]),
        ]  # fmt: skip
        assert 0 < await redis.ttl("gr:process:media:n1") <= 10
    assert await alive(redis) == []


async def test_limits_count_within_a_sliding_window(redis: Redis) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    limiter = RateLimiter(redis, lambda: now)
    for _ in range(3):
        await limiter.hit("sign-in:a@b.example", limit=3, window_s=60)
        now += timedelta(seconds=10)
    with pytest.raises(RateLimited) as raised:
        await limiter.hit("sign-in:a@b.example", limit=3, window_s=60)
    assert raised.value.extra["retry_after_s"] == 30
    await limiter.hit("sign-in:other", limit=3, window_s=60)
    now += timedelta(seconds=30.1)
    await limiter.hit("sign-in:a@b.example", limit=3, window_s=60)
    with pytest.raises(RateLimited):
        await limiter.hit("sign-in:a@b.example", limit=3, window_s=60)
    await limiter.reset("sign-in:a@b.example")
    await limiter.hit("sign-in:a@b.example", limit=3, window_s=60)
    assert not [key for key in await redis.keys("*") if b"b.example" in key]


async def test_a_hundred_at_once_do_not_slip_through_a_limit(redis: Redis) -> None:
    limiter = RateLimiter(redis)
    hits = [limiter.hit("k", limit=5, window_s=60) for _ in range(100)]
    outcomes = await asyncio.gather(*hits, return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 5


async def test_a_redis_that_is_away_is_a_coded_error() -> None:
    with pytest.raises(Unavailable) as raised:
        await connect_redis("redis://127.0.0.1:9/0")
    assert raised.value.code == "redis_unavailable"


async def test_an_outage_is_logged_once_with_its_end(tmp_path: Path) -> None:
    server = await EmbeddedRedis(tmp_path, is_durable=False).start()
    redis = await connect_redis(server.uri)
    rounds = 0

    async def step() -> None:
        nonlocal rounds
        await redis.set("k", rounds)
        rounds += 1
        await asyncio.sleep(0)

    async def further() -> bool:
        return rounds > before

    with structlog.testing.capture_logs() as logs:
        async with running(lambda: repeat("test", step)):
            before = 0
            await until(further)
            os.kill(server.pid, 9)
            await server.stop()
            await until(lambda: _true(bool(logs)))
            before = rounds
            await server.start()
            await until(lambda: _true(len(logs) > 1))
            await until(further)
    await redis.aclose()
    await server.stop()
    assert [entry["event"] for entry in logs] == ["redis_lost", "redis_back"]


async def _true(value: bool) -> bool:
    return value


async def test_a_swallowed_cancellation_is_honoured_at_the_next_turn() -> None:
    async def swallow() -> None:
        try:  # noqa: SIM105
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            pass
        honour_cancellation()
        raise AssertionError("not honoured")

    task = asyncio.create_task(swallow())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
