"""What the benchmark says of its figures."""

import pytest

from load_tests.bench.__main__ import FAMILIES
from load_tests.bench.rows import Goal, Row, table


@pytest.mark.parametrize(
    ("goal", "value", "is_met"),
    [
        (Goal(6), 6.0, True),
        (Goal(6), 6.1, False),
        (Goal(830, "at_least"), 830.0, True),
        (Goal(830, "at_least"), 829.0, False),
        (None, 1.0, None),
    ],
)
def test_a_goal_is_met_from_its_own_side(goal: Goal | None, value: float, is_met: bool | None) -> None:
    assert Row("media", "CPU", value, "ms", 0.5, goal).is_met is is_met


def test_the_table_sets_goal_and_peer_beside_the_figure() -> None:
    row = Row("media", "CPU a stream-second", 7.04, "ms", 4.9, Goal(6), "stock", 318.0, "20 streams")
    heads, line = table([row]).splitlines()
    assert heads.split() == ["measure", "value", "goal", "peer", "in", "this", "run", "of", "peer", "load"]
    assert line.split("  ")[0] == "media"
    for part in ("CPU a stream-second (20 streams)", "7.04 ms", "≤ 6", "MISSED", "stock 318", "0.022", "4.9"):
        assert part in line


def test_every_family_can_be_picked_by_name() -> None:
    assert all(name.isidentifier() and callable(measure) for name, measure in FAMILIES.items())
    assert {"media", "loss", "join", "vad", "transcription", "objects", "uploads", "api", "pwa"} <= set(FAMILIES)
