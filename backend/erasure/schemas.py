"""What the erasure route says and hears."""

from datetime import datetime
from typing import Literal

import msgspec

ErasureReason = Literal["person_asked", "consent_withdrawn", "wrong_person", "no_longer_needed"]


class ErasureAsked(msgspec.Struct, frozen=True):
    """Why. A code and no text, because the log that keeps it outlives the person's data."""

    reason: ErasureReason


class ErasureCertificate(msgspec.Struct, frozen=True):
    """What was removed, by kind and number, and what the law or the employer's duty of proof keeps.

    `is_person_erased`: the account is gone too, because no other interview of the person is left.
    """

    id: str
    interview_id: str
    cause: Literal["request", "retention"]
    reason: str
    requested_by: str
    requested_at: datetime
    completed_at: datetime
    is_person_erased: bool
    removed: dict[str, int]
    kept: list[str]
