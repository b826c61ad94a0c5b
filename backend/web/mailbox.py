"""What one socket still has to send: bounded, with a named policy for what happens when it is full."""

import asyncio
from collections import deque

from backend.contracts.events.live import Gone, Pong, Refused, Subscribed
from backend.kernel.live import LiveEvent, is_after

QUEUE_LIMIT = 256

Frame = Gone | LiveEvent | Pong | Refused | Subscribed


class Mailbox:
    """At most `limit` frames and one `Gone` a topic.

    Answers to the client wait for room (`put`), which stops us from reading its further requests. Events do not wait
    (`offer`): when the box is full, the waiting events of that topic are dropped and the reader finds one `Gone` with
    the newest id instead; what happens after it has read that goes on as usual. One task takes, any may offer.
    """

    def __init__(self, limit: int = QUEUE_LIMIT) -> None:
        self._limit = limit
        self._frames: deque[Frame | str] = deque()  # a topic's name stands where its `Gone` will go out
        self._gone: dict[str, str] = {}
        self._held: dict[str, list[LiveEvent]] = {}
        self._readable = asyncio.Event()
        self._room = asyncio.Event()
        self._is_closed = False
        self.close_code: int | None = None

    def __len__(self) -> int:
        return len(self._frames) + sum(len(held) for held in self._held.values())

    def offer(self, event: LiveEvent) -> None:
        """An event that happened; never waits."""
        if event.topic in self._gone:
            self._gone[event.topic] = event.id
        elif len(self) >= self._limit:
            self.skip(event.topic, event.id)
        elif event.topic in self._held:
            self._held[event.topic].append(event)
        else:
            self._frames.append(event)
            self._readable.set()

    def skip(self, topic: str, last: str) -> None:
        """Drop what waits of `topic`; the reader shall fetch the state as of `last` instead."""
        self._frames = deque(frame for frame in self._frames if not _is_of(frame, topic))
        if topic in self._held:
            self._held[topic].clear()
        elif topic not in self._gone:
            self._frames.append(topic)
        self._gone[topic] = last
        self._room.set()
        self._readable.set()

    def hold(self, topic: str) -> None:
        """From now on events of `topic` wait for `release`, so that what was missed goes out first."""
        self._held.setdefault(topic, [])
        if topic in self._frames:
            self._frames.remove(topic)  # release puts the mark behind what was missed

    def release(self, topic: str, newer_than: str) -> None:
        """Let go of what was held, except what the reader has already had up to `newer_than`."""
        held = self._held.pop(topic, [])
        if topic in self._gone:
            self._frames.append(topic)
        self._frames.extend(event for event in held if is_after(event.id, newer_than))
        self._readable.set()

    async def put(self, frame: Frame) -> None:
        """An answer to the client; waits for room."""
        while not self._is_closed and len(self._frames) >= self._limit:
            self._room.clear()
            await self._room.wait()
        self._frames.append(frame)
        self._readable.set()

    async def take(self) -> Frame | None:
        """The next frame to send; None once closed."""
        while not self._is_closed:
            if (frame := self._next()) is not None:
                self._room.set()
                return frame
            self._readable.clear()
            await self._readable.wait()
        return None

    def _next(self) -> Frame | None:
        frame = self._frames.popleft() if self._frames else None
        return Gone(frame, self._gone.pop(frame)) if isinstance(frame, str) else frame

    def close(self, code: int | None = None) -> None:
        """No more is taken; `code` is what the socket shall be closed with, None where the client went by itself."""
        if not self._is_closed:
            self.close_code = code
        self._is_closed = True
        self._readable.set()
        self._room.set()


def _is_of(frame: Frame | str, topic: str) -> bool:
    return isinstance(frame, LiveEvent) and frame.topic == topic
