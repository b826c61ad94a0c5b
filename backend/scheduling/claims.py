"""Claims on one sheet: who gets a resource's time. Pure; the repository saves a sheet by compare-and-set.

A sheet is one document, so two people who want the same time are decided between by its version. A claim is first
made with an end (`until`), and counts as none once that has passed; a booking that is confirmed makes it last.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from backend.kernel.errors import Conflict, Gone
from backend.scheduling.model import Claim, Sheet
from backend.scheduling.zones import local_date

PRUNED_AFTER = timedelta(days=2)


class Limits(msgspec.Struct, frozen=True):
    """`places` people may have the resource at once; at most `daily` claims begin on one date of `zone`."""

    places: int = 1
    daily: int | None = None
    zone: str = "UTC"


def standing(sheet: Sheet, now: datetime) -> list[Claim]:
    """Claims that count now."""
    return [claim for claim in sheet.claims if claim.until is None or claim.until > now]


def collide(one: Claim, other: Claim) -> bool:
    """Whether the two are nearer to each other than the longer of the two buffers that lie between them."""
    first, second = (one, other) if one.start <= other.start else (other, one)
    gap = timedelta(seconds=max(first.after_s, second.before_s))
    return second.start < first.end + gap


class Nearby:
    """Claims in order of time, for who asks of many times which of them are near."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = sorted(claims, key=lambda claim: claim.start)
        self._starts = [claim.start for claim in self._claims]
        self._reach = max((_reach(claim) for claim in self._claims), default=timedelta())

    def to(self, wanted: Claim) -> Sequence[Claim]:
        """All that `wanted` collides with, and perhaps some more."""
        room = self._reach + timedelta(seconds=max(wanted.before_s, wanted.after_s))
        begin = bisect_left(self._starts, wanted.start - room)
        return self._claims[begin : bisect_right(self._starts, wanted.end + room)]


def _reach(claim: Claim) -> timedelta:
    return claim.end - claim.start + timedelta(seconds=max(claim.before_s, claim.after_s))


def refusal(claims: Sequence[Claim], wanted: Claim, limits: Limits, near: Sequence[Claim] | None = None) -> str | None:
    """Why `wanted` has no place beside the standing `claims` (slot_taken, daily_limit); None: it has.

    `near` are those of them that it may collide with, where that is known.
    """
    beside = claims if near is None else near
    if crowd([claim for claim in beside if claim.id != wanted.id], wanted) >= limits.places:
        return "slot_taken"
    if limits.daily is not None:
        zone = ZoneInfo(limits.zone)
        day = local_date(zone, wanted.start)
        if sum(claim.id != wanted.id and local_date(zone, claim.start) == day for claim in claims) >= limits.daily:
            return "daily_limit"
    return None


def crowd(claims: Sequence[Claim], wanted: Claim) -> int:
    """The most claims that stand at one moment of `wanted`'s time."""
    near = [claim for claim in claims if collide(claim, wanted)]
    if len(near) <= 1:
        return len(near)
    return max(sum(collide(claim, moment) for claim in near) for moment in _moments(near, wanted))


def _moments(claims: Sequence[Claim], wanted: Claim) -> list[Claim]:
    """Where a crowd can be largest: at its own start, and where another one begins."""
    starts = [wanted.start, *(claim.start for claim in claims if wanted.start < claim.start < wanted.end)]
    return [
        msgspec.structs.replace(wanted, start=start, end=start + timedelta(microseconds=1)) for start in set(starts)
    ]


def claimed(sheet: Sheet, wanted: Claim, limits: Limits, now: datetime) -> Sheet:
    """The sheet with the claim; the same where it has it already.

    Raises: Conflict slot_taken, daily_limit.
    """
    if any(claim.id == wanted.id for claim in sheet.claims):
        return sheet
    if (code := refusal(standing(sheet, now), wanted, limits)) is not None:
        raise Conflict(code, "This time has just gone.")
    kept = [claim for claim in standing(sheet, now) if claim.end > now - PRUNED_AFTER]
    return msgspec.structs.replace(sheet, claims=[*kept, wanted])


def made_lasting(sheet: Sheet, claim_id: str) -> Sheet:
    """The claim without an end. Raises: Gone hold_over where it has lapsed and been pruned."""
    if not any(claim.id == claim_id for claim in sheet.claims):
        raise Gone("hold_over", "The time was kept for two minutes, which are over.")
    if any(claim.id == claim_id and claim.until is None for claim in sheet.claims):
        return sheet
    claims = [msgspec.structs.replace(claim, until=None) if claim.id == claim_id else claim for claim in sheet.claims]
    return msgspec.structs.replace(sheet, claims=claims)


def released(sheet: Sheet, claim_id: str) -> Sheet:
    """The sheet without the claim; the very same where it has none."""
    if not any(claim.id == claim_id for claim in sheet.claims):
        return sheet
    return msgspec.structs.replace(sheet, claims=[claim for claim in sheet.claims if claim.id != claim_id])
