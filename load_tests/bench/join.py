"""Family `join`: from the tap to the first frame of the far side, and back on a new connection after a lost one.

Stock aiortc publishes and watches over loopback; signalling goes straight to the node, so what HTTP adds is not in it.
"""

import asyncio
import os
from collections.abc import Iterator
from time import monotonic

import numpy as np

from load_tests.bench.rows import Goal, Row
from tests.media.node.nodes import Stage, running, until
from tests.media.node.publisher import Publisher, encoded_audio, encoded_video
from tests.media.node.viewers import WatchingViewer

ROUNDS = 12


def rows() -> Iterator[Row]:
    joined, back = asyncio.run(_measure())
    for name, times, percentile, goal in (
        ("publisher's tap to a viewer's first frame, p50", joined, 50, Goal(1)),
        ("publisher's tap to a viewer's first frame, p95", joined, 95, Goal(2.5)),
        ("rejoin to the first packet in the recording, p95", back, 95, Goal(1)),
    ):
        value = float(np.percentile(times, percentile))
        yield Row("join", name, value, "s", os.getloadavg()[0], goal, note=f"{ROUNDS} times")


def _publisher() -> Publisher:
    return Publisher(video=encoded_video(), audio=encoded_audio())


async def _measure() -> tuple[list[float], list[float]]:
    """(s until a viewer's first frame, s until a second connection's first packet), a room a round."""
    joined, back = [], []
    async with running(Stage(capacity=8 * ROUNDS)) as stage:
        for number in range(ROUNDS):
            room = f"room_{number}"
            first, second, viewer = _publisher(), _publisher(), WatchingViewer("video")
            begun_s = monotonic()
            await stage.publish(first, f"one_{number}", room=room)
            await viewer.watch(stage.node, f"view_{number}", room)
            await until(lambda viewer=viewer: viewer.first_frame_at)  # type: ignore[misc]
            joined.append(viewer.first_frame_at["video"] - begun_s)
            await first.vanish()
            begun_s = monotonic()
            await stage.publish(second, f"two_{number}", room=room)
            sink = stage.recorder.sinks[f"two_{number}", "audio"]
            await until(lambda sink=sink: sink.packets)  # type: ignore[misc]
            back.append(monotonic() - begun_s)
            for peer in (viewer, first, second):
                await peer.close()
    return joined, back
