"""Pure rules of signing in: what state an invitation is in, how long a wrong try costs, what of an address is shown."""

import re
from datetime import datetime, timedelta

import msgspec

from backend.accounts.model import Invitation, InvitationState, Lock
from backend.kernel.errors import Gone, Invalid

TRIES = 5
TRIES_OF_ADDRESS = 30
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(days=1)
FORGOTTEN_AFTER = timedelta(days=1)

CODE_LIFE = timedelta(minutes=10)
RESEND_AFTER = timedelta(seconds=30)
CODES_AN_HOUR = 12
HAND_OVER_LIFE = timedelta(minutes=2)
HAND_OVERS_AN_HOUR = 30

INTERVIEW_OVER = frozenset({"submitted", "processing", "reviewable", "closed", "expired", "withdrawn", "abandoned"})


def state_of(invitation: Invitation, now: datetime) -> InvitationState:
    if invitation.revoked_at is not None:
        return "revoked"
    if invitation.closed_at is not None:
        return "used"
    return "ready" if now < invitation.expires_at else "expired"


def refuse_unusable(invitation: Invitation, now: datetime) -> None:
    """Raises: 410 invitation_expired, invitation_used, invitation_revoked."""
    match state_of(invitation, now):
        case "expired":
            raise Gone("invitation_expired", "This invitation has expired. The contact person can send a new one.")
        case "used":
            raise Gone("invitation_used", "The interview of this invitation is over.")
        case "revoked":
            raise Gone("invitation_revoked", "This invitation was withdrawn. The contact person can tell you more.")


def tried(lock: Lock, now: datetime, tries: int) -> Lock:
    """The lock after one more wrong try. Every `tries` of them lock, each time for twice as long, a day at most.

    A day without a wrong try and without a lock is forgotten.
    """
    since = max(filter(None, (lock.last_failed_at, lock.locked_until)), default=now)
    failures = 1 if now - since > FORGOTTEN_AFTER else lock.failures + 1
    rounds, rest = divmod(failures, tries)
    until = now + min(LONGEST_LOCK, FIRST_LOCK * 2 ** min(rounds - 1, 20)) if rest == 0 else None
    return msgspec.structs.replace(lock, failures=failures, last_failed_at=now, locked_until=until)


def locked_for(lock: Lock, now: datetime) -> timedelta | None:
    """How long the lock still holds, None where it does not."""
    if lock.locked_until is None or lock.locked_until <= now:
        return None
    return lock.locked_until - now


def tries_left(lock: Lock, tries: int) -> int:
    """How many wrong tries are left before the next lock."""
    return tries - lock.failures % tries


def masked(email: str) -> str:
    """`lin@example.com` → `l•••@example.com`."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"


def phone_number(given: str) -> str:
    """A number without spaces and marks, `+` and 6 to 15 digits or a national one; empty stays empty.

    Raises: Invalid phone_invalid.
    """
    number = re.sub(r"[\s().\-/]", "", given)
    if number and not re.fullmatch(r"\+?[0-9]{6,15}", number):
        raise Invalid("phone_invalid", "Expected a telephone number such as +86 138 0000 0000.")
    return number
