"""Sends what is due: looks into MongoDB, takes each notice by a short lease, tries a channel, notes what came of it.

However many notifiers run and die, a notice that is due is found by one of them: whoever takes it moves its `look_at`
on by the lease and renews that while at work; after SIGKILL it is due again within 6 s. What the dead one had just
handed to a provider goes out again under the same Message-ID, topic and idempotency key, so that it is known as one.
"""

import asyncio
import random
from datetime import timedelta

import structlog

from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import Conflict, GreenroomError
from backend.kernel.redis import Outage, honour_cancellation
from backend.notices.model import Notice
from backend.notices.repository import Notices
from notifications.occasions import Occasions

LEASE = timedelta(seconds=6)
RENEWAL_S = 2.0
LOOK_S = 1.0
AT_ONCE = 16
_FOUND_MAX = 128

_log = structlog.get_logger()


class Sender:
    """One process's share of the sending."""

    def __init__(
        self, notices: Notices, occasions: Occasions, *, clock: Clock = utc_now, at_once: int = AT_ONCE
    ) -> None:
        self._notices = notices
        self._occasions = occasions
        self._clock = clock
        self._free = asyncio.Semaphore(at_once)
        self._at_once = at_once
        self._working: dict[str, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()

    def nudge(self) -> None:
        """Something may be due."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled; what is being sent then is given up and found by another."""
        renewal = asyncio.create_task(self._renew(), name="sender: leases")
        outage = Outage("sender")
        try:
            while True:
                honour_cancellation()
                try:
                    found = await self._look()
                    outage.over()
                except GreenroomError as error:
                    await outage.pause(error)
                    continue
                if not found:
                    await self._rest()
        finally:
            tasks = [renewal, *self._working.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _look(self) -> int:
        """Starts work on what is due; gives how many were taken."""
        self._wake.clear()
        due = await self._notices.due(self._clock(), _FOUND_MAX)
        random.shuffle(due)
        taken = 0
        for notice in due:
            await self._free.acquire()
            held = None
            try:
                held = None if notice.id in self._working else await self._take(notice)
            finally:
                if held is None:
                    self._free.release()
            if held is not None:
                taken += 1
                self._begin(held)
        return taken

    async def _take(self, notice: Notice) -> Notice | None:
        """The notice with its new version; None where another was faster or nothing is due any more."""
        now = self._clock()
        if notice.look_at is None or notice.look_at > now:
            return None
        wanted = {"_id": notice.id, "version": notice.version, "look_at": {"$lte": now}}
        update = {"$set": {"look_at": now + LEASE}, "$inc": {"version": 1}}
        if (await self._notices.collection.update_one(wanted, update)).matched_count == 0:
            return None
        return self._occasions.taken(notice, now + LEASE)

    def _begin(self, notice: Notice) -> None:
        task = asyncio.create_task(self._work(notice), name="sender: notice")
        self._working[notice.id] = task

        def over(_: object) -> None:
            self._working.pop(notice.id, None)
            self._free.release()

        task.add_done_callback(over)

    async def _work(self, notice: Notice) -> None:
        try:
            after = await self._occasions.carry_out(notice)
            await self._notices.save(after)
        except Conflict:
            _log.info("notice_changed_meanwhile", notice_kind=notice.kind)
        except GreenroomError as error:
            _log.warning("notice_put_off", notice_kind=notice.kind, error=error.code)
        except Exception as error:  # noqa: BLE001 one notice hurts no other; it is tried again after its lease
            _log.error("notice_failed", notice_kind=notice.kind, exc_info=error)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEWAL_S)
            try:
                await self._notices.hold(list(self._working), self._clock() + LEASE)
            except GreenroomError as error:
                _log.warning("notice_leases_unrenewed", error=error.code)

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(LOOK_S * random.uniform(0.5, 1.0)):  # noqa: S311
                await self._wake.wait()
        except TimeoutError:
            pass
