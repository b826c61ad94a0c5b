"""From the wish for a notice to a document that outlives every process, one for a person and an occasion."""

from collections.abc import Callable

import msgspec

from backend.contracts.events.notifications import NoticeWanted, NoticeWithdrawn
from backend.contracts.events.privacy import PersonErased
from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.events import Received
from backend.notices import rules
from backend.notices.keeping import notice_of
from backend.notices.model import Notice
from backend.notices.repository import Notices, PreferenceRecords, PushSubscriptions, Suppressions


class Keeping:
    """Idempotent by notice id and revision. `nudge` tells the sender that something may be due."""

    def __init__(
        self, notices: Notices, preferences: PreferenceRecords, subscriptions: PushSubscriptions,
        suppressions: Suppressions, nudge: Callable[[], None], *, clock: Clock = utc_now,
    ) -> None:  # fmt: skip
        self._notices = notices
        self._preferences = preferences
        self._subscriptions = subscriptions
        self._suppressions = suppressions
        self._nudge = nudge
        self._clock = clock

    async def wanted(self, received: Received[NoticeWanted]) -> None:
        """Keeps the notice; a higher revision replaces what has not been sent yet, also what had been withdrawn."""
        event = received.event
        try:
            await self._notices.insert(notice_of(event, self._clock()))
        except Conflict:
            await self._replace(event)
        self._nudge()

    async def withdrawn(self, received: Received[NoticeWithdrawn]) -> None:
        """What has not been sent of it is not sent any more. (Events of one account come in order.)"""
        now = self._clock()

        def withdraw(known: Notice) -> tuple[Notice, tuple[()]]:
            if known.state not in ("waiting", "open"):
                return known, ()
            return rules.withdrawn(known, now), ()

        try:
            await self._notices.update(received.event.notice_id, withdraw)
        except NotFound:
            return

    async def erased(self, received: Received[PersonErased]) -> None:
        """Nothing is kept of what we told a person, nor of where."""
        account_id = received.event.account_id
        await self._notices.forget(account_id)
        await self._subscriptions.forget(account_id)
        await self._suppressions.forget(account_id)
        await self._preferences.delete(account_id)

    async def _replace(self, event: NoticeWanted) -> None:
        fresh = notice_of(event, self._clock())

        def renew(known: Notice) -> tuple[Notice, tuple[()]]:
            is_out = any(sending.is_out for sending in known.sendings)
            if event.revision <= known.revision or is_out or known.state == "done":
                return known, ()
            return msgspec.structs.replace(
                fresh, version=known.version, token=known.token, created_at=known.created_at
            ), ()

        await self._notices.update(event.notice_id, renew)
