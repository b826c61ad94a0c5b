"""Which reminders circumstances call for, and what follows when they change."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from backend.interviews.machine import STATES
from backend.kernel.errors import Invalid
from backend.kernel.language import LocalText
from backend.notices.model import TemplateText
from backend.reminders.model import Asked, Booked, Debt, Rule
from backend.reminders.rules import DEFAULT_RULES, Circumstances, changes, check_plan, stands_alike, wishes

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STARTS = NOW + timedelta(days=3)
ENDS = NOW + timedelta(days=7)
DAY = timedelta(days=1)
WORDS = TemplateText(*(LocalText("$position 的安排", "About $position") for _ in range(4)))


HALF = msgspec.structs.replace(WORDS, title=LocalText("", "x"))


def known(state: str = "invited", booking: str | None = None, **more: object) -> Circumstances:
    booked = None
    if booking is not None:
        starts_at = STARTS if booking in ("booked", "missed", "kept") else None
        with_people = bool(more.pop("with_people", False))
        booked = Booked("bkg_1", 1, booking, starts_at, starts_at, "Asia/Shanghai", with_people)  # type: ignore[arg-type]
    values = {
        "interview_id": "int_1", "candidate_id": "can_1", "state": state, "language": "en", "position": "Support",
        "employer": "Clearlight", "expires_at": ENDS, "booked": booked,
    }  # fmt: skip
    return Circumstances(**(values | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "booking", "expected"),
    [
        ("invited", "booked", {"day_before": STARTS - DAY, "minutes_before": STARTS - timedelta(minutes=15)}),
        ("invited", "open", {"not_booked": ENDS - timedelta(days=2)}),
        ("invited", "cancelled", {"not_booked": ENDS - timedelta(days=2), "unfinished": ENDS - timedelta(days=1)}),
        ("invited", None, {"unfinished": ENDS - timedelta(days=1)}),
        ("paused", None, {"unfinished": ENDS - timedelta(days=1)}),
        ("invited", "missed", {"missed": STARTS + timedelta(minutes=10), "unfinished": ENDS - timedelta(days=1)}),
        ("submitted", "kept", {}),
        ("withdrawn", "booked", {}),
        ("withdrawn", "missed", {}),
        ("human_route", "booked", {"day_before": STARTS - DAY, "minutes_before": STARTS - timedelta(minutes=15)}),
        ("human_route", "missed", {"missed": STARTS + timedelta(minutes=10)}),
    ],
)  # fmt: skip
def test_circumstances_call_for_reminders(state: str, booking: str | None, expected: dict[str, datetime]) -> None:
    found = {wish.kind: wish.due_at for wish in wishes(DEFAULT_RULES, known(state, booking))}
    assert found == expected


@pytest.mark.parametrize("booking", ["open", "cancelled"])
def test_who_asked_for_a_person_is_reminded_to_book_where_people_can_be_booked(booking: str) -> None:
    (wish,) = wishes(DEFAULT_RULES, known("human_route", booking, with_people=True))
    assert (wish.kind, wish.due_at, wish.path) == ("not_booked", ENDS - timedelta(days=2), "/booking")
    assert wishes(DEFAULT_RULES, known("human_route", booking)) == []
    assert wishes(DEFAULT_RULES, known("withdrawn", booking, with_people=True)) == []


@pytest.mark.parametrize("booking", [None, "open", "booked", "cancelled", "missed", "kept"])
def test_states_that_stand_alike_call_for_the_same(booking: str | None) -> None:
    custom = [Rule(anchor, "custom", 60, anchor=anchor, text=WORDS) for anchor in ("starts_at", "expires_at")]
    rules = [*DEFAULT_RULES, *custom]
    debts = [Debt("answers_unsent", 1, ENDS, 3)]
    alike = [(one, other) for one in STATES for other in STATES if stands_alike(one, other)]
    for one, other in alike:
        assert wishes(rules, known(one, booking, debts=debts)) == wishes(rules, known(other, booking, debts=debts))
    assert wishes(rules, known("withdrawn", booking, debts=debts)) == []
    assert {("live", "paused"), ("submitted", "processing"), ("processing", "reviewable")} <= set(alike)
    assert not {("checked", "live"), ("live", "submitted"), ("expired", "invited"), ("submitted", "withdrawn")} & set(
        alike
    )


def test_debts_are_reminded_of_until_they_are_settled() -> None:
    debts = [Debt("answers_unsent", 1, ENDS, 3), Debt("materials_due", 2, None)]
    (wish,) = wishes(DEFAULT_RULES, known("submitted", debts=debts))
    assert (wish.kind, wish.parameters["count"], wish.path) == ("answers_unsent", "3", "/offline")


def test_a_move_withdraws_the_old_time_and_asks_for_the_new() -> None:
    ask, back, standing = changes([], wishes(DEFAULT_RULES, known(booking="booked")), NOW)
    assert (len(ask), back, len(standing)) == (2, [], 2)
    assert changes(standing, wishes(DEFAULT_RULES, known(booking="booked")), NOW) == ([], [], standing)
    moved = msgspec.structs.replace(known(booking="booked"), booked=Booked(
        "bkg_1", 2, "booked", STARTS + timedelta(days=1), STARTS + timedelta(days=1), "Asia/Shanghai"))  # fmt: skip
    again, gone, after = changes(standing, wishes(DEFAULT_RULES, moved), NOW)
    assert {wish.kind for wish in again} == {"day_before", "minutes_before"}
    assert set(gone) == {each.notice_id for each in standing}
    assert changes(after, [], NOW)[1] == [each.notice_id for each in after]


def test_who_books_at_short_notice_is_not_told_of_tomorrow() -> None:
    late = STARTS - timedelta(hours=2)
    ask, _, standing = changes([], wishes(DEFAULT_RULES, known(booking="booked")), late)
    assert [wish.kind for wish in ask] == ["minutes_before"]
    assert [each.due_at is None for each in standing] == [True, False]
    assert changes(standing, wishes(DEFAULT_RULES, known(booking="booked")), late)[0] == []


def test_what_is_due_and_not_sent_yet_stays_asked_for() -> None:
    _, _, standing = changes([], wishes(DEFAULT_RULES, known(booking="booked")), NOW)
    after_it_was_due = STARTS - timedelta(minutes=5)
    assert changes(standing, wishes(DEFAULT_RULES, known(booking="booked")), after_it_was_due)[1] == []
    assert changes([Asked("other", NOW)], [], NOW)[1] == ["other"]


def test_a_missed_one_is_asked_for_though_its_moment_is_past() -> None:
    ask, _, _ = changes([], wishes(DEFAULT_RULES, known(booking="missed")), STARTS + timedelta(hours=1))
    assert "missed" in {wish.kind for wish in ask}


def test_own_words_travel_with_the_wish() -> None:
    rule = Rule("bring_id", "custom", 120, text=WORDS)
    (wish,) = wishes([rule], known(booking="booked"))
    assert (wish.kind, wish.parameters["own_title"]) == ("reminder", "About $position")
    assert wish.due_at == STARTS - timedelta(hours=2)
    assert wishes([msgspec.structs.replace(rule, is_on=False)], known(booking="booked")) == []


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ([Rule("a", "day_before", 60), Rule("a", "missed", 1)], "reminder_rules_invalid"),
        ([Rule("a", "day_before", -1)], "reminder_rules_invalid"),
        ([Rule("../x", "day_before", 1)], "reminder_rules_invalid"),
        ([Rule("a", "custom", 1)], "template_incomplete"),
        (
            [Rule("a", "custom", 1, text=msgspec.structs.replace(WORDS, title=LocalText("", "x")))],
            "template_incomplete",
        ),
        (
            [Rule("a", "custom", 1, text=msgspec.structs.replace(WORDS, title=LocalText("$salary", "x")))],
            "template_placeholder_unknown",
        ),
        ([Rule(f"r{n}", "missed", 1) for n in range(25)], "reminder_rules_invalid"),
    ],
)
def test_rules_that_make_no_sense_are_refused(rules: list[Rule], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_plan(rules)
    assert refused.value.code == code
