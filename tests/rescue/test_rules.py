"""Calls and the rota as pure functions: every state and event, hours in the employer's zone, who is called when."""

import contextlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.errors import Conflict, Invalid
from backend.kernel.ids import new_id
from backend.rescue.model import Duty, DutySwitch, Level, Rescue, Rota
from backend.rescue.rota_rules import ensure_rota_sound, levels_of, levels_without_rota, shift
from backend.rescue.rules import (
    RESCUE,
    answered,
    called_next,
    declined,
    is_repeated,
    over,
    response_times,
    seen,
    standing,
)
from backend.scheduling.model import DayException, Hours, WeeklyHours

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)  # Monday 09:00 in Shanghai
OFFICE = [WeeklyHours(day, [Hours(9 * 60, 18 * 60)]) for day in range(1, 6)]
NIGHT = [WeeklyHours(day, [Hours(0, 1440)]) for day in range(1, 8)]


def a_rescue(seconds: float | None = None, asked_at: datetime = AT) -> Rescue:
    rescue = Rescue(
        id=new_id("rsc"), interview_id="int_1", application_id="app_1", candidate_id="can_1", cause="help",
        asked_at=asked_at, state="calling", open_for="int_1",
    )  # fmt: skip
    return rescue if seconds is None else answered(rescue, "mem_1", "attended", asked_at + timedelta(seconds=seconds))


def called(rescue: Rescue, levels: list[list[str]], at: datetime = AT) -> Rescue:
    return called_next(rescue, levels, frozenset({"li"}), at, 60)


def test_each_state_takes_the_events_that_the_table_gives_it() -> None:
    for state in RESCUE.states:
        for event in RESCUE.events:
            if RESCUE.allows(state, event):
                assert RESCUE.after(state, event) in RESCUE.states
            else:
                with pytest.raises(Conflict):
                    RESCUE.after(state, event)
    assert {state for state in RESCUE.states if RESCUE.is_final(state)} == {"accepted", "over"}


def test_levels_are_called_one_after_the_other_and_empty_ones_are_skipped() -> None:
    levels = [["li"], [], ["anna", "maya"]]
    first = called(a_rescue(), levels)
    assert [(each.member_id, each.is_here) for each in first.rounds[0].called] == [("li", True)]
    assert first.next_at == AT + timedelta(seconds=60)
    second = called(first, levels, AT + timedelta(seconds=61))
    assert [each.level for each in second.rounds] == [0, 2]
    assert second.members == ["li", "anna", "maya"]
    last = called(second, levels, AT + timedelta(seconds=122))
    assert (last.state, last.next_at, last.open_for) == ("unanswered", None, "int_1")
    assert called(last, levels) is last


def test_nobody_on_duty_is_nobody_could_come() -> None:
    assert called(a_rescue(), [[], []]).state == "unanswered"


def test_who_cannot_come_is_not_called_again_and_the_next_level_is_due_at_once() -> None:
    first = called(a_rescue(), [["li", "anna"], ["li", "maya"]])
    one = declined(first, "li", AT + timedelta(seconds=5))
    assert one.next_at == first.next_at
    both = declined(one, "anna", AT + timedelta(seconds=9))
    assert both.next_at == AT + timedelta(seconds=9)
    assert [each.member_id for each in called(both, [["li"], ["li", "maya"]]).rounds[1].called] == ["maya"]
    assert declined(first, "stranger", AT) is first


def test_the_first_has_it_and_stays_the_first() -> None:
    first = answered(called(a_rescue(), [["li"]]), "li", "accepted", AT + timedelta(seconds=30))
    assert (first.state, first.response_s, first.open_for, first.next_at) == ("accepted", 30, None, None)
    assert answered(first, "li", "took_over", AT + timedelta(seconds=90)) is first
    with pytest.raises(Conflict) as taken:
        answered(first, "anna", "accepted", AT + timedelta(seconds=31))
    assert (taken.value.code, taken.value.extra["member_id"]) == ("rescue_taken", "li")
    with pytest.raises(Conflict) as late:
        answered(over(a_rescue(), "withdrawn", AT), "anna", "accepted", AT)
    assert late.value.code == "rescue_over"
    assert over(first, "interview_over", AT) is first


def test_a_face_counts_once_and_only_after_somebody_has_it() -> None:
    assert seen(a_rescue(), AT).face_at is None
    taken = a_rescue(20)
    face = seen(taken, AT + timedelta(seconds=25))
    assert face.face_at == AT + timedelta(seconds=25)
    assert seen(face, AT + timedelta(seconds=99)) is face


def test_pressing_again_says_something_new_once_nobody_is_on_the_way() -> None:
    calling = called(a_rescue(), [["li"]])
    assert is_repeated([calling], AT)
    assert not is_repeated([called(calling, [["li"]], AT + timedelta(seconds=61))], AT)
    assert is_repeated([a_rescue(10)], AT + timedelta(seconds=30))
    assert not is_repeated([a_rescue(10)], AT + timedelta(minutes=5))


def test_response_times_are_over_the_calls_that_got_so_far() -> None:
    times = response_times([a_rescue(seconds) for seconds in (10, 20, 30, None, 400)])
    assert (times.calls, times.answered, times.median_s, times.p90_s) == (5, 4, 20, 400)
    assert (times.called_median_s, times.face_median_s) == (None, None)
    whole = seen(
        answered(called(a_rescue(), [["li"]]), "li", "accepted", AT + timedelta(seconds=8)), AT + timedelta(seconds=12)
    )
    times = response_times([whole, called(a_rescue(), [[]])])
    assert (times.called_median_s, times.median_s, times.face_median_s, times.unanswered) == (0, 8, 12, 1)
    assert response_times([]).median_s is None


def test_a_call_of_an_hour_ago_does_not_stand_any_more() -> None:
    assert standing([a_rescue(None, AT - timedelta(hours=1))], AT) is None
    assert standing([a_rescue(5)], AT + timedelta(minutes=5)) is not None


def a_rota(*levels: list[Duty]) -> Rota:
    return Rota(id="rota", zone="Asia/Shanghai", levels=[Level(duties) for duties in levels])


def test_hours_are_those_of_the_employers_zone() -> None:
    rota = a_rota([Duty("li", OFFICE)], [Duty("anna", NIGHT)])
    assert levels_of(rota, AT, (), {}) == [["li"], ["anna"]]
    assert levels_of(rota, AT - timedelta(seconds=1), (), {}) == [[], ["anna"]]
    assert levels_of(rota, AT + timedelta(hours=9), (), {}) == [[], ["anna"]]
    assert levels_of(rota, AT, {date(2026, 11, 23)}, {}) == [[], []]


def test_one_day_may_be_different() -> None:
    away = Duty("li", OFFICE, [DayException(date(2026, 11, 23), [])])
    extra = Duty("anna", [], [DayException(date(2026, 11, 23), [Hours(0, 1440)])])
    assert levels_of(a_rota([away, extra]), AT, (), {}) == [["anna"]]


def test_a_switch_goes_before_the_rota() -> None:
    rota = a_rota([Duty("li", OFFICE)], [Duty("anna", [])])
    said = {
        "li": DutySwitch(id="li", is_on=False, until=AT),
        "anna": DutySwitch(id="anna", is_on=True, until=AT),
        "maya": DutySwitch(id="maya", is_on=True, until=AT),
    }
    assert levels_of(rota, AT, (), said) == [["maya"], ["anna"]]
    assert levels_without_rota(["li", "zoe"], ["li", "maya", "omar"], said) == [["zoe", "anna", "maya"], ["omar"]]


def test_the_next_shift_is_told() -> None:
    rota = a_rota([Duty("li", OFFICE)])
    now = shift(rota, rota.levels[0].duties[0], AT)
    assert now is not None
    assert (now.start, now.end) == (AT, AT + timedelta(hours=9))
    following = shift(rota, rota.levels[0].duties[0], AT + timedelta(hours=9))
    assert following is not None
    assert following.start == AT + timedelta(days=1)
    assert shift(rota, Duty("anna", []), AT) is None


@pytest.mark.parametrize(
    ("rota", "code"),
    [
        (a_rota([]), "level_empty"),
        (a_rota([Duty("li", OFFICE), Duty("li", NIGHT)]), "member_twice"),
        (a_rota([Duty("li", [WeeklyHours(1, [Hours(600, 500)])])]), "hours_backwards"),
        (a_rota([Duty("li", [OFFICE[0], OFFICE[0]])]), "day_twice"),
        (Rota(id="rota", zone="Mars/Olympus", levels=[Level([Duty("li", OFFICE)])]), "zone_unknown"),
    ],
)
def test_rotas_that_cannot_be(rota: Rota, code: str) -> None:
    with pytest.raises(Invalid) as error:
        ensure_rota_sound(rota)
    assert error.value.code == code


@given(
    st.lists(st.lists(st.sampled_from("abcdef"), max_size=4), max_size=5),
    st.lists(st.tuples(st.sampled_from(["wait", "decline", "answer", "end"]), st.sampled_from("abcdef")), max_size=20),
)
def test_whatever_happens_nobody_is_called_twice_for_a_level_and_one_has_it(
    levels: list[list[str]], deeds: list[tuple[str, str]]
) -> None:
    levels = [list(dict.fromkeys(level)) for level in levels]
    rescue, now = called(a_rescue(), levels), AT
    for deed, who in deeds:
        now += timedelta(seconds=61)
        before = rescue
        if deed == "wait":
            rescue = called(rescue, levels, now)
        elif deed == "decline":
            rescue = declined(rescue, who, now)
        elif deed == "end":
            rescue = over(rescue, "withdrawn", now)
        else:
            with contextlib.suppress(Conflict):
                rescue = answered(rescue, who, "accepted", now)
        assert before.reacted_by is None or rescue.reacted_by == before.reacted_by
    asked = [(each.level, person.member_id) for each in rescue.rounds for person in each.called]
    assert len(asked) == len(set(asked))
    assert [each.level for each in rescue.rounds] == sorted({each.level for each in rescue.rounds})
    assert rescue.is_open == (rescue.open_for is not None)
