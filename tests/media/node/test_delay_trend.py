"""Delay as a narrow line with a long queue makes it, in virtual time."""

from collections import deque
from collections.abc import Iterator

import pytest

from media.node.bandwidth import START_BPS, BandwidthEstimate
from media.node.delay_trend import BASE_SPANS, HIGH, NORMAL, RISING, DelayTrend
from media.node.receive_path import ReceivePath
from media.node.reports import ReceptionStatistics
from media.node.track import PublishedTrack
from tests.media.node.packets import AUDIO, VIDEO, RememberingSink, rtp_bytes

AUDIO_BYTES, VIDEO_BYTES = 80, 250


def verdicts(*least_ms: float | None) -> list[int]:
    trend = DelayTrend()
    return [trend.update(each) for each in least_ms]


def test_a_queue_that_fills_rises_in_its_second_second_and_is_high_until_it_is_empty() -> None:
    assert verdicts(0, 100, 200, 300, 310, 120, 0) == [NORMAL, NORMAL, RISING, RISING, HIGH, NORMAL, NORMAL]


def test_what_moves_little_or_once_is_no_queue() -> None:
    assert set(verdicts(*(0.1 * second for second in range(600)))) == {NORMAL}, "a clock that is 100 ppm fast"
    assert RISING not in verdicts(0, 5_000, 5_000, 5_010, 4_990), "a clock that jumped"
    assert RISING not in verdicts(0, 100, None, 200, None, 300), "hardly anything came"
    assert set(verdicts(0, 60, 110, 140, 0)) == {NORMAL}, "so much is jitter"
    assert set(verdicts(0, *[200.0] * 10)) == {NORMAL}, "another way to the node"


def test_what_stays_high_becomes_the_ground_after_a_while() -> None:
    said = verdicts(0, 1_000, *[2_000.0] * (BASE_SPANS + 1))
    assert (said[2], said[3], said[-1]) == (RISING, HIGH, NORMAL)


def test_the_estimate_falls_to_less_than_what_came_and_waits_for_the_queue_to_empty() -> None:
    estimate = BandwidthEstimate()
    assert estimate.update(0.0, 400_000, RISING) == 340_000
    assert estimate.update(0.0, 390_000, HIGH) == 306_000
    assert [estimate.update(0.0, 300_000, HIGH) for _ in range(20)][-1] == 150_000
    assert estimate.update(0.0, 150_000, NORMAL) == int(150_000 * 1.08)


def test_the_least_delay_is_since_the_first_packet_and_of_each_second_anew() -> None:
    statistics = ReceptionStatistics(7, 48_000, 0)
    first = 0xFFFFFFFF - 960
    for number, waited_ms in enumerate([50, 30, 45, 80, 90]):
        statistics.packet(number, (first + number * 960) & 0xFFFFFFFF, 1_000.0 + number * 20 + waited_ms)
        if number == 2:
            assert statistics.least_delay_ms() == pytest.approx(-20, abs=0.1)
    assert statistics.least_delay_ms() == pytest.approx(30, abs=0.1)
    assert statistics.least_delay_ms() is None


class Line:
    """Carries `capacity_bps` and queues the rest for as long as it takes; the sender follows what it is told."""

    def __init__(self, capacity_bps: float) -> None:
        self.capacity_bps = capacity_bps
        self.told_bps = float(START_BPS)
        self.free_at_ms = 0.0
        self.arrivals: deque[tuple[float, bytes]] = deque()
        tracks = [PublishedTrack(VIDEO, RememberingSink()), PublishedTrack(AUDIO, RememberingSink())]
        self.path = ReceivePath(tracks, self._heard, 0.0)

    def _heard(self, compound: bytes) -> None:
        if b"REMB" in compound:
            self.told_bps = float(self.path.estimate.bitrate_bps)

    def send(self, data: bytes, at_ms: float) -> None:
        self.free_at_ms = max(at_ms, self.free_at_ms) + len(data) * 8_000 / self.capacity_bps
        self.arrivals.append((self.free_at_ms + 30, data))

    def queue_ms(self, now_ms: float) -> float:
        return max(0.0, self.free_at_ms - now_ms)

    def run(self, seconds: int, wanted_bps: float = 800_000) -> Iterator[float]:
        """Sound every 20 ms, pictures at 25 a second as large as the rate allows; each second's queue in ms."""
        sequence = 0
        for now_ms in range(0, seconds * 1_000, 10):
            if now_ms % 20 == 0:
                self.send(audio(now_ms), now_ms)
            if now_ms % 40 == 0:
                rate = min(wanted_bps, self.told_bps) - 32_000
                for _ in range(max(1, round(rate / 25 / 8 / VIDEO_BYTES))):
                    sequence += 1
                    self.send(video(sequence, now_ms), now_ms)
            while self.arrivals and self.arrivals[0][0] <= now_ms:
                at_ms, data = self.arrivals.popleft()
                self.path.rtp(data, at_ms)
            if now_ms >= self.path.due_ms:
                self.path.tick(now_ms)
            if now_ms % 1_000 == 990:
                yield self.queue_ms(now_ms)


def audio(now_ms: int) -> bytes:
    payload = bytes(AUDIO_BYTES)
    return rtp_bytes(now_ms // 20, payload_type=111, ssrc=5, timestamp=now_ms * 48, payload=payload)


def video(sequence: int, now_ms: int) -> bytes:
    return rtp_bytes(sequence & 0xFFFF, timestamp=now_ms * 90, payload=bytes(VIDEO_BYTES))


def test_a_line_that_queues_and_loses_nothing_is_told_of_before_its_queue_is_seconds_long() -> None:
    line = Line(400_000)
    queues = list(line.run(40))
    assert max(queues) < 3_500
    assert max(queues[15:]) < 1_000
    assert all(track.lost == 0 for track in line.path.tracks)
    assert line.told_bps < 700_000


def test_a_line_with_room_is_left_alone() -> None:
    line = Line(2_000_000)
    assert max(line.run(20)) < 100
    assert line.told_bps > START_BPS


def test_pictures_that_are_late_while_sound_is_not_waited_for_the_phone() -> None:
    line = Line(4_000_000)
    for now_ms in range(0, 10_000, 20):
        line.path.rtp(audio(now_ms), now_ms + 30)
        if now_ms % 40 == 0:
            line.path.rtp(video(now_ms // 40, now_ms - now_ms // 5), now_ms + 30)
        if now_ms >= line.path.due_ms:
            line.path.tick(now_ms)
    assert line.told_bps > START_BPS
