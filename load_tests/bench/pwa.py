"""Family `pwa`: what a phone has to fetch, gzipped, from the built app (`make build`)."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

from load_tests.bench.rows import Goal, Row

DIST = Path(__file__).resolve().parents[2] / "pwa" / "dist"


def rows() -> Iterator[Row]:
    """Nothing where the app has not been built."""
    manifest = DIST / ".vite" / "manifest.json"
    if not manifest.exists():
        return
    chunks = json.loads(manifest.read_text())
    entry = next(name for name, chunk in chunks.items() if chunk.get("isEntry"))
    shell = _closure(chunks, entry)
    yield _row("entry JavaScript", _kilobytes(chunks, shell), Goal(45))
    screens = [name for name, chunk in chunks.items() if chunk.get("isDynamicEntry")]
    kinds = (("largest candidate route", False, Goal(80)), ("largest staff route", True, Goal(150)))
    for title, is_staff, goal in kinds:
        sizes = {
            name: _kilobytes(chunks, shell | _closure(chunks, name)) for name in screens if _is_staff(name) == is_staff
        }
        if sizes:
            largest = max(sizes, key=lambda name: sizes[name])
            yield _row(title, sizes[largest], goal, Path(largest).stem)


def _is_staff(name: str) -> bool:
    return "staff" in Path(name).parts


def _closure(chunks: dict[str, dict[str, list[str]]], name: str) -> set[str]:
    """The chunk and what it imports before it runs."""
    found, waiting = set[str](), [name]
    while waiting:
        if (current := waiting.pop()) not in found:
            found.add(current)
            waiting += chunks[current].get("imports", [])
    return found


def _kilobytes(chunks: dict[str, dict[str, str]], names: set[str]) -> float:
    files = {chunks[name]["file"] for name in names if chunks[name]["file"].endswith(".js")}
    return sum(len(gzip.compress((DIST / file).read_bytes(), 9)) for file in files | {"boot.js"}) / 1024


def _row(measure: str, value: float, goal: Goal, note: str = "") -> Row:
    return Row("pwa", f"{measure}, gz", value, "KB", os.getloadavg()[0], goal, note=note)
