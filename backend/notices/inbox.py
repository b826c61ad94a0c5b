"""A person's inbox: everything that was due, on all of their devices in step."""

from typing import Any

import msgspec

from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring, SealBroken
from backend.kernel.errors import NotFound
from backend.kernel.live import LiveBus
from backend.notices import rules
from backend.notices.model import Channel, Notice, SendingState, Shown
from backend.notices.places import inbox_topic, message_place
from backend.notices.repository import Notices
from backend.notices.schemas import InboxItem, NoticeInbox
from backend.web.paging import cursor, moment_of

_CHANNELS: dict[str, Channel] = {"push": "push", "sms": "sms", "email": "email", "im": "im"}
_READ_AT_ONCE = 200


class Inboxes:
    """Reads and marks. Each change is told on `account:{id}` (`notices_read`, with how many are left)."""

    def __init__(self, notices: Notices, keyring: Keyring, live: LiveBus, *, clock: Clock = utc_now) -> None:
        self._notices = notices
        self._keyring = keyring
        self._live = live
        self._clock = clock

    async def page(self, account_id: str, limit: int, after: str | None) -> NoticeInbox:
        """Raises: 400 cursor_invalid."""
        wanted: dict[str, Any] = {"account_id": account_id, "shown_at": {"$ne": None}}
        if after is not None:
            wanted["shown_at"] = {"$lt": moment_of(after)}
        found = await self._notices.find(wanted, sort=[("shown_at", -1)], limit=limit)
        items = [item for notice in found if (item := self._item(notice)) is not None]
        more = cursor(found[-1].shown_at.isoformat()) if len(found) == limit and found[-1].shown_at else None
        is_all = after is None and len(found) < limit
        unread = sum(notice.read_at is None for notice in found) if is_all else await self.unread(account_id)
        return NoticeInbox(items, unread, more)

    async def unread(self, account_id: str) -> int:
        return await self._notices.count({"account_id": account_id, "shown_at": {"$ne": None}, "read_at": None})

    async def read(self, account_id: str, ids: list[str] | None) -> int:
        """Marks as read; gives how many are left. Ids of others are passed over."""
        wanted: dict[str, Any] = {"account_id": account_id, "shown_at": {"$ne": None}, "read_at": None}
        if ids is not None:
            wanted["_id"] = {"$in": ids}
        while found := await self._notices.find(wanted, limit=_READ_AT_ONCE):
            for notice in found:
                await self._notices.update(notice.id, lambda known: (rules.read(known, self._clock()), ()))
        return await self._tell(account_id)

    async def seen(self, token: str, state: SendingState) -> str:
        """What a device or a click says of a notice (`token` or `token.channel`); gives where the notice leads.

        Raises: NotFound notice_unknown.
        """
        token, _, channel = token.partition(".")
        notice = await self._notices.by_token(token)
        if notice is None or notice.shown_at is None:
            raise NotFound("notice_unknown", "There is no such notice.")
        now, by = self._clock(), _CHANNELS.get(channel)
        before = notice.read_at
        after = await self._notices.update(notice.id, lambda known: (rules.seen(known, by, state, now), ()))
        if after.read_at != before:
            await self._tell(notice.account_id)
        item = self._item(after)
        return item.path if item else "/"

    async def _tell(self, account_id: str) -> int:
        left = await self.unread(account_id)
        await self._live.publish(inbox_topic(account_id), "notices_read", {"unread": left})
        return left

    def _item(self, notice: Notice) -> InboxItem | None:
        if notice.message_sealed is None or notice.shown_at is None:
            return None
        try:
            shown = msgspec.json.decode(self._keyring.open(notice.message_sealed, message_place(notice.id)), type=Shown)
        except (SealBroken, msgspec.MsgspecError):
            return None
        return InboxItem(
            id=notice.id, kind=notice.kind, title=shown.title, short=shown.short, body=shown.body, button=shown.button,
            path=shown.path, urgency=notice.urgency, at=notice.shown_at, read_at=notice.read_at,
        )  # fmt: skip
