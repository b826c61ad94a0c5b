"""What is read together depends on what is said, and a text that was made while it was said is found again."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from media.speech.groups import FULL, LONGEST, PAUSE, groups
from media.speech.segments import Span, voiced_spans
from media.speech.silero import PER_MS, SAMPLE_RATE, WINDOW_MS
from media.speech.stretches import AFTER, BEFORE, Stretch
from media.speech.transcript import KnownSegment

SOUND = np.zeros(600 * SAMPLE_RATE, np.float32)
lengths_ms = st.lists(st.integers(700, 14_000), min_size=1, max_size=12)


def spoken(lengths: list[int], pauses: list[int]) -> list[Stretch]:
    """Voices of so many ms with a pause before each."""
    found, at_ms = [], 0
    for pause_ms, length_ms in zip(pauses, lengths, strict=True):
        at_ms += pause_ms
        found.append(Stretch(at_ms * PER_MS - BEFORE, (at_ms + length_ms) * PER_MS + AFTER))
        at_ms += length_ms
    return found


def sizes(found: list[Stretch]) -> list[int]:
    return [len(group) for group in groups(SOUND, found) if isinstance(group, list)]


@given(lengths_ms, st.data())
def test_a_longer_pause_changes_no_group(lengths: list[int], data: st.DataObject) -> None:
    pause = st.integers(600, 30_000)
    one, other = (data.draw(st.lists(pause, min_size=len(lengths), max_size=len(lengths))) for _ in range(2))
    assert sizes(spoken(lengths, one)) == sizes(spoken(lengths, other))


@given(lengths_ms)
def test_groups_are_as_full_as_may_be(lengths: list[int]) -> None:
    found = spoken(lengths, [1_000] * len(lengths))
    read = [group for group in groups(SOUND, found) if isinstance(group, list)]
    assert [stretch for group in read for stretch in group] == found
    held = [sum(stretch.voice_length for stretch in group) + PAUSE * (len(group) - 1) for group in read]
    assert all(each <= FULL for each in held)
    following = [group[0].voice_length for group in read[1:]]
    assert all(each + PAUSE + more > FULL for each, more in zip(held, following, strict=False))


@given(lengths_ms, st.integers(-250, 250))
def test_what_is_known_of_a_group_stands_for_it(lengths: list[int], off_ms: int) -> None:
    """Another listener dates borders a little otherwise, and told of the group before it was full, too."""
    found = spoken(lengths, [1_000] * len(lengths))
    read = [group for group in groups(SOUND, found) if isinstance(group, list)]
    known = [known_of(group[: index + 1], off_ms) for group in read for index in range(len(group))]
    assert list(groups(SOUND, found, known)) == [known_of(group, off_ms) for group in read]


@given(lengths_ms, st.integers(0, 11))
def test_a_text_that_is_missing_moves_no_other(lengths: list[int], lost: int) -> None:
    found = spoken(lengths, [1_000] * len(lengths))
    read = [group for group in groups(SOUND, found) if isinstance(group, list)]
    known = [known_of(group, 0) for group in read]
    missing = lost % len(read)
    expected = [*known[:missing], read[missing], *known[missing + 1 :]]
    assert list(groups(SOUND, found, [*known[:missing], *known[missing + 1 :]])) == expected


def test_who_was_about_to_say_more_is_read_anew() -> None:
    found = spoken([3_000, 3_000, 3_000], [1_000, 5_000, 1_000])
    early = known_of(found[:2], 0)
    assert list(groups(SOUND, found, [early])) == [found]
    assert list(groups(SOUND, found[:2], [early])) == [early]


def known_of(group: list[Stretch], off_ms: int) -> KnownSegment:
    return KnownSegment(group[0].voice_begin // PER_MS + off_ms, group[-1].voice_end // PER_MS + off_ms, None)


def test_somebody_who_never_pauses_is_cut_and_the_rest_stands_apart() -> None:
    found = spoken([40_000, 2_000], [1_000, 1_000])
    read = [group for group in groups(SOUND, found) if isinstance(group, list)]
    assert all(len(group) == 1 for group in read)
    parts = [group[0] for group in read[:-1]]
    assert [part.begin for part in parts[1:]] == [part.end for part in parts[:-1]]
    assert (parts[0].begin, parts[-1].end, read[-1]) == (found[0].begin, found[0].end, [found[1]])
    assert all(part.voice_length <= LONGEST for part in parts)


def test_where_a_running_answer_was_cut_its_texts_fit_too() -> None:
    """Its quietest place may be another one."""
    [long, short] = spoken([40_000, 2_000], [1_000, 1_000])
    begin_ms, end_ms = long.voice_begin // PER_MS, long.voice_end // PER_MS
    borders = [begin_ms, begin_ms + 11_000, begin_ms + 25_000, end_ms]
    known = [KnownSegment(one, other, None) for one, other in pairwise(borders)]
    assert list(groups(SOUND, [long, short], known)) == [*known, [short]]


def test_voiced_stretches_and_their_samples() -> None:
    voice = np.concatenate([np.full(100, 0.02), np.full(60, 0.9), np.full(40, 0.02)]).astype(np.float32)
    [span] = voiced_spans(voice)
    assert (span.start_ms, span.end_ms) == (99 * WINDOW_MS, 160 * WINDOW_MS)
    assert len(Span(500, 1_500).of(np.zeros(32_000, np.float32))) == SAMPLE_RATE
