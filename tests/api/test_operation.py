"""IT sees processes, waiting and dead work, and gives dead work and events another try; an auditor only looks."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
import pytest

from backend.applications.model import Application
from backend.applications.module import build as build_applications
from backend.applications.repository import Applications
from backend.contracts.events.interviews import InterviewChanged
from backend.kernel.dead_events import DeadEvents
from backend.kernel.events import Subscription
from backend.kernel.ids import new_id
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


async def test_a_submission_that_was_not_followed_is_followed_on_another_try(house: WebHouse) -> None:
    wiring, group = house.api.wiring, "following"
    applications, now = Applications(wiring.mongo), house.clock()
    application = Application(
        id=new_id("app"), candidate_id=new_id("can"), position_id=new_id("pos"), flow_id="flw_1", segment="graduate",
        stage="interviewing", stage_since=now, invited_by="mem_1", invited_at=now,
    )  # fmt: skip
    event_id = new_id("evt")

    def follower() -> Subscription:
        """Tries each event once, as the applications do."""
        return wiring.bus.subscribe(group, build_applications(wiring).subscriptions, max_tries=1)

    async def has_died() -> bool:
        return any(event.id == event_id for event in await DeadEvents(wiring.redis).all())

    async def is_followed() -> bool:
        return (await applications.require(application.id)).stage == "in_review"

    async with running(follower().run):
        submitted = InterviewChanged(new_id("int"), application.id, "submitted", 9, "submitted", now)
        await wiring.bus.publish(submitted, id=event_id)
        await until(has_died)
    await applications.insert(application)
    it, auditor = await house.bearer(Role.IT_ADMIN), await house.bearer(Role.AUDITOR)
    seen = (await house.http.get("/api/system/work", headers=auditor)).json()["dead_events"]
    assert [event["kind"] for event in seen if event["id"] == event_id] == ["interviews.changed"]
    path = f"/api/system/events/{group}/{event_id}/retry"
    assert (await house.http.post(path, headers=auditor)).status_code == 403
    after = await house.http.post(path, headers=it)
    assert (after.status_code, [each for each in after.json()["dead_events"] if each["id"] == event_id]) == (200, [])
    assert (await house.http.post(path, headers=it)).json()["code"] == "event_unknown"
    async with running(follower().run):
        await until(is_followed)


def _worker(house: WebHouse, handler: Callable[[Chore], Awaitable[None]]) -> JobWorker:
    """Tries each chore once."""
    return JobWorker(house.resources.redis, {Chore: handler}, concurrency=1, max_tries=1)


async def _has_dead(house: WebHouse) -> bool:
    return bool(await house.resources.jobs.dead())
