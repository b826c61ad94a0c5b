"""Legs → one rendition that browsers play and seek, without touching the video wherever that is possible.

all video VP8 (or none)              WebM: packets copied, duration and cues added
all video H.264, one parameter set   MP4: video copied, sound → AAC
no video, sound other than Opus      MP4: sound → AAC
anything mixed                       WebM: VP8 legs copied, the others' video encoded once, other sound → Opus

leg 1   ├─audio─video──────┤          (gap)          leg 2  ├──────┤
file    ├──────────────────┼──────┤   the gap is collapsed: leg 2 begins where leg 1 ended, `Join` says what is missing
"""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from media.workers.aac_track import AacTrack
from media.workers.codec_names import codecs_of
from media.workers.leg_file import LegFile, LegFormat, LegPacket, probe
from media.workers.opus_track import FRAME_MS, OpusTrack, opus_stream
from media.workers.rendition import HolePlace, LegPlace, Rendition
from media.workers.vp8_track import Vp8Track

_MILLISECONDS = Fraction(1, 1000)


class NothingReadable(Exception):
    """None of the legs holds a packet that could be read."""


class _Output:
    """The file being written: two tracks, each with strictly rising time stamps."""

    def __init__(self, path: Path, format_name: str, options: dict[str, str]) -> None:
        self.container: Any = av.open(str(path), "w", format=format_name, options=options)
        self._last_ms: dict[int, int] = {}

    def write(self, stream: Any, packet: Any, at_ms: int, duration_ms: int) -> None:
        at_ms = max(at_ms, self._last_ms.get(stream.index, -1) + 1)
        self._last_ms[stream.index] = at_ms
        packet.stream = stream
        packet.time_base = _MILLISECONDS
        packet.pts = packet.dts = at_ms
        packet.duration = duration_ms
        self.container.mux(packet)


class _Joiner:
    """Writes leg after leg. The subclass says how a packet of either kind gets into the file."""

    def __init__(self, paths: list[tuple[int, Path, LegFormat]], target: Path) -> None:
        self.paths = paths
        self.target = target
        self.cursor_ms = 0
        self.legs: list[LegPlace] = []
        self.holes: list[HolePlace] = []

    def begin_leg(self, leg: LegFile, shape: LegFormat) -> None:
        raise NotImplementedError

    def write(self, item: LegPacket, at_ms: int) -> None:
        raise NotImplementedError

    def end_leg(self) -> None:
        return

    def join(self) -> None:
        for index, path, shape in self.paths:
            leg = LegFile(path)
            try:
                self.begin_leg(leg, shape)
                for item in leg.packets():
                    self.write(item, self.cursor_ms + item.at_ms)
                self.end_leg()
            finally:
                leg.close()
            self.holes += [HolePlace(self.cursor_ms + hole.at_ms, hole.lost_ms) for hole in leg.holes]
            self.legs.append(LegPlace(index, self.cursor_ms, leg.duration_ms))
            self.cursor_ms += leg.duration_ms


def _template(paths: list[tuple[int, Path, LegFormat]], output: Any, kind: str, codec: str | None) -> Any:
    """A track of the output with the settings of the first leg that has one of that kind and codec; None without."""
    for _, path, shape in paths:
        leg = LegFile(path)
        try:
            stream = leg.audio if kind == "audio" else leg.video
            is_wanted = (shape.audio_codec if kind == "audio" else shape.video_codec) == codec
            if stream is not None and is_wanted:
                return output.add_stream_from_template(stream)
        finally:
            leg.close()
    return None


class WebmJoiner(_Joiner):
    """Opus and VP8 copied; other video encoded to VP8, other sound to Opus."""

    def __init__(self, paths: list[tuple[int, Path, LegFormat]], target: Path) -> None:
        super().__init__(paths, target)
        self.output = _Output(target, "webm", {"cues_to_front": "1", "fflags": "+bitexact"})
        self.video = _template(paths, self.output.container, "video", "vp8")
        if self.video is None and any(shape.video_codec for *_, shape in paths):
            width, height = next(size for _, path, shape in paths if (size := picture_size(path, shape)))
            self.video = self.output.container.add_mux_stream("vp8", width=width, height=height)
        self.audio = _template(paths, self.output.container, "audio", "opus")
        if self.audio is None and any(shape.has_audio for *_, shape in paths):
            self.audio = opus_stream(self.output.container)
        self._encoder: Vp8Track | None = None
        self._sound: OpusTrack | None = None

    def begin_leg(self, leg: LegFile, shape: LegFormat) -> None:
        self._encoder = Vp8Track(leg.video) if shape.video_codec not in (None, "vp8") else None
        self._sound = OpusTrack(leg.audio) if shape.audio_codec not in (None, "opus") else None

    def write(self, item: LegPacket, at_ms: int) -> None:
        if item.kind == "audio" and self._sound is not None:
            for encoded_ms, packet in self._sound.feed(bytes(item.packet), at_ms):
                self.output.write(self.audio, packet, encoded_ms, FRAME_MS)
        elif item.kind == "audio":
            self.output.write(self.audio, item.packet, at_ms, item.duration_ms)
        elif self._encoder is None:
            self.output.write(self.video, item.packet, at_ms, item.duration_ms)
        else:
            for encoded_ms, packet in self._encoder.feed(item.packet, at_ms):
                self.output.write(self.video, packet, encoded_ms, item.duration_ms)

    def end_leg(self) -> None:
        for encoded_ms, packet in self._encoder.finish() if self._encoder else ():
            self.output.write(self.video, packet, encoded_ms, 40)

    def close(self) -> None:
        self.output.container.close()


class _Mp4Joiner(_Joiner):
    """H.264 copied, Opus to AAC."""

    def __init__(self, paths: list[tuple[int, Path, LegFormat]], target: Path) -> None:
        super().__init__(paths, target)
        self.output = _Output(target, "mp4", {"movflags": "+faststart", "fflags": "+bitexact"})
        has_video = any(shape.video_codec for *_, shape in paths)
        self.video = _template(paths, self.output.container, "video", "h264") if has_video else None
        self.audio = AacTrack(self.output.container, _channels(paths)) if any(f.has_audio for *_, f in paths) else None

    def begin_leg(self, leg: LegFile, shape: LegFormat) -> None:
        if self.audio is not None:
            self.audio.begin_leg(leg.audio)

    def write(self, item: LegPacket, at_ms: int) -> None:
        if item.kind == "video":
            self.output.write(self.video, item.packet, at_ms, item.duration_ms)
        elif self.audio is not None:
            self.audio.feed(bytes(item.packet), at_ms)

    def close(self) -> None:
        if self.audio is not None:
            self.audio.finish()
        self.output.container.close()


def _channels(paths: list[tuple[int, Path, LegFormat]]) -> int:
    counts = [1]
    for _, path, shape in paths:
        if shape.has_audio:
            leg = LegFile(path)
            counts.append(leg.audio.codec_context.channels if leg.audio is not None else 1)
            leg.close()
    return max(counts)


def picture_size(path: Path, shape: LegFormat) -> tuple[int, int] | None:
    if shape.video_codec is None:
        return None
    leg = LegFile(path)
    try:
        context = leg.video.codec_context if leg.video is not None else None
        return (context.width, context.height) if context is not None else None
    finally:
        leg.close()


def join_legs(paths: list[Path], folder: Path) -> Rendition:
    """Write `{folder}/rendition.webm` or `.mp4`. Legs without a readable packet are left out.

    Raises: NothingReadable.
    """
    probed = [(index, path, shape) for index, path in enumerate(paths) if (shape := probe(path)) is not None]
    if not probed:
        raise NothingReadable
    with_video = [shape for *_, shape in probed if shape.video_codec]
    is_one_h264 = bool(with_video) and all(
        shape.video_codec == "h264" and shape.is_uniform and shape.video_private == with_video[0].video_private
        for shape in with_video
    )
    is_foreign_sound = not with_video and any(shape.audio_codec != "opus" for *_, shape in probed)
    is_mp4 = is_one_h264 or is_foreign_sound
    target = folder / ("rendition.mp4" if is_mp4 else "rendition.webm")
    joiner = _Mp4Joiner(probed, target) if is_mp4 else WebmJoiner(probed, target)
    try:
        joiner.join()
    finally:
        joiner.close()
    size = next((size for _, path, shape in probed if (size := picture_size(path, shape))), None)
    kind = "video" if with_video else "audio"
    return Rendition(
        path=str(target),
        mime_type=f"{kind}/{'mp4' if is_mp4 else 'webm'}",
        duration_s=joiner.cursor_ms / 1000,
        width=size[0] if size else None,
        height=size[1] if size else None,
        legs=joiner.legs,
        holes=joiner.holes,
        codecs=codecs_of(target),
    )
