"""Slots: what is offered, and why the rest is not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.kernel.errors import Conflict, Gone
from backend.scheduling.claims import Limits, Nearby, claimed, collide, made_lasting, refusal, released, standing
from backend.scheduling.model import Busy, Claim, Sheet
from backend.scheduling.slots import hour_sheets, nearest, offer
from tests.scheduling.factories import MONDAY, a_claim, a_horizon, a_pattern, a_person, a_plan


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    """In Berlin's winter, as UTC."""
    return datetime(2037, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


def people(*persons):  # type: ignore[no-untyped-def]
    return {person.member_id: person for person in persons}


def starts(found):  # type: ignore[no-untyped-def]
    return [slot.start for slot in found.free]


def test_a_day_of_one_interviewer() -> None:
    found = offer(a_plan(), people(a_person()), {}, 0, a_horizon(1))
    assert starts(found)[:2] == [at(9), at(9, 30)]
    assert starts(found)[-1] == at(16, 30)
    assert found.free[0].teams == [["mem_a"]]


def test_buffers_lie_between_talks_and_the_longer_one_counts() -> None:
    person = a_person(claims=[a_claim(at(12), after_s=600)], buffer_after_min=10, buffer_before_min=0)
    found = offer(a_plan(), people(person), {}, 0, a_horizon(1))
    assert at(11, 30) not in starts(found)  # its own ten minutes afterwards would reach into it
    assert at(12, 30) not in starts(found)
    assert at(11) in starts(found)
    assert at(13) in starts(found)
    assert [slot.start for slot in found.taken] == [at(11, 30), at(12), at(12, 30)]


def test_a_claim_that_has_lapsed_is_none() -> None:
    lapsed = a_claim(at(12), until=MONDAY - timedelta(seconds=1))
    sheet = Sheet(id="mem_a", claims=[lapsed])
    assert standing(sheet, MONDAY) == []
    wanted = a_claim(at(12), id="clm_new")
    assert claimed(sheet, wanted, Limits(), MONDAY).claims == [wanted]


@pytest.mark.parametrize(
    ("values", "plan", "code"),
    [
        ({"notice_h": 24 * 30}, {}, "notice"),
        ({}, {"notice_h": 24 * 30}, "notice"),
        ({"daily_limit": 1, "claims": [a_claim(at(9, day=day)) for day in range(22, 31)]}, {}, "daily_limit"),
        ({"busy": [Busy(MONDAY - timedelta(days=1), MONDAY + timedelta(days=9))]}, {}, "calendar_busy"),
        ({"pattern": a_pattern(start_min=0, end_min=20)}, {}, "no_hours"),
        ({"claims": [a_claim(at(0, day=22), 60 * 24 * 9)]}, {}, "slot_taken"),
        ({}, {"is_open": False}, "plan_closed"),
        ({}, {"all_of": ["mem_a", "mem_unknown"]}, "no_interviewer"),
        ({}, {"all_of": [], "any_of": ["mem_unknown"]}, "no_interviewer"),
    ],
)
def test_nothing_to_offer_says_why(values: dict, plan: dict, code: str) -> None:  # type: ignore[type-arg]
    found = offer(a_plan(**plan), people(a_person(**values)), {}, 0, a_horizon(2))
    assert found.free == []
    assert code in found.why


def test_past_the_interviews_end_is_outside_the_window() -> None:
    found = offer(a_plan(), people(a_person()), {}, 0, a_horizon(10 / 24 + 0.01))
    assert starts(found)[-1] == at(10, 30)
    assert set(found.why) == {"outside_window"}


def test_a_holiday_is_free_of_talks() -> None:
    found = offer(a_plan(), people(a_person()), {}, 0, a_horizon(1), {date(2037, 11, 23)})
    assert all(start >= at(0, day=24) for start in starts(found))


def test_everybody_of_a_panel_must_be_free() -> None:
    one = a_person("mem_a", claims=[a_claim(at(9))])
    other = a_person("mem_b", pattern=a_pattern(start_min=8 * 60, end_min=10 * 60))
    found = offer(a_plan(all_of=["mem_a", "mem_b"]), people(one, other), {}, 0, a_horizon(1))
    assert starts(found) == [at(9, 30)]
    assert found.free[0].teams == [["mem_a", "mem_b"]]


def test_any_of_a_panel_is_enough_and_the_least_busy_goes_first() -> None:
    busy = a_person("mem_a", claims=[a_claim(at(15))])
    idle = a_person("mem_b")
    found = offer(a_plan(all_of=[], any_of=["mem_a", "mem_b"]), people(busy, idle), {}, 0, a_horizon(1))
    by_start = {slot.start: slot.teams for slot in found.free}
    assert by_start[at(9)] == [["mem_b"], ["mem_a"]]
    assert by_start[at(15)] == [["mem_b"]]


def test_windows_of_the_ai_take_as_many_as_there_are_places() -> None:
    plan = a_plan("ai", pattern=a_pattern(start_min=8 * 60, end_min=12 * 60), window_min=120)
    hour = hour_sheets(at(8), at(10))
    full = {hour[1]: [a_claim(at(8), 120, id=f"clm_{n}") for n in range(3)]}
    found = offer(plan, {}, full, 3, a_horizon(1))
    assert [slot.start for slot in found.taken] == [at(8)]
    assert [(slot.start, slot.places) for slot in found.free] == [(at(10), 3)]
    assert offer(plan, {}, {}, 0, a_horizon(1)).why == {"no_capacity": 2}


def test_only_one_start_is_judged_where_only_one_is_asked_for() -> None:
    found = offer(a_plan(), people(a_person()), {}, 0, a_horizon(7), only=at(9))
    assert starts(found) == [at(9)]
    assert offer(a_plan(), people(a_person()), {}, 0, a_horizon(7), only=at(9, 7)).free == []


def test_the_nearest_two_are_offered_in_order() -> None:
    found = offer(a_plan(), people(a_person(claims=[a_claim(at(12))])), {}, 0, a_horizon(1))
    assert [slot.start for slot in nearest(found.free, at(12))] == [at(11, 30), at(12, 30)]


spans = st.tuples(st.integers(0, 200), st.integers(1, 60), st.integers(0, 20), st.integers(0, 20))


@given(st.lists(spans, max_size=30), st.integers(1, 3))
@settings(deadline=None)
def test_a_sheet_never_has_more_at_once_than_places(wishes: list[tuple[int, int, int, int]], places: int) -> None:
    sheet = Sheet(id="mem_a")
    for number, (start, length, before, after) in enumerate(wishes):
        begin = MONDAY + timedelta(minutes=start)
        wanted = Claim(
            f"clm_{number}", f"bkg_{number}", begin, begin + timedelta(minutes=length), before * 60, after * 60
        )
        try:
            sheet = claimed(sheet, wanted, Limits(places), MONDAY)
        except Conflict:
            continue
    for minute in range(280):
        moment = MONDAY + timedelta(minutes=minute)
        assert sum(claim.start <= moment < claim.end for claim in sheet.claims) <= places
    if places == 1:
        assert not any(collide(one, other) for one in sheet.claims for other in sheet.claims if one.id != other.id)


@given(spans, spans)
def test_colliding_is_mutual(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> None:
    first, second = (
        Claim(str(n), "b", MONDAY + timedelta(minutes=s), MONDAY + timedelta(minutes=s + length), b * 60, a * 60)
        for n, (s, length, b, a) in enumerate((one, other))
    )
    assert collide(first, second) == collide(second, first)
    assert (refusal([first], second, Limits()) is None) == (not collide(first, second))


@given(st.lists(spans, max_size=12), spans)
def test_what_collides_is_among_what_is_near(others: list[tuple[int, int, int, int]], one: tuple[int, ...]) -> None:
    *claims, wanted = (
        Claim(str(n), "b", MONDAY + timedelta(minutes=s), MONDAY + timedelta(minutes=s + length), b * 60, a * 60)
        for n, (s, length, b, a) in enumerate([*others, one])
    )
    near = Nearby(claims).to(wanted)
    assert {claim.id for claim in claims if collide(claim, wanted)} <= {claim.id for claim in near}
    assert refusal(claims, wanted, Limits(), near) == refusal(claims, wanted, Limits())


def test_making_a_claim_last_needs_it_to_be_there_and_releasing_takes_it_off() -> None:
    held = a_claim(at(9), until=MONDAY + timedelta(minutes=2))
    sheet = Sheet(id="mem_a", claims=[held])
    lasting = made_lasting(sheet, held.id)
    assert lasting.claims[0].until is None
    assert made_lasting(lasting, held.id) is lasting
    assert released(lasting, held.id).claims == []
    with pytest.raises(Gone, match="hold_over"):
        made_lasting(released(sheet, held.id), held.id)
