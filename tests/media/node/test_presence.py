import pytest

from media.node.presence import Presence, PresenceState, Silence

PULSE_MS = 64


def looked_at(presence: Presence, last_packet_ms: float | None, since_ms: int, until_ms: int) -> list[PresenceState]:
    """The states entered from `since_ms` to `until_ms` while nothing more comes, pulse by pulse."""
    times = [*range(since_ms, until_ms, PULSE_MS), until_ms]
    return [entered for now_ms in times if (entered := presence.update(last_packet_ms, now_ms))]


def test_the_first_packet_makes_it_live_once() -> None:
    presence = Presence(0)
    assert presence.update(None, 100) is None
    assert presence.update(150, 150) == "live"
    assert presence.update(170, 170) is None


def test_two_and_a_half_seconds_without_a_packet_are_silence() -> None:
    presence = Presence(0)
    assert looked_at(presence, 0, 0, 2_499) == ["live"]
    assert presence.update(0, 2_500) == "silent"


def test_a_packet_within_ten_more_seconds_brings_it_back() -> None:
    presence = Presence(0)
    assert looked_at(presence, 0, 0, 12_000) == ["live", "silent"]
    assert presence.update(12_000, 12_010) == "live"


def test_ten_more_seconds_of_silence_end_it_for_good() -> None:
    presence = Presence(0)
    assert looked_at(presence, 0, 0, 12_499) == ["live", "silent"]
    assert presence.update(0, 12_500) == "over"
    assert presence.update(13_000, 13_000) is None


def test_what_came_while_the_node_was_held_up_is_read_before_anybody_is_silent() -> None:
    presence = Presence(0)
    looked_at(presence, 960, 960, 1_024)
    assert looked_at(presence, 960, 31_024, 31_088) == [], "for 30 s the node did not look"
    assert presence.update(31_090, 31_152) is None, "it has read, and the publisher was there"
    assert looked_at(presence, 31_090, 31_216, 33_589) == [], "what was missed before counts no more"
    assert presence.update(31_090, 33_590) == "silent"


def test_a_silent_publisher_is_not_over_because_the_node_was_held_up() -> None:
    presence = Presence(0)
    assert looked_at(presence, 0, 0, 3_000) == ["live", "silent"]
    assert looked_at(presence, 0, 23_000, 23_064) == []
    assert presence.update(23_070, 23_128) == "live"


def test_a_node_that_is_always_held_up_notices_silence_all_the_same() -> None:
    presence = Presence(0)
    entered = [presence.update(0, now_ms) for now_ms in range(0, 60_000, 2_000)]
    assert [state for state in entered if state] == ["live", "silent", "over"]


def test_silence_begins_with_the_newest_that_was_heard() -> None:
    silence = Silence(0)
    silence.heard(300)
    silence.heard(200)
    assert silence.look(400) == 100


def test_a_publisher_that_never_comes_is_over_after_half_a_minute() -> None:
    presence = Presence(0)
    assert presence.update(None, 30_000) is None
    assert presence.update(None, 30_001) == "over"


@pytest.mark.parametrize("last_packet_ms", [None, 60_000.0])
def test_a_limited_life_ends_whatever_comes(last_packet_ms: float | None) -> None:
    presence = Presence(50_000, life_ms=60_000)
    presence.update(last_packet_ms, 60_000)
    assert presence.update(110_001, 110_001) == "over"
