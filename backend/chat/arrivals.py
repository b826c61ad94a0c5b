"""What people hear of a message: screens at once, the inbox once its thread has followed, whoever is away by a notice.

All of it may be done twice to the effect of once; screens know messages by their numbers.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from redis.asyncio import Redis

from backend.accounts.model import Person
from backend.accounts.notices import notice_wanted
from backend.accounts.people import People
from backend.chat.model import Message, Thread, digest_of, notice_of, thread_topic
from backend.chat.rules import Step, answered_after_s, read_by, unread_of
from backend.chat.schemas import MessageView
from backend.chat.views import Views, marks_of
from backend.contracts.events.notifications import Channel, NoticeWanted, NoticeWithdrawn
from backend.kernel.crypto import Keyring
from backend.kernel.errors import NotFound, Unavailable
from backend.kernel.events import Encoded, EventBus, encoded
from backend.kernel.language import LocalText
from backend.kernel.live import LiveBus, Telling
from backend.kernel.redis import redis_coded
from backend.web.presence import Presence

DESK_TOPIC = "chat:desk"
NOTICE_BY: list[Channel] = ["push", "im"]
"""Mail comes later, about all that is unread: `chat.digests`."""
NOTICE_AFTER = timedelta(seconds=10)
NOTICE_AFTER_IN_APP = timedelta(seconds=60)
ANSWERS = "gr:chat:answers"
ANSWERS_KEPT = 50
Asked = tuple[str, int]
"""A notice: whom it is to, and the first message that it is about."""


class Arrivals:
    def __init__(
        self,
        views: Views,
        people: People,
        presence: Presence,
        keyring: Keyring,
        bus: EventBus,
        live: LiveBus,
        redis: Redis,
    ) -> None:
        self._views = views
        self._people = people
        self._presence = presence
        self._keyring = keyring
        self._bus = bus
        self._live = live
        self._redis = redis

    async def tell(self, message: Message) -> MessageView:
        """Shows a message to who looks at its thread. Where Redis goes just now, screens fetch anew once it is back."""
        view = await self._views.message(message)
        with suppress(Unavailable):
            await self._live.publish(thread_topic(message.thread_id), "message", view)
        return view

    async def show(self, steps: Sequence[Step], again: Iterable[str]) -> None:
        """How the threads stand now, and to `again` the messages that they did not know of before."""
        tellings: list[Telling] = []
        rows = await asyncio.gather(*(self._views.row(step.after) for step in steps))
        for step, row in zip(steps, rows, strict=True):
            topic = thread_topic(step.after.id)
            views = [await self._views.message(each) for each in (step.fresh if step.after.id in again else ())]
            tellings += [Telling(topic, "message", view) for view in views]
            tellings += [Telling(topic, "marks", marks_of(step.after)), Telling(DESK_TOPIC, "thread", row)]
        if tellings:
            await self._live.publish_many(tellings)
        for step in steps:
            await self._note_answer(step.before, step.after)

    async def tell_desk(self, thread: Thread) -> None:
        await self._live.publish(DESK_TOPIC, "thread", await self._views.row(thread))

    async def ask_for_notices(self, steps: Sequence[Step], earlier: Mapping[str, set[Asked]]) -> dict[str, set[Asked]]:
        """What those who are away shall hear of, and nothing any more of what has been read; gives what was asked for.

        `earlier` was asked for by a try to save a thread that failed.
        """
        employer = await self._employer()
        wanted = [(step, message, to) for step in steps for message, to in await self._addressed(step) if employer]
        people = await self._people.people({to for _, _, to in wanted} | {step.after.candidate_id for step in steps})
        self._views.met(people.values())
        here = await self._presence.here(to for _, _, to in wanted)
        asked: dict[str, set[Asked]] = {step.after.id: set() for step in steps}
        events: list[Encoded] = []
        for step in steps:
            taken_back = {*read_by(step), *(each for each in earlier[step.after.id] if _is_read(step.after, each))}
            events += [encoded(gone) for each in sorted(taken_back) for gone in _withdrawn(step.after.id, each)]
        for step, message, to in wanted:
            if employer is not None and (person := people.get(to)) is not None:
                parameters = {
                    "first_name": person.first_name,
                    "sender": await self._views.name(message.author_id),
                    "employer": employer.in_language(person.language),
                    "count": str(unread_of(step.after, to)),
                }
                notice = self._notice(step.after, message, person, parameters, is_here=to in here)
                events.append(encoded(notice, id=f"evt_{notice.notice_id}:{message.number}"))
                asked[step.after.id].add((to, step.after.mark(to).read + 1))
        if events:
            await self._bus.publish_many(events)
        return asked

    async def _addressed(self, step: Step) -> list[tuple[Message, str]]:
        """The newest unread message to each side, and who shall hear of it."""
        found = []
        for message in {each.side: each for each in step.fresh}.values():
            to = step.after.candidate_id if message.side == "team" else await self._views.contact_of(step.after)
            if to is not None and message.number > step.after.mark(to).read:
                found.append((message, to))
        return found

    async def _employer(self) -> LocalText | None:
        """None before the installation has been given one: then nobody gets notices."""
        try:
            return await self._views.employer()
        except NotFound:
            return None

    def _notice(
        self, thread: Thread, message: Message, person: Person, parameters: dict[str, str], *, is_here: bool
    ) -> NoticeWanted:
        notice_id = notice_of(thread.id, person.id, thread.mark(person.id).read + 1)
        path = "/chat" if person.kind == "candidate" else f"/staff/inbox/{thread.id}"
        return notice_wanted(
            self._keyring, notice_id, person, "chat_message", parameters, path, revision=message.number,
            due_at=message.at + (NOTICE_AFTER_IN_APP if is_here else NOTICE_AFTER), channels=NOTICE_BY,
        )  # fmt: skip

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


def _is_read(thread: Thread, asked: Asked) -> bool:
    account_id, first = asked
    return thread.mark(account_id).read >= first


def _withdrawn(thread_id: str, asked: Asked) -> list[NoticeWithdrawn]:
    account_id, first = asked
    ids = (notice_of(thread_id, account_id, first), digest_of(thread_id, account_id, first))
    return [NoticeWithdrawn(notice_id, account_id) for notice_id in ids]
