"""Family `start`: from `make run` on a machine where it ran before to a page that can be used (needs `make build`)."""

import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from load_tests.bench.rows import Goal, Row
from tests.e2e.house import House

ROUNDS = 3
_READY = re.compile(r" ready at (https?://[^\s\"]+)")


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        house = House(Path(folder) / "var")
        first_s, *again_s = [_start_s(house) for _ in range(1 + ROUNDS)]
    load, best = os.getloadavg()[0], f"best of {ROUNDS}"
    yield Row("start", "first start with the demo to a page", first_s, "s", load)
    yield Row("start", "warm start to a page", min(again_s), "s", load, Goal(5), note=best)


def _start_s(house: House) -> float:
    begun_s = time.monotonic()
    try:
        house.launch()
        address = _READY.search(house.log_path.read_text())
        assert address, "it says where it is"
        for path in ("/", "/healthz"):
            httpx.get(address[1].rstrip("/") + path, timeout=10).raise_for_status()
        return time.monotonic() - begun_s
    finally:
        house.stop()
