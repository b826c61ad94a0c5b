"""Which stretches of a two-path take come from the room and which from the phone. Pure; milliseconds.

```
phone's time   0 ────────────────────────────────────────────────────────▶
legs              ├── leg 0 ──┤                ├─ leg 1 ─┤lost├── leg 1 ──┤
pieces         ├────────┤   ├──────────────────────┤  ├────────┤
clips          ├─p┤── room ───┤──── phone ─────┤── room ─┤ p ├─── room ───┤     laid end to end
```
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

LEAST_FILL_MS = 200
LEAST_EDGE_MS = 1_000
Span = tuple[int, int]


class PlacedInPhone(msgspec.Struct, frozen=True):
    """A leg at `begin_ms` of the phone's time; `lost` are stretches of its own media time."""

    index: int
    begin_ms: int
    duration_ms: int
    lost: list[Span] = []

    @property
    def end_ms(self) -> int:
        return self.begin_ms + self.duration_ms


class Piece(msgspec.Struct, frozen=True):
    """A file of the phone's recording, and the stretches of its time that it has media for."""

    index: int
    covers: list[Span]


class Clip(msgspec.Struct, frozen=True):
    """`from_ms`..`to_ms` of the leg's or piece's media time, laid at `at_ms` of the rendition."""

    source: Literal["room", "phone"]
    index: int
    from_ms: int
    to_ms: int
    at_ms: int

    @property
    def end_ms(self) -> int:
        return self.at_ms + self.to_ms - self.from_ms


def laid(legs: Sequence[PlacedInPhone], pieces: Sequence[Piece]) -> list[Clip]:
    """In order, without holes: what nobody has is left out, so what follows moves up."""
    clips: list[Clip] = []
    phone_ms = 0
    for leg in sorted(legs, key=lambda leg: leg.begin_ms):
        least_ms = LEAST_FILL_MS if clips else LEAST_EDGE_MS
        if leg.begin_ms - phone_ms >= least_ms:
            _fill(clips, pieces, (phone_ms, leg.begin_ms))
        _lay_leg(clips, pieces, leg)
        phone_ms = max(phone_ms, leg.end_ms)
    end_ms = max((end for piece in pieces for _, end in piece.covers), default=0)
    if end_ms - phone_ms >= (LEAST_EDGE_MS if legs else 1):
        _fill(clips, pieces, (phone_ms, end_ms))
    return clips


def _fill(clips: list[Clip], pieces: Sequence[Piece], span: Span) -> None:
    for index, (start, end) in covered(pieces, span):
        clips.append(Clip("phone", index, start, end, clips[-1].end_ms if clips else 0))


def _lay_leg(clips: list[Clip], pieces: Sequence[Piece], leg: PlacedInPhone) -> None:
    """Lost stretches that the phone has in whole are put in; the leg's time runs on unchanged."""
    at_ms = clips[-1].end_ms if clips else 0
    done_ms = 0
    for start, end in sorted(leg.lost):
        fills = covered(pieces, (leg.begin_ms + start, leg.begin_ms + end))
        if len(fills) != 1 or fills[0][1] != (leg.begin_ms + start, leg.begin_ms + end) or start < done_ms:
            continue
        if start > done_ms:
            clips.append(Clip("room", leg.index, done_ms, start, at_ms + done_ms))
        clips.append(Clip("phone", fills[0][0], leg.begin_ms + start, leg.begin_ms + end, at_ms + start))
        done_ms = end
    if done_ms < leg.duration_ms:
        clips.append(Clip("room", leg.index, done_ms, leg.duration_ms, at_ms + done_ms))


def covered(pieces: Sequence[Piece], span: Span) -> list[tuple[int, Span]]:
    """What the pieces have of the span, in order and without overlap."""
    found: list[tuple[int, Span]] = []
    at_ms = span[0]
    spans = sorted((start, end, piece.index) for piece in pieces for start, end in piece.covers)
    for start, end, index in spans:
        start, end = max(start, at_ms), min(end, span[1])
        if end - start >= 1:
            found.append((index, (start, end)))
            at_ms = end
    return found


def merged(spans: Sequence[Span], *, slack_ms: int) -> list[Span]:
    """Spans that touch, or nearly do, as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start - joined[-1][1] <= slack_ms:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
