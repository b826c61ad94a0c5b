"""Family `media`: CPU, memory and delay of the media node over the number of streams, beside stock aiortc and Janus."""

from collections.abc import Iterator

import msgspec

from load_tests.bench.janus import PROGRAM
from load_tests.bench.processes import Cost, measure
from load_tests.bench.receivers import Kind
from load_tests.bench.rows import Goal, Row

STREAMS = (20, 40)
SECONDS = 8.0
"""Two of the periods after which every recording sends a chunk: five seconds held one or two of them, by chance."""
STOCK_STREAMS = 2
"""MediaRecorder drowns with more than two streams a core, and then its figure says nothing."""
TIMES = 3
"""A figure with viewers is the median of so many, ours and Janus' by turns: whom a packet wakes costs more or less by
chance on a machine that is not one's own (9 to 14 ms for either).
"""
WHOLE = 0.97
"""Share of the media that must have been sent for a figure to stand without remark."""
MEASURES: dict[Kind, tuple[str, Goal | None]] = {
    "received": ("CPU a stream-second, received", None),
    "recorded": ("CPU a stream-second, recorded", Goal(6)),
    "heard": ("CPU a stream-second, recorded + audio branch", Goal(10)),
    "watched": ("CPU a stream-second, recorded + one viewer", Goal(10)),
}


def rows() -> Iterator[Row]:
    stock = measure("stock", STOCK_STREAMS, SECONDS)
    yield _cpu("CPU a stream-second, aiortc MediaRecorder", stock)
    for streams in STREAMS:
        null = measure("null", streams, SECONDS)
        yield _cpu("CPU a stream-second, aiortc with null decoders", null, peer=stock)
        janus = measure("janus", streams, SECONDS) if PROGRAM else None
        ours_watched, watched = _watched(streams)
        if janus is not None and watched is not None:
            yield _cpu("CPU a stream-second, Janus records", janus, peer=stock)
            yield _cpu("CPU a stream-second, Janus records, one viewer", watched, peer=stock)
        for kind, (name, goal) in MEASURES.items():
            cost = ours_watched if kind == "watched" else measure(kind, streams, SECONDS)
            yield _cpu(name, cost, goal, (watched if kind == "watched" else janus) or null)
            if kind == "recorded":
                yield _row("memory a recorded stream", cost, cost.mb_per_stream, "MB", Goal(1.5), stock)
            if kind == "watched":
                yield from _delays(cost, watched)


def _watched(streams: int) -> tuple[Cost, Cost | None]:
    """Ours with a viewer each, and Janus where it is installed."""
    kinds: tuple[Kind, ...] = ("watched", "janus-watched") if PROGRAM else ("watched",)
    costs = [[measure(kind, streams, SECONDS) for kind in kinds] for _ in range(TIMES)]
    medians = [sorted(runs, key=lambda cost: cost.cpu_ms_per_stream_s)[TIMES // 2] for runs in zip(*costs, strict=True)]
    return medians[0], medians[1] if PROGRAM else None


def _delays(cost: Cost, peer: Cost | None) -> Iterator[Row]:
    p50 = _row("forwarding delay added, p50", cost, cost.delay_p50_ms, "ms", Goal(1))
    p99 = _row("forwarding delay added, p99", cost, cost.delay_p99_ms, "ms", Goal(10))
    yield p50 if peer is None else _with_peer(p50, peer.kind, peer.delay_p50_ms)
    yield p99 if peer is None else _with_peer(p99, peer.kind, peer.delay_p99_ms)


def _cpu(name: str, cost: Cost, goal: Goal | None = None, peer: Cost | None = None) -> Row:
    row = _row(name, cost, cost.cpu_ms_per_stream_s, "ms", goal)
    if peer is None:
        return row
    return _with_peer(row, peer.kind, peer.cpu_ms_per_stream_s)


def _with_peer(row: Row, name: str, value: float) -> Row:
    return msgspec.structs.replace(row, peer_name=name, peer=value)


def _row(name: str, cost: Cost, value: float, unit: str, goal: Goal | None = None, peer: Cost | None = None) -> Row:
    note = f"{cost.streams} streams"
    if cost.share_sent < WHOLE:
        note += f", of which {cost.share_sent:.0%} came: too busy a machine"
    if cost.share_seen < WHOLE:
        note += f", of which viewers saw {cost.share_seen:.0%}"
    row = Row("media", name, value, unit, cost.load_average, goal, note=note)
    return _with_peer(row, peer.kind, peer.mb_per_stream) if peer else row
