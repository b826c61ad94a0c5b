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
        assert len(speech._packets) * 20 <= 25_000
    return found


def test_segments_leave_while_the_answer_runs() -> None:
    first, second = spoken([(2_000, 6_000), (12_000, 15_000), (16_000, 19_000)], 30_000)
    assert (first.index, second.index) == (0, 1)
    assert 1_200 <= first.start_ms <= 2_000
    assert 6_000 <= first.end_ms <= 8_000
    assert second.start_ms <= 12_000
    assert second.end_ms >= 19_000
    for segment in (first, second):
        assert segment.start_ms - PRE_ROLL_MS <= segment.begin_ms <= segment.start_ms - PRE_ROLL_MS + 20


def test_a_segment_is_a_file_that_begins_where_it_says() -> None:
    [segment] = spoken([(2_000, 5_000)], 12_000)
    with av.open(io.BytesIO(segment.data)) as file:
        packets = [packet for packet in file.demux(audio=0) if packet.size]
    assert bytes(packets[0]) == SILENCE
    length_ms = segment.end_ms - segment.begin_ms
    assert len(packets) == pytest.approx(length_ms / 20, abs=1)


def test_what_was_said_before_the_leg_began_is_not_its_own() -> None:
    speech = LegSpeech(ZERO_MS)
    assert [cut for window in range(-400, 0) for cut in speech.window(ZERO_MS + window * WINDOW_MS, 0.95)] == []
    assert [cut for window in range(200) for cut in speech.window(ZERO_MS + window * WINDOW_MS, 0.01)] == []


def test_speech_without_packets_is_no_segment() -> None:
    speech = LegSpeech(ZERO_MS)
    voice = np.concatenate([np.full(60, 0.95), np.full(200, 0.01)])
    assert [cut for window, p in enumerate(voice) for cut in speech.window(ZERO_MS + window * 32, float(p))] == []
