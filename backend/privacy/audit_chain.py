"""The arithmetic of the audit log: each entry's keyed hash covers the one before.

The key is the installation's, so whoever can write to the database alone cannot make a chain that holds.
"""

import hmac
from collections.abc import AsyncIterator
from datetime import datetime

import msgspec

from backend.kernel.repository import Document
from backend.privacy.schemas import AuditVerdict

GENESIS = "0" * 64


class AuditEntry(Document, frozen=True, kw_only=True):
    """The id is `number` with leading zeros, so that a number can be taken once. Entries are never saved again.

    `event_id` makes recording an event idempotent. `detail` holds ids and codes, never names or contents.
    """

    number: int
    at: datetime
    actor_id: str
    actor_kind: str
    action: str
    subject: str
    detail: dict[str, str]
    event_id: str | None = None
    previous_hash: str
    hash: str


class AuditHead(Document, frozen=True, kw_only=True):
    """Where the chain ends, under a hash of its own, so that entries cut off the end are missed."""

    number: int
    hash: str
    seal: str


def entry_id(number: int) -> str:
    return f"{number:012d}"


def entry_hash(key: bytes, entry: AuditEntry) -> str:
    """HMAC-SHA256 over the canonical JSON of everything but the hash itself."""
    content = msgspec.to_builtins(entry)
    del content["hash"], content["version"]
    return hmac.digest(key, msgspec.json.encode(content, order="deterministic"), "sha256").hex()


def sealed(key: bytes, entry: AuditEntry) -> AuditEntry:
    return msgspec.structs.replace(entry, hash=entry_hash(key, entry))


def head_seal(key: bytes, number: int, last_hash: str) -> str:
    return hmac.digest(key, f"head:{number}:{last_hash}".encode(), "sha256").hex()


async def verdict(key: bytes, entries: AsyncIterator[AuditEntry], head: AuditHead | None) -> AuditVerdict:
    """Walks the chain from its beginning: any change, gap, reorder or cut shows at its first place."""
    number, previous = 0, GENESIS
    head_hash: str | None = None
    async for entry in entries:
        number += 1
        is_in_place = entry.number == number and entry.id == entry_id(number) and entry.previous_hash == previous
        if not is_in_place or not hmac.compare_digest(entry.hash, entry_hash(key, entry)):
            return AuditVerdict(is_intact=False, entries=number, broken_at=number)
        previous = entry.hash
        if head is not None and number == head.number:
            head_hash = entry.hash
    if number and not _holds(key, head, head_hash):
        return AuditVerdict(is_intact=False, entries=number, broken_at=number + 1)
    if not number and head is not None:
        return AuditVerdict(is_intact=False, entries=0, broken_at=1)
    return AuditVerdict(is_intact=True, entries=number, broken_at=None)


def _holds(key: bytes, head: AuditHead | None, hash_at_head: str | None) -> bool:
    """The head may lag behind the newest entry by what was being written, but never lie ahead of it."""
    if head is None or hash_at_head is None or head.hash != hash_at_head:
        return False
    return hmac.compare_digest(head.seal, head_seal(key, head.number, head.hash))
