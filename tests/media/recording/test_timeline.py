import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.node.timeline import PeerClock, TrackClock

WRAP = 1 << 32


def test_time_stamps_wrap_without_a_jump() -> None:
    clock = TrackClock(48_000)
    begin = WRAP - 5 * 960
    times = [clock.local_ms(1, (begin + number * 960) % WRAP, 1_000.0 + number * 20) for number in range(20)]
    assert times == [1_000.0 + number * 20 for number in range(20)]


@given(st.integers(0, WRAP - 1), st.lists(st.integers(1, WRAP // 2 - 1), max_size=30))
def test_unwrapped_ticks_tell_every_step_forward(begin: int, steps: list[int]) -> None:
    clock, timestamp, total = TrackClock(90_000), begin, 0
    clock.local_ms(1, begin, 0.0)
    for step in steps:
        timestamp, total = (timestamp + step) % WRAP, total + step
        assert clock.unwrap(timestamp) == begin + total
        clock._ticks, clock._last_timestamp = clock.unwrap(timestamp), timestamp


@given(
    st.lists(
        st.tuples(st.integers(0, WRAP - 1), st.floats(0, 500), st.none() | st.floats(0, 1e9)),
        max_size=60,
    )
)
def test_time_never_goes_back_whatever_the_stamps_say(stamps: list[tuple[int, float, float | None]]) -> None:
    clock, now, last = TrackClock(48_000), 0.0, float("-inf")
    for timestamp, pause, reported_ms in stamps:
        now += pause
        if reported_ms is not None:
            clock.note_report(reported_ms, timestamp)
        local = clock.local_ms(1, timestamp, now)
        assert local >= last
        assert local <= max(now, last) + 3_000
        last = local


def test_jitter_of_arrival_does_not_move_the_samples() -> None:
    clock = TrackClock(48_000)
    arrivals = [0, 35, 41, 300, 301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 311, 312, 320]
    assert [clock.local_ms(1, number * 960, at) for number, at in enumerate(arrivals)] == [
        number * 20 for number in range(len(arrivals))
    ]


def test_a_burst_of_late_packets_keeps_its_place() -> None:
    """Two seconds held up by the network come at once: their time is when they were taken."""
    clock = TrackClock(48_000)
    times = [clock.local_ms(1, number * 960, max(number * 20, 2_000)) for number in range(200)]
    assert all(abs(step - 20) < 1 for step in (b - a for a, b in itertools.pairwise(times)))


def test_a_clock_that_stood_still_is_set_forward_within_a_second() -> None:
    """A phone call takes the microphone for 5 s and the sender's stamps do not count it."""
    clock = TrackClock(48_000)
    for number in range(50):
        clock.local_ms(1, number * 960, number * 20.0)
    after = [clock.local_ms(1, number * 960, 5_000 + number * 20.0) for number in range(50, 150)]
    assert after[0] == 1_000
    assert after[-1] == 5_000 + 149 * 20


def _sent(clock: TrackClock, arrivals: list[float], set_ms: dict[int, float] | None = None) -> list[float]:
    """The times of packets sent every 20 ms from 0 on, with a report of the sender every five seconds. Its wall clock
    moves by so much against its samples at `set_ms`' moments.
    """
    times = []
    for number, arrived in enumerate(arrivals):
        if number % 250 == 49:
            wall_ms = 70_000 + number * 20 + sum(by for at, by in (set_ms or {}).items() if number * 20 >= at)
            clock.note_report(wall_ms, number * 960)
        times.append(clock.local_ms(1, number * 960, arrived))
    return times


def _queue(rates: list[tuple[int, float]]) -> list[float]:
    """When packets sent every 20 ms come out of a queue, so many in a row so many ms apart at least."""
    out: list[float] = []
    for count, apart_ms in rates:
        for _ in range(count):
            out.append(max(len(out) * 20.0, out[-1] + apart_ms) if out else 0.0)
    return out


@pytest.mark.parametrize(
    "arrivals",
    [
        _queue([(100, 1), (300, 28), (600, 20), (400, 15)]),
        _queue([(100, 1), (1, 2_000), (600, 16)]),
        _queue([(100, 1), (1, 4_000), (600, 1)]),
    ],
    ids=["a queue fills, stays full and drains", "an outage and a narrow line", "an outage"],
)
def test_what_is_late_on_its_way_keeps_its_place(arrivals: list[float]) -> None:
    clock = TrackClock(48_000)
    assert max(at - number * 20 for number, at in enumerate(arrivals)) > 1_500
    assert _sent(clock, arrivals) == [number * 20 for number in range(len(arrivals))]


@pytest.mark.parametrize("stood_ms", [400.0, 900.0, 2_200.0])
def test_how_long_a_microphone_stood_is_what_the_reports_say(stood_ms: float) -> None:
    """A phone too busy to listen: what follows does not move up, and is not set forward twice."""
    arrivals = [number * 20 + (stood_ms if number >= 100 else 0.0) for number in range(900)]
    times = _sent(TrackClock(48_000), arrivals, set_ms={2_000: stood_ms})
    assert times[:100] == arrivals[:100]
    steps = [after - before for before, after in itertools.pairwise(times)]
    assert [step for step in steps if step != 20] == [20 + stood_ms]
    assert times[400:] == arrivals[400:]


def test_a_clock_of_the_sender_that_is_set_moves_nothing() -> None:
    arrivals = [number * 20.0 for number in range(900)]
    for set_by_ms in (-3_600_000.0, 1_500.0, 3_600_000.0):
        assert _sent(TrackClock(48_000), arrivals, set_ms={6_000: set_by_ms}) == arrivals


def test_the_picture_stays_with_a_microphone_that_stood() -> None:
    """Video's stamps run on meanwhile; the sound that follows lies where its picture does."""
    clock, video = PeerClock(), 0.0
    for number in range(1_000):
        at, stood = number * 20.0, (2_000.0 if number >= 300 else 0.0)
        if number % 250 == 49:
            clock.audio.note_report(7_000 + at + stood, number * 960)
        if number % 50 == 49:
            clock.video.note_report(7_000 + at + stood, round((at + stood) * 90))
        audio = clock.audio.local_ms(1, number * 960, at + stood)
        video = clock.video_ms(2, round((at + stood) * 90), at + stood + 40, is_first=number == 0)
        if number > 375 or 75 < number < 300:
            assert abs(video - audio) < 5, number


def test_a_jump_ahead_falls_back_on_arrival() -> None:
    clock = TrackClock(48_000)
    clock.local_ms(1, 0, 0.0)
    assert clock.local_ms(1, 48_000 * 60, 20.0) == 20.0
    assert clock.local_ms(1, 48_000 * 60 + 960, 40.0) == 40.0


def test_a_new_source_begins_at_its_arrival() -> None:
    clock = TrackClock(48_000)
    clock.local_ms(1, 0, 0.0)
    assert clock.local_ms(2, 3_000_000_000, 500.0) == 500.0


def test_sender_reports_put_video_where_its_sound_is() -> None:
    """Taken at one instant, the picture comes 180 ms after the sound: the reports know."""
    clock = PeerClock()
    clock.audio.local_ms(1, 48_000, 1_000.0)
    clock.audio.note_report(5_000.0, 48_000)
    clock.video.local_ms(2, 90_000, 1_180.0)
    clock.video.note_report(5_000.0, 90_000)
    assert clock.video_ms(2, 90_000 + 9_000, 1_280.0, is_first=True) == 1_100.0


def test_late_reports_move_video_without_a_jump() -> None:
    clock = PeerClock()
    times = []
    for number in range(200):
        at = number * 50.0
        clock.audio.local_ms(1, round(at * 48), at)
        if number == 20:
            clock.audio.note_report(9_000 + at, round(at * 48))
            clock.video.note_report(9_000 + at - 50, round((at - 50) * 90))
        times.append(clock.video_ms(2, round(at * 90), at + 100.0, is_first=number == 0))
    assert times[10] == 600.0
    assert abs(times[-1] - 199 * 50) < 1
    assert all(47 <= step <= 53 for step in (b - a for a, b in itertools.pairwise(times)))


def test_drift_of_the_sound_card_is_followed_at_each_report() -> None:
    """The sound card runs 200 ppm fast; after ten minutes the picture is still with its sound."""
    clock, video = PeerClock(), 0.0
    for number in range(12_000):
        at = number * 50.0
        audio = clock.audio.local_ms(1, round(at * 1.0002 * 48) % WRAP, at)
        if number % 50 == 25:
            clock.audio.note_report(7_000 + at, round(at * 1.0002 * 48) % WRAP)
            clock.video.note_report(7_000 + at, round(at * 90) % WRAP)
        video = clock.video_ms(2, round(at * 90) % WRAP, at + 30, is_first=number == 0)
    assert abs(video - audio) < 2


def test_a_report_that_cannot_be_is_not_believed() -> None:
    clock = PeerClock()
    clock.audio.local_ms(1, 0, 0.0)
    clock.audio.note_report(1_000.0, 0)
    clock.video.local_ms(2, 0, 0.0)
    clock.video.note_report(9_999_999.0, 0)
    assert clock.video_ms(2, 9_000, 100.0, is_first=True) == 100.0
