"""The `/ws` socket: one a person, many topics, resumable, and no slow reader holds up another."""

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect

from backend.contracts.events.live import Ping, Pong, Refused, Subscribe, Subscribed
from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import Unavailable
from backend.kernel.live import GAP_TOPIC, LiveBus, LiveEvent, is_after
from backend.web.auth import Actor
from backend.web.mailbox import Mailbox
from backend.web.policy import Permission
from backend.web.presence import Presence

TOPIC_LIMIT = 32
TOPIC_MAX_CHARS = 128
FRAME_MAX_CHARS = 8192
SESSION_TOPIC = "session"
SESSION_ENDED = 4401
FRAME_UNREADABLE = 4400
TRY_AGAIN_LATER = 1013
_REASONS = {SESSION_ENDED: "session_ended", FRAME_UNREADABLE: "frame_unreadable", TRY_AGAIN_LATER: "unavailable"}

TopicAuthoriser = Callable[[Actor, str], Awaitable[bool]]
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Subscribe | Ping)


class SessionEnded(msgspec.Struct, frozen=True):
    """Data of the event `ended` on `session:{id}`, which closes that session's sockets in every process."""

    session_id: str


async def account_authoriser(actor: Actor, key: str) -> bool:
    """`account:{id}` is its owner's."""
    return key == actor.account_id


class Hub:
    """Fans live events out to the sockets of this process.

    `authorisers` maps a topic's first part (`interview` of `interview:{id}`) to who may hear it; each is given the
    actor and the rest of the topic. A topic whose first part nobody answers for is refused.
    """

    def __init__(
        self,
        live: LiveBus,
        authorisers: Mapping[str, TopicAuthoriser],
        presence: Presence,
        *,
        clock: Clock = utc_now,
    ) -> None:
        self.live = live
        self.presence = presence
        self._accounts: Counter[str] = Counter()
        self._authorisers = {"account": account_authoriser, **authorisers}
        self._topics: dict[str, set[Mailbox]] = defaultdict(set)
        self.clock = clock

    async def run(self) -> None:
        """Reads the bus for ever. What may have passed while Redis was away is told as `Gone`."""
        async for event in self.live.listen():
            if event.topic == GAP_TOPIC:
                await self._tell_of_the_gap()
            else:
                self.deliver(event)

    async def _tell_of_the_gap(self) -> None:
        for topic in list(self._topics):
            try:
                last = await self.live.last(topic)
            except Unavailable:
                return  # the next connection begins with a gap of its own
            for mailbox in self._topics.get(topic, ()):
                mailbox.skip(topic, last)

    def deliver(self, event: LiveEvent) -> None:
        is_end = event.topic.startswith(f"{SESSION_TOPIC}:")
        for mailbox in self._topics.get(event.topic, ()):
            mailbox.close(SESSION_ENDED) if is_end else mailbox.offer(event)

    def join(self, topic: str, mailbox: Mailbox) -> None:
        self._topics[topic].add(mailbox)

    def leave(self, topic: str, mailbox: Mailbox) -> None:
        members = self._topics.get(topic, set())
        members.discard(mailbox)
        if not members:
            self._topics.pop(topic, None)

    async def arrived(self, account_id: str) -> None:
        """A socket has opened. Redis away: the next renewal says it."""
        self._accounts[account_id] += 1
        with contextlib.suppress(Unavailable):
            await self.presence.arrive(account_id)

    def left(self, account_id: str) -> None:
        self._accounts[account_id] -= 1
        if self._accounts[account_id] <= 0:
            del self._accounts[account_id]

    @property
    def accounts(self) -> list[str]:
        """Whose sockets this process serves, each once."""
        return list(self._accounts)

    async def admits(self, actor: Actor, topic: str) -> bool:
        kind, _, key = topic.partition(":")
        authorise = self._authorisers.get(kind)
        return authorise is not None and len(topic) <= TOPIC_MAX_CHARS and await authorise(actor, key)

    @property
    def sockets(self) -> int:
        """How many sockets this process serves."""
        return sum(1 for topic in self._topics if topic.startswith(f"{SESSION_TOPIC}:"))


class Subscriber:
    """One socket's side of the hub."""

    def __init__(self, hub: Hub, actor: Actor, mailbox: Mailbox) -> None:
        self._hub = hub
        self._actor = actor
        self._mailbox = mailbox
        self._topics: set[str] = set()

    def open(self) -> None:
        self._hub.join(f"{SESSION_TOPIC}:{self._actor.session_id}", self._mailbox)

    def close(self) -> None:
        self._mailbox.close()
        for topic in [*self._topics, f"{SESSION_TOPIC}:{self._actor.session_id}"]:
            self._hub.leave(topic, self._mailbox)

    async def answer(self, frame: Subscribe | Ping) -> None:
        if isinstance(frame, Ping):
            await self._mailbox.put(Pong())
            return
        admitted = [topic for topic in dict.fromkeys(frame.topics) if await self._join(topic)]
        last = {topic: await self._hub.live.last(topic) for topic in admitted}
        await self._mailbox.put(Subscribed(last))
        for topic in admitted:
            await self._replay(topic, frame.after.get(topic), last[topic])

    async def _join(self, topic: str) -> bool:
        if topic not in self._topics and len(self._topics) >= TOPIC_LIMIT:
            await self._mailbox.put(Refused(topic[:TOPIC_MAX_CHARS], "too_many_topics"))
            return False
        if not await self._hub.admits(self._actor, topic):
            await self._mailbox.put(Refused(topic[:TOPIC_MAX_CHARS], "topic_forbidden"))
            return False
        self._mailbox.hold(topic)
        self._hub.join(topic, self._mailbox)
        self._topics.add(topic)
        return True

    async def _replay(self, topic: str, after: str | None, last: str) -> None:
        """What came after `after` and up to now, then what came meanwhile."""
        newest = last
        if after is not None:
            missed = await self._hub.live.since(topic, after)
            if missed is None:
                self._mailbox.skip(topic, last)
            for event in missed or ():
                await self._mailbox.put(event)
                newest = event.id if is_after(event.id, newest) else newest
        self._mailbox.release(topic, newest)


@websocket("/ws", opt={"permission": Permission.SELF})
async def live_socket(socket: WebSocket[Any, Any, Any], hub: Hub, actor: Actor) -> None:
    """Live events of the signed-in person (frames in `backend.contracts.events.live`).

    Closes with 4401 when the session ends, 4400 after a frame that cannot be read.
    """
    await socket.accept()
    mailbox = Mailbox()
    subscriber = Subscriber(hub, actor, mailbox)
    subscriber.open()
    await hub.arrived(actor.account_id)
    reader = asyncio.create_task(_read(socket, subscriber, mailbox), name="hub.read")
    try:
        await _write(socket, mailbox, (actor.expires_at - hub.clock()).total_seconds())
    finally:
        subscriber.close()
        hub.left(actor.account_id)
        reader.cancel()
        await asyncio.gather(reader, return_exceptions=True)


async def _read(socket: WebSocket[Any, Any, Any], subscriber: Subscriber, mailbox: Mailbox) -> None:
    """Until the client goes or cannot be understood; either closes the mailbox, which ends the writer."""
    code: int | None = None
    try:
        while True:
            text = await socket.receive_data(mode="text")
            if len(text) > FRAME_MAX_CHARS:
                raise msgspec.DecodeError("frame too long")
            await subscriber.answer(_decoder.decode(text))
    except WebSocketDisconnect:
        pass
    except (msgspec.MsgspecError, UnicodeDecodeError):
        code = FRAME_UNREADABLE
    except Unavailable:
        code = TRY_AGAIN_LATER
    finally:
        mailbox.close(code)


async def _write(socket: WebSocket[Any, Any, Any], mailbox: Mailbox, life_s: float) -> None:
    try:
        async with asyncio.timeout(life_s):
            while (frame := await mailbox.take()) is not None:
                await socket.send_data(_encoder.encode(frame).decode(), mode="text")
    except TimeoutError:
        mailbox.close(SESSION_ENDED)
    except WebSocketDisconnect:
        return
    if mailbox.close_code is not None:
        await socket.close(code=mailbox.close_code, reason=_REASONS[mailbox.close_code])
