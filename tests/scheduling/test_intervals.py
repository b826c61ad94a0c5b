"""Interval arithmetic against sets of minutes."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from backend.scheduling.intervals import Interval, clipped, intersect, subtract, union
from tests.scheduling.factories import MONDAY

MINUTE = timedelta(minutes=1)
pairs = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)
many = st.lists(pairs, max_size=6)


def intervals(parts: list[list[int]]) -> list[Interval]:
    return [Interval(MONDAY + timedelta(minutes=a), MONDAY + timedelta(minutes=b)) for a, b in parts]


def minutes(found: list[Interval]) -> set[int]:
    return {
        minute for part in found for minute in range((part.start - MONDAY) // MINUTE, (part.end - MONDAY) // MINUTE)
    }


def is_tidy(found: list[Interval]) -> bool:
    return all(part.start < part.end for part in found) and all(
        one.end <= other.start for one, other in pairwise(found)
    )


@given(many, many)
def test_they_do_what_sets_do(one: list[list[int]], other: list[list[int]]) -> None:
    left, right = intervals(one), intervals(other)
    assert minutes(union(left)) == minutes(left)
    assert minutes(subtract(left, right)) == minutes(left) - minutes(right)
    assert minutes(intersect(left, right)) == minutes(left) & minutes(right)
    assert is_tidy(union(left))
    assert is_tidy(subtract(left, right))
    assert is_tidy(intersect(left, right))


@given(many, pairs)
def test_clipping_keeps_what_lies_within(parts: list[list[int]], bounds: list[int]) -> None:
    box = intervals([bounds])[0]
    assert minutes(clipped(intervals(parts), box)) == minutes(intervals(parts)) & minutes([box])
