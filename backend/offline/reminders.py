"""Reminders of answers that lie unsent on a phone: one and three days after the questions were taken along.

Taking questions along counts as something to send until a receipt says otherwise, for a phone that stays offline
cannot tell. What the phone tells when it is online (`AnswersWaiting`) sets the two days anew.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import msgspec

from backend.accounts.model import Person
from backend.accounts.notices import notice_wanted
from backend.contracts.events.notifications import NoticeWithdrawn
from backend.contracts.events.reminders import DeadlineChanged
from backend.kernel.clock import Clock, epoch_ms
from backend.kernel.crypto import Keyring
from backend.kernel.errors import NotFound
from backend.offline.model import Pack
from backend.offline.repository import Packs
from backend.offline.schemas import AnswersWaiting

KIND = "offline_answers_waiting"
DAYS = (1, 3)
PATH = "/offline"


class Reminders:
    def __init__(
        self, packs: Packs, person_of: Callable[[str], Awaitable[Person]], keyring: Keyring, clock: Clock
    ) -> None:
        self._packs = packs
        self._person_of = person_of
        self._keyring = keyring
        self._clock = clock

    async def begun(self, pack: Pack) -> tuple[Pack, list[msgspec.Struct]]:
        """A new pack, and the notices to save with it."""
        person = await self._person_of(pack.account_id)
        return self._set(pack, person)

    async def waiting(self, account_id: str, said: AnswersWaiting) -> None:
        """What a device still has. Raises: NotFound pack_unknown."""
        found = await self._packs.find({"account_id": account_id, "interview_id": said.interview_id})
        mine = [pack for pack in found if pack.device == said.device]
        if not mine:
            raise NotFound("pack_unknown", "There is no such question pack.")
        person = await self._person_of(account_id)
        newest = max(mine, key=lambda pack: pack.issued_at)

        def change(pack: Pack) -> tuple[Pack, list[msgspec.Struct]]:
            if said.answers == 0 or pack.is_over:
                return self._stopped(pack)
            if pack.waiting == said.answers and pack.is_reminding:
                return pack, []
            known, wanted = self._set(msgspec.structs.replace(pack, waiting=said.answers), person)
            return known, [*wanted, self._debt(known, said.answers)]

        await self._packs.update(newest.id, change)

    async def received(self, pack_id: str, question_id: str) -> None:
        """One answer of the pack has come: the reminders end with the last one that was told of."""
        now = self._clock()

        def change(pack: Pack) -> tuple[Pack, list[msgspec.Struct]]:
            if question_id in pack.answered:
                return pack, []
            answered = msgspec.structs.replace(pack, answered={**pack.answered, question_id: now})
            left = max(0, (pack.waiting or 1) - 1)
            if left == 0:
                return self._stopped(answered)
            return msgspec.structs.replace(answered, waiting=left), [self._debt(answered, left)]

        try:
            await self._packs.update(pack_id, change)
        except NotFound:
            return

    async def not_awaited(self, interview_id: str) -> None:
        """The interview takes no answers any more: nobody is reminded of them, whatever a phone still says."""

        def change(pack: Pack) -> tuple[Pack, list[msgspec.Struct]]:
            stopped, told = self._stopped(pack)
            return msgspec.structs.replace(stopped, is_over=True), told

        for pack in await self._packs.find({"interview_id": interview_id}):
            if not pack.is_over:
                await self._packs.update(pack.id, change)

    def _set(self, pack: Pack, person: Person) -> tuple[Pack, list[msgspec.Struct]]:
        notices = pack.notices + 1
        parameters = {"deadline_at": pack.deadline.isoformat()}
        wanted: list[msgspec.Struct] = [
            notice_wanted(
                self._keyring, notice_id(pack, day), person, KIND, parameters, PATH, revision=notices,
                due_at=self._clock() + timedelta(days=day), expires_at=pack.deadline + timedelta(days=14),
            )
            for day in DAYS
        ]  # fmt: skip
        return msgspec.structs.replace(pack, notices=notices, is_reminding=True), wanted

    def _stopped(self, pack: Pack) -> tuple[Pack, list[msgspec.Struct]]:
        changed = msgspec.structs.replace(pack, waiting=0, is_reminding=False)
        if not pack.is_reminding:
            return changed, []
        withdrawn = [NoticeWithdrawn(notice_id(pack, day), pack.account_id) for day in DAYS]
        return changed, [*withdrawn, self._debt(pack, 0)]

    def _debt(self, pack: Pack, answers: int) -> DeadlineChanged:
        """For the reminders that go by the deadline."""
        revision = epoch_ms(self._clock())
        due_at = pack.deadline if answers else None
        return DeadlineChanged(pack.interview_id, "answers_unsent", revision, due_at, answers)


def notice_id(pack: Pack, day: int) -> str:
    return f"offline_day_{day}:{pack.id}:{pack.account_id}"
