"""Which stretches a live answer misses, and which chunks of the phone's hold them."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.media import LegManifest, LostStretch
from backend.offline.missing import LEAD_MS, TAIL_MS, missing_stretches, wanted_chunks
from backend.offline.reconcile_schemas import PhoneChunk

BEGAN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


def a_leg(start_s: float, end_s: float, lost: list[LostStretch] | None = None) -> LegManifest:
    return LegManifest(
        "tak_1", f"leg_{start_s}", "node", at(start_s), at(end_s), round((end_s - start_s) * 1000), "vp8", True, True,
        [], lost or [],
    )  # fmt: skip


def chunks(count: int) -> list[PhoneChunk]:
    return [PhoneChunk(index, index * 1000, (index + 1) * 1000, 100) for index in range(count)]


def test_a_hole_between_two_legs_and_the_chunks_that_hold_it() -> None:
    [stretch] = missing_stretches([a_leg(0.3, 20), a_leg(32, 59.6)], at(0), at(60), BEGAN)
    assert (stretch.start_ms, stretch.end_ms, stretch.reason) == (20_000, 32_000, "between_legs")
    [wanted] = wanted_chunks([stretch], chunks(60))
    assert (wanted.first, wanted.last) == (20 - LEAD_MS // 1000, 32 + TAIL_MS // 1000 - 1)
    assert wanted.size_bytes == 100 * (wanted.last - wanted.first + 1)


def test_the_clocks_difference_at_the_edges_is_no_loss() -> None:
    assert missing_stretches([a_leg(0.9, 59.1)], at(0), at(60), BEGAN) == []


def test_a_late_begin_an_early_end_and_lost_packets_are_named() -> None:
    found = missing_stretches([a_leg(5, 50, [LostStretch(10_000, 11_000)])], at(0), at(60), BEGAN)
    assert [(each.start_ms, each.end_ms, each.reason) for each in found] == [
        (0, 5_000, "before_first"),
        (15_000, 16_000, "loss"),
        (50_000, 60_000, "after_last"),
    ]
    assert [(each.first, each.last) for each in wanted_chunks(found, chunks(60))] == [(0, 18), (42, 59)]


def test_without_any_leg_all_is_wanted() -> None:
    found = missing_stretches([], at(0), at(60), BEGAN)
    assert [each.reason for each in found] == ["never_connected"]
    assert [(each.first, each.last) for each in wanted_chunks(found, chunks(60))] == [(0, 59)]


legs = st.lists(st.tuples(st.integers(0, 58), st.integers(1, 30)), max_size=5)


@given(legs=legs)
def test_what_is_not_in_a_leg_is_in_the_wanted_chunks(legs: list[tuple[int, int]]) -> None:
    manifests = [a_leg(start, min(60, start + lasts)) for start, lasts in legs]
    found = missing_stretches(manifests, at(0), at(60), BEGAN)
    covered = {second for leg in manifests for second in range(_s(leg.started_at), _s(leg.ended_at))}
    missing = {second for each in found for second in range(each.start_ms // 1000, each.end_ms // 1000)}
    assert missing.isdisjoint(covered)
    unheard = set(range(60)) - covered - missing
    assert unheard <= {0, 59}
    wanted = {index for each in wanted_chunks(found, chunks(60)) for index in range(each.first, each.last + 1)}
    assert missing <= wanted


def _s(moment: datetime) -> int:
    return round((moment - BEGAN).total_seconds())
