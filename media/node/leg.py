"""One leg: frames on the node's clock in, records for the spool out. No clock, no I/O.

```
media time 0 = the first recorded frame
tracks appear  ── header (open) ── header (open) ── header (settled) ───────────────────▶ undeclared track: next leg
frames         ── cluster ── cluster ── cluster ── …         each ≤ 0.8 s old when it leaves
```
A file declares its tracks before its first cluster, but which tracks come shows only later (video waits for its key
frame). So clusters go to the spool at once, and the header when all expected tracks have come, or after 3 s. What
appears after that belongs into a further leg.
"""

from datetime import datetime, timedelta

import msgspec

from backend.contracts.media import LostStretch, MediaKind
from media.node import matroska, opus
from media.node.frame import VideoFrame
from media.node.sink import Codec
from media.node.spool import Cluster, FileHeader, LegEnd, LegHead, SpoolRecord

MAX_CLUSTER_BYTES = 2 * 1024 * 1024
MAX_READY_BYTES = 8 * 1024 * 1024
"""What may wait to be drained (some 100 s of an interview, while a disk hangs). Beyond it the newest clusters go."""
MAX_FRAME_GAP_MS = 100
MEASURED_MS = 20_000
"""So long a leg looks for its quickest sound packet. Later ones say less of its begin: the sender's clock drifts."""
LOST_MS = 500
"""So long without sound is loss: a microphone that hears nothing still sends, and in its pauses every 400 ms."""


class LegPolicy(msgspec.Struct, frozen=True):
    cluster_ms: float = 800
    header_wait_ms: float = 3_000


class Leg:
    """Feed frames in order of arrival; `drain` what is ready; `tick` when nothing comes."""

    def __init__(
        self,
        head: LegHead,
        *,
        zero_ms: float,
        arrived_ms: float,
        expected: frozenset[MediaKind],
        policy: LegPolicy | None = None,
    ) -> None:
        """`zero_ms` is the node's time of the first frame, which arrived at `arrived_ms`."""
        self.head = head
        self.zero_ms = zero_ms
        self.duration_ms = 0
        self._policy = policy or LegPolicy()
        self._expected = expected
        self._opened_ms = self._last_arrived_ms = arrived_ms
        self._audio: matroska.AudioTrack | None = None
        self._video: matroska.VideoTrack | None = None
        self._is_settled = self._is_finished = False
        self._last_ms = {matroska.AUDIO_TRACK: 0, matroska.VIDEO_TRACK: 0}
        self._blocks: list[matroska.Block] = []
        self._cluster_bytes = 0
        self._cluster_since_ms = arrived_ms
        self._ready: list[SpoolRecord] = [head]
        self._ready_bytes = 0
        self.dropped_clusters = 0
        self._sound_until_ms: int | None = None
        self._lost: list[LostStretch] = []
        self._least_lag_ms: float | None = None

    @property
    def has_video(self) -> bool:
        return self._video is not None

    def takes(self, kind: MediaKind) -> bool:
        """False where the file has been declared without such a track."""
        return not self._is_settled or (self._audio if kind == "audio" else self._video) is not None

    def media_ms(self, local_ms: float) -> int:
        """Media time of an instant on the node's clock."""
        return max(0, round(local_ms - self.zero_ms))

    def audio(self, local_ms: float, arrived_ms: float, packet: bytes) -> None:
        samples = opus.duration_samples(packet)
        if not samples or not self.takes("audio"):
            return
        if self._audio is None:
            self._audio = matroska.AudioTrack(opus.channels(packet))
            self._declare()
        at_ms = self._add(matroska.AUDIO_TRACK, local_ms, arrived_ms, packet, is_key=True)
        if at_ms <= MEASURED_MS:
            lag_ms = arrived_ms - local_ms
            self._least_lag_ms = lag_ms if self._least_lag_ms is None else min(self._least_lag_ms, lag_ms)
        self.duration_ms = max(self.duration_ms, at_ms + samples // 48)
        if self._sound_until_ms is not None and at_ms - self._sound_until_ms >= LOST_MS:
            self._lost.append(LostStretch(self._sound_until_ms, at_ms))
        self._sound_until_ms = max(self._sound_until_ms or 0, at_ms + samples // 48)

    def video(self, local_ms: float, frame: VideoFrame, codec: Codec) -> None:
        """The first frame must be a key frame."""
        if not self.takes("video") or codec == "opus":
            return
        if self._video is None:
            if not frame.is_key:
                return
            self._video = matroska.VideoTrack(codec, frame.width, frame.height, frame.codec_private)
            self._declare()
        before_ms = self._last_ms[matroska.VIDEO_TRACK]
        at_ms = self._add(matroska.VIDEO_TRACK, local_ms, frame.arrived_ms, frame.data, is_key=frame.is_key)
        self.duration_ms = max(self.duration_ms, at_ms + min(at_ms - before_ms, MAX_FRAME_GAP_MS))

    def tick(self, now_ms: float) -> None:
        """Time passes: a cluster that has waited long enough leaves, and so does a header."""
        if not self._is_settled and now_ms - self._opened_ms >= self._policy.header_wait_ms:
            self._settle()
        if self._blocks and now_ms - self._cluster_since_ms >= self._policy.cluster_ms:
            self._close_cluster()

    def finish(self) -> None:
        """No frame will come any more. Idempotent."""
        if self._is_finished:
            return
        self._is_finished = True
        if self._blocks:
            self._close_cluster()
        if not self._is_settled:
            self._settle()
        self._ready.append(LegEnd())

    def drain(self) -> list[SpoolRecord]:
        """What is ready for the spool since the last call."""
        ready, self._ready, self._ready_bytes = self._ready, [], 0
        return ready

    def _add(self, track: int, local_ms: float, arrived_ms: float, data: bytes, *, is_key: bool) -> int:
        at_ms = max(round(local_ms - self.zero_ms), self._last_ms[track])
        self._last_ms[track] = at_ms
        if self._blocks:
            self._make_room(at_ms, arrived_ms, len(data))
        if not self._blocks:
            self._cluster_since_ms = arrived_ms
        self._blocks.append(matroska.Block(track, at_ms, is_key, data))
        self._cluster_bytes += len(data)
        self._last_arrived_ms = max(self._last_arrived_ms, arrived_ms)
        if not self._is_settled and arrived_ms - self._opened_ms >= self._policy.header_wait_ms:
            self._settle()
        return at_ms

    def _make_room(self, at_ms: int, arrived_ms: float, size: int) -> None:
        is_old = arrived_ms - self._cluster_since_ms >= self._policy.cluster_ms
        is_far = abs(at_ms - self._blocks[0].at_ms) >= matroska.MAX_RELATIVE_MS // 2
        if is_old or is_far or self._cluster_bytes + size > MAX_CLUSTER_BYTES:
            self._close_cluster()

    def _close_cluster(self) -> None:
        data = matroska.cluster(self._blocks)
        self._blocks, self._cluster_bytes = [], 0
        if self._ready_bytes + len(data) > MAX_READY_BYTES:
            self.dropped_clusters += 1
            return
        self._ready_bytes += len(data)
        lost, self._lost = self._lost, []
        self._ready.append(Cluster(data, self.duration_ms, self._ended_at(), lost, self._began_at()))

    def _began_at(self) -> datetime:
        """The wall clock of media time 0, by the sound packet that was quickest to come: the others lost time on their
        way. So the legs of several publishers lie beside each other as they were said.
        """
        lag_ms = self._opened_ms - self.zero_ms if self._least_lag_ms is None else self._least_lag_ms
        return self.head.started_at + timedelta(milliseconds=self.zero_ms + lag_ms - self._opened_ms)

    def _ended_at(self) -> datetime:
        return self.head.started_at + timedelta(milliseconds=self._last_arrived_ms - self._opened_ms)

    def _declare(self) -> None:
        """A track has come: the header as it would be now, final once all that is expected is there."""
        present = {kind for kind, track in (("audio", self._audio), ("video", self._video)) if track}
        if present >= self._expected:
            self._settle()
        else:
            self._ready.append(self._header())

    def _settle(self) -> None:
        self._is_settled = True
        self._ready.append(self._header())

    def _header(self) -> FileHeader:
        return FileHeader(
            data=matroska.file_header(self._audio, self._video),
            video_codec=self._video.codec if self._video else None,
            has_audio=self._audio is not None,
            is_settled=self._is_settled,
        )
