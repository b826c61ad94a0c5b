"""Family `loss`: how much of what was sent is recorded on a bad network, beside stock aiortc on the same one.

The network loses packets at random towards the receiver and takes 30 ms each way.
"""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random
from time import monotonic
from typing import Any

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from load_tests.bench.rows import Goal, Row
from tests.media.node.lossy import Deliver, intercept
from tests.media.node.nodes import Stage, running
from tests.media.node.publisher import Publisher, encoded_audio, encoded_video

LOSSES = (2, 5, 10)
ONE_WAY_S = 0.03
SECONDS = 6.0
GOAL = Goal(99.9, "at_least")
"""Truly lost is what was asked for again ten times in vain: less than one packet in a thousand even at 10 %."""


def rows() -> Iterator[Row]:
    for percent in LOSSES:
        ours = asyncio.run(_ours(percent))
        stock = asyncio.run(_stock(percent))
        for kind in ("audio", "video"):
            note = f"{percent} % loss, 60 ms round trip"
            yield Row("loss", f"{kind} kept", ours[kind], "%", os.getloadavg()[0], GOAL, "aiortc", stock[kind], note)


def _publisher() -> Publisher:
    return Publisher(video=encoded_video(320, 240), audio=encoded_audio())


class _Road:
    """One direction of the network: late, and lossy where `percent` says so."""

    def __init__(self, percent: float) -> None:
        self._random = Random(7)
        self._percent = percent

    def bring(self, deliver: Callable[..., Any], *arguments: Any) -> None:
        if self._random.uniform(0, 100) >= self._percent:
            asyncio.get_running_loop().call_later(ONE_WAY_S, deliver, *arguments)


async def _ours(percent: int) -> dict[str, float]:
    """Per cent of the packets from the first one recorded to the last."""
    stage, publisher = Stage(), _publisher()
    there, back = _Road(percent), _Road(0)
    async with running(stage):
        await stage.publish(publisher)
        transport = stage.node.rooms["room_1"].peers["res_1"]._transport
        send = transport._connection.send_now

        def late(deliver: Deliver) -> Deliver:
            return lambda data, _: there.bring(lambda: deliver(data, monotonic() * 1000))

        def send_late(data: bytes) -> bool:
            back.bring(send, data)
            return True

        intercept(transport, late)
        transport._connection.send_now = send_late  # type: ignore[method-assign]
        await asyncio.sleep(SECONDS)
        kept = {}
        for kind in ("audio", "video"):
            packets = stage.recorder.sinks["res_1", kind].packets
            numbers = [packet.extended_sequence for packet in packets]
            kept[kind] = 100 * len(set(numbers)) / (numbers[-1] - numbers[0] + 1)
        await publisher.close()
    return kept


async def _stock(percent: int) -> dict[str, float]:
    """Per cent of the frames that come out of aiortc's tracks, from the first one on."""
    publisher, receiver = _publisher(), RTCPeerConnection(RTCConfiguration(iceServers=[]))
    there, back = _Road(percent), _Road(0)
    counts, sent_before, readers = {"audio": 0, "video": 0}, {"audio": 0, "video": 0}, []
    sources = {"audio": publisher.audio, "video": publisher.video}

    async def read(track: MediaStreamTrack) -> None:
        with suppress(MediaStreamError):
            while True:
                await track.recv()
                if not counts[track.kind]:
                    sent_before[track.kind] = sources[track.kind].sent - 1  # type: ignore[union-attr]
                counts[track.kind] += 1

    receiver.on("track", lambda track: readers.append(asyncio.ensure_future(read(track))))
    await receiver.setRemoteDescription(RTCSessionDescription(await publisher.offer(), "offer"))
    await receiver.setLocalDescription(await receiver.createAnswer())
    connection = receiver.getTransceivers()[0].receiver.transport.transport._connection
    take, send = connection.data_received, connection.send

    async def send_late(data: bytes) -> None:
        back.bring(lambda: asyncio.ensure_future(_quietly(send(data))))

    def take_late(data: bytes, component: int) -> None:
        if data and 128 <= data[0] <= 191:
            there.bring(take, data, component)
        else:
            take(data, component)

    connection.data_received, connection.send = take_late, send_late
    await publisher.accept(receiver.localDescription.sdp)
    await asyncio.sleep(SECONDS)
    sent = {kind: sources[kind].sent for kind in counts}  # type: ignore[union-attr]
    await asyncio.sleep(0.2)
    kept = {kind: min(100.0, 100 * counts[kind] / max(1, sent[kind] - sent_before[kind])) for kind in counts}
    await publisher.close()
    await receiver.close()
    for reader in readers:
        reader.cancel()
    return kept


async def _quietly(sending: Any) -> None:
    with suppress(ConnectionError):
        await sending
