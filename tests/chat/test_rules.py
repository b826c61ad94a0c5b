"""What follows for a thread, whatever the order in which messages become known."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from backend.chat.model import Mark, Message, Side, Thread
from backend.chat.rules import answered_after_s, fold, marked, unread_of

T0 = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
THREAD = Thread(
    id="thr_1", application_id="app_1", interview_id="int_1", candidate_id="can_1", position_id="pos_1",
    created_at=T0, last_at=T0,
)  # fmt: skip
sides = st.lists(st.sampled_from(["candidate", "team"]), min_size=1, max_size=12)


def said(number: int, side: Side) -> Message:
    return Message(
        id=f"thr_1:talk:{number:09d}", thread_id="thr_1", interview_id="int_1", lane="talk", number=number, side=side,
        author_id="can_1" if side == "candidate" else f"mem_{number % 2}", client_id=f"client-{number}",
        sealed=b"", at=T0 + timedelta(minutes=number),
    )  # fmt: skip


@given(sides, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(given_sides, random) -> None:
    messages = [said(number, side) for number, side in enumerate(given_sides, 1)]
    whole = fold(THREAD, messages)
    shuffled = list(messages)
    random.shuffle(shuffled)
    thread = THREAD
    for at in range(len(shuffled)):
        thread = fold(thread, shuffled[: at + 1])
    assert thread == whole
    assert fold(whole, messages) == whole


@given(sides)
def test_the_clock_runs_from_the_first_unanswered_message_of_the_candidate(given_sides) -> None:
    thread = fold(THREAD, [said(number, side) for number, side in enumerate(given_sides, 1)])
    unanswered = len(given_sides)
    while unanswered and given_sides[unanswered - 1] == "candidate":
        unanswered -= 1
    expected = None if unanswered == len(given_sides) else T0 + timedelta(minutes=unanswered + 1)
    assert thread.waiting_since == expected
    assert unread_of(thread, "can_1") == len(given_sides) - max(
        (number for number, side in enumerate(given_sides, 1) if side == "candidate"), default=0
    )


@given(st.lists(st.tuples(st.sampled_from(["can_1", "mem_0"]), st.integers(0, 20), st.integers(0, 20)), max_size=10))
def test_marks_never_go_back_nor_past_the_last_message(moves) -> None:
    thread = fold(THREAD, [said(number, "team") for number in range(1, 6)])
    for account, delivered, read in moves:
        before = thread.mark(account)
        thread = marked(thread, account, Mark(delivered, read))
        after = thread.mark(account)
        assert before.read <= after.read <= after.delivered <= 5
        assert before.delivered <= after.delivered


def test_a_gap_waits_for_what_is_missing() -> None:
    thread = fold(THREAD, [said(1, "candidate"), said(3, "team")])
    assert thread.last_number == 1
    assert fold(thread, [said(2, "candidate"), said(3, "team")]).last_number == 3


def test_a_message_of_the_candidate_wakes_a_thread_and_the_answer_stops_the_clock() -> None:
    asleep = msgspec.structs.replace(THREAD, snoozed_until=T0 + timedelta(days=1))
    asked = fold(asleep, [said(1, "candidate")])
    assert (asked.snoozed_until, asked.is_unread) == (None, True)
    answered = fold(asked, [said(2, "team")])
    assert (answered.waiting_since, answered.is_unread) == (None, False)
    assert answered_after_s(asked, answered) == 60
    assert answered_after_s(answered, answered) is None
