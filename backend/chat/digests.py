"""One mail about what was not read: to a candidate of a thread that has come to rest, to the team of who waits.

Nobody is written to while people are still talking, and quiet hours hold these mails. Looked for every minute by one
process; asked for twice it is one notice, and Redis remembers what was asked for so that it need not be again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from redis.asyncio import Redis

from backend.accounts.asked import Asked
from backend.accounts.notices import notice_wanted
from backend.accounts.people import People
from backend.chat.model import Thread, digest_of
from backend.chat.repository import Messages, Threads
from backend.chat.rules import unread_of
from backend.chat.views import Views
from backend.contracts.events.notifications import Channel, NoticeWithdrawn
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import NotFound
from backend.kernel.events import EventBus
from backend.kernel.redis import redis_coded

AT_REST = timedelta(minutes=10)
"""How long nobody has written before a candidate gets the mail."""
UNANSWERED = timedelta(minutes=30)
LOOKED_BACK = timedelta(hours=8)
"""How long the houses' processes may have been away before a mail is no longer made up for."""
WAITING_BACK = timedelta(days=14)
EVERY_H = 4
"""The team hears of who waits at most once in so many hours."""
NAMES_MAX = 3
SENDERS_OF = 20
BY: list[Channel] = ["email"]
_ASKED = "gr:chat:digest"
_ASKED_S = int(LOOKED_BACK.total_seconds()) + 86_400


class Digests:
    def __init__(
        self, threads: Threads, messages: Messages, views: Views, people: People, keyring: Keyring, bus: EventBus,
        redis: Redis, clock: Clock,
    ) -> None:  # fmt: skip
        self._threads = threads
        self._messages = messages
        self._views = views
        self._people = people
        self._keyring = keyring
        self._bus = bus
        self._redis = redis
        self._asked = Asked(redis, _ASKED, _ASKED_S)
        self._clock = clock

    async def look(self) -> None:
        """Raises: Unavailable, where a store is away; the next look finds the same."""
        now = self._clock()
        await self._to_candidates(now)
        await self._to_the_team(now)

    async def _to_candidates(self, now: datetime) -> None:
        async for thread in self._threads.between("last_at", now - LOOKED_BACK, now - AT_REST):
            unread = unread_of(thread, thread.candidate_id)
            if unread <= 0 or thread.last_side != "team":
                continue
            notice_id = digest_of(thread.id, thread.candidate_id, thread.mark(thread.candidate_id).read + 1)
            if not await self._asked.knows(notice_id):
                await self._ask(
                    notice_id, thread.candidate_id, "chat_digest", "/chat", 0,
                    {"senders": await self._senders(thread, unread), "count": str(unread)},
                )  # fmt: skip
                await self._asked.note(notice_id)

    async def _senders(self, thread: Thread, unread: int) -> str:
        first = thread.last_number - min(unread, SENDERS_OF) + 1
        messages = await self._messages.between(thread.id, "talk", first, thread.last_number)
        authors = dict.fromkeys(each.author_id for each in messages if each.side == "team")
        names = [name for author in authors if (name := await self._views.name(author))]
        return _listed(names)

    async def _to_the_team(self, now: datetime) -> None:
        waiting: dict[str, list[Thread]] = {}
        async for thread in self._threads.between("waiting_since", now - WAITING_BACK, now - UNANSWERED):
            is_awake = thread.snoozed_until is None or thread.snoozed_until <= now
            if is_awake and (member := await self._views.contact_of(thread)) is not None:
                waiting.setdefault(member, []).append(thread)
        known = await self._known(now)
        for member, threads in waiting.items():
            if known.get(member) != (told := _told(threads)):
                await self._ask_member(member, threads, now, is_new=member not in known)
                await self._remember(now, member, told)
        for member in known.keys() - waiting.keys():
            await self._bus.publish(NoticeWithdrawn(waiting_of(member, now), member))
            await self._remember(now, member, None)

    async def _ask_member(self, member: str, threads: Sequence[Thread], now: datetime, *, is_new: bool) -> None:
        """What an earlier notice of the same kind still says, held by the night, is said by this one."""
        if is_new:
            earlier = waiting_of(member, now - timedelta(hours=EVERY_H))
            await self._bus.publish(NoticeWithdrawn(earlier, member))
        names = [name for thread in threads if (name := await self._views.name(thread.candidate_id))]
        await self._ask(
            waiting_of(member, now), member, "chat_waiting", "/staff/inbox", int(now.timestamp()),
            {"candidates": _listed(names), "count": str(len(threads))},
        )  # fmt: skip

    async def _ask(
        self, notice_id: str, account_id: str, kind: str, path: str, revision: int, parameters: dict[str, str]
    ) -> None:
        try:
            person = await self._people.person(account_id)
            employer = (await self._views.employer()).in_language(person.language)
        except NotFound:
            return
        notice = notice_wanted(
            self._keyring, notice_id, person, kind, parameters | {"employer": employer}, path, revision=revision,
            urgency="low", channels=BY,
        )  # fmt: skip
        await self._bus.publish(notice, id=f"evt_{notice_id}:{revision}")

    async def _known(self, now: datetime) -> dict[str, str]:
        """Whom of the team this stretch's notice went to, and about which threads."""
        with redis_coded():
            rows: Any = await self._redis.hgetall(_stretch_key(now))
        return {member.decode(): told.decode() for member, told in rows.items()}

    async def _remember(self, now: datetime, member: str, told: str | None) -> None:
        key = _stretch_key(now)
        with redis_coded():
            if told is None:
                await self._redis.hdel(key, member)
                return
            await self._redis.hset(key, member, told)
            await self._redis.expire(key, EVERY_H * 3600)


def waiting_of(member_id: str, now: datetime) -> str:
    """One mail a stretch of hours."""
    return f"chat_waiting:{member_id}:{_stretch(now)}"


def _stretch(now: datetime) -> int:
    return int(now.timestamp()) // (EVERY_H * 3600)


def _stretch_key(now: datetime) -> str:
    return f"{_ASKED}:waiting:{_stretch(now)}"


def _told(threads: Sequence[Thread]) -> str:
    return msgspec.json.encode(sorted(thread.id for thread in threads)).decode()


def _listed(names: Sequence[str]) -> str:
    """Some names and how many more there are: read in either language."""
    distinct = list(dict.fromkeys(names))
    more = len(distinct) - NAMES_MAX
    return " · ".join(distinct[:NAMES_MAX]) + (f" +{more}" if more > 0 else "")
