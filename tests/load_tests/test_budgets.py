"""The goals of the load scenarios."""

import re
from pathlib import Path

import pytest

from load_tests import scenarios
from load_tests.bench.rows import Goal
from load_tests.budgets import goals, quantile_ms, row
from load_tests.run import names

FOLDER = Path(scenarios.__file__).parent


@pytest.mark.parametrize(("scenario", "measure"), sorted(goals()))
def test_every_goal_is_of_a_figure_that_its_scenario_tells(scenario: str, measure: str) -> None:
    assert scenario in names()
    assert re.search(rf'row\((?:"{scenario}"|scenario), "{re.escape(measure)}"', _sources(scenario))


def _sources(scenario: str) -> str:
    """Of the scenario, and of the one that it runs in another way."""
    source = (FOLDER / f"{scenario}.py").read_text("utf-8")
    other = re.search(r"^from load_tests\.scenarios\.(\w+) import", source, re.MULTILINE)
    return source + (_sources(other[1]) if other else "")


def test_a_figure_stands_beside_its_goal() -> None:
    told = row("interviews", "event → effect p99", 251.234, "ms")
    assert (told.value, told.goal, told.is_met) == (251.23, Goal(250), False)
    assert row("interviews", "something nobody has set a goal for", 1.0).is_met is None


def test_quantiles_are_of_what_was_measured() -> None:
    assert quantile_ms([], 0.99) == 0
    assert quantile_ms([0.1, 0.3, 0.2], 0.5) == pytest.approx(200)
    assert quantile_ms([0.1, 0.3, 0.2], 0.99) == pytest.approx(300)
