"""Messages that people shall get."""

from datetime import datetime
from typing import Literal

import msgspec

Urgency = Literal["low", "normal", "high"]
Channel = Literal["push", "sms", "email", "im"]


class MailWanted(msgspec.Struct, frozen=True, tag="notifications.mail_wanted"):
    """One mail to one person. Address and parameters are personal, so they travel sealed (kernel.crypto).

    `sealed` opens, with `delivery_id` as associated data, to a JSON `MailContent`. Idempotent by `delivery_id`.
    `asked_at`: of what is of use for minutes alone, when they began; None: the notifier counts from when it hears.
    """

    delivery_id: str
    account_id: str
    template: str
    language: str
    sealed: bytes
    asked_at: datetime | None = None


class MailContent(msgspec.Struct, frozen=True):
    """`parameters` are the template's placeholders, e.g. name, code, link, minutes."""

    to: str
    parameters: dict[str, str]


class NoticeWanted(msgspec.Struct, frozen=True, tag="notifications.notice_wanted"):
    """Something one person shall hear about one occasion, by the channels that they chose.

    Idempotent by `notice_id`, which stands for the person and the occasion (`booking_day_before:bkg_…:can_…`): asked
    for again with a higher `revision` it replaces what has not been sent yet, with the same or a lower one it changes
    nothing. `due_at` None: now. After `expires_at` it is no longer sent. `urgency` high is for what cannot wait (a call
    for help): quiet hours do not hold it. What it says is personal, so it travels sealed. `channels`: only by these of
    those that the person chose; None: by any.
    """

    notice_id: str
    account_id: str
    kind: str
    language: str
    sealed: bytes
    revision: int = 0
    due_at: datetime | None = None
    expires_at: datetime | None = None
    urgency: Urgency = "normal"
    channels: list[Channel] | None = None


class NoticeWithdrawn(msgspec.Struct, frozen=True, tag="notifications.notice_withdrawn"):
    """The occasion is gone: what has not been sent of it is not sent any more."""

    notice_id: str
    account_id: str


class NoticeContent(msgspec.Struct, frozen=True):
    """What `NoticeWanted.sealed` opens to, with the notice's id as associated data.

    `kind` of the notice names the template; `parameters` fill its placeholders (those ending in `_at` are ISO moments
    and are shown in the person's own zone and language). `path` is where a click leads in the app, e.g. `/booking`.
    `email` and `phone` are addresses at which the person can be reached besides push, empty where there is none.
    """

    email: str
    phone: str
    path: str
    parameters: dict[str, str]
