"""A recording through the node's audio branch, after its decoder, in virtual time: what is known of the voice, when."""

from collections.abc import Iterator

from media.node.voice import PERIOD_MS, Samples, Speech, VoiceStream, judge_all
from media.speech.silero import SAMPLE_RATE
from media.speech.vad import VoiceActivityDetector

PACKET_MS = 20


def rounds(pcm: Samples) -> Iterator[tuple[float, list[Speech]]]:
    """(n,) float32 mono 16 kHz → (media time in ms, what the branch says then), a pair a round.

    The samples come as packets of 20 ms, each when its last sample has been spoken; after the last one the peer leaves.
    """
    told: list[Speech] = []
    detector = VoiceActivityDetector()
    voice = VoiceStream(detector, told.append)
    size = PACKET_MS * SAMPLE_RATE // 1000
    packets, now_ms = iter(range(0, len(pcm) - size + 1, size)), PERIOD_MS
    start = next(packets, None)
    while start is not None:
        while start is not None and (start + size) * 1000 / SAMPLE_RATE <= now_ms:
            voice.feed(start * 1000 / SAMPLE_RATE, pcm[start : start + size], PACKET_MS)
            start = next(packets, None)
        judge_all(detector.step(), [voice])
        voice.expire(is_over=start is None, is_idle=False)
        yield now_ms, told[:]
        told.clear()
        now_ms += PERIOD_MS
