"""A row of the benchmark: what was measured, beside its goal in BUDGETS.md and the peer of the same run."""

from typing import Literal

import msgspec


class Goal(msgspec.Struct, frozen=True):
    """`relation` at_most or at_least `value`."""

    value: float
    relation: Literal["at_most", "at_least"] = "at_most"

    def is_met(self, value: float) -> bool:
        return value <= self.value if self.relation == "at_most" else value >= self.value

    def __str__(self) -> str:
        return f"{'≤' if self.relation == 'at_most' else '≥'} {self.value:g}"


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """`peer` is what `peer_name` took in the same run. `load_average` is the machine's when the row was done."""

    family: str
    measure: str
    value: float
    unit: str
    load_average: float
    goal: Goal | None = None
    peer_name: str = ""
    peer: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        return self.goal.is_met(self.value) if self.goal else None


def table(rows: list[Row]) -> str:
    """Columns for a terminal."""
    heads = ("", "measure", "value", "goal", "", "peer in this run", "of peer", "load")
    lines = [heads, *map(_cells, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    peer = f"{row.peer_name} {_number(row.peer)}" if row.peer is not None else ""
    ratio = f"{row.value / row.peer:.3f}" if row.peer else ""
    verdict = {True: "met", False: "MISSED", None: ""}[row.is_met]
    measure = f"{row.measure} ({row.note})" if row.note else row.measure
    goal = str(row.goal or "")
    return (
        row.family,
        measure,
        f"{_number(row.value)} {row.unit}",
        goal,
        verdict,
        peer,
        ratio,
        f"{row.load_average:.1f}",
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
