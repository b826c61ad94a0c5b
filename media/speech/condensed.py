"""What the recogniser reads of a recording: what is spoken, with the same pause wherever there is one, however long.

    recording   ▁▁▁▁███▁██▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁███▁▁▁▁▁
    condensed      ▁███▁██▁0000▁███▁

So the same speech is the same samples whether somebody paused for one second or for ten, and reads the same. Times of
words are brought back to the recording.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from backend.contracts.media import TranscriptWord
from media.speech.groups import GAP
from media.speech.silero import SAMPLE_RATE, Samples
from media.speech.stretches import Stretch
from media.speech.transcript import RecognisedSegment


class Condensed(msgspec.Struct, frozen=True):
    """`pcm` (n,) float32 mono 16 kHz; stretch i of the recording begins at sample `places[i]` of it."""

    pcm: Samples
    stretches: list[Stretch]
    places: list[int]

    def segment(self, heard: RecognisedSegment) -> RecognisedSegment:
        """The same with the times of the recording, s."""
        words = [self._word(word) for word in heard.words]
        start_s = words[0].start_s if words else self._within(heard.start_s, self._index(heard.start_s))
        end_s = words[-1].end_s if words else self._within(heard.end_s, self._index(heard.end_s))
        return msgspec.structs.replace(heard, start_s=start_s, end_s=max(start_s, end_s), words=words)

    def _word(self, word: TranscriptWord) -> TranscriptWord:
        """A word lies in one stretch: no pause is within it."""
        index = self._index((word.start_s + word.end_s) / 2)
        return msgspec.structs.replace(
            word, start_s=self._within(word.start_s, index), end_s=self._within(word.end_s, index)
        )

    def _index(self, at_s: float) -> int:
        """The stretch that holds this moment, or the next one where it lies between two."""
        at = at_s * SAMPLE_RATE
        for index, (place, stretch) in enumerate(zip(self.places, self.stretches, strict=True)):
            if at < place + stretch.length:
                return index
        return len(self.places) - 1

    def _within(self, at_s: float, index: int) -> float:
        """The moment in the recording, at most at the borders of the stretch."""
        stretch = self.stretches[index]
        at = at_s * SAMPLE_RATE - self.places[index] + stretch.begin
        return round(min(max(at, stretch.begin), stretch.end) / SAMPLE_RATE, 3)


def condensed(pcm: Samples, stretches: Sequence[Stretch]) -> Condensed:
    """(n,) samples and one stretch of them or more, in order → what the recogniser is to read."""
    parts: list[Samples] = []
    places: list[int] = []
    length = 0
    for stretch in stretches:
        if parts:
            parts.append(np.zeros(GAP, np.float32))
            length += GAP
        places.append(length)
        parts.append(pcm[stretch.begin : stretch.end])
        length += stretch.length
    return Condensed(np.concatenate(parts), list(stretches), places)
