"""Keeps what a person writes, burst by burst of keys, apart from their interview: nobody else is shown a draft."""

from datetime import datetime

import msgspec
from redis.asyncio import Redis

from backend.interviews import conductor
from backend.interviews.conducting import Conducting
from backend.interviews.drafts import Drafts
from backend.interviews.live_schemas import Command
from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome
from backend.interviews.recent import Recent, note_draft
from backend.interviews.turn import Apart, Turn
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.repository import StaleVersion

TRIES = 4


class Drafting:
    def __init__(self, drafts: Drafts, recent: Recent, conducting: Conducting, redis: Redis, clock: Clock) -> None:
        self._drafts = drafts
        self._recent = recent
        self._conducting = conducting
        self._redis = redis
        self._clock = clock

    async def keep(self, interview_id: str, candidate_id: str, command: Command) -> Interview | None:
        """The interview with this draft, stored; None for anything but a draft that changes words alone, which is then
        applied, or refused, as every command is.

        Raises: NotFound interview_unknown; as conductor.apply.
        """
        if command.kind != "draft":
            return None
        interview = await self._recent.own(interview_id, candidate_id)
        for _ in range(TRIES):
            try:
                outcome = conductor.apply(interview, command, self._clock())
            except (Conflict, Invalid):
                return None
            turn = _rewritten(interview, outcome)
            if turn is None or (turn.apart is not None and turn.apart.is_closed):
                return None
            if turn.apart is None:
                return await self._first(interview, command, await self._drafts.open(turn.id))
            try:
                return await self._kept(outcome.interview, turn, turn.apart)
            except StaleVersion:
                self._recent.forget(interview_id)
                interview = await self._recent.own(interview_id, candidate_id)
        return None

    async def _first(self, interview: Interview, command: Command, apart: Apart) -> Interview:
        """The first of a question goes with the interview, which says from then on where the others are."""

        def step(known: Interview, now: datetime) -> Outcome:
            outcome = conductor.apply(known, command, now)
            turn = _rewritten(known, outcome)
            if turn is None or turn.apart is not None:
                return outcome
            return outcome.with_turn(msgspec.structs.replace(turn, apart=apart))

        return await self._conducting.apply(interview.id, step, known=interview)

    async def _kept(self, interview: Interview, turn: Turn, apart: Apart) -> Interview:
        kept = await self._drafts.keep(interview, turn, apart)
        self._recent.note(kept)
        await note_draft(self._redis, kept)
        return kept


def _rewritten(before: Interview, outcome: Outcome) -> Turn | None:
    """The open question with its new words, where nothing else of the interview has changed."""
    after = outcome.interview
    others = [name for name in before.__struct_fields__ if name not in ("turns", "commands")]
    is_else_same = all(getattr(after, name) is getattr(before, name) for name in others)
    if outcome.changes != ("draft_saved",) or before.turn is None or after.turn is None or not is_else_same:
        return None
    return after.turn if msgspec.structs.replace(after.turn, text=before.turn.text) == before.turn else None
