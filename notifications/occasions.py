"""What becomes of one notice when it is due: held by quiet hours, put into the inbox, sent by the next channel."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

import msgspec
import structlog

from backend.contracts.events.notifications import NoticeContent
from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring, SealBroken
from backend.kernel.errors import Conflict, GreenroomError
from backend.kernel.live import LiveBus
from backend.notices import rules
from backend.notices.model import Channel, Notice, Preferences, Shown, Suppression
from backend.notices.places import content_place, inbox_topic, message_place
from backend.notices.repository import NoticeTemplates, PreferenceRecords, PushSubscriptions, Suppressions
from backend.notices.suppression import suppression_id
from backend.notices.unsubscribe import unsubscribe_token
from backend.notices.wording import Wording, WordingError, builtin, in_language, own_words, worded
from notifications.channels.outcome import Letter, NotSent

LIFE = timedelta(days=1)
_BOUNCES = frozenset({"smtp_550", "smtp_551", "smtp_553"})
"""The mail server says that there is no such mailbox."""

UNREADABLE = rules.Outcome("failed", "unreadable")

_log = structlog.get_logger()


class Sends(Protocol):
    """A channel. Raises: NotSent."""

    async def send(self, letter: Letter) -> Literal["sent", "accepted"]: ...


class Occasions:
    """Carries a notice one step on. Pure decisions are `notices.rules`'."""

    def __init__(
        self, preferences: PreferenceRecords, subscriptions: PushSubscriptions, suppressions: Suppressions,
        templates: NoticeTemplates, channels: Mapping[Channel, Sends], keyring: Keyring, live: LiveBus, base_url: str,
        employer_zone: str, *, clock: Clock = utc_now,
    ) -> None:  # fmt: skip
        self._preferences = preferences
        self._subscriptions = subscriptions
        self._suppressions = suppressions
        self._templates = templates
        self._channels = channels
        self._keyring = keyring
        self._live = live
        self._base_url = base_url
        self._employer_zone = employer_zone
        self._clock = clock
        self.missed: set[str] = set()
        """Codes of channels that somebody would have been reached by and that are not configured."""

    def taken(self, notice: Notice, until: datetime) -> Notice:
        return msgspec.structs.replace(notice, version=notice.version + 1, look_at=until)

    async def carry_out(self, notice: Notice) -> Notice:
        """The notice after this step, to be saved. Raises: Unavailable where a store is away."""
        now = self._clock()
        if rules.is_expired(notice, now):
            return rules.expired(notice, now) if notice.state == "waiting" else rules.settled(notice, now)
        preferences = await self._preferences.of(notice.account_id)
        try:
            content = self._content(notice)
            if notice.state == "waiting":
                zone = self._zone(preferences, content)
                rest = rules.rest_ends_at(preferences, notice.urgency, zone, now)
                if rest is not None and (notice.expires_at is None or rest < notice.expires_at):
                    return msgspec.structs.replace(notice, look_at=rest)
                notice = await self._shown(notice, content, zone, now)
        except (SealBroken, msgspec.MsgspecError):
            return self._dead(notice, "unreadable", now)
        except WordingError as error:
            return self._dead(notice, error.reason, now)
        return await self._send(notice, content, preferences, now)

    def _content(self, notice: Notice) -> NoticeContent:
        opened = self._keyring.open(notice.content_sealed, content_place(notice.id))
        return msgspec.json.decode(opened, type=NoticeContent)

    def _zone(self, preferences: Preferences, content: NoticeContent) -> ZoneInfo:
        return rules.zone_of(preferences.zone or content.parameters.get("zone"), self._employer_zone)

    async def _shown(self, notice: Notice, content: NoticeContent, zone: ZoneInfo, now: datetime) -> Notice:
        """The notice with its words, in the inbox from now on. Raises: WordingError."""
        wording = own_words(content) or await self._wording(notice)
        shown = worded(wording, notice.language, zone, content)
        sealed = self._keyring.seal(msgspec.json.encode(shown), message_place(notice.id))
        try:
            await self._live.publish(inbox_topic(notice.account_id), "notice", {"id": notice.id})
        except GreenroomError:
            _log.info("inbox_unannounced")
        return msgspec.structs.replace(notice, state="open", message_sealed=sealed, shown_at=now)

    async def _wording(self, notice: Notice) -> Wording:
        """The employer's published words for the kind, or the built-in ones. Raises: WordingError."""
        own = await self._templates.get(notice.kind)
        published = next((each for each in own.versions if each.number == own.published), None) if own else None
        return in_language(published.text, notice.language) if published else builtin(notice.kind, notice.language)

    async def _unread_after_min(self, kind: str) -> int | None:
        own = await self._templates.get(kind)
        return own.unread_after_min if own else None

    async def _send(self, notice: Notice, content: NoticeContent, preferences: Preferences, now: datetime) -> Notice:
        if notice.read_at is not None:
            return rules.settled(notice, now)
        order = rules.plan(preferences, await self._reachable(notice.account_id, content))
        while (channel := rules.next_channel(order, notice.sendings)) is not None:
            outcome = await self._try(channel, notice, content)
            now = self._clock()
            notice = rules.tried(notice, channel, outcome, now)
            wait = rules.patience(notice.urgency, await self._unread_after_min(notice.kind))
            notice = rules.after_try(notice, order, outcome, now, wait)
            if notice.look_at is None or notice.look_at > now:
                return notice
        return rules.settled(notice, now)

    async def _reachable(self, account_id: str, content: NoticeContent) -> set[Channel]:
        reachable: set[Channel] = set()
        if await self._subscriptions.of(account_id):
            reachable.add("push")
        for channel, address in (("email", content.email), ("sms", content.phone)):
            if not address:
                continue
            name: Channel = "email" if channel == "email" else "sms"
            if channel == "sms" and "sms" not in self._channels:
                self.missed.add("sms_missing")
            elif await self._suppressions.get(suppression_id(self._keyring, name, address)) is None:
                reachable.add(name)
        if "im" in self._channels and account_id.startswith("mem_"):
            reachable.add("im")
        return reachable

    async def _try(self, channel: Channel, notice: Notice, content: NoticeContent) -> rules.Outcome:
        sends = self._channels.get(channel)
        if sends is None:
            code = "smtp_missing" if channel == "email" else f"{channel}_missing"
            self.missed.add(code)
            return rules.Outcome("failed", code)
        try:
            return rules.Outcome(await sends.send(self._letter(channel, notice, content)))
        except NotSent as error:
            if channel == "email" and error.reason in _BOUNCES:
                await self._suppress(notice.account_id, content.email)
            _log.warning("notice_not_sent", channel=channel, reason=error.reason, is_over=error.is_final)
            return rules.Outcome("failed", error.reason, None if error.is_final else error.retry_s)
        except (SealBroken, msgspec.MsgspecError):
            return UNREADABLE

    async def _suppress(self, account_id: str, email: str) -> None:
        id = suppression_id(self._keyring, "email", email)
        bounced = Suppression(id=id, account_id=account_id, channel="email", reason="bounced", at=self._clock())
        with suppress(Conflict):  # it is on the list already
            await self._suppressions.insert(bounced)

    def _letter(self, channel: Channel, notice: Notice, content: NoticeContent) -> Letter:
        shown = msgspec.json.decode(
            self._keyring.open(notice.message_sealed or b"", message_place(notice.id)), type=Shown
        )
        until = notice.expires_at or notice.due_at + LIFE
        mail = unsubscribe_token(self._keyring, content.email) if channel == "email" else ""
        return Letter(
            id=notice.id,
            account_id=notice.account_id,
            language=notice.language,
            shown=shown,
            link=f"{self._base_url}/n/{notice.token}.{channel}",
            token=notice.token,
            urgency=notice.urgency,
            life_s=max(60, int((until - self._clock()).total_seconds())),
            email=content.email,
            phone=content.phone,
            unsubscribe=f"{self._base_url}/unsubscribe/{notice.token}.{mail}" if mail else "",
            employer=content.parameters.get("employer", "Greenroom"),
        )

    def _dead(self, notice: Notice, reason: str, now: datetime) -> Notice:
        """A dead letter before any channel: HR sees why, and may send it again once it is mended."""
        _log.warning("notice_unreadable", notice_kind=notice.kind, reason=reason)
        failed = rules.tried(notice, "email", rules.Outcome("failed", reason), now)
        return rules.settled(failed, now)
