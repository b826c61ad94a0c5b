from hypothesis import given
from hypothesis import strategies as st

from media.node.sequence import MAX_MISORDER, SequenceExtender


def test_wrap_around_goes_on_upward() -> None:
    extender = SequenceExtender()
    assert [extender.extend(sequence) for sequence in (65_534, 65_535, 0, 2, 1)] == [
        65_534,
        65_535,
        65_536,
        65_538,
        65_537,
    ]


def test_a_stray_is_dropped_and_the_stream_goes_on() -> None:
    extender = SequenceExtender()
    assert extender.extend(100) == 100
    assert extender.extend(40_000) is None
    assert extender.extend(101) == 101


def test_a_sender_that_began_anew_follows_the_highest_number() -> None:
    extender = SequenceExtender()
    extender.extend(100)
    assert extender.extend(40_000) is None
    assert extender.extend(40_001) == 101
    assert extender.extend(40_003) == 103
    assert extender.restarts == 1
    assert (103 - extender.offset) & 0xFFFF == 40_003


def test_a_packet_from_before_the_first_is_a_stray() -> None:
    extender = SequenceExtender()
    extender.extend(3)
    assert extender.extend(65_535) is None


@given(st.integers(0, 0xFFFF), st.lists(st.integers(-MAX_MISORDER, 2_999), max_size=200))
def test_numbers_follow_the_true_ones_through_loss_and_disorder(base: int, steps: list[int]) -> None:
    extender = SequenceExtender()
    true = highest = base + 0x10000
    first = extender.extend(true & 0xFFFF)
    assert first is not None
    shift = true - first
    for step in steps:
        true = max(base + 0x10000, highest + step)
        highest = max(highest, true)
        extended = extender.extend(true & 0xFFFF)
        if extended is not None:
            assert extended == true - shift


@given(st.lists(st.integers(0, 0xFFFF), max_size=100))
def test_any_sequences_are_taken(sequences: list[int]) -> None:
    extender = SequenceExtender()
    highest = -1
    for sequence in sequences:
        extended = extender.extend(sequence)
        assert extended is None or 0 <= extended <= extender.highest
        assert extender.highest >= highest
        highest = extender.highest
