"""Mails that accounts ask for: sealed on their way to the notifier."""

from datetime import datetime

import msgspec

from backend.accounts.model import Person
from backend.contracts.events.notifications import MailContent, MailWanted
from backend.kernel.crypto import Keyring


def mail_wanted(
    keyring: Keyring, delivery_id: str, person: Person, template: str, parameters: dict[str, str], *,
    asked_at: datetime | None = None,
) -> MailWanted:  # fmt: skip
    """One mail to one person in their language; the same `delivery_id` is the same mail. `asked_at`: see there."""
    content = msgspec.json.encode(MailContent(person.email, parameters))
    sealed = keyring.seal(content, delivery_id.encode())
    return MailWanted(delivery_id, person.id, template, person.language, sealed, asked_at)
