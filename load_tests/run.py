"""Runs load scenarios and writes bench/load.json.

    make load                                     all of them
    make load SCENARIO=interviews                 one
    python -m load_tests.run interviews --size 50 at another size

A scenario is a module of `load_tests.scenarios` with `rows(size: int | None) -> Iterator[Row]`; a row whose goal is
missed fails the run, as does a scenario that raises.
"""

import argparse
import importlib
import pkgutil
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from load_tests import scenarios
from load_tests.bench.rows import Row, table

FILE = Path(__file__).resolve().parents[1] / "bench" / "load.json"


class Results(msgspec.Struct, frozen=True):
    at: datetime
    took_s: float
    rows: list[Row]


def names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(scenarios.__path__) if not module.name.startswith("_"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="*", help=f"of {', '.join(names())}; all without")
    parser.add_argument("--size", type=int, help="how many at once, instead of the scenario's own number")
    arguments = parser.parse_args()
    chosen = arguments.scenario or names()
    if unknown := set(chosen) - set(names()):
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    began = time.monotonic()
    rows = [row for name in chosen for row in _told(name, arguments.size)]
    FILE.parent.mkdir(exist_ok=True)
    results = Results(datetime.now(UTC), round(time.monotonic() - began, 1), rows)
    FILE.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1))
    print(f"\n{table(rows)}\n\n{FILE}")
    sys.exit(1 if any(row.is_met is False for row in rows) else 0)


def _told(name: str, size: int | None) -> Iterator[Row]:
    print(f"{name} …", file=sys.stderr, flush=True)
    yield from importlib.import_module(f"load_tests.scenarios.{name}").rows(size)


if __name__ == "__main__":
    main()
