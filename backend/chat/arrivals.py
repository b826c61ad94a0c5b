"""What happens once a message stands: the thread follows, screens are told, whoever is away gets a notice.

All of it may be done twice to the effect of once; screens know messages by their numbers.
"""

from datetime import timedelta

import msgspec
from redis.asyncio import Redis

from backend.accounts.notices import notice_wanted
from backend.accounts.people import People
from backend.chat.conversations import marks_of, thread_topic
from backend.chat.model import Message, Thread, notice_of
from backend.chat.repository import Messages, Threads
from backend.chat.rules import answered_after_s, fold, unread_of
from backend.chat.views import Views
from backend.contracts.events.chat import MessageSent, NoteWritten
from backend.contracts.events.notifications import Channel
from backend.kernel.crypto import Keyring
from backend.kernel.errors import NotFound
from backend.kernel.events import EventBus, Received
from backend.kernel.live import LiveBus, Telling
from backend.kernel.redis import redis_coded
from backend.web.presence import Presence

DESK_TOPIC = "chat:desk"
READ_AT_ONCE = 100
NOTICE_BY: list[Channel] = ["push", "im"]
"""Mail comes later, about all that is unread: `chat.digests`."""
NOTICE_AFTER = timedelta(seconds=10)
NOTICE_AFTER_IN_APP = timedelta(seconds=60)
ANSWERS = "gr:chat:answers"
ANSWERS_KEPT = 50


class Arrivals:
    def __init__(
        self,
        threads: Threads,
        messages: Messages,
        views: Views,
        people: People,
        presence: Presence,
        keyring: Keyring,
        bus: EventBus,
        live: LiveBus,
        redis: Redis,
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._views = views
        self._people = people
        self._presence = presence
        self._keyring = keyring
        self._bus = bus
        self._live = live
        self._redis = redis

    async def message_sent(self, received: Received[MessageSent]) -> None:
        event = received.event
        before = await self._threads.get(event.thread_id)
        if before is None:
            return  # erased in the meantime
        first = before.last_number + 1
        fresh = await self._messages.between(before.id, "talk", first, min(event.number, first + READ_AT_ONCE - 1))
        after = await self._threads.update(before.id, lambda thread: (fold(thread, fresh), ()), tries=20, known=before)
        told = [each for each in fresh if each.number <= after.last_number]
        if not told and (message := await self._messages.get(event.message_id)) is not None:
            told = [message]
        topic = thread_topic(after.id)
        tellings = [Telling(topic, "message", await self._views.message(each)) for each in told]
        desk = Telling(DESK_TOPIC, "thread", await self._views.row(after))
        await self._live.publish_many([*tellings, Telling(topic, "marks", marks_of(after)), desk])
        await self._note_answer(before, after)
        for each in told:
            await self._notify(after, each)

    async def note_written(self, received: Received[NoteWritten]) -> None:
        number = int(received.event.note_id.rpartition(":")[2])

        def change(thread: Thread) -> tuple[Thread, tuple[()]]:
            is_newer = number > thread.last_note
            return (msgspec.structs.replace(thread, last_note=number) if is_newer else thread), ()

        try:
            await self.tell_desk(await self._threads.update(received.event.thread_id, change, tries=20))
        except NotFound:
            return

    async def tell_desk(self, thread: Thread) -> None:
        await self._live.publish(DESK_TOPIC, "thread", await self._views.row(thread))

    async def _notify(self, thread: Thread, message: Message) -> None:
        """Asks for a notice to the other side; read before it is due, it is taken back (`Conversations.move_mark`)."""
        to = thread.candidate_id if message.side == "team" else await self._views.contact_of(thread)
        if to is None or unread_of(thread, to) <= 0 or message.number <= thread.mark(to).read:
            return
        try:
            person = await self._people.person(to)
        except NotFound:
            return
        is_here = bool(await self._presence.here([to]))
        notice_id = notice_of(thread.id, to, thread.mark(to).read + 1)
        path = "/chat" if person.kind == "candidate" else f"/staff/inbox/{thread.id}"
        parameters = {
            "first_name": person.first_name,
            "sender": await self._views.name(message.author_id),
            "employer": (await self._views.employer()).in_language(person.language),
            "count": str(unread_of(thread, to)),
        }
        notice = notice_wanted(
            self._keyring, notice_id, person, "chat_message", parameters, path, revision=message.number,
            due_at=message.at + (NOTICE_AFTER_IN_APP if is_here else NOTICE_AFTER), channels=NOTICE_BY,
        )  # fmt: skip
        await self._bus.publish(notice, id=f"evt_{notice_id}:{message.number}")

    async def _note_answer(self, before: Thread, after: Thread) -> None:
        waited_s = answered_after_s(before, after)
        if waited_s is None:
            return
        with redis_coded():
            await self._redis.lpush(ANSWERS, f"{waited_s:.0f}")
            await self._redis.ltrim(ANSWERS, 0, ANSWERS_KEPT - 1)

    async def answers_within_min(self) -> int | None:
        """The median of the team's last answers, in minutes; None before there were five."""
        with redis_coded():
            waited = sorted(float(each) for each in await self._redis.lrange(ANSWERS, 0, -1))
        return max(1, round(waited[len(waited) // 2] / 60)) if len(waited) >= 5 else None
