"""Collection `interview_drafts`: what is being written, apart from the interview until the answer ends.

    draft 1 ──▶ the interview: its turn says from now on that its drafts are kept apart
    draft 2… ─▶ here, a small document that nothing is looked for by: a fraction of what a save of the interview costs
    the end ──▶ closed here, then saved with the answer in the interview, then removed

Whoever reads an interview reads its draft with it (`joined`). Whoever ends the answer, or changes its words otherwise,
closes the draft first at the version they know: so no draft is acknowledged that the answer lacks. Where a process dies
in between, the draft stays closed and joined, and further ones are saved with the interview.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, ClassVar

import msgspec

from backend.interviews.model import COMMANDS_REMEMBERED, Interview
from backend.interviews.turn import Apart, Turn
from backend.kernel.clock import Clock, epoch_ms, utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, Unavailable
from backend.kernel.mongo import Mongo, Row
from backend.kernel.repository import Document, Repository

COMMANDS_KEPT = 16
_GATHERS_S = 0.05


class Draft(Document, frozen=True, kw_only=True):
    """The id is the turn's. `commands` are the newest that were applied. Versions go up from the moment (epoch ms) at
    which it was opened, so that those of a turn that is taken up again are no earlier ones.
    """

    text: str = ""
    commands: list[str] = msgspec.field(default_factory=list)
    is_closed: bool = False


class Drafts(Repository[Draft]):
    has_outbox: ClassVar[bool] = False
    saves_together: ClassVar[bool] = True

    def __init__(self, mongo: Mongo, keyring: Keyring, clock: Clock = utc_now) -> None:
        super().__init__(mongo, "interview_drafts", Draft, clock=clock, noun="draft")
        self._keyring = keyring
        self._over: list[str] = []
        self._forgetting: asyncio.Task[None] | None = None

    async def open(self, turn_id: str) -> Apart:
        """Where drafts of the turn are kept from now on; once the turn says so, see `Turn.apart`."""
        while True:
            try:
                opened: Draft | None = await self.insert(Draft(id=turn_id, version=epoch_ms(self._clock())))
            except Conflict:
                opened = await self.get(turn_id)
            if opened is not None:
                return Apart(opened.version, opened.is_closed)

    async def keep(self, interview: Interview, turn: Turn, apart: Apart) -> Interview:
        """Stores the words of the turn; gives the interview as it is read from now on.

        Raises: StaleVersion where somebody has kept another draft, or has ended the answer.
        """
        commands = interview.commands[-COMMANDS_KEPT:]
        kept = await self.save(Draft(id=turn.id, version=apart.version, text=turn.text, commands=commands))
        return _with_turn(interview, msgspec.structs.replace(turn, apart=Apart(kept.version)))

    async def close(self, turn: Turn) -> None:
        """No draft is kept any more. Raises: StaleVersion where one was that this turn does not know."""
        if turn.apart is not None and not turn.apart.is_closed:
            known = Draft(id=turn.id, version=turn.apart.version)
            await self.save(msgspec.structs.replace(known, is_closed=True), before=known)

    async def forget(self, turns: Sequence[Turn]) -> None:
        """Of an interview that is erased."""
        await self.collection.delete_many({"_id": {"$in": [turn.id for turn in turns]}})

    def forget_closed(self, turns: Sequence[Turn]) -> None:
        """Soon, once the interview has them: nobody waits for it. What a process that died has left behind of earlier
        questions goes with them, and else with the interview.

        Not the next one of a question that was taken up again meanwhile.
        """
        self._over.extend(turn.id for turn in turns)
        if self._forgetting is None:
            self._forgetting = asyncio.create_task(self._forget_closed(), name="closed drafts")

    async def _forget_closed(self) -> None:
        try:
            while self._over:
                await asyncio.sleep(_GATHERS_S)
                ids, self._over = self._over, []
                with suppress(Unavailable):
                    await self.collection.delete_many({"_id": {"$in": ids}, "is_closed": True})
        finally:
            self._forgetting = None

    async def joined(self, interviews: list[Interview]) -> list[Interview]:
        """With the newest drafts of the questions that are open."""
        ids = [turn.id for interview in interviews if (turn := _apart(interview)) is not None]
        drafts = {draft.id: draft for draft in await self.find({"_id": {"$in": ids}})} if ids else {}
        return [_joined(interview, drafts) for interview in interviews] if ids else interviews

    def _encode(self, doc: Draft) -> Row:
        return self._sealed(super()._encode(doc), doc.id)

    def _encode_some(self, doc: Draft, names: set[str]) -> Row:
        return self._sealed(super()._encode_some(doc, names), doc.id)

    def _decode(self, row: Row) -> Draft:
        """Raises: SealBroken."""
        row["text"] = self._keyring.open(row["text"], _place(row["_id"])).decode()
        return super()._decode(row)

    def _sealed(self, row: dict[str, Any], turn_id: str) -> Row:
        return {**row, "text": self._keyring.seal(row["text"].encode(), _place(turn_id))} if "text" in row else row


def ended(before: Interview, after: Interview) -> Turn | None:
    """The question of `before` whose drafts are kept apart no longer: it is over, or its words are other ones."""
    turn = _apart(before)
    if turn is None:
        return None
    now = next((other for other in after.turns if other.id == turn.id), None)
    return None if now is not None and now.is_open and now.text == turn.text else turn


def taken_in(interview: Interview, turn: Turn) -> Interview:
    """What was kept apart of the question is the interview's own, the commands too, and is saved as such."""
    turns = [msgspec.structs.replace(each, apart=None) if each.id == turn.id else each for each in interview.turns]
    return msgspec.structs.replace(interview, turns=turns, commands=[*interview.commands])


def _apart(interview: Interview) -> Turn | None:
    """The open question, where drafts are kept apart from it."""
    turn = interview.turn
    return turn if turn is not None and turn.apart is not None and turn.is_open else None


def _joined(interview: Interview, drafts: dict[str, Draft]) -> Interview:
    turn = _apart(interview)
    if turn is None or turn.apart is None:
        return interview
    draft = drafts.get(turn.id)
    if draft is None:
        return _with_turn(interview, msgspec.structs.replace(turn, apart=None))
    if draft.version <= turn.apart.version:
        return interview
    commands = [*interview.commands, *(each for each in draft.commands if each not in interview.commands)]
    newest = msgspec.structs.replace(turn, text=draft.text, apart=Apart(draft.version, draft.is_closed))
    return msgspec.structs.replace(_with_turn(interview, newest), commands=commands[-COMMANDS_REMEMBERED:])


def _with_turn(interview: Interview, turn: Turn) -> Interview:
    return msgspec.structs.replace(interview, turns=[*interview.turns[:-1], turn])


def _place(turn_id: str) -> bytes:
    return f"interview_drafts/{turn_id}".encode()
