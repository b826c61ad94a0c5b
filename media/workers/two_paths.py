"""One take from both paths: what came through the room, and where that has holes, the phone's own recording.

Always a WebM: sound in Opus is copied, the room's VP8 is copied. A recording can be entered at a key frame alone, so
the phone's pictures are encoded for the stretch that is needed, and the room's behind it until its next key frame.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from backend.contracts.media import TakePart
from media.workers.alignment import Begin, leg_begins_at
from media.workers.codec_names import codecs_of
from media.workers.leg_file import LegFile, LegFormat, LegPacket, probe
from media.workers.remux import NothingReadable, WebmJoiner, picture_size
from media.workers.rendition import LegPlace, Rendition
from media.workers.rendition_parts import Clip, Piece, PlacedInPhone, Span, laid, merged
from media.workers.two_path_files import LegInRoom, PhoneFile
from media.workers.vp8_track import Vp8Track

SLACK_MS = 250
LEAD_MS = 10_000
FRAME_MS = 20


class _Source(msgspec.Struct, frozen=True):
    """`shift_ms`: the file's time 0 in the phone's time."""

    path: Path
    shape: LegFormat
    shift_ms: int = 0


def join_two_paths(legs: list[LegInRoom], files: list[PhoneFile], folder: Path) -> Rendition:
    """Write `{folder}/rendition.webm`. Raises: NothingReadable."""
    room = {index: found for index, leg in enumerate(legs) if (found := _source(leg.path))}
    phone = {
        index: msgspec.structs.replace(found, shift_ms=file.began_ms - files[0].began_ms)
        for index, file in enumerate(files)
        if (found := _source(file.path))
    }
    if not room and not phone:
        raise NothingReadable
    pieces = [Piece(index, _covered(found)) for index, found in phone.items()]
    begins = {index: _begin(legs[index], found, files, phone) for index, found in room.items()}
    placed = [
        PlacedInPhone(index, begin.at_ms, legs[index].duration_ms, legs[index].lost) for index, begin in begins.items()
    ]
    clips = laid(placed, pieces)
    joiner = _ClipJoiner(room, phone, folder / "rendition.webm")
    try:
        for clip in clips:
            joiner.lay(clip)
    finally:
        joiner.close()
    heard = frozenset(index for index, begin in begins.items() if begin.is_heard)
    return _rendition(clips, room, phone, heard, folder / "rendition.webm")


def _source(path: str) -> _Source | None:
    shape = probe(Path(path))
    return _Source(Path(path), shape) if shape is not None else None


def _begin(leg: LegInRoom, source: _Source, files: list[PhoneFile], phone: dict[int, _Source]) -> Begin:
    """By the sound of whichever piece lies nearest; by the clocks without one."""
    guess_ms = leg.started_ms - (files[0].began_ms if files else leg.started_ms)
    for found in phone.values():
        begin = leg_begins_at(source.path, leg.duration_ms, found.path, guess_ms - found.shift_ms)
        if begin.is_heard:
            return Begin(found.shift_ms + begin.at_ms, is_heard=True)
    return Begin(guess_ms, is_heard=False)


def _covered(source: _Source) -> list[Span]:
    """Where the piece has media, in the phone's time: of its sound, where it has any."""
    leg = LegFile(source.path)
    try:
        stream = leg.audio or leg.video
        spans = []
        for packet in leg.demuxed():
            if packet.stream is stream:
                start_ms = source.shift_ms + round(packet.pts * packet.time_base * 1000)
                lasts_ms = round((packet.duration or 0) * packet.time_base * 1000) or FRAME_MS
                spans.append((start_ms, start_ms + lasts_ms))
        return merged(spans, slack_ms=SLACK_MS)
    finally:
        leg.close()


class _ClipJoiner(WebmJoiner):
    """Lays clips one behind the other."""

    def __init__(self, room: dict[int, _Source], phone: dict[int, _Source], target: Path) -> None:
        sources = [*room.values(), *phone.values()]
        super().__init__([(0, found.path, found.shape) for found in sources], target)
        self._sources = {"room": room, "phone": phone}
        self._is_copied_later = False

    def lay(self, clip: Clip) -> None:
        source = self._sources[clip.source][clip.index]
        leg = LegFile(source.path)
        try:
            self.begin_leg(leg, source.shape)
            if clip.from_ms > 0 and leg.video is not None and self._encoder is None:
                self._encoder = Vp8Track(leg.video)
            self._is_copied_later = clip.source == "room" and source.shape.video_codec == "vp8"
            for packet, media_ms in _within(leg, clip, source.shift_ms):
                self._write_packet(leg, clip, packet, media_ms)
            self.end_leg()
        finally:
            leg.close()

    def _write_packet(self, leg: LegFile, clip: Clip, packet: Any, media_ms: int) -> None:
        kind = "audio" if packet.stream is leg.audio else "video"
        is_lead = media_ms < clip.from_ms
        if is_lead and kind == "video" and self._encoder is not None:
            self._encoder.prime(packet)
        if not is_lead and kind == "video" and packet.is_keyframe and self._is_copied_later:
            self.end_leg()
            self._encoder = None
        if is_lead or media_ms >= clip.to_ms or (self.video if kind == "video" else self.audio) is None:
            return
        lasts_ms = round((packet.duration or 0) * packet.time_base * 1000) or FRAME_MS
        at_ms = clip.at_ms + media_ms - clip.from_ms
        self.write(LegPacket("audio" if kind == "audio" else "video", at_ms, lasts_ms, packet), at_ms)


def _within(leg: LegFile, clip: Clip, shift_ms: int) -> Iterator[tuple[Any, int]]:
    """Packets of the clip with a lead for pictures, and their media time."""
    origin_ms = -shift_ms if clip.source == "phone" else None
    has_key_frame = False
    for packet in leg.demuxed():
        file_ms = round(packet.pts * packet.time_base * 1000)
        origin_ms = file_ms if origin_ms is None else origin_ms
        media_ms = file_ms - origin_ms
        if media_ms < clip.from_ms - LEAD_MS:
            continue
        if media_ms > clip.to_ms + LEAD_MS:
            return
        if packet.stream is leg.video:
            has_key_frame = has_key_frame or packet.is_keyframe
            if not has_key_frame:
                continue
        yield packet, media_ms


def _rendition(
    clips: list[Clip], room: dict[int, _Source], phone: dict[int, _Source], heard: frozenset[int], target: Path
) -> Rendition:
    places = []
    for index in room:
        mine = [clip for clip in clips if clip.source == "room" and clip.index == index]
        if mine:
            begin_ms = mine[0].at_ms - mine[0].from_ms
            places.append(LegPlace(index, begin_ms, max(clip.end_ms for clip in mine) - begin_ms))
    sources = [*room.values(), *phone.values()]
    size = next((size for found in sources if (size := picture_size(found.path, found.shape))), None)
    return Rendition(
        path=str(target),
        mime_type="video/webm" if any(found.shape.video_codec for found in sources) else "audio/webm",
        duration_s=max((clip.end_ms for clip in clips), default=0) / 1000,
        width=size[0] if size else None,
        height=size[1] if size else None,
        legs=sorted(places, key=lambda place: place.begin_ms),
        holes=[],
        codecs=codecs_of(target),
        parts=_parts(clips, heard),
    )


def _parts(clips: list[Clip], heard: frozenset[int]) -> list[TakePart]:
    """Neighbours of one source as one. `heard` are the legs that lie where the sound says."""
    parts: list[TakePart] = []
    for number, clip in enumerate(clips):
        beside = [each for each in clips[max(0, number - 1) : number + 2] if each.source == "room"]
        placed_by: Literal["sound", "clocks"] | None = None
        if clip.source == "phone" and beside:
            placed_by = "sound" if all(each.index in heard for each in beside) else "clocks"
        part = TakePart(clip.at_ms / 1000, clip.end_ms / 1000, clip.source, placed_by)
        if parts and parts[-1].source == part.source:
            is_unsure = "clocks" in (parts[-1].placed_by, placed_by)
            placed_by = "clocks" if is_unsure else parts[-1].placed_by or placed_by
            parts[-1] = TakePart(parts[-1].start_s, part.end_s, part.source, placed_by)
        else:
            parts.append(part)
    return parts
