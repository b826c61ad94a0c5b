"""The speech of a leg while it is recorded: its Opus packets, cut into segments as soon as these stand.

Packets, not samples: 20 s are 80 KB of memory and storage instead of 640, and the worker decodes them with the decoder
that reads the rendition. 80 ms before a segment go along, which the decoder needs to converge (RFC 7845 4.6).
"""

from collections import deque

import msgspec

from media.node import matroska, opus
from media.speech.live_segments import LiveSegmenter
from media.speech.segments import Span
from media.speech.silero import WINDOW_MS

PRE_ROLL_MS = 80
MAX_PACKETS = 3_000
"""A minute in packets of 20 ms, more than any segment with the silence that ends it; the oldest go."""


class SpokenSegment(msgspec.Struct, frozen=True):
    """Segment `index` of the leg, start_ms..end_ms of its media time. `data`: a WebM that begins at `begin_ms`."""

    index: int
    begin_ms: int
    start_ms: int
    end_ms: int
    data: bytes


class LegSpeech:
    """Packets and windows come on the node's clock; the windows follow the packets by a tenth of a second."""

    def __init__(self, zero_ms: float) -> None:
        """`zero_ms` is the node's time of the leg's media time 0."""
        self._zero_ms = zero_ms
        self._segmenter = LiveSegmenter()
        self._packets: deque[tuple[int, bytes]] = deque(maxlen=MAX_PACKETS)
        self._count = 0

    def hear(self, local_ms: float, packet: bytes) -> None:
        self._packets.append((max(0, round(local_ms - self._zero_ms)), packet))

    def window(self, local_ms: float, probability: float) -> list[SpokenSegment]:
        """The segments that stand with this window. What was said before the leg began is none of its own."""
        index = round((local_ms - self._zero_ms) / WINDOW_MS)
        if index < 0:
            return []
        cut = [segment for span in self._segmenter.push(index, probability) if (segment := self._cut(span))]
        needed_ms = self._segmenter.needed_from_ms - PRE_ROLL_MS
        while self._packets and self._packets[0][0] < needed_ms:
            self._packets.popleft()
        return cut

    def _cut(self, span: Span) -> SpokenSegment | None:
        kept = [packet for packet in self._packets if span.start_ms - PRE_ROLL_MS <= packet[0] < span.end_ms]
        if not kept:
            return None
        blocks = [matroska.Block(matroska.AUDIO_TRACK, at_ms, True, data) for at_ms, data in kept]
        header = matroska.file_header(matroska.AudioTrack(opus.channels(kept[0][1])), None)
        index, self._count = self._count, self._count + 1
        return SpokenSegment(index, kept[0][0], span.start_ms, span.end_ms, header + matroska.cluster(blocks))
