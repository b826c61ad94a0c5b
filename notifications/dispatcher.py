"""What people shall get, from the event to the channel, with a document for each delivery."""

from datetime import timedelta

import msgspec
import structlog

from backend.contracts.events.notifications import MailContent, MailWanted
from backend.contracts.events.privacy import PersonErased
from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring, SealBroken
from backend.kernel.errors import Conflict
from backend.kernel.events import Received
from backend.kernel.language import Language
from notifications.channels.email import Email
from notifications.channels.outcome import NotSent
from notifications.deliveries import UNANSWERED, Deliveries, Delivery
from notifications.rendering import Message, TemplateUnknown, render

LAST_TRY = 320
"""Of a mail whose server is away: with pauses that grow to five minutes, more than a day. What the server will not have
is tried no more, and what it did not answer once more.
"""

OF_USE = timedelta(days=1)
OF_USE_FOR = {"one_time_code": timedelta(minutes=10)}
"""By template, how long a mail is worth sending; a code is of no use once it has ended."""


_log = structlog.get_logger()


class Dispatcher:
    """Idempotent by delivery id: what was sent is not sent again.

    A mail that may still go stays queued and the event is tried again; the last try settles it as failed, and so does
    the second after which nobody knows whether the server took it. A server that is away is waited for as long as the
    mail is of use.
    """

    def __init__(
        self, deliveries: Deliveries, email: Email | None, keyring: Keyring, *, clock: Clock = utc_now
    ) -> None:
        self._deliveries = deliveries
        self._email = email
        self._keyring = keyring
        self._clock = clock

    async def mail_wanted(self, received: Received[MailWanted]) -> None:
        """Raises: NotSent, where it shall be tried again."""
        delivery = await self._opened(received.event)
        if delivery.state != "queued":
            return
        begun_at = received.event.asked_at
        ends_at = (begun_at or delivery.created_at) + OF_USE_FOR.get(delivery.template, OF_USE)
        try:
            if (delivery.attempts or begun_at) and self._clock() >= ends_at:
                raise NotSent("too_late", is_final=True)
            to, message = self._read(received.event)
            await self._send(delivery, to, message)
        except NotSent as error:
            may_have_come = delivery.reason == UNANSWERED
            is_over = error.is_final or (may_have_come and error.is_unsure) or received.attempt >= LAST_TRY
            reason = UNANSWERED if may_have_come and not error.is_final else error.reason
            await self._note(delivery, "failed" if is_over else "queued", reason)
            _log.warning("mail_not_sent", delivery=delivery.id, reason=error.reason, is_over=is_over)
            if not is_over:
                raise
        else:
            await self._note(delivery, "sent", None)

    async def person_erased(self, received: Received[PersonErased]) -> None:
        """Nothing is kept of whom and when we wrote to them."""
        await self._deliveries.forget(received.event.account_id)

    async def _opened(self, event: MailWanted) -> Delivery:
        known = await self._deliveries.get(event.delivery_id)
        if known is not None:
            return known
        delivery = Delivery(
            id=event.delivery_id,
            account_id=event.account_id,
            template=event.template,
            language=_language(event.language),
            created_at=self._clock(),
        )
        try:
            return await self._deliveries.insert(delivery)
        except Conflict:
            return await self._deliveries.require(event.delivery_id)

    def _read(self, event: MailWanted) -> tuple[str, Message]:
        try:
            opened = self._keyring.open(event.sealed, event.delivery_id.encode())
            content = msgspec.json.decode(opened, type=MailContent)
            return content.to, render(event.template, _language(event.language), content.parameters)
        except (SealBroken, msgspec.MsgspecError):
            raise NotSent("unreadable", is_final=True) from None
        except (TemplateUnknown, KeyError, ValueError):
            raise NotSent("template_unknown", is_final=True) from None

    async def _send(self, delivery: Delivery, to: str, message: Message) -> None:
        if self._email is None:
            raise NotSent("smtp_missing", is_final=True)
        await self._email.send(delivery.id, to, message)

    async def _note(self, delivery: Delivery, state: str, reason: str | None) -> None:
        def settle(known: Delivery) -> tuple[Delivery, tuple[()]]:
            settled_at = None if state == "queued" else self._clock()
            return msgspec.structs.replace(
                known, state=state, reason=reason, attempts=known.attempts + 1, settled_at=settled_at
            ), ()

        await self._deliveries.update(delivery.id, settle)


def _language(language: str) -> Language:
    return "zh-CN" if language == "zh-CN" else "en"
