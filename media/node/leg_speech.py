"""The speech of a leg while it is recorded: its Opus packets, cut into what is read together.

Packets, not samples: 20 s are 80 KB of memory and storage instead of 640, and the worker decodes them with the decoder
that reads the rendition. 80 ms before each sound go along, which the decoder needs to converge (RFC 7845 4.6). What
lies in a long pause is let go: who is silent for an hour keeps no hour of silence here.
"""

from collections import deque

import msgspec

from media.node import matroska, opus
from media.speech.live_segments import LiveGroup, LiveSegmenter
from media.speech.segments import Span
from media.speech.silero import WINDOW_MS

PRE_ROLL_MS = 80
CLUSTER_MS = 10_000
MAX_PACKETS = 3_000
"""A minute in packets of 20 ms, more than anything that is being said; the oldest go."""


class SpokenSegment(msgspec.Struct, frozen=True):
    """The `index`th that is told of a leg, spoken at start_ms..end_ms of its media time.

    `data`: a WebM that begins at `begin_ms` and holds the `sounds`, nothing of the pauses between them.
    """

    index: int
    begin_ms: int
    start_ms: int
    end_ms: int
    sounds: list[Span]
    data: bytes


class LegSpeech:
    """Packets and windows come on the node's clock; the windows follow the packets by a tenth of a second."""

    def __init__(self, zero_ms: float) -> None:
        """`zero_ms` is the node's time of the leg's media time 0."""
        self._zero_ms = zero_ms
        self._segmenter = LiveSegmenter()
        self._packets: deque[tuple[int, bytes]] = deque(maxlen=MAX_PACKETS)
        self._kept: list[tuple[int, bytes]] = []
        self._count = 0

    def hear(self, local_ms: float, packet: bytes) -> None:
        self._packets.append((max(0, round(local_ms - self._zero_ms)), packet))

    def window(self, local_ms: float, probability: float) -> list[SpokenSegment]:
        """What stands with this window. What was said before the leg began is none of its own."""
        index = round((local_ms - self._zero_ms) / WINDOW_MS)
        if index < 0:
            return []
        told = self._segmenter.push(index, probability)
        cut = [segment for group in told if (segment := self._cut(group))]
        self._let_go()
        return cut

    def _let_go(self) -> None:
        """Of what cannot be said any more, the sounds of the open group are kept."""
        needed_ms, sounds = self._segmenter.needed_from_ms - PRE_ROLL_MS, self._segmenter.sounds
        if self._kept and (not sounds or self._kept[0][0] < sounds[0].start_ms - PRE_ROLL_MS):
            self._kept = [packet for packet in self._kept if _belongs(packet[0], sounds)]
        while self._packets and self._packets[0][0] < needed_ms:
            packet = self._packets.popleft()
            if _belongs(packet[0], sounds):
                self._kept.append(packet)

    def _cut(self, group: LiveGroup) -> SpokenSegment | None:
        kept = [packet for packet in (*self._kept, *self._packets) if _belongs(packet[0], group.sounds)]
        if not kept:
            return None
        blocks = [matroska.Block(matroska.AUDIO_TRACK, at_ms, True, data) for at_ms, data in kept]
        header = matroska.file_header(matroska.AudioTrack(opus.channels(kept[0][1])), None)
        index, self._count = self._count, self._count + 1
        data = header + b"".join(map(matroska.cluster, _apart(blocks)))
        return SpokenSegment(index, kept[0][0], group.start_ms, group.end_ms, group.sounds, data)


def _apart(blocks: list[matroska.Block]) -> list[list[matroska.Block]]:
    """A cluster tells of 30 s at most."""
    clusters: list[list[matroska.Block]] = []
    for block in blocks:
        if not clusters or block.at_ms - clusters[-1][0].at_ms > CLUSTER_MS:
            clusters.append([])
        clusters[-1].append(block)
    return clusters


def _belongs(at_ms: int, sounds: list[Span]) -> bool:
    return any(sound.start_ms - PRE_ROLL_MS <= at_ms < sound.end_ms for sound in sounds)
