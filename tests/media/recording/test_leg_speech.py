import io

import av
import numpy as np
import pytest

from media.node.leg_speech import PRE_ROLL_MS, LegSpeech, SpokenSegment
from media.speech.silero import WINDOW_MS

SILENCE = b"\xf8\xff\xfe"
ZERO_MS = 1_000_000.0


def spoken(voice_ms: list[tuple[int, int]], until_ms: int, *, lag_ms: int = 100) -> list[SpokenSegment]:
    """What a leg cuts off where the voice is heard in `voice_ms`; windows come `lag_ms` after their packets."""
    speech, found, window = LegSpeech(ZERO_MS), [], -10
    for at_ms in range(0, until_ms, 20):
        speech.hear(ZERO_MS + at_ms, SILENCE)
        while (window + 1) * WINDOW_MS <= at_ms - lag_ms:
            is_voice = any(begin <= window * WINDOW_MS < end for begin, end in voice_ms)
            found += speech.window(ZERO_MS + window * WINDOW_MS, 0.95 if is_voice else 0.01)
            window += 1
        assert (len(speech._packets) + len(speech._kept)) * 20 <= 25_000
    return found


def test_segments_leave_while_the_answer_runs() -> None:
    first, second, third = spoken([(2_000, 6_000), (52_000, 55_000), (56_500, 66_000)], 75_000)
    assert [segment.index for segment in (first, second, third)] == [0, 1, 2]
    assert (first.start_ms, second.start_ms) == (pytest.approx(2_000, abs=100), first.start_ms)
    assert [segment.end_ms for segment in (first, second)] == pytest.approx([6_000, 55_000], abs=150)
    assert (third.start_ms, third.end_ms) == (pytest.approx(56_500, abs=100), pytest.approx(66_000, abs=150))
    for segment in (first, second, third):
        sound = segment.sounds[0]
        assert sound.start_ms < segment.start_ms
        assert sound.start_ms - PRE_ROLL_MS <= segment.begin_ms <= sound.start_ms - PRE_ROLL_MS + 20


def test_a_segment_is_a_file_with_its_sounds_where_it_says() -> None:
    """Nothing of the pause of 46 s between them."""
    segment = spoken([(2_000, 6_000), (52_000, 55_000)], 60_000)[-1]
    with av.open(io.BytesIO(segment.data)) as file:
        packets = [packet for packet in file.demux(audio=0) if packet.size]
    assert bytes(packets[0]) == SILENCE
    assert len(segment.sounds) == 2
    length_ms = sum(sound.duration_ms + PRE_ROLL_MS for sound in segment.sounds)
    assert len(packets) == pytest.approx(length_ms / 20, abs=2)
    places_ms = [round(packet.pts * packet.time_base * 1000) for packet in packets if packet.pts is not None]
    assert all(
        any(sound.start_ms - PRE_ROLL_MS <= at_ms < sound.end_ms for sound in segment.sounds) for at_ms in places_ms
    )


def test_what_was_said_before_the_leg_began_is_not_its_own() -> None:
    speech = LegSpeech(ZERO_MS)
    assert [cut for window in range(-400, 0) for cut in speech.window(ZERO_MS + window * WINDOW_MS, 0.95)] == []
    assert [cut for window in range(200) for cut in speech.window(ZERO_MS + window * WINDOW_MS, 0.01)] == []


def test_speech_without_packets_is_no_segment() -> None:
    speech = LegSpeech(ZERO_MS)
    voice = np.concatenate([np.full(60, 0.95), np.full(200, 0.01)])
    assert [cut for window, p in enumerate(voice) for cut in speech.window(ZERO_MS + window * 32, float(p))] == []
