"""Ids, clock, errors, state machines."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel import errors
from backend.kernel.clock import epoch_ms, utc_now
from backend.kernel.errors import Conflict, GreenroomError, NotFound, RateLimited, Unavailable, error_of
from backend.kernel.fsm import Machine
from backend.kernel.ids import new_id

State = Literal["shut", "open", "locked"]
Event = Literal["open", "shut", "lock"]

DOOR: Machine[State, Event] = Machine(
    "door",
    {"shut": "Closed, anyone may open it.", "open": "Wide open.", "locked": "For ever."},
    {("shut", "open"): "open", ("open", "shut"): "shut", ("shut", "lock"): "locked"},
)


def test_ids_are_short_url_safe_and_sort_by_making() -> None:
    ids = [new_id("int") for _ in range(10_000)]
    assert ids == sorted(set(ids))
    assert all(len(id_) == 30 and id_.removeprefix("int_").isalnum() and id_.islower() for id_ in ids)


def test_ids_of_threads_do_not_collide() -> None:
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.extend(new_id("x") for _ in range(2_000))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8_000


def test_now_is_aware_and_cut_to_milliseconds() -> None:
    now = utc_now()
    assert now.tzinfo is UTC
    assert now.microsecond % 1000 == 0


@given(st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1)), st.integers(-720, 720))  # noqa: DTZ001
def test_epoch_milliseconds_know_the_zone(at: datetime, offset_min: int) -> None:
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    zone = timezone(timedelta(minutes=offset_min))
    aware = at.replace(tzinfo=UTC)
    assert epoch_ms(aware.astimezone(zone)) == epoch_ms(aware)
    assert abs(epoch_ms(aware) - (aware - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1)) <= 1
    with pytest.raises(ValueError, match="naive"):
        epoch_ms(at)


def test_a_machine_knows_every_state_and_event() -> None:
    after = {(state, event): DOOR.transitions.get((state, event)) for state in DOOR.states for event in DOOR.events}
    for (state, event), following in after.items():
        assert DOOR.allows(state, event) == (following is not None)
        if following is not None:
            assert DOOR.after(state, event) == following
            continue
        with pytest.raises(Conflict) as raised:
            DOOR.after(state, event)
        assert raised.value.code == f"{event}_not_allowed"
        assert raised.value.extra == {"state": state, "allowed": sorted(DOOR.events_of(state))}
    assert DOOR.initial == "shut"
    assert [state for state in DOOR.states if DOOR.is_final(state)] == ["locked"]


@pytest.mark.parametrize(
    ("states", "transitions", "problem"),
    [
        ({"a": "A."}, {("a", "go"): "b"}, "without explanation"),
        ({"a": "A.", "b": " "}, {("a", "go"): "b"}, "without explanation"),
        ({"a": "A.", "b": "B."}, {("b", "go"): "a"}, "nothing reaches"),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused(
    states: dict[str, str], transitions: dict[tuple[str, str], str], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        Machine("broken", states, transitions)


def test_errors_carry_code_status_detail_and_extra() -> None:
    error = NotFound("interview_unknown", "There is no such interview.", id="int_1")
    assert (error.status, error.code, error.detail, error.extra) == (
        404, "interview_unknown", "There is no such interview.", {"id": "int_1"},
    )  # fmt: skip
    assert str(error) == "interview_unknown: There is no such interview."


def test_errors_that_pass_say_when_to_come_back() -> None:
    limited = RateLimited(retry_after_s=1.2)
    assert (limited.status, limited.code, limited.headers) == (429, "rate_limited", {"Retry-After": "2"})
    assert Unavailable("redis_unavailable").headers == {"Retry-After": "2"}
    assert Unavailable("x", retry_after_s=None).headers == {}


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("BadRequest", 400), ("Unauthorised", 401), ("Forbidden", 403), ("NotFound", 404), ("Conflict", 409),
        ("Gone", 410), ("TooLarge", 413), ("Invalid", 422), ("RateLimited", 429), ("Unavailable", 503),
    ],
)  # fmt: skip
def test_an_error_of_another_process_is_its_own_kind_again(kind: str, status: int) -> None:
    error = error_of(status, "some_code", "Some detail.", {"more": 1, "retry_after_s": 3})
    assert type(error) is getattr(errors, kind)
    assert (error.code, error.status, error.detail, error.extra["more"]) == ("some_code", status, "Some detail.", 1)
    assert error.extra["retry_after_s"] == 3


def test_an_error_of_no_kind_keeps_its_status() -> None:
    error = error_of(500, "rpc_failed", "It failed.", {})
    assert type(error) is GreenroomError
    assert error.status == 500
