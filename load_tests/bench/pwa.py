"""Family `pwa`: what a phone has to fetch of the built app, gzipped, as `pwa/scripts/sizes.mjs` counts."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec

from load_tests.bench.rows import Goal, Row

PWA = Path(__file__).resolve().parents[2] / "pwa"


class Size(msgspec.Struct, frozen=True):
    """Of the entry, or of a screen with it; `limit` is the goal."""

    name: str
    kilobytes: float
    limit: float


def rows() -> Iterator[Row]:
    """Nothing where the app has not been built."""
    if not (PWA / "dist" / ".vite" / "manifest.json").exists():
        return
    told = subprocess.run(["node", "scripts/sizes.mjs", "--json"], cwd=PWA, capture_output=True, check=True).stdout
    entry, *screens = [msgspec.json.decode(line, type=Size) for line in told.splitlines()]
    yield _row("entry JavaScript", entry)
    for title, limit in (("largest candidate route", 80), ("largest staff route", 150)):
        yield _row(title, max((size for size in screens if size.limit == limit), key=lambda size: size.kilobytes))


def _row(measure: str, size: Size) -> Row:
    goal = Goal(size.limit)
    return Row("pwa", f"{measure}, gz", size.kilobytes, "KB", os.getloadavg()[0], goal, note=size.name)
