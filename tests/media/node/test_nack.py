from media.node.nack import FIRST_AFTER_MS, MAX_MISSING, MAX_TRIES, NackTracker


def tracker_with_gap() -> NackTracker:
    tracker = NackTracker()
    tracker.seen(10, 0)
    tracker.seen(13, 20)
    return tracker


def test_nothing_is_asked_for_while_nothing_is_missing() -> None:
    tracker = NackTracker()
    for number in (10, 11, 12):
        tracker.seen(number, 0)
    assert tracker.due_ms is None
    assert tracker.collect(1_000) == []


def test_a_gap_is_asked_for_shortly_after_it_showed() -> None:
    tracker = tracker_with_gap()
    assert tracker.due_ms == 20 + FIRST_AFTER_MS
    assert tracker.collect(20 + FIRST_AFTER_MS - 1) == []
    assert tracker.collect(20 + FIRST_AFTER_MS) == [11, 12]


def test_a_packet_merely_out_of_order_is_not_asked_for() -> None:
    tracker = tracker_with_gap()
    tracker.seen(11, 25)
    tracker.seen(12, 26)
    assert tracker.due_ms is None


def test_what_does_not_come_is_asked_for_again_after_a_round_trip_and_a_quarter() -> None:
    tracker = tracker_with_gap()
    tracker.rtt_ms = 80
    tracker.collect(30)
    assert tracker.collect(129) == []
    assert tracker.collect(130) == [11, 12]


def test_answered_requests_teach_the_round_trip() -> None:
    tracker = tracker_with_gap()
    before = tracker.rtt_ms
    tracker.collect(30)
    tracker.seen(11, 50)
    assert tracker.rtt_ms == before + (20 - before) / 8
    assert tracker.recovered == 1


def test_after_ten_requests_it_is_forgotten() -> None:
    tracker = tracker_with_gap()
    asked = sum(bool(tracker.collect(30 + 1_000 * step)) for step in range(20))
    assert asked == MAX_TRIES
    assert tracker.missing == 0


def test_the_given_up_is_not_asked_for() -> None:
    tracker = tracker_with_gap()
    tracker.forget_before(12)
    assert tracker.collect(100) == [12]


def test_only_the_newest_gaps_are_remembered() -> None:
    tracker = NackTracker()
    tracker.seen(0, 0)
    for number in range(2, 4_000, 2):
        tracker.seen(number, 0)
    assert tracker.missing == MAX_MISSING
    tracker.seen(9_000, 0)
    assert tracker.missing == MAX_MISSING
    assert tracker.collect(100)[-1] == 8_999
