"""Wires the notifier: channels by what the settings name, and the parts that keep and send notices."""

from dataclasses import dataclass
from typing import Literal

from backend.kernel.addresses import Allowed
from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.live import LiveBus
from backend.kernel.mongo import Mongo
from backend.kernel.outgoing import Outgoing
from backend.kernel.settings import Settings
from backend.notices.model import Channel
from backend.notices.repository import (
    Halts,
    Keys,
    Notices,
    NoticeTemplates,
    PreferenceRecords,
    PushSubscriptions,
    Suppressions,
)
from backend.notices.vapid import vapid_key
from notifications.channels.email import TIMEOUT_S, Email, server_of
from notifications.channels.gateway import Gateway
from notifications.channels.letters import headers_of, mail_id_of, mail_of
from notifications.channels.outcome import Letter, NotSent
from notifications.channels.push import Push
from notifications.keeping import Keeping
from notifications.occasions import Occasions, Sends
from notifications.sender import Sender


class Mail:
    """Notices by mail."""

    def __init__(self, email: Email) -> None:
        self._email = email

    async def send(self, letter: Letter) -> Literal["accepted"]:
        if not letter.email:
            raise NotSent("address_missing", is_final=True)
        await self._email.send(mail_id_of(letter.id), letter.email, mail_of(letter), headers_of(letter))
        return "accepted"


@dataclass(frozen=True)
class Parts:
    """What a notifier process runs."""

    email: Email | None
    keeping: Keeping
    sender: Sender
    occasions: Occasions
    outgoing: Outgoing

    def problems(self) -> list[str]:
        """Codes for `/readyz`: mail always, the others once somebody could not be reached for want of them;
        `smtp_away` while the mail server is, and mails wait for it.
        """
        missing = {"smtp_missing"} if self.email is None else {"smtp_away"} if self.email.is_away else set[str]()
        return sorted(missing | self.occasions.missed)

    async def close(self) -> None:
        if self.email is not None:
            await self.email.close()
        await self.outgoing.close()


async def parts_of(
    settings: Settings, mongo: Mongo, live: LiveBus, keyring: Keyring, *, clock: Clock = utc_now,
    mail_timeout_s: float = TIMEOUT_S,
) -> Parts:  # fmt: skip
    """Makes indexes, and the VAPID key where there is none. Raises: Unavailable · ValueError."""
    notices, preferences, subscriptions = Notices(mongo), PreferenceRecords(mongo), PushSubscriptions(mongo)
    suppressions, templates, keys = Suppressions(mongo), NoticeTemplates(mongo), Keys(mongo)
    halts = Halts(mongo)
    for repository in (notices, preferences, subscriptions, suppressions, templates, keys, halts):
        await repository.ensure_indexes()
    outgoing = Outgoing(Allowed.of(settings.outgoing_allow))
    email = None
    if settings.smtp_url is not None:
        email = Email(server_of(settings.smtp_url), settings.mail_from, timeout_s=mail_timeout_s)
    channels: dict[Channel, Sends] = {
        "push": Push(outgoing, subscriptions, await vapid_key(keys, keyring, clock), keyring, settings.mail_from)
    }
    if email is not None:
        channels["email"] = Mail(email)
    if settings.sms_url is not None:
        channels["sms"] = Gateway("sms", settings.sms_url, outgoing, settings.sms_body)
    if settings.im_url is not None:
        channels["im"] = Gateway("im", settings.im_url, outgoing)
    occasions = Occasions(
        preferences, subscriptions, suppressions, templates, halts, channels, keyring, live, settings.base_url,
        settings.zone, clock=clock,
    )  # fmt: skip
    sender = Sender(notices, occasions, clock=clock)
    keeping = Keeping(notices, preferences, subscriptions, suppressions, sender.nudge, clock=clock)
    return Parts(email, keeping, sender, occasions, outgoing)
