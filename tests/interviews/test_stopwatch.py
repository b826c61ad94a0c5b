from hypothesis import given
from hypothesis import strategies as st

from backend.interviews.stopwatch import Stopwatch

from .factories import at

PERIODS = st.lists(st.tuples(st.floats(0.1, 50), st.floats(0.1, 50)), max_size=12)


@given(PERIODS)
def test_it_counts_exactly_the_time_it_ran(periods):
    watch, now, ran = Stopwatch(), 0.0, 0.0
    for running_s, standing_s in periods:
        watch = watch.started(at(now))
        now += running_s
        ran += running_s
        watch = watch.stopped(at(now))
        assert watch.reaches(1e6) is None
        now += standing_s
    assert abs(watch.elapsed_s(at(now)) - ran) < 1e-3


def test_starting_a_running_one_keeps_what_runs():
    watch = Stopwatch().started(at(0)).started(at(5))
    assert watch.elapsed_s(at(8)) == 8


def test_a_stop_before_its_start_counts_nothing():
    assert Stopwatch(3.0).started(at(10)).stopped(at(4)).spent_s == 3.0


def test_it_says_when_a_limit_is_reached():
    assert Stopwatch(30.0).started(at(100)).reaches(120.0) == at(190)
