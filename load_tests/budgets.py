"""The goals of the load scenarios, from budgets.toml."""

import tomllib
from functools import cache
from pathlib import Path

import psutil

from load_tests.bench.rows import Goal, Row

FILE = Path(__file__).with_name("budgets.toml")


@cache
def goals() -> dict[tuple[str, str], Goal]:
    """(scenario, measure) → goal."""
    told = tomllib.loads(FILE.read_text("utf-8"))
    return {
        (scenario, measure): _goal(bound) for scenario, measures in told.items() for measure, bound in measures.items()
    }


def _goal(bound: dict[str, float]) -> Goal:
    ((relation, value),) = bound.items()
    if relation not in ("at_most", "at_least"):
        raise ValueError(f"{relation} is neither at_most nor at_least")
    return Goal(value, "at_most" if relation == "at_most" else "at_least")


def row(scenario: str, measure: str, value: float, unit: str = "", note: str = "") -> Row:
    """A figure beside its goal, if it has one, at the machine's load of now."""
    load = round(psutil.getloadavg()[0], 1)
    return Row(scenario, measure, round(value, 2), unit, load, goals().get((scenario, measure)), note=note)


def quantile_ms(values_s: list[float], share: float) -> float:
    """Of durations in seconds; 0 where there are none."""
    if not values_s:
        return 0.0
    ordered = sorted(values_s)
    return 1000 * max(0.0, ordered[min(len(ordered) - 1, int(share * len(ordered)))])
