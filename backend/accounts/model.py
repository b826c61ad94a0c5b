"""Accounts: members of staff, candidates, the employer, invitations, and the tries at getting in.

Personal fields are sealed (AES-256-GCM, associated data from `accounts.sealing`); mail addresses are looked up by
blind index.
"""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from backend.kernel.language import Language, LocalText
from backend.kernel.repository import Document
from backend.web.policy import Role

MEMBERS = "members"
CANDIDATES = "candidates"
EMPLOYERS = "employers"
INVITATIONS = "invitations"
LOCKS = "locks"
EMPLOYER_ID = "employer"


class Employer(Document, frozen=True, kw_only=True):
    """The one employer of this installation; its id is `employer`."""

    name: LocalText


class EntryLink(msgspec.Struct, frozen=True):
    """A link by which a member chooses their password, once. Its token is kept as its SHA-256 alone."""

    token_sha256: str
    sent_at: datetime
    expires_at: datetime


class Member(Document, frozen=True, kw_only=True):
    """A staff account. `password_hash` is argon2id in its PHC string, empty until the member has chosen a password.

    `department_ids`: whose positions a hiring manager follows. `entry` is the link by which a password is chosen.
    """

    id_prefix: ClassVar[str] = "mem"

    name_sealed: bytes
    email_sealed: bytes
    email_index: str
    password_hash: str
    roles: list[Role]
    language: Language
    is_active: bool = True
    phone_sealed: bytes | None = None
    department_ids: list[str] = msgspec.field(default_factory=list)
    entry: EntryLink | None = None


class Candidate(Document, frozen=True, kw_only=True):
    """A person who is assessed. `first_name` is how the interviewer speaks to them."""

    id_prefix: ClassVar[str] = "can"

    name_sealed: bytes
    first_name_sealed: bytes
    email_sealed: bytes
    email_index: str
    language: Language
    phone_sealed: bytes | None = None


class Occasion(msgspec.Struct, frozen=True):
    """What an invitation is for, as it stood when the person was invited; shown before sign-in."""

    employer: LocalText
    position: LocalText
    duration_min: int
    questions: int
    answer_kinds: list[str]
    contact_name: str
    contact_email: str


class OneTimeCode(msgspec.Struct, frozen=True):
    """`digest` is keyed by the installation, so six digits cannot be searched for in a stolen database."""

    digest: str
    sent_at: datetime
    expires_at: datetime


class HandOver(msgspec.Struct, frozen=True):
    """A link by which another device of the same person goes on, once. Its token is kept as its SHA-256 alone."""

    token_sha256: str
    expires_at: datetime
    used_at: datetime | None = None


class Invitation(Document, frozen=True, kw_only=True):
    """A link for one person to one interview. The link's token is kept as its SHA-256 alone.

    `closed_at` is set when the interview is over, `revoked_at` when the employer took the link back. `standing_code`
    is the demo's, which may be used again until it expires. `hand_over` is the newest link to another device.
    """

    id_prefix: ClassVar[str] = "inv"

    token_sha256: str
    candidate_id: str
    interview_id: str
    occasion: Occasion
    created_at: datetime
    expires_at: datetime
    closed_at: datetime | None = None
    revoked_at: datetime | None = None
    code: OneTimeCode | None = None
    standing_code: OneTimeCode | None = None
    hand_over: HandOver | None = None


InvitationState = Literal["ready", "expired", "used", "revoked"]


class Lock(Document, frozen=True, kw_only=True):
    """Wrong tries at one thing (an invitation, a member, a network address); the id is a blind index of it.

    `failures` counts since the last success; `locked_until` is set at every fifth.
    """

    failures: int = 0
    last_failed_at: datetime | None = None
    locked_until: datetime | None = None


class Person(msgspec.Struct, frozen=True):
    """An account opened: for use in memory, never stored or logged."""

    id: str
    kind: Literal["member", "candidate"]
    name: str
    first_name: str
    email: str
    language: Language
    phone: str = ""
