"""IT sees processes, waiting and dead work, and gives dead work another try; an auditor only looks."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
import pytest

from backend.kernel.jobs import JobWorker
from backend.kernel.processes import Heartbeat
from backend.web.policy import Role
from tests.kernel.waiting import running, until
from tests.web_house import WebHouse

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Chore(msgspec.Struct, frozen=True, tag="test.chore"):
    room: str


async def test_dead_work_is_seen_and_given_another_try(house: WebHouse) -> None:
    done = asyncio.Event()

    async def fail(job: Chore) -> None:
        raise RuntimeError("the disk is full")

    async def succeed(job: Chore) -> None:
        done.set()

    await Heartbeat(house.resources.redis, "rehearsal", "w1", lambda: ["speech_model_missing"]).beat()
    await house.resources.jobs.enqueue(Chore("room_1"), id="chore_1")
    async with running(_worker(house, fail).run):
        await until(lambda: _has_dead(house))
    it, auditor = await house.bearer(Role.IT_ADMIN), await house.bearer(Role.AUDITOR)
    seen = (await house.http.get("/api/system/work", headers=auditor)).json()
    assert [(job["id"], job["kind"]) for job in seen["dead"]] == [("chore_1", "test.chore")]
    assert "disk is full" in seen["dead"][0]["reason"]
    worker = next(process for process in seen["processes"] if process["id"] == "w1")
    assert worker["problems"] == ["speech_model_missing"]
    assert (await house.http.post("/api/system/work/chore_1/retry", headers=auditor)).status_code == 403
    after = await house.http.post("/api/system/work/chore_1/retry", headers=it)
    assert (after.status_code, after.json()["dead"]) == (200, [])
    again = await house.http.post("/api/system/work/chore_1/retry", headers=it)
    assert (again.status_code, again.json()["code"]) == (404, "job_unknown")
    async with running(_worker(house, succeed).run):
        await asyncio.wait_for(done.wait(), 30)


def _worker(house: WebHouse, handler: Callable[[Chore], Awaitable[None]]) -> JobWorker:
    """Tries each chore once."""
    return JobWorker(house.resources.redis, {Chore: handler}, concurrency=1, max_tries=1)


async def _has_dead(house: WebHouse) -> bool:
    return bool(await house.resources.jobs.dead())
