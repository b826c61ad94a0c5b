"""What the API says of notices."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from backend.contracts.events.notifications import Urgency
from backend.kernel.language import Language
from backend.notices.model import Channel, NoticeState, Sending, SuppressionReason, TemplateText, TemplateVersion

Clock24 = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Token = Annotated[str, Meta(max_length=80)]


class InboxItem(msgspec.Struct, frozen=True):
    """`path` is where it leads in the app. `at`: when it came; `read_at` None: not read yet."""

    id: str
    kind: str
    title: str
    short: str
    body: str
    button: str
    path: str
    urgency: Urgency
    at: datetime
    read_at: datetime | None


class NoticeInbox(msgspec.Struct, frozen=True):
    """Newest first; `unread` counts all."""

    items: list[InboxItem]
    unread: int
    next: str | None = None


class ReadNotices(msgspec.Struct, frozen=True):
    """`ids` None: everything there is."""

    ids: Annotated[list[Annotated[str, Meta(max_length=200)]], Meta(max_length=100)] | None = None


class Unread(msgspec.Struct, frozen=True):
    unread: int


class ChannelStatus(msgspec.Struct, frozen=True):
    """`code` says why a channel cannot be used: smtp_missing, sms_missing, im_missing; None: it can."""

    channel: Channel
    code: str | None


class PreferencesView(msgspec.Struct, frozen=True):
    """`push_key` is what the browser subscribes with; `browsers` how many of the person's do already."""

    channels: list[Channel]
    quiet_from: Clock24
    quiet_to: Clock24
    zone: str | None
    is_chosen: bool
    email: str
    phone: str
    push_key: str
    browsers: int
    statuses: list[ChannelStatus]


class PreferencesChoice(msgspec.Struct, frozen=True):
    channels: Annotated[list[Channel], Meta(max_length=4)]
    quiet_from: Clock24
    quiet_to: Clock24
    zone: Annotated[str, Meta(max_length=64)]
    phone: Annotated[str, Meta(max_length=30)] = ""


class PushChoice(msgspec.Struct, frozen=True):
    """As `PushSubscription.toJSON()` has it; `replaces` is the endpoint before a `pushsubscriptionchange`."""

    endpoint: Annotated[str, Meta(max_length=2048)]
    p256dh: Annotated[str, Meta(max_length=200)]
    auth: Annotated[str, Meta(max_length=60)]
    replaces: Annotated[str, Meta(max_length=2048)] | None = None


class PushEndpoint(msgspec.Struct, frozen=True):
    endpoint: Annotated[str, Meta(max_length=2048)]


class Seen(msgspec.Struct, frozen=True):
    state: Literal["delivered", "opened", "clicked"]


class Destination(msgspec.Struct, frozen=True):
    """`path` in the app; `/` where the notice is not known (any more)."""

    path: str


class Unsubscribed(msgspec.Struct, frozen=True):
    """`masked_email` is the address that gets no more mails."""

    masked_email: str


class DeliveryRow(msgspec.Struct, frozen=True):
    id: str
    kind: str
    account_id: str
    name: str
    language: Language
    urgency: Urgency
    state: NoticeState
    created_at: datetime
    due_at: datetime
    look_at: datetime | None
    shown_at: datetime | None
    read_at: datetime | None
    sendings: list[Sending]


class DeliveryPage(msgspec.Struct, frozen=True):
    items: list[DeliveryRow]
    next: str | None = None


class SuppressionRow(msgspec.Struct, frozen=True):
    id: str
    account_id: str
    name: str
    channel: Channel
    reason: SuppressionReason
    at: datetime


class Suppressed(msgspec.Struct, frozen=True):
    items: list[SuppressionRow]


class TemplateView(msgspec.Struct, frozen=True):
    """`placeholders` may be used in it; `published` 0: the built-in words are in use.

    `unread_after_min`: after so long unread the next channel has its turn; 0: none has, None: as urgent as it is.
    """

    kind: str
    builtin: TemplateText
    placeholders: list[str]
    versions: list[TemplateVersion]
    published: int
    version: int
    unread_after_min: int | None


class TemplatePatience(msgspec.Struct, frozen=True):
    """Minutes (a week at most), 0: no further channel, None: as urgent as it is."""

    unread_after_min: Annotated[int, Meta(ge=0, le=10_080)] | None


class TemplateDraft(msgspec.Struct, frozen=True):
    text: TemplateText


class TemplatePublish(msgspec.Struct, frozen=True):
    """`number` 0 goes back to the built-in words."""

    number: Annotated[int, Meta(ge=0)]


class WordsShown(msgspec.Struct, frozen=True):
    """A notice as a person would read it."""

    title: str
    short: str
    button: str
    body: str


class TemplatePreview(msgspec.Struct, frozen=True):
    zh_cn: WordsShown = msgspec.field(name="zh-CN")
    en: WordsShown
