"""What went out to whom and what became of it, for HR; dead letters can be sent again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from backend.accounts.people import People
from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import Conflict
from backend.notices import rules
from backend.notices.model import Channel, Notice, NoticeState
from backend.notices.repository import Notices, Suppressions
from backend.notices.schemas import DeliveryPage, DeliveryRow, Suppressed, SuppressionRow
from backend.privacy.audit import Audit
from backend.web.auth import Actor
from backend.web.paging import cursor, moment_of

FIRST_SPAN = timedelta(hours=1)
OLDEST = timedelta(days=730)
SUPPRESSIONS_SHOWN = 500


class DeliveryLog:
    """Reads are in the audit log; what a notice says is not shown, only what became of it."""

    def __init__(
        self, notices: Notices, suppressions: Suppressions, people: People, audit: Audit, *, clock: Clock = utc_now
    ) -> None:
        self._notices = notices
        self._suppressions = suppressions
        self._people = people
        self._audit = audit
        self._clock = clock

    async def page(
        self, actor: Actor, state: NoticeState | None, channel: Channel | None, kind: str | None, limit: int,
        after: str | None,
    ) -> DeliveryPage:  # fmt: skip
        """Newest first. Raises: 400 cursor_invalid."""
        wanted: dict[str, Any] = {}
        if state is not None:
            wanted["state"] = state
        if channel is not None:
            wanted["sendings.channel"] = channel
        if kind is not None:
            wanted["kind"] = kind
        before = moment_of(after) if after else self._clock() + timedelta(seconds=1)
        found = await self._newest(wanted, before, limit)
        await self._audit.record_once(actor, "deliveries.read", "deliveries", {"state": state or "any"})
        more = cursor(found[-1].created_at.isoformat()) if len(found) == limit else None
        names = await self._people.names(notice.account_id for notice in found)
        return DeliveryPage([_row(notice, names) for notice in found], more)

    async def again(self, actor: Actor, notice_id: str) -> DeliveryRow:
        """Sends a dead letter once more. Raises: NotFound notice_unknown · Conflict notice_not_dead."""
        now = self._clock()

        def revive(known: Notice) -> tuple[Notice, tuple[()]]:
            if known.state not in ("failed", "expired"):
                raise Conflict("notice_not_dead", "Only what failed or expired can be sent again.")
            return rules.again(known, now), ()

        notice = await self._notices.update(notice_id, revive)
        await self._audit.record(actor, "delivery.again", notice_id)
        return _row(notice, await self._people.names([notice.account_id]))

    async def suppressed(self, actor: Actor) -> Suppressed:
        """The addresses that are not written to, by whose they are."""
        found = await self._suppressions.find({}, limit=SUPPRESSIONS_SHOWN)
        await self._audit.record_once(actor, "suppressions.read", "suppressions", {})
        names = await self._people.names(each.account_id for each in found)
        rows = [
            SuppressionRow(each.id, each.account_id, names.get(each.account_id, ""), each.channel, each.reason, each.at)
            for each in found
        ]
        return Suppressed(sorted(rows, key=lambda row: row.at, reverse=True))

    async def lift(self, actor: Actor, suppression_id: str) -> None:
        """Writes to the address again. What a person has ended they alone take back.

        Raises: NotFound suppression_unknown · Conflict suppression_chosen.
        """
        known = await self._suppressions.require(suppression_id)
        if known.reason == "unsubscribed":
            raise Conflict("suppression_chosen", "This person has ended the mails; only they can have them again.")
        await self._suppressions.delete(suppression_id)
        await self._audit.record(actor, "suppression.lifted", known.account_id)

    async def _newest(self, wanted: dict[str, Any], before: datetime, limit: int) -> list[Notice]:
        """By spans of time that widen, so that no more is sorted than is about to be shown."""
        found: list[Notice] = []
        span, oldest = FIRST_SPAN, self._clock() - OLDEST
        while len(found) < limit and before > oldest:
            within = {**wanted, "created_at": {"$lt": before, "$gte": before - span}}
            found += await self._notices.find(within, sort=[("created_at", -1)], limit=limit - len(found))
            before, span = before - span, span * 4
        return found


def _row(notice: Notice, names: Mapping[str, str]) -> DeliveryRow:
    return DeliveryRow(
        id=notice.id, kind=notice.kind, account_id=notice.account_id, name=names.get(notice.account_id, ""),
        language=notice.language, urgency=notice.urgency, state=notice.state, created_at=notice.created_at,
        due_at=notice.due_at, look_at=notice.look_at, shown_at=notice.shown_at, read_at=notice.read_at,
        sendings=notice.sendings,
    )  # fmt: skip
