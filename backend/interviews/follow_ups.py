"""Proposes follow-ups when an answer was closed: the rules' at once, the model's when it comes within the gap.

Both are proposals that stand in the interview until the next question; a process that dies costs at most one of them.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from backend.interviews import follow_up
from backend.interviews.follow_up import Occasion, proposed
from backend.interviews.follow_up_model import FollowUpModel, Reply
from backend.interviews.follow_up_rules import may_quote, propose
from backend.interviews.heard import HeardWords, Stretch
from backend.interviews.model import Interview, ModelCall, Proposal
from backend.interviews.outcome import Outcome
from backend.kernel.clock import Clock
from backend.kernel.errors import GreenroomError
from backend.kernel.language import LocalText

WAITING_MAX = 200
AT_ONCE = 8
_log = structlog.get_logger()
Apply = Callable[[str, Callable[[Interview, object], Outcome]], Awaitable[Interview]]


class FollowUps:
    def __init__(self, heard: HeardWords, model: FollowUpModel | None, calls_max: int, clock: Clock) -> None:
        self._heard = heard
        self._model = model
        self._calls_max = calls_max
        self._clock = clock
        self._waiting: asyncio.Queue[str] = asyncio.Queue(WAITING_MAX)

    async def rules(self, interview: Interview) -> Proposal | None:
        """The built-in proposal for the answer just closed."""
        found = follow_up.occasion(interview)
        if found is None:
            return None
        text = propose(found.question.key_points, await self.said(found), interview.language, found.asked)
        return Proposal(found.turn.id, text, "rules") if text is not None else None

    def wants_model(self, interview: Interview) -> None:
        """Asks the model in the background; with too many waiting, the rules' question stands."""
        if self._model is None or follow_up.occasion(interview) is None:
            return
        try:
            self._waiting.put_nowait(interview.id)
        except asyncio.QueueFull:
            _log.warning("follow_up_model_busy", interview=interview.id)

    async def run(self, load: Callable[[str], Awaitable[Interview | None]], apply: Apply) -> None:
        """Until cancelled. Without a model there is nothing to do."""
        if self._model is None:
            return
        async with asyncio.TaskGroup() as group:
            for number in range(AT_ONCE):
                group.create_task(self._serve(load, apply), name=f"follow-up model {number}")

    async def _serve(self, load: Callable[[str], Awaitable[Interview | None]], apply: Apply) -> None:
        while True:
            interview_id = await self._waiting.get()
            try:
                interview = await load(interview_id)
                if interview is not None:
                    await self._ask(interview, apply)
            except GreenroomError as error:
                _log.warning("follow_up_model_failed", interview=interview_id, code=error.code)

    async def _ask(self, interview: Interview, apply: Apply) -> None:
        found = follow_up.occasion(interview)
        if found is None or self._model is None or len(interview.model_calls) >= self._calls_max:
            return
        language = interview.language
        said = await self.said(found)
        words = " ".join(stretch.text for stretch in said)
        if not words:
            return
        reply = await self._model.word(
            found.question.prompt.in_language(language),
            [point.in_language(language) for point in found.question.key_points],
            words,
            [turn.prompt.in_language(language) for turn in found.family if turn.follows],
            language,
            unsure=[stretch.text for stretch in said if not may_quote(stretch, language)],
        )
        await apply(interview.id, lambda known, _: self._replied(known, found, reply))

    def _replied(self, interview: Interview, found: Occasion, reply: Reply) -> Outcome:
        now = self._clock()
        call = ModelCall(found.turn.id, now, reply.took_ms, reply.prompt, reply.raw, reply.verdict)
        text = LocalText(zh_cn=reply.text, en=reply.text) if reply.text else None
        proposal = Proposal(found.turn.id, text, "model") if text else None
        return proposed(interview, proposal, call, now)

    async def said(self, found: Occasion) -> list[Stretch]:
        """What was said or typed to the question and its follow-ups, in order."""
        said: list[Stretch] = []
        for turn in found.family:
            said += await self._heard.stretches(turn.take_id) if turn.take_id else []
            said += [Stretch(turn.text)] if turn.text else []
        return said
