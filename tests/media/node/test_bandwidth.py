from hypothesis import given
from hypothesis import strategies as st

from media.node.bandwidth import CEILING_BPS, FLOOR_BPS, START_BPS, BandwidthEstimate
from media.node.loss_window import LossWindow


def test_it_starts_high_and_grows_to_its_ceiling_without_loss() -> None:
    estimate = BandwidthEstimate()
    assert estimate.update(0.0, 600_000) == int(START_BPS * 1.08)
    for _ in range(10):
        estimate.update(0.0, 600_000)
    assert estimate.bitrate_bps == CEILING_BPS


def test_moderate_loss_holds_it() -> None:
    estimate = BandwidthEstimate()
    assert estimate.update(0.05, 600_000) == START_BPS


def test_heavy_loss_brings_it_below_what_came() -> None:
    estimate = BandwidthEstimate()
    assert estimate.update(0.2, 400_000) == int(500_000 * 0.9)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1e9)), max_size=50))
def test_it_never_leaves_its_bounds(updates: list[tuple[float, float]]) -> None:
    estimate = BandwidthEstimate()
    for loss, received_bps in updates:
        assert FLOOR_BPS <= estimate.update(loss, received_bps) <= CEILING_BPS


def seconds(*counts: tuple[int, int]) -> LossWindow:
    window = LossWindow()
    for expected, lost in counts:
        window.add(expected, lost)
    return window


def test_loss_is_judged_over_three_seconds() -> None:
    assert seconds((100, 30), (100, 0), (100, 3), (100, 3)).loss == 0.02


def test_a_few_packets_tell_nothing_and_late_ones_are_not_lost() -> None:
    assert seconds().loss is None
    assert seconds((5, 5), (6, 6)).loss is None
    assert seconds((100, 4), (100, -2)).loss == 0.01
    assert seconds((100, -2)).loss == 0.0


def test_what_was_answered_for_is_forgotten() -> None:
    window = seconds((100, 50))
    window.clear()
    assert window.loss is None
