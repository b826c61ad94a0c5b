"""Calendars that members subscribe to: fetched again and again, read apart, and only the busy times kept.

Whatever is wrong with one is told by a code, and what was last read well goes on to count.
"""

import asyncio
import sys
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec
import structlog

from backend.kernel.children import die_with_parent
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, GreenroomError, Invalid
from backend.kernel.ids import new_id
from backend.kernel.outgoing import Answer, Outgoing
from backend.scheduling.ics_reader import Reading, Task
from backend.scheduling.model import BUSY_FEEDS, BusyFeed
from backend.scheduling.repository import Availabilities, BusyFeeds

EVERY = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=6)
HORIZON = timedelta(days=92)
FETCH_WITHIN_S = 15.0
READ_WITHIN_S = 12.0
MAX_BYTES = 2 * 1024 * 1024
FEEDS_MAX = 5
_PROBLEMS = {
    "outgoing_refused": "feed_address_forbidden",
    "outgoing_url_invalid": "feed_address_forbidden",
    "outgoing_timeout": "feed_slow",
    "outgoing_too_large": "feed_too_large",
    "outgoing_unreadable": "feed_malformed",
}
_log = structlog.get_logger()


class Feeds:
    def __init__(
        self, records: BusyFeeds, availabilities: Availabilities, outgoing: Outgoing, keyring: Keyring, clock: Clock
    ) -> None:
        self.records = records
        self._availabilities = availabilities
        self._outgoing = outgoing
        self._keyring = keyring
        self._clock = clock
        self._readers = asyncio.Semaphore(2)

    async def subscribe(self, member_id: str, url: str) -> BusyFeed:
        """Fetched at once; kept also where that fails, for it may come back. webcal:// means https://.

        Raises: Invalid feed_address_forbidden · Conflict feeds_too_many.
        """
        address = "https://" + url[9:] if url.lower().startswith("webcal://") else url
        await self._ensure_allowed(address)
        if await self.records.count({"member_id": member_id}) >= FEEDS_MAX:
            raise Conflict("feeds_too_many", "There are five calendars already.", most=FEEDS_MAX)
        feed_id = new_id(BusyFeed.id_prefix)
        feed = BusyFeed(
            id=feed_id,
            member_id=member_id,
            host=urlsplit(address).hostname or "",
            address_sealed=self._keyring.seal(address.encode(), _place(feed_id)),
            next_at=self._clock(),
        )
        return await self.refresh(await self.records.insert(feed))

    async def _ensure_allowed(self, address: str) -> None:
        try:
            await self._outgoing.check(address)
        except Invalid as error:
            raise Invalid("feed_address_forbidden", "This address is not a public one.") from error
        except GreenroomError:
            return  # not there now is told as the feed's problem

    async def refresh(self, feed: BusyFeed) -> BusyFeed:
        """The feed after one more try, stored."""
        now = self._clock()
        zone = await self._zone_of(feed.member_id)
        reading = await self._look(feed, now, zone)

        def change(known: BusyFeed) -> tuple[BusyFeed, list[msgspec.Struct]]:
            return after(known, reading, now), []

        return await self.records.update(feed.id, change)

    async def refresh_due(self, limit: int = 20) -> int:
        """All that are due; gives how many."""
        due = await self.records.find({"next_at": {"$lte": self._clock()}}, limit=limit)
        for feed in due:
            try:
                await self.refresh(feed)
            except GreenroomError as error:
                _log.warning("feed_skipped", feed=feed.id, code=error.code)
        return len(due)

    async def _look(self, feed: BusyFeed, now: datetime, zone: str) -> Reading:
        try:
            address = self._keyring.open(feed.address_sealed, _place(feed.id)).decode()
            asked = {"accept": "text/calendar, */*;q=0.1"}
            answer = await self._outgoing.get(address, headers=asked, max_bytes=MAX_BYTES, timeout_s=FETCH_WITHIN_S)
        except GreenroomError as error:
            return Reading(problem=_PROBLEMS.get(error.code, "feed_unreachable"))
        if answer.status != 200:
            return Reading(problem="feed_refused" if answer.status < 500 else "feed_unreachable")
        return await self.read(answer, now, zone)

    async def read(self, answer: Answer, now: datetime, zone: str) -> Reading:
        """What the file says, read by a process of its own."""
        task = Task(answer.body, now - timedelta(days=1), now + HORIZON, zone)
        async with self._readers:
            return await read_apart(task)

    async def _zone_of(self, member_id: str) -> str:
        known = await self._availabilities.get(member_id)
        return known.pattern.zone if known else "UTC"


async def read_apart(task: Task, *, within_s: float = READ_WITHIN_S) -> Reading:
    """`ics_reader.read` in a process with limited memory and time, killed where it does not end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "backend.scheduling.ics_reader",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        preexec_fn=die_with_parent(),
    )  # fmt: skip
    try:
        async with asyncio.timeout(within_s):
            said, _ = await process.communicate(msgspec.msgpack.encode(task))
    except TimeoutError:
        return Reading(problem="feed_endless")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        return Reading(problem="feed_endless")
    try:
        return msgspec.msgpack.decode(said, type=Reading)
    except msgspec.MsgspecError:
        return Reading(problem="feed_malformed")


def after(feed: BusyFeed, reading: Reading, now: datetime) -> BusyFeed:
    """The feed after a try. A failed one keeps what was read before and is repeated after a growing pause."""
    if reading.problem is None:
        return msgspec.structs.replace(
            feed, busy=reading.busy, read_at=now, problem=None, failures=0, next_at=now + EVERY
        )
    pause = min(EVERY * 2**feed.failures, LONGEST_PAUSE)
    return msgspec.structs.replace(
        feed, problem=reading.problem, failures=min(feed.failures + 1, 10), next_at=now + pause
    )


def _place(feed_id: str) -> bytes:
    return f"{BUSY_FEEDS}/{feed_id}/address".encode()
