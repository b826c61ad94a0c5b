"""What the privacy routes say."""

from datetime import datetime

import msgspec

from backend.kernel.language import LocalText


class ConsentSection(msgspec.Struct, frozen=True):
    id: str
    title: LocalText
    body: LocalText


class ConsentText(msgspec.Struct, frozen=True):
    """Plain words, versioned. `sensitive` is asked for separately (PIPL 29)."""

    version: str
    sections: list[ConsentSection]
    sensitive: LocalText


class AuditRow(msgspec.Struct, frozen=True):
    """One entry of the audit log. `hash` covers the entry and `previous_hash`, so a changed past shows."""

    number: int
    at: datetime
    actor_id: str
    actor_kind: str
    action: str
    subject: str
    detail: dict[str, str]
    previous_hash: str
    hash: str


class AuditPage(msgspec.Struct, frozen=True):
    """Newest first."""

    items: list[AuditRow]
    next: str | None


class AuditVerdict(msgspec.Struct, frozen=True):
    """`broken_at` is the number of the first entry that is changed, missing or out of place."""

    is_intact: bool
    entries: int
    broken_at: int | None
