"""`/healthz` (the process lives), `/readyz` (what is missing, by name), `/metrics` (Prometheus)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
import structlog
from litestar import Response, get
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis.asyncio import Redis

from backend.kernel.errors import GreenroomError
from backend.kernel.processes import alive
from backend.web.policy import Permission

CHECK_TIMEOUT_S = 2.0
NEEDED_PROCESSES = {"media": True, "worker": False, "notifier": False}
"""Process kind → whether interviews stand still without it."""

_log = structlog.get_logger()
_PUBLIC = {"permission": Permission.PUBLIC}


class Missing(msgspec.Struct, frozen=True):
    """`code` is stable: database_unavailable, redis_unavailable, storage_unavailable, media_missing, worker_missing,
    notifier_missing, speech_model_missing, pwa_missing, …
    """

    part: str
    code: str
    is_essential: bool


class Readiness(msgspec.Struct, frozen=True):
    """`degraded`: interviews run, something else waits. `unavailable`: they cannot."""

    status: Literal["ready", "degraded", "unavailable"]
    missing: list[Missing]


@dataclass(frozen=True)
class Check:
    """`probe` raises what is wrong."""

    part: str
    code: str
    is_essential: bool
    probe: Callable[[], Awaitable[object]]


async def readiness(checks: Sequence[Check], redis: Redis) -> Readiness:
    """Asks every part at once, each for at most `CHECK_TIMEOUT_S`."""
    results = await asyncio.gather(*(_ask(check) for check in checks), _processes(redis))
    missing = [found for result in results for found in result]
    if any(part.is_essential for part in missing):
        return Readiness("unavailable", missing)
    return Readiness("degraded" if missing else "ready", missing)


async def _ask(check: Check) -> list[Missing]:
    try:
        await asyncio.wait_for(check.probe(), CHECK_TIMEOUT_S)
    except GreenroomError as error:
        return [Missing(check.part, error.code, check.is_essential)]
    except Exception as error:  # noqa: BLE001 whatever it is, the part is not ready
        _log.warning("readiness_probe_failed", part=check.part, error=type(error).__name__)
        return [Missing(check.part, check.code, check.is_essential)]
    return []


async def _processes(redis: Redis) -> list[Missing]:
    try:
        running = await asyncio.wait_for(alive(redis), CHECK_TIMEOUT_S)
    except Exception:  # noqa: BLE001 Redis itself is reported by its own check
        return []
    kinds = {process.kind for process in running}
    absent = [
        Missing(kind, f"{kind}_missing", needed) for kind, needed in NEEDED_PROCESSES.items() if kind not in kinds
    ]
    troubled = {(process.kind, code) for process in running for code in process.problems}
    return absent + [Missing(kind, code, is_essential=False) for kind, code in sorted(troubled)]


@get("/healthz", opt={**_PUBLIC, "is_unlimited": True}, include_in_schema=False)
async def healthz() -> dict[str, str]:
    """The process lives and answers."""
    return {"status": "ok"}


@get("/readyz", opt=_PUBLIC)
async def readyz(health_checks: Sequence[Check], redis: Redis) -> Response[Readiness]:
    """What is missing, by part and code; 503 where interviews cannot run."""
    state = await readiness(health_checks, redis)
    return Response(state, status_code=503 if state.status == "unavailable" else 200)


@get("/metrics", opt=_PUBLIC, include_in_schema=False)
async def metrics() -> Response[bytes]:
    """Prometheus text format; counts and durations by route template, nobody's data."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
