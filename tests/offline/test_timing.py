"""Signed times judged: whatever a phone's clocks do, nothing is refused and nothing is hidden."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.interviews.live_schemas import InForce
from backend.interviews.model import Accommodations
from backend.offline.judging import longest_s
from backend.offline.schemas import Anchor, Reading, TakeStatement
from backend.offline.timing import DRIFT, GRACE, Terms, judged, placed
from tests.interviews.factories import an_interview

ISSUED = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
YEARS_MS = 5 * 365 * 86_400_000.0
TERMS = Terms(
    issued_at=ISSUED,
    expires_at=ISSUED + timedelta(days=7),
    deadline=ISSUED + timedelta(days=2),
    limit_s=120.0,
    received_at=ISSUED + timedelta(hours=3),
)


def ms(at: datetime) -> float:
    return at.timestamp() * 1000


def reading(after_s: float, page: str = "page-one", *, own_off_ms: float = 0.0, steady_from_s: float = 0.0) -> Reading:
    return Reading(page, (after_s - steady_from_s) * 1000, ms(ISSUED) + after_s * 1000 + own_off_ms)


def statement(
    began_s: float = 3_600, lasted_s: float = 60, page: str = "page-one", off_ms: float = 0.0
) -> TakeStatement:
    start = 0.0 if page == "page-one" else 3_000.0

    def at(after_s: float) -> Reading:
        return reading(after_s, page, own_off_ms=off_ms, steady_from_s=start)

    return TakeStatement(
        pack_id="pck_1", question_id="q1", take="take-one", device="device-one", opened=at(began_s - 5),
        began=at(began_s), ended=at(began_s + lasted_s), anchors=[Anchor(ms(ISSUED), reading(0, own_off_ms=off_ms))],
        sha256="0" * 64, size_bytes=1,
    )  # fmt: skip


def test_within_one_page_the_steady_clock_says_it_exactly_though_the_own_one_is_years_off() -> None:
    timing = judged(statement(off_ms=-YEARS_MS), TERMS)
    assert (timing.verdict, timing.reasons, timing.clock) == ("in_time", [], "steady")
    assert timing.began_at == ISSUED + timedelta(hours=1)


def test_after_a_reload_the_own_clock_bridges_and_that_is_told() -> None:
    timing = judged(statement(page="page-two", off_ms=YEARS_MS), TERMS)
    assert (timing.verdict, timing.reasons, timing.clock) == ("in_time", ["own_clock"], "own")
    assert timing.began_at == ISSUED + timedelta(hours=1)


def test_an_own_clock_that_was_turned_is_seen() -> None:
    told = statement(page="page-two")
    turned = msgspec.structs.replace(told, ended=msgspec.structs.replace(told.ended, page="page-3", own_ms=0.0))
    timing = judged(turned, TERMS)
    assert timing.verdict == "unsure"
    assert {"clock_turned", "before_issue"} <= set(timing.reasons)


@pytest.mark.parametrize(
    ("ended_after", "received_after", "verdict"),
    [
        (timedelta(days=2) - timedelta(seconds=1), timedelta(days=30), "in_time"),
        (timedelta(days=2) + GRACE, timedelta(days=30), "in_time"),
        (timedelta(days=2) + GRACE + timedelta(seconds=1), timedelta(days=30), "late"),
        (timedelta(days=1), timedelta(days=1, hours=1), "in_time"),
    ],
)
def test_the_deadline_counts_by_the_signed_end(ended_after: timedelta, received_after: timedelta, verdict: str) -> None:
    terms = msgspec.structs.replace(TERMS, received_at=ISSUED + received_after)
    timing = judged(statement(began_s=ended_after.total_seconds() - 60), terms)
    assert timing.verdict == verdict
    assert ("after_deadline" in timing.reasons) == (verdict == "late")


def test_what_is_here_before_the_deadline_is_not_late_whatever_its_clock_says() -> None:
    timing = judged(statement(began_s=10 * 86_400), TERMS)
    assert timing.verdict == "unsure"
    assert "after_receipt" in timing.reasons
    assert "after_deadline" not in timing.reasons


def test_longer_than_allowed_and_longer_than_stated_are_told() -> None:
    assert judged(statement(lasted_s=136), TERMS).reasons == ["longer_than_limit"]
    assert judged(statement(lasted_s=134), TERMS).verdict == "in_time"
    timing = judged(statement(lasted_s=20), msgspec.structs.replace(TERMS, media_s=90.0))
    assert (timing.verdict, timing.reasons) == ("unsure", ["media_longer_than_stated"])
    hidden = judged(statement(lasted_s=20), msgspec.structs.replace(TERMS, media_s=400.0))
    assert hidden.verdict == "over_limit"


def test_time_that_was_extended_counts_as_allowed() -> None:
    interview = an_interview(("voice",), accommodations=Accommodations(in_force=InForce(time_factor=2.0)))
    limit_s = longest_s(interview, "q1")
    assert limit_s == 2 * 120 + 10 * interview.flow.pacing.extension_s
    terms = msgspec.structs.replace(TERMS, limit_s=limit_s)
    assert judged(statement(lasted_s=limit_s), terms).verdict == "in_time"
    assert judged(statement(lasted_s=limit_s + 60), terms).reasons == ["longer_than_limit"]


def test_a_question_seen_before_on_another_device_is_told() -> None:
    terms = msgspec.structs.replace(TERMS, opened_before=ISSUED + timedelta(minutes=10))
    timing = judged(statement(), terms)
    assert (timing.verdict, timing.reasons) == ("unsure", ["opened_elsewhere"])


clock_values = st.floats(0, 1e15, allow_nan=False)
readings = st.builds(
    Reading, st.sampled_from(["page-one", "page-two"]), clock_values, st.floats(-1e15, 1e15, allow_nan=False)
)


@given(
    moments=st.tuples(readings, readings, readings),
    anchors=st.lists(st.builds(Anchor, clock_values, readings), max_size=3),
    media_s=st.none() | st.floats(0, 1e6),
)
def test_any_clocks_are_judged_and_strange_ones_never_pass_unseen(
    moments: tuple[Reading, Reading, Reading], anchors: list[Anchor], media_s: float | None
) -> None:
    opened, began, ended = moments
    told = msgspec.structs.replace(statement(), opened=opened, began=began, ended=ended, anchors=anchors)
    timing = judged(told, msgspec.structs.replace(TERMS, media_s=media_s))
    places = [placed(moment, anchors) for moment in moments]
    if timing.verdict == "in_time":
        assert all(place is not None for place in places)
        at = [place.at for place in places if place is not None]
        assert at == sorted(at)
        assert TERMS.issued_at - DRIFT <= at[0] <= at[-1] <= TERMS.received_at + DRIFT
    assert (timing.verdict == "in_time") == (not set(timing.reasons) - {"own_clock"})
