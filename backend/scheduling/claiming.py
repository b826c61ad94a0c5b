"""Claims on several sheets, all or none, without a transaction.

A booking writes down which claims it is about to make before it makes the first, so every claim on any sheet is known
from a booking. In order:

1. The booking is saved with the hold and its claim's id (compare-and-set on the booking).
2. The claim goes onto each sheet, in the order of their ids, each with the hold's end; a sheet that has no place left
   refuses, and the booking then gives the claim up.
3. Confirming takes the end off the claim on each sheet, then saves the booking with the appointment.
4. What a booking gives up is noted as loose in the same save; then it is taken off the sheets.

A process that dies after any of these leaves a claim that ends by itself, or one that its booking calls loose, or one
that the booking does not know at all; `backend.scheduling.sweep` takes the last two off. None of them lets two
bookings have one time: a lasting claim is made and kept by compare-and-set on the sheet, a document of its own.
Transactions would need a replica set, which the embedded server is not; two documents never have to agree here.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from backend.kernel.clock import Clock
from backend.scheduling.claims import Limits, claimed, made_lasting, released
from backend.scheduling.model import Claim, Claimed
from backend.scheduling.sheets import Sheets


class Want(NamedTuple):
    """A claim for one sheet, with that resource's buffers and limits."""

    sheet_id: str
    claim: Claim
    limits: Limits


class Claiming:
    def __init__(self, sheets: Sheets, clock: Clock) -> None:
        self._sheets = sheets
        self._clock = clock

    async def take(self, wanted: Sequence[Want]) -> None:
        """Onto every sheet. Raises: Conflict slot_taken, daily_limit; what was claimed by then stays for a while."""
        for want in sorted(wanted, key=lambda want: want.sheet_id):
            change = partial(claimed, wanted=want.claim, limits=want.limits, now=self._clock())
            await self._sheets.change(want.sheet_id, change)

    async def ensure_free(self, wanted: Sequence[Want]) -> None:
        """Spares who comes too late the trouble. Raises: as `take`, where one of the sheets is known to refuse."""
        for want in wanted:
            change = partial(claimed, wanted=want.claim, limits=want.limits, now=self._clock())
            await self._sheets.ensure(want.sheet_id, change)

    async def make_lasting(self, claimed: Claimed) -> None:
        """Raises: Gone hold_over where one of the sheets has the claim no more."""
        for sheet_id in sorted(claimed.sheets):
            await self._sheets.change(sheet_id, partial(made_lasting, claim_id=claimed.claim_id))

    async def release(self, loose: Sequence[Claimed]) -> set[str]:
        """Off every sheet; gives the claims' ids. Again is harmless."""
        for one in loose:
            for sheet_id in one.sheets:
                await self._sheets.change(sheet_id, partial(released, claim_id=one.claim_id))
        return {one.claim_id for one in loose}
