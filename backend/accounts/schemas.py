"""What the sign-in routes say and hear."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from backend.accounts.qr import QrCode
from backend.kernel.language import Language, LocalText
from backend.web.policy import Permission, Role


class InvitationToken(msgspec.Struct, frozen=True):
    token: str


class InvitationView(msgspec.Struct, frozen=True):
    """What a person with the link may know before they have proven who they are: no surname, no full address."""

    state: Literal["ready", "expired", "used", "revoked"]
    employer: LocalText
    position: LocalText
    first_name: str
    masked_email: str
    language: Language
    duration_min: int
    questions: int
    answer_kinds: list[str]
    expires_at: datetime
    contact_name: str
    contact_email: str


class CodeSent(msgspec.Struct, frozen=True):
    masked_email: str
    expires_in_s: int
    resend_after_s: int


class InvitationSignIn(msgspec.Struct, frozen=True):
    token: str
    code: Annotated[str, msgspec.Meta(max_length=40)]


class HandOverToken(msgspec.Struct, frozen=True):
    token: str


class HandOverView(msgspec.Struct, frozen=True):
    """A link for one other device, once; `qr` shows it."""

    link: str
    expires_at: datetime
    expires_in_s: int
    qr: QrCode


class MemberSignIn(msgspec.Struct, frozen=True):
    email: Annotated[str, msgspec.Meta(max_length=320)]
    password: Annotated[str, msgspec.Meta(max_length=1024)]


class Me(msgspec.Struct, frozen=True):
    """Who is signed in. `interview_id` is set for candidates."""

    id: str
    kind: Literal["member", "candidate"]
    name: str
    email: str
    language: Language
    roles: list[Role]
    permissions: list[Permission]
    employer: LocalText
    interview_id: str | None = None


class LanguageChoice(msgspec.Struct, frozen=True):
    language: Language
