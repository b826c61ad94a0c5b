"""Notices that the domains ask for: sealed on their way to the notifier."""

from datetime import datetime

import msgspec

from backend.accounts.model import Person
from backend.contracts.events.notifications import Channel, NoticeContent, NoticeWanted, Urgency
from backend.kernel.crypto import Keyring


def notice_wanted(
    keyring: Keyring, notice_id: str, person: Person, kind: str, parameters: dict[str, str], path: str,
    *, revision: int = 0, due_at: datetime | None = None, expires_at: datetime | None = None,
    urgency: Urgency = "normal", channels: list[Channel] | None = None,
) -> NoticeWanted:  # fmt: skip
    """One notice to one person in their language; `NoticeWanted` and `NoticeContent` say what the parts mean.

    `first_name` is among the parameters by itself.
    Travels in the outbox of the document that it is about, so that it is asked for if and only if that was saved.
    """
    content = msgspec.json.encode(
        NoticeContent(person.email, person.phone, path, {"first_name": person.first_name} | parameters)
    )
    sealed = keyring.seal(content, notice_id.encode())
    return NoticeWanted(
        notice_id, person.id, kind, person.language, sealed, revision=revision, due_at=due_at, expires_at=expires_at,
        urgency=urgency, channels=channels,
    )  # fmt: skip
