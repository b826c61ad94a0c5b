"""Which stretches of a live answer the server missed, and which of the phone's chunks hold them. Pure.

```
answer      ├────────────────────────────────────────────────┤   wanted … finished
legs          ├────────┤             ├──────┤ lost ├────────┤
missing                 └─between─────┘      └loss─┘
chunks      │ 0 │ 1 │ 2 │ 3 │ 4 │ 5 │ 6 │ 7 │ 8 │ 9 │ …          with a lead, for the file is entered at a key frame
```
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from backend.contracts.media import LegManifest
from backend.offline.reconcile_schemas import MissingStretch, PhoneChunk, WantedChunks

Reason = Literal["before_first", "between_legs", "after_last", "loss", "never_connected"]
LEAST_LOST_MS = 300
LEAST_AT_EDGE_MS = 1_200
"""At begin and end of an answer less than this is the clocks' difference, not loss."""
LEAD_MS = 8_000
TAIL_MS = 3_000
_MS = timedelta(milliseconds=1)


class _Stretch(msgspec.Struct, frozen=True):
    start_at: datetime
    end_at: datetime
    reason: Reason

    @property
    def lasts_ms(self) -> float:
        return (self.end_at - self.start_at) / _MS


def missing_stretches(
    legs: Sequence[LegManifest], start_at: datetime, end_at: datetime, began_at: datetime
) -> list[MissingStretch]:
    """What no leg holds of start_at..end_at, worth being sent; in the phone's media time as well (from `began_at`)."""
    found = [
        stretch
        for stretch in _uncovered(sorted(legs, key=lambda leg: leg.started_at), start_at, end_at)
        if stretch.lasts_ms >= (LEAST_LOST_MS if stretch.reason in ("between_legs", "loss") else LEAST_AT_EDGE_MS)
    ]
    return [
        MissingStretch(
            stretch.start_at,
            stretch.end_at,
            round((stretch.start_at - began_at) / _MS),
            round((stretch.end_at - began_at) / _MS),
            stretch.reason,
        )
        for stretch in found
    ]


def _uncovered(legs: Sequence[LegManifest], start_at: datetime, end_at: datetime) -> Iterable[_Stretch]:
    if not legs:
        yield _Stretch(start_at, end_at, "never_connected")
        return
    known_until = start_at
    reason: Reason = "before_first"
    for leg in legs:
        if leg.started_at > known_until:
            yield _Stretch(known_until, min(leg.started_at, end_at), reason)
        for lost in leg.lost:
            lost_at, back_at = leg.started_at + lost.start_ms * _MS, leg.started_at + lost.end_ms * _MS
            if max(lost_at, start_at) < min(back_at, end_at):
                yield _Stretch(max(lost_at, start_at), min(back_at, end_at), "loss")
        known_until = max(known_until, leg.started_at + leg.duration_ms * _MS)
        reason = "between_legs"
    if known_until < end_at:
        yield _Stretch(known_until, end_at, "after_last")


def wanted_chunks(stretches: Iterable[MissingStretch], chunks: Sequence[PhoneChunk]) -> list[WantedChunks]:
    """Runs of chunks, in order and apart; what the phone does not have is not asked for."""
    ordered = sorted(chunks, key=lambda chunk: chunk.index)
    indexes = {
        chunk.index
        for stretch in stretches
        for chunk in ordered
        if chunk.end_ms > stretch.start_ms - LEAD_MS and chunk.start_ms < stretch.end_ms + TAIL_MS
    }
    sizes = {chunk.index: chunk.size_bytes for chunk in ordered}
    return [
        WantedChunks(first, last, sum(sizes[index] for index in range(first, last + 1)))
        for first, last in _runs(sorted(indexes))
    ]


def _runs(indexes: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbours joined; one that begins right behind the file's head begins with it."""
    runs: list[tuple[int, int]] = []
    for index in indexes:
        if runs and index == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((0 if index == 1 else index, index))
    return runs
