"""For the people who run the house: which processes live, what work waits, what died and why, and another try."""

from datetime import datetime

import msgspec
from litestar import Router, get, post

from backend.kernel.dead_events import DeadEvents
from backend.kernel.jobs import Jobs
from backend.kernel.processes import alive
from backend.privacy.audit import Audit
from backend.privacy.module import audit_of
from backend.web.auth import Actor
from backend.web.module import Module, Wiring, provided
from backend.web.policy import Permission


class LivingProcess(msgspec.Struct, frozen=True):
    kind: str
    id: str
    started_at: datetime
    problems: list[str]


class DeadWork(msgspec.Struct, frozen=True):
    """A job that failed as often as it may. It names things by id; `reason` holds no personal data."""

    id: str
    kind: str
    tries: int
    reason: str
    at: datetime


class DeadNews(msgspec.Struct, frozen=True):
    """An event that `group`, a part of the house, failed to follow as often as it may; `about` is an id, or empty."""

    group: str
    id: str
    kind: str
    about: str
    tries: int
    reason: str
    at: datetime


class Work(msgspec.Struct, frozen=True):
    """`waiting` counts the jobs that are queued, delayed or running, by kind."""

    processes: list[LivingProcess]
    waiting: dict[str, int]
    dead: list[DeadWork]
    dead_events: list[DeadNews]


class Operation:
    def __init__(self, wiring: Wiring, audit: Audit) -> None:
        self._redis = wiring.redis
        self._jobs: Jobs = wiring.jobs
        self._events = DeadEvents(wiring.redis)
        self._audit = audit

    async def work(self) -> Work:
        living = [
            LivingProcess(process.kind, process.id, process.started_at, list(process.problems))
            for process in await alive(self._redis)
        ]
        dead = [DeadWork(job.id, job.tag, job.tries, job.reason, job.at) for job in await self._jobs.dead()]
        news = [
            DeadNews(event.group, event.id, event.tag, event.about, event.tries, event.reason, event.at)
            for event in await self._events.all()
        ]
        return Work(living, await self._jobs.depth(), dead, news)

    async def retry(self, actor: Actor, job_id: str) -> Work:
        """Raises: NotFound job_unknown."""
        await self._jobs.retry(job_id)
        await self._audit.record(actor, "job.retried", job_id)
        return await self.work()

    async def retry_event(self, actor: Actor, group: str, event_id: str) -> Work:
        """Raises: NotFound event_unknown."""
        await self._events.retry(group, event_id)
        await self._audit.record(actor, "event.retried", event_id, {"group": group})
        return await self.work()


@get("/work", opt={"permission": Permission.SYSTEM_READ})
async def get_work(operation: Operation) -> Work:
    """Processes, waiting work, and what is dead."""
    return await operation.work()


@post("/work/{job_id:str}/retry", opt={"permission": Permission.SYSTEM_OPERATE}, status_code=200)
async def retry_job(job_id: str, actor: Actor, operation: Operation) -> Work:
    """Puts a dead job back into its queue."""
    return await operation.retry(actor, job_id)


@post("/events/{group:str}/{event_id:str}/retry", opt={"permission": Permission.SYSTEM_OPERATE}, status_code=200)
async def retry_event(group: str, event_id: str, actor: Actor, operation: Operation) -> Work:
    """Gives a dead event back to the part of the house that failed to follow it."""
    return await operation.retry_event(actor, group, event_id)


def build(wiring: Wiring) -> Module:
    operation = Operation(wiring, audit_of(wiring))
    router = Router(
        path="/api/system",
        route_handlers=[get_work, retry_job, retry_event],
        tags=["operation"],
        dependencies=provided(operation=operation),
    )
    return Module(name="operation", route_handlers=[router])
