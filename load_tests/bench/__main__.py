"""Prints the rows of BUDGETS.md that run here, and writes bench/results.json and bench/cost.png.

    make bench                     all of it, some ten minutes
    make bench ROWS=media,objects  some families

Goals and peers stand beside each figure. The machine is rarely quiet: trust the ratio to the peer of the same run.
"""

import argparse
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from load_tests.bench import (
    api,
    finals,
    join,
    loss,
    media,
    narrow,
    objects,
    pictures,
    plot,
    pwa,
    speech,
    start,
    uploads,
)
from load_tests.bench.rows import Row, table

FAMILIES: dict[str, Callable[[], Iterator[Row]]] = {
    "media": media.rows,
    "loss": loss.rows,
    "join": join.rows,
    "pictures": pictures.rows,
    "narrow": narrow.rows,
    "vad": speech.vad_rows,
    "transcription": speech.transcription_rows,
    "finals": finals.rows,
    "objects": objects.rows,
    "uploads": uploads.rows,
    "api": api.rows,
    "pwa": pwa.rows,
    "start": start.rows,
}
FOLDER = Path(__file__).resolve().parents[2] / "bench"


class Results(msgspec.Struct, frozen=True):
    at: datetime
    machine: str
    python: str
    rows: list[Row]
    failed: list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="?", default="", help=f"of {', '.join(FAMILIES)}; all without")
    chosen = [name for name in parser.parse_args().rows.split(",") if name] or list(FAMILIES)
    if unknown := set(chosen) - set(FAMILIES):
        parser.error(f"no such rows: {', '.join(sorted(unknown))}")
    rows, failed = _measure(chosen)
    FOLDER.mkdir(exist_ok=True)
    results = Results(datetime.now(UTC), platform.platform(), platform.python_version(), rows, failed)
    (FOLDER / "results.json").write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1))
    print(f"\n{table(rows)}\n\n{FOLDER / 'results.json'}")
    if plot.draw(rows, FOLDER / "cost.png"):
        print(FOLDER / "cost.png")
    sys.exit(1 if failed else 0)


def _measure(families: list[str]) -> tuple[list[Row], list[str]]:
    """A family that breaks is told and costs its own rows only."""
    rows: list[Row] = []
    failed = []
    for family in families:
        found = 0
        try:
            for row in FAMILIES[family]():
                found += 1
                rows.append(row)
                print(table([row]).splitlines()[-1], flush=True)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other families are still worth having
            failed.append(f"{family}: {error!r}")
            print(f"{family} broke off: {error!r}", file=sys.stderr)
        if not found and not (failed and failed[-1].startswith(family)):
            print(f"{family}: nothing to measure here", flush=True)
    return rows, failed


if __name__ == "__main__":
    main()
