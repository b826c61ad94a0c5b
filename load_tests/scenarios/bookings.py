"""500 people on 50 times at once, through the services that the routes use, on the embedded stores.

Everybody opened the page a moment ago and chooses among the same times. Nobody may share one, and everybody ends with a
time or a place in line.
"""

import asyncio
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

from backend.app.embedded import EmbeddedMongo, EmbeddedRedis
from backend.kernel.environment import load_settings
from backend.kernel.settings import Settings
from load_tests.bench.rows import Row
from load_tests.budgets import quantile_ms, row
from load_tests.counts import counts, told
from tests.scheduling.crowd import crowd, double_bookings, rush
from tests.scheduling.factories import a_pattern
from tests.scheduling.house import START, a_booking_house

SIZE = 500
DAYS = 5
HALF_HOUR_MIN = 30


def rows(size: int | None = None) -> Iterator[Row]:
    yield from asyncio.run(_measure(size or SIZE))


async def _measure(people: int) -> list[Row]:
    """Ten people for each time."""
    slots = max(DAYS, people // 10 // DAYS * DAYS)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        mongo = await stack.enter_async_context(EmbeddedMongo(folder / "mongo"))
        redis = await stack.enter_async_context(EmbeddedRedis(folder / "redis", is_durable=False))
        settings = _settings(folder, mongo.uri, redis.uri)
        house = await stack.enter_async_context(a_booking_house(settings, is_dropped=False))
        hours = a_pattern(start_min=9 * 60, end_min=9 * 60 + HALF_HOUR_MIN * (slots // DAYS))
        await house.open(all_of=[await house.interviewer(pattern=hours)], horizon_days=DAYS)
        house.web.clock.now = START - timedelta(hours=3)
        everybody = await crowd(house, people, START)
        before = counts()
        outcome, took_s = await rush(house.parts, everybody)
        taken = counts().since(before)
        doubled = len(await double_bookings(house.parts))
    print(told(taken, people), file=sys.stderr)
    served = outcome["booked"] + outcome["waiting"]
    others = {code: n for code, n in outcome.items() if code not in ("booked", "waiting")}
    note = f"{people} people, {slots} times"
    return [
        row("bookings", "double bookings", doubled, "", note),
        row("bookings", "people without a time or a place in line", people - served, "", str(others or "")),
        row("bookings", "times that nobody has", slots - outcome["booked"]),
        row("bookings", "from choosing to booked or in line, p50", quantile_ms(took_s, 0.5), "ms"),
        row("bookings", "from choosing to booked or in line, p99", quantile_ms(took_s, 0.99), "ms"),
        row("bookings", "MongoDB requests a person", taken.requests / people),
        row("bookings", "CPU a person", 1000 * taken.cpu_s / people, "ms"),
    ]


def _settings(folder: Path, mongodb_uri: str, redis_url: str) -> Settings:
    return load_settings(
        {
            "GREENROOM_DATA_DIR": str(folder),
            "GREENROOM_MONGODB_URI": mongodb_uri,
            "GREENROOM_MONGODB_DATABASE": f"load_{secrets.token_hex(4)}",
            "GREENROOM_REDIS_URL": redis_url,
            "GREENROOM_LOG_LEVEL": "error",
        }
    )
