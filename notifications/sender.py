"""Sends what is due: looks into MongoDB, takes each notice by a short lease, tries a channel, notes what came of it.

However many notifiers run and die, a notice that is due is found by one of them: whoever takes it moves its `look_at`
on by the lease and renews that while at work; after SIGKILL it is due again within 3 s. A process that stood still for
so long leaves what it had not begun to the others. What a dead one had just handed to a provider goes out again under
the same Message-ID, topic and idempotency key, so that it is known as one.
"""

import asyncio
import random
import secrets
from datetime import datetime, timedelta

import msgspec
import structlog

from backend.contracts.events.notifications import Urgency
from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import GreenroomError
from backend.kernel.ids import new_id
from backend.kernel.redis import Outage, honour_cancellation
from backend.notices.model import Notice
from backend.notices.repository import Notices
from notifications.finding import Finding
from notifications.occasions import Occasions, Surroundings

URGENCIES: tuple[Urgency, ...] = ("high", "normal", "low")
LEASE = timedelta(seconds=3)
RENEWAL = timedelta(seconds=1)
LOOK_S = 1.0
LOOK_AGAIN_S = 0.2
"""Between two looks that find less than there is room for: what becomes due meanwhile is taken in one go."""

GATHER_S = 0.05
"""So long what came of notices waits for more of it; what a killed process had not noted goes out again as the same."""

AT_ONCE = 16
HELD_MAX = 96
_FOUND_MAX = 192

_log = structlog.get_logger()


class _Results:
    """What came of some notices, and when it is stored."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.noted: asyncio.Future[None] = asyncio.get_running_loop().create_future()


class _Held(msgspec.Struct):
    """A notice that is being worked on, and until when nobody else takes it."""

    task: asyncio.Task[None]
    until: datetime


class Sender:
    """One process's share of the sending."""

    def __init__(
        self, notices: Notices, occasions: Occasions, *, clock: Clock = utc_now, at_once: int = AT_ONCE
    ) -> None:
        self._notices = notices
        self._occasions = occasions
        self._clock = clock
        self._finding = Finding(notices, clock)
        self._token = secrets.token_hex(8)
        self._free = asyncio.Semaphore(at_once)
        self._held_max = HELD_MAX * at_once // AT_ONCE
        self._working: dict[str, _Held] = {}
        self._over = asyncio.Event()
        self._wake = asyncio.Event()
        self._results: _Results | None = None
        self._filled = asyncio.Event()

    def nudge(self) -> None:
        """Something may be due."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled; what is being sent then is given up and found by another."""
        beside = [
            asyncio.create_task(self._renew(), name="sender: leases"),
            asyncio.create_task(self._save(), name="sender: saves"),
        ]
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
                elif len(self._working) < self._held_max // 2:
                    await asyncio.sleep(LOOK_AGAIN_S)
        finally:
            tasks = [*beside, *(held.task for held in self._working.values())]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _look(self) -> int:
        """Starts work on what is due, many in one go; gives how many were taken."""
        self._wake.clear()
        while (room := self._held_max - len(self._working)) < self._held_max // 2:
            self._over.clear()
            await self._over.wait()
        for urgency in URGENCIES:
            if taken := await self._take(urgency, room):
                return taken
        return 0

    async def _take(self, urgency: Urgency, room: int) -> int:
        """What cannot wait goes before what can: a campaign of many thousands holds no reminder back."""
        now = self._clock()
        due = [id for id in await self._finding.due(urgency, _FOUND_MAX) if id not in self._working]
        if not due:
            return 0
        chosen = random.sample(due, min(room, len(due)))
        until = now + LEASE
        taken = await self._notices.take(chosen, now, until, f"{self._token}:{new_id('tkn')}")
        if taken:
            around = await self._occasions.look_up(taken)
            for notice in taken:
                self._begin(notice, around, until)
        return len(taken)

    def _begin(self, notice: Notice, around: Surroundings, until: datetime) -> None:
        task = asyncio.create_task(self._work(notice, around), name="sender: notice")
        self._working[notice.id] = _Held(task, until)

        def over(_: object) -> None:
            self._working.pop(notice.id, None)
            self._over.set()

        task.add_done_callback(over)

    async def _work(self, notice: Notice, around: Surroundings) -> None:
        try:
            async with self._free:
                if self._working[notice.id].until <= self._clock():
                    _log.info("notice_left_to_others", notice_kind=notice.kind)
                    return
                after = await self._occasions.carry_out(notice, around)
            if self._results is None:
                self._results = _Results()
            self._results.notices.append(after)
            self._filled.set()
            await asyncio.shield(self._results.noted)
        except GreenroomError as error:
            _log.warning("notice_put_off", notice_kind=notice.kind, error=error.code)
        except Exception as error:  # noqa: BLE001 one notice hurts no other; it is tried again after its lease
            _log.error("notice_failed", notice_kind=notice.kind, exc_info=error)

    async def _save(self) -> None:
        """Notes what came of them: what was carried out while one note is under way goes with the next."""
        outage = Outage("sender")
        while True:
            honour_cancellation()
            await self._filled.wait()
            await asyncio.sleep(GATHER_S)
            self._filled.clear()
            results, self._results = self._results, None
            while results is not None:
                try:
                    saved = await self._notices.save_each(results.notices)
                except GreenroomError as error:
                    await outage.pause(error)
                    continue
                outage.over()
                results.noted.set_result(None)
                if saved < len(results.notices):
                    _log.info("notices_changed_meanwhile", count=len(results.notices) - saved)
                break

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEWAL.total_seconds())
            now = self._clock()
            held = {id: each for id, each in self._working.items() if now < each.until < now + LEASE - RENEWAL}
            try:
                await self._notices.hold(list(held), now + LEASE)
            except GreenroomError as error:
                _log.warning("notice_leases_unrenewed", error=error.code)
                continue
            for each in held.values():
                each.until = now + LEASE

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(LOOK_S * random.uniform(0.5, 1.0)):  # noqa: S311
                await self._wake.wait()
        except TimeoutError:
            pass
