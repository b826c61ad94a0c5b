"""What becomes of one notice when it is due: held by quiet hours, put into the inbox, sent by the next channel."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
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
from backend.notices.model import (
    Channel,
    Notice,
    NoticeTemplate,
    Preferences,
    PushSubscription,
    Shown,
    Suppression,
)
from backend.notices.places import content_place, inbox_topic, message_place
from backend.notices.repository import Halts, NoticeTemplates, PreferenceRecords, PushSubscriptions, Suppressions
from backend.notices.suppression import suppression_id
from backend.notices.unsubscribe import unsubscribe_token
from backend.notices.wording import Wording, WordingError, builtin, in_language, own_words, worded
from notifications.channels.outcome import Letter, NotSent

_BOUNCES = frozenset({"smtp_550", "smtp_551", "smtp_553"})
"""The mail server says that there is no such mailbox."""

UNREADABLE = rules.Outcome("failed", "unreadable")

_log = structlog.get_logger()


class Surroundings(msgspec.Struct, frozen=True):
    """What a step hangs on besides the notice: by account what people chose and their browsers, by kind the employer's
    own words, which addresses are not written to any more, and what was halted (`rules.group_of`).
    """

    preferences: Mapping[str, Preferences]
    browsers: Mapping[str, Sequence[PushSubscription]]
    templates: Mapping[str, NoticeTemplate]
    suppressed: Collection[str]
    halted: Collection[str]


class Sends(Protocol):
    """A channel. Raises: NotSent."""

    async def send(self, letter: Letter) -> Literal["sent", "accepted"]: ...


class Occasions:
    """Carries a notice one step on. Pure decisions are `notices.rules`'."""

    def __init__(
        self, preferences: PreferenceRecords, subscriptions: PushSubscriptions, suppressions: Suppressions,
        templates: NoticeTemplates, halts: Halts, channels: Mapping[Channel, Sends], keyring: Keyring, live: LiveBus,
        base_url: str, employer_zone: str, *, clock: Clock = utc_now,
    ) -> None:  # fmt: skip
        self._preferences = preferences
        self._subscriptions = subscriptions
        self._suppressions = suppressions
        self._templates = templates
        self._halts = halts
        self._channels = channels
        self._keyring = keyring
        self._live = live
        self._base_url = base_url
        self._employer_zone = employer_zone
        self._clock = clock
        self.missed: set[str] = set()
        """Codes of channels that somebody would have been reached by and that are not configured."""

    async def look_up(self, notices: Sequence[Notice]) -> Surroundings:
        """What is needed to carry the notices out, in one look for all of them. Raises: Unavailable."""
        accounts = {"$in": list({notice.account_id for notice in notices})}
        kinds = {"$in": list({notice.kind for notice in notices})}
        stops = {"$in": [id for notice in notices for id in self._suppressible(notice)]}
        groups = {group for notice in notices if (group := rules.group_of(notice)) is not None}
        preferences, subscriptions, templates, suppressions, halted = await asyncio.gather(
            self._preferences.find({"_id": accounts}),
            self._subscriptions.find({"account_id": accounts}),
            self._templates.find({"_id": kinds}),
            self._suppressions.find({"_id": stops}),
            self._halts.among(groups),
        )
        browsers: dict[str, list[PushSubscription]] = {}
        for each in subscriptions:
            browsers.setdefault(each.account_id, []).append(each)
        return Surroundings(
            {each.id: each for each in preferences},
            browsers,
            {each.id: each for each in templates},
            frozenset(each.id for each in suppressions),
            halted,
        )

    async def carry_out(self, notice: Notice, around: Surroundings | None = None) -> Notice:
        """The notice after this step, to be saved. Raises: Unavailable where a store is away."""
        now = self._clock()
        if rules.is_expired(notice, now):
            return rules.expired(notice, now) if notice.state == "waiting" else rules.settled(notice, now)
        around = around or await self.look_up([notice])
        if rules.group_of(notice) in around.halted:
            return rules.halted(notice, now)
        preferences = around.preferences.get(notice.account_id) or Preferences(id=notice.account_id)
        try:
            content = self._content(notice)
            if notice.state == "waiting":
                zone = self._zone(preferences, content)
                rest = rules.rest_ends_at(preferences, notice.urgency, zone, now)
                if rest is not None and (notice.expires_at is None or rest < notice.expires_at):
                    return msgspec.structs.replace(notice, look_at=rest)
                notice = await self._shown(notice, content, zone, around, now)
        except (SealBroken, msgspec.MsgspecError):
            return self._dead(notice, "unreadable", now)
        except WordingError as error:
            return self._dead(notice, error.reason, now)
        return await self._send(notice, content, preferences, around, now)

    def _content(self, notice: Notice) -> NoticeContent:
        opened = self._keyring.open(notice.content_sealed, content_place(notice.id))
        return msgspec.json.decode(opened, type=NoticeContent)

    def _zone(self, preferences: Preferences, content: NoticeContent) -> ZoneInfo:
        return rules.zone_of(preferences.zone or content.parameters.get("zone"), self._employer_zone)

    def _suppressible(self, notice: Notice) -> list[str]:
        """Under what ids its addresses would stand on the list of those that are not written to any more."""
        try:
            content = self._content(notice)
        except (SealBroken, msgspec.MsgspecError):
            return []
        addresses: list[tuple[Channel, str]] = [("email", content.email), ("sms", content.phone)]
        return [suppression_id(self._keyring, channel, address) for channel, address in addresses if address]

    async def _shown(
        self, notice: Notice, content: NoticeContent, zone: ZoneInfo, around: Surroundings, now: datetime
    ) -> Notice:
        """The notice with its words, in the inbox from now on. Raises: WordingError."""
        wording = own_words(content) or _wording(notice, around.templates.get(notice.kind))
        shown = worded(wording, notice.language, zone, content)
        sealed = self._keyring.seal(msgspec.json.encode(shown), message_place(notice.id))
        try:
            await self._live.publish(inbox_topic(notice.account_id), "notice", {"id": notice.id})
        except GreenroomError:
            _log.info("inbox_unannounced")
        return msgspec.structs.replace(notice, state="open", message_sealed=sealed, shown_at=now)

    async def _send(
        self, notice: Notice, content: NoticeContent, preferences: Preferences, around: Surroundings, now: datetime
    ) -> Notice:
        if notice.read_at is not None:
            return rules.settled(notice, now)
        browsers = around.browsers.get(notice.account_id, [])
        reachable = self._reachable(notice.account_id, content, browsers, around.suppressed)
        order = rules.plan(preferences, reachable, notice.channels)
        while (channel := rules.next_channel(order, notice.sendings)) is not None:
            outcome = await self._try(channel, notice, content, browsers)
            now = self._clock()
            notice = rules.tried(notice, channel, outcome, now, order)
            own = around.templates.get(notice.kind)
            wait = rules.patience(notice.urgency, own.unread_after_min if own else None)
            notice = rules.after_try(notice, order, outcome, now, wait)
            if notice.look_at is None or notice.look_at > now:
                return notice
        return rules.settled(notice, now)

    def _reachable(
        self, account_id: str, content: NoticeContent, browsers: Sequence[PushSubscription], suppressed: Collection[str]
    ) -> set[Channel]:
        reachable: set[Channel] = {"push"} if browsers else set()
        for channel, address in (("email", content.email), ("sms", content.phone)):
            if not address:
                continue
            name: Channel = "email" if channel == "email" else "sms"
            if channel == "sms" and "sms" not in self._channels:
                self.missed.add("sms_missing")
            elif suppression_id(self._keyring, name, address) not in suppressed:
                reachable.add(name)
        if "im" in self._channels and account_id.startswith("mem_"):
            reachable.add("im")
        return reachable

    async def _try(
        self, channel: Channel, notice: Notice, content: NoticeContent, browsers: Sequence[PushSubscription]
    ) -> rules.Outcome:
        sends = self._channels.get(channel)
        if sends is None:
            code = "smtp_missing" if channel == "email" else f"{channel}_missing"
            self.missed.add(code)
            return rules.Outcome("failed", code)
        try:
            return rules.Outcome(await sends.send(self._letter(channel, notice, content, browsers)))
        except NotSent as error:
            if channel == "email" and error.reason in _BOUNCES:
                await self._suppress(notice.account_id, content.email)
            _log.warning("notice_not_sent", channel=channel, reason=error.reason, is_over=error.is_final)
            retry_s = None if error.is_final else error.retry_s
            return rules.Outcome(
                "failed", error.reason, retry_s, is_unsure=error.is_unsure, is_passing=error.is_passing
            )
        except (SealBroken, msgspec.MsgspecError):
            return UNREADABLE

    async def _suppress(self, account_id: str, email: str) -> None:
        id = suppression_id(self._keyring, "email", email)
        bounced = Suppression(id=id, account_id=account_id, channel="email", reason="bounced", at=self._clock())
        with suppress(Conflict):  # it is on the list already
            await self._suppressions.insert(bounced)

    def _letter(
        self, channel: Channel, notice: Notice, content: NoticeContent, browsers: Sequence[PushSubscription]
    ) -> Letter:
        shown = msgspec.json.decode(
            self._keyring.open(notice.message_sealed or b"", message_place(notice.id)), type=Shown
        )
        until = rules.of_use_until(notice)
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
            browsers=browsers,
        )

    def _dead(self, notice: Notice, reason: str, now: datetime) -> Notice:
        """A dead letter before any channel: HR sees why, and may send it again once it is mended."""
        _log.warning("notice_unreadable", notice_kind=notice.kind, reason=reason)
        failed = rules.tried(notice, "email", rules.Outcome("failed", reason), now)
        return rules.settled(failed, now)


def _wording(notice: Notice, own: NoticeTemplate | None) -> Wording:
    """The employer's published words for the kind, or the built-in ones. Raises: WordingError."""
    published = next((each for each in own.versions if each.number == own.published), None) if own else None
    return in_language(published.text, notice.language) if published else builtin(notice.kind, notice.language)
