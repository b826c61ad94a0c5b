from hypothesis import given
from hypothesis import strategies as st

from media.node.reorder import Lost, ReorderBuffer
from media.node.sink import RtpPacket
from tests.media.node.packets import packet


def shown(deliveries: list[RtpPacket | Lost]) -> list[int | tuple[int, int]]:
    return [(each.first, each.count) if isinstance(each, Lost) else each.extended_sequence for each in deliveries]


def test_packets_in_order_leave_at_once() -> None:
    buffer = ReorderBuffer(100, 10)
    assert [shown(buffer.insert(packet(number))) for number in (5, 6, 7)] == [[5], [6], [7]]
    assert buffer.due_ms is None


def test_the_next_one_passes_and_any_other_is_put_in_order() -> None:
    buffer = ReorderBuffer(100, 10)
    assert not buffer.passes(5), "the first sets the numbering"
    buffer.insert(packet(5))
    assert buffer.passes(6)
    assert not buffer.passes(6)
    assert not buffer.passes(8)
    assert shown(buffer.insert(packet(8))) == []
    assert not buffer.passes(7), "what waits behind it has to leave with it"
    assert shown(buffer.insert(packet(7))) == [7, 8]
    assert buffer.passes(9)


def test_a_gap_filled_in_time_lets_everything_leave_in_order() -> None:
    buffer = ReorderBuffer(100, 10)
    buffer.insert(packet(1))
    assert shown(buffer.insert(packet(3, 10))) == []
    assert shown(buffer.insert(packet(4, 20))) == []
    assert shown(buffer.insert(packet(2, 30))) == [2, 3, 4]


def test_a_gap_is_given_up_at_its_deadline_not_before() -> None:
    buffer = ReorderBuffer(100, 10)
    buffer.insert(packet(1))
    buffer.insert(packet(4, 10))
    assert buffer.due_ms == 110
    assert shown(buffer.expire(109)) == []
    assert shown(buffer.expire(110)) == [(2, 2), 4]


def test_each_gap_has_its_own_deadline() -> None:
    buffer = ReorderBuffer(100, 10)
    buffer.insert(packet(1, 0))
    buffer.insert(packet(3, 0))
    buffer.insert(packet(5, 60))
    assert shown(buffer.expire(100)) == [(2, 1), 3]
    assert buffer.due_ms == 160
    assert shown(buffer.expire(160)) == [(4, 1), 5]


def test_late_and_doubled_packets_vanish() -> None:
    buffer = ReorderBuffer(100, 10)
    for number in (1, 3, 3):
        buffer.insert(packet(number))
    buffer.expire(200)
    assert shown(buffer.insert(packet(2, 201))) == []
    assert (buffer.duplicates, buffer.late) == (1, 1)


def test_more_than_the_capacity_gives_up_the_oldest_gap_early() -> None:
    buffer = ReorderBuffer(1_000, 3)
    buffer.insert(packet(1))
    for number in (3, 4, 6):
        assert shown(buffer.insert(packet(number))) == []
    assert shown(buffer.insert(packet(7))) == [(2, 1), 3, 4]
    assert buffer.held == 2


def test_flush_lets_everything_leave() -> None:
    buffer = ReorderBuffer(1_000, 10)
    for number in (1, 3, 6):
        buffer.insert(packet(number))
    assert shown(buffer.flush()) == [(2, 1), 3, (4, 2), 6]
    assert buffer.due_ms is None


@given(st.permutations(range(40)), st.sets(st.integers(1, 39)))
def test_whatever_the_order_and_the_loss_each_number_is_told_once_and_upward(order: list[int], lost: set[int]) -> None:
    buffer = ReorderBuffer(1_000, 1_000)
    out = shown(buffer.insert(packet(0)))
    for number in order:
        if number not in lost:
            out += shown(buffer.insert(packet(number)))
    out += shown(buffer.flush())
    told: list[int] = []
    for each in out:
        told += [each] if isinstance(each, int) else list(range(each[0], each[0] + each[1]))
    assert told == list(range(len(told)))
    assert [each for each in out if isinstance(each, int)] == sorted(set(order) - lost | {0})
