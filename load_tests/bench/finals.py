"""Family `finals`: from the last word of an answer to the text that counts, on a real node and a real worker.

Recorded answers are spoken in real time, a few seconds apart; each is closed with its last word, as by "I'm done". What
was said before its last pause has been recognised by then; the rest and the playable file are made afterwards.
"""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from time import monotonic

import numpy as np
import structlog

from backend.contracts.events.media import SegmentSpoken, TakeStored, TakeTranscribed
from backend.contracts.jobs import ProcessTake, TranscribeSegment
from backend.contracts.media import CloseTake
from backend.kernel.clock import utc_now
from backend.kernel.events import EventBus, Received
from backend.kernel.jobs import Jobs
from load_tests.bench.publishers import SPEECH, LeanPublisher, Piece
from load_tests.bench.receivers import Recording, open_recording, start_node
from load_tests.bench.rows import Goal, Row
from media.node.addresses import PortRange
from media.node.node import MediaNode, NodeLimits
from media.workers.main import serve
from tests.media.node.nodes import LOOPBACK
from tests.media.recording.streams import speech

ANSWERS, ANSWER_S, APART_S = 8, 20.0, 4.0
WITHIN_S = 90.0


def rows() -> Iterator[Row]:
    """Nothing without recorded speech: a tone has no last word."""
    if not SPEECH.exists():
        return
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    waited_s = asyncio.run(_measure())
    for percentile, goal in ((50, None), (95, Goal(2))):
        value, note = float(np.percentile(waited_s, percentile)), f"{ANSWERS} answers of {ANSWER_S:g} s"
        yield Row("finals", f"last word to final text, p{percentile}", value, "s", os.getloadavg()[0], goal, note=note)


class Desk:
    """What the backend does between node and worker: hands on what was said, and what was stored."""

    def __init__(self, recording: Recording) -> None:
        self._jobs = Jobs(recording.redis)
        self._subscription = EventBus(recording.redis).subscribe(
            "bench",
            {SegmentSpoken: self._spoken, TakeStored: self._stored, TakeTranscribed: self._transcribed},
        )
        self.texts: dict[str, asyncio.Future[float]] = {}
        """Monotonic s at which a take's text stood."""

    async def run(self) -> None:
        await self._subscription.run()

    async def _spoken(self, received: Received[SegmentSpoken]) -> None:
        said = received.event
        places = (said.leg_id, said.begin_ms, said.start_ms, said.end_ms, said.sounds, said.key)
        await self._jobs.enqueue(
            TranscribeSegment(said.take_id, said.room, "en", *places), id=f"segment:{said.leg_id}:{said.index}"
        )

    async def _stored(self, received: Received[TakeStored]) -> None:
        take_id = received.event.take_id
        await self._jobs.enqueue(ProcessTake(take_id, "int_bench", "en"), id=take_id)

    async def _transcribed(self, received: Received[TakeTranscribed]) -> None:
        text = self.texts[received.event.take_id]
        if not text.done():
            text.set_result(monotonic())


async def _measure() -> list[float]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        recording = await open_recording(folder, stack)
        limits = NodeLimits(LOOPBACK, PortRange(), 100)
        node = MediaNode("node_bench", limits, recording.recorder, lambda event: None, utc_now)
        ours = await start_node(node, stack)
        await stack.enter_async_context(serve(recording.settings, recording.redis, prepare_after_s=0))
        desk = Desk(recording)
        running = asyncio.create_task(desk.run())
        stack.callback(running.cancel)
        answers = []
        for index in range(ANSWERS):
            desk.texts[f"take_{index}"] = asyncio.get_running_loop().create_future()
            publisher = LeanPublisher()
            await publisher.join(await ours.answer(index, await publisher.offer()))
            answers.append(asyncio.create_task(_answer(index, publisher, node)))
            await asyncio.sleep(APART_S)
        last_words_s = await asyncio.gather(*answers)
        async with asyncio.timeout(WITHIN_S):
            stood_s = await asyncio.gather(*desk.texts.values())
        return [stood - said for stood, said in zip(stood_s, last_words_s, strict=True)]


async def _answer(index: int, publisher: LeanPublisher, node: MediaNode) -> float:
    """When the last word was sent (monotonic s). Each answer is another stretch of the recording."""
    packets = speech(SPEECH, ANSWER_S, skip_s=index * 5.0)
    begun_s = monotonic()
    for packet in packets:
        at_s = packet.at_ms / 1000
        await asyncio.sleep(max(0.0, begun_s + at_s - monotonic()))
        publisher.send(Piece(at_s, False, round(packet.at_ms * 48), False, packet.payloads[0]), 0)
    said_s = monotonic()
    await node.close_take(CloseTake(f"room_{index}", f"take_{index}"))
    return said_s
