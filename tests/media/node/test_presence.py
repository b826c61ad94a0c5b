import pytest

from media.node.presence import Presence


def test_the_first_packet_makes_it_live_once() -> None:
    presence = Presence(0)
    assert presence.update(None, 100) is None
    assert presence.update(150, 150) == "live"
    assert presence.update(170, 170) is None


def test_two_and_a_half_seconds_without_a_packet_are_silence() -> None:
    presence = Presence(0)
    presence.update(0, 0)
    assert presence.update(0, 2_499) is None
    assert presence.update(0, 2_500) == "silent"


def test_a_packet_within_ten_more_seconds_brings_it_back() -> None:
    presence = Presence(0)
    presence.update(0, 0)
    presence.update(0, 2_500)
    assert presence.update(12_000, 12_010) == "live"


def test_ten_more_seconds_of_silence_end_it_for_good() -> None:
    presence = Presence(0)
    presence.update(0, 0)
    presence.update(0, 2_500)
    assert presence.update(0, 12_499) is None
    assert presence.update(0, 12_500) == "over"
    assert presence.update(13_000, 13_000) is None


def test_a_publisher_that_never_comes_is_over_after_half_a_minute() -> None:
    presence = Presence(0)
    assert presence.update(None, 30_000) is None
    assert presence.update(None, 30_001) == "over"


@pytest.mark.parametrize("last_packet_ms", [None, 60_000.0])
def test_a_limited_life_ends_whatever_comes(last_packet_ms: float | None) -> None:
    presence = Presence(50_000, life_ms=60_000)
    presence.update(last_packet_ms, 60_000)
    assert presence.update(110_001, 110_001) == "over"
