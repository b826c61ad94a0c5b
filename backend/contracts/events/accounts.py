"""What accounts announce: who came and went, and who was kept out. No names, no addresses."""

from datetime import datetime
from typing import Literal

import msgspec


class SignedIn(msgspec.Struct, frozen=True, tag="accounts.signed_in"):
    """`way` is how the person proved who they are."""

    account_id: str
    kind: Literal["member", "candidate"]
    session_id: str
    way: Literal["password", "one_time_code", "hand_over"]
    at: datetime


class HandOverOffered(msgspec.Struct, frozen=True, tag="accounts.hand_over_offered"):
    """A candidate asked for a link by which another device goes on; `session_id` is the device that asked."""

    account_id: str
    session_id: str
    at: datetime


class SignedOut(msgspec.Struct, frozen=True, tag="accounts.signed_out"):
    account_id: str
    kind: Literal["member", "candidate"]
    session_id: str
    at: datetime


class LockedOut(msgspec.Struct, frozen=True, tag="accounts.locked_out"):
    """Too many wrong tries. `subject` is an invitation's or a member's id, empty for an unknown address."""

    subject: str
    failures: int
    until: datetime
    at: datetime


class MemberChanged(msgspec.Struct, frozen=True, tag="accounts.member_changed"):
    """An administrator changed a staff account; `detail` holds roles and ids."""

    member_id: str
    change: Literal["invited", "invited_again", "roles_changed", "deactivated", "activated", "password_set"]
    by: str
    detail: dict[str, str]
    at: datetime
