import itertools

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


@given(st.lists(st.tuples(st.integers(0, WRAP - 1), st.floats(0, 500)), max_size=60))
def test_time_never_goes_back_whatever_the_stamps_say(stamps: list[tuple[int, float]]) -> None:
    clock, now, last = TrackClock(48_000), 0.0, float("-inf")
    for timestamp, pause in stamps:
        now += pause
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
