"""What the soak says of a node whose memory it has watched."""

from load_tests.soak import Sample, judge


def samples(grows_mb_an_hour: float, *, minutes: int = 30, tasks_grow: int = 0) -> list[Sample]:
    """One a quarter of a minute, of 20 streams, that wander by 3 MB."""
    return [
        Sample(at * 15.0, 200 + grows_mb_an_hour * at / 240 + 3 * (at % 2), 100 + tasks_grow * at, 90, 20, at * 30_000)
        for at in range(minutes * 4)
    ]


def test_flat_memory_passes_however_it_wanders() -> None:
    assert judge(samples(0), 20) == []
    assert judge(samples(20), 20) == []


def test_growing_memory_is_told_with_its_rate() -> None:
    (problem,) = judge(samples(120), 20)
    assert problem.startswith("memory grows by 120 MB an hour")


def test_tasks_that_pile_up_and_a_deaf_node_are_told() -> None:
    assert judge(samples(0, tasks_grow=2), 20)[0].startswith("tasks grow")
    deaf = [Sample(at * 15.0, 200, 100, 90, 20, 5) for at in range(60)]
    assert judge(deaf, 20) == ["nothing was received any more"]


def test_publishers_that_got_lost_are_told() -> None:
    lonely = [Sample(at * 15.0, 200, 100, 90, 12, at * 30_000) for at in range(60)]
    assert judge(lonely, 20) == ["of 20 publishers only 12 were there"]


def test_a_run_too_short_to_judge_says_so() -> None:
    assert judge(samples(0)[:4], 20) == ["too short to judge"]
