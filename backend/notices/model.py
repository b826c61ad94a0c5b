"""Notices: what a person shall hear about one occasion, each channel's part in it, and how they want to hear."""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from backend.contracts.events.notifications import Channel as Channel
from backend.contracts.events.notifications import Urgency
from backend.kernel.language import Language, LocalText
from backend.kernel.repository import Document

NOTICES = "notices"
PREFERENCES = "notice_preferences"
SUBSCRIPTIONS = "push_subscriptions"
SUPPRESSIONS = "notice_suppressions"
TEMPLATES = "notice_templates"
KEYS = "notice_keys"
HALTS = "notice_halts"

DEFAULT_CHANNELS: tuple[Channel, ...] = ("push", "sms", "email", "im")
NoticeState = Literal["waiting", "open", "done", "failed", "expired", "withdrawn"]
SendingState = Literal["queued", "sent", "accepted", "delivered", "opened", "clicked", "failed"]


class Sending(msgspec.Struct, frozen=True):
    """One channel's part in a notice.

    `sent`: handed to a gateway that says no more · `accepted`: the provider took it · `delivered`: the device showed it
    · `opened`: read in the app · `clicked`: the person came by it. `queued` with a reason: it is tried again. `unsure`:
    so many tries ended without the provider saying whether it took it.
    """

    channel: Channel
    state: SendingState = "queued"
    reason: str | None = None
    attempts: int = 0
    at: datetime | None = None
    unsure: int = 0

    @property
    def is_out(self) -> bool:
        return self.state not in ("queued", "failed")


class Notice(Document, frozen=True, kw_only=True):
    """The id stands for the person and the occasion, so that one goes out however often it is asked for.

    `content_sealed` opens to a `NoticeContent`, with the id as associated data; `message_sealed` (a `Shown`) is set
    when it becomes due, and from then (`shown_at`) it stands in the person's inbox. `look_at`: when there is something
    to do, None where there is not; whoever works on it (`taken_by`) moves `look_at` on and so holds it. `token` stands
    in links of mails and pushes: it can mark this notice as seen and nothing else.

    States: waiting → open (on its way, perhaps by further channels) → done | failed (no channel got through: a dead
    letter) · expired (its time passed first) · withdrawn (the occasion is gone).
    """

    account_id: str
    kind: str
    language: Language
    content_sealed: bytes
    revision: int
    urgency: Urgency
    channels: list[Channel] | None = None
    token: str
    created_at: datetime
    due_at: datetime
    expires_at: datetime | None = None
    state: NoticeState = "waiting"
    look_at: datetime | None = None
    taken_by: str | None = None
    sendings: list[Sending] = msgspec.field(default_factory=list)
    message_sealed: bytes | None = None
    shown_at: datetime | None = None
    read_at: datetime | None = None
    settled_at: datetime | None = None


class Shown(msgspec.Struct, frozen=True):
    """What a notice says, rendered in the person's language and zone; `path` is where it leads in the app."""

    title: str
    short: str
    path: str
    body: str = ""
    button: str = ""


class Preferences(Document, frozen=True, kw_only=True):
    """How one person (the id is the account's) wants to hear: channels in order, hours of rest, IANA zone.

    `quiet_from` and `quiet_to` are wall-clock `HH:MM`; equal ones mean no quiet hours.
    """

    channels: list[Channel] = msgspec.field(default_factory=lambda: list(DEFAULT_CHANNELS))
    quiet_from: str = "22:00"
    quiet_to: str = "08:00"
    zone: str | None = None
    chosen_at: datetime | None = None


class PushSubscription(Document, frozen=True, kw_only=True):
    """One browser of one person. `sealed` opens to a `PushAddress`; the id is a digest of the endpoint."""

    account_id: str
    sealed: bytes
    created_at: datetime


class PushAddress(msgspec.Struct, frozen=True):
    """What `PushManager.subscribe` gave: endpoint and the browser's keys in url-safe base64."""

    endpoint: str
    p256dh: str
    auth: str


SuppressionReason = Literal["bounced", "unsubscribed", "gateway_refused"]


class Suppression(Document, frozen=True, kw_only=True):
    """An address that is not written to any more; the id is `{channel}:{blind index of the address}`."""

    account_id: str
    channel: Channel
    reason: SuppressionReason
    at: datetime


class Halt(Document, frozen=True, kw_only=True):
    """Notices whose ids begin with the id of this are not sent any more, however many still wait (`group_of`)."""

    at: datetime


class TemplateText(msgspec.Struct, frozen=True):
    """A notice in words: mail subject and title, the short form for push and SMS, the button's words, the whole."""

    title: LocalText
    short: LocalText
    button: LocalText
    body: LocalText


class TemplateVersion(msgspec.Struct, frozen=True):
    """`number` counts from 1."""

    number: int
    text: TemplateText
    by: str
    at: datetime


class NoticeTemplate(Document, frozen=True, kw_only=True):
    """The employer's own words for a kind (the id). `published`: number of the version in use, 0: the built-in.

    `unread_after_min`: so long it may stay unread before the next channel has its turn. 0: no other channel follows;
    None: as urgent as it is (`rules.UNREAD_AFTER`).
    """

    versions: list[TemplateVersion] = msgspec.field(default_factory=list)
    published: int = 0
    unread_after_min: int | None = None


class SealedKey(Document, frozen=True, kw_only=True):
    """A key pair of the installation; `sealed` is the private key in PEM under the keyring."""

    id_prefix: ClassVar[str] = "key"

    sealed: bytes
    created_at: datetime
