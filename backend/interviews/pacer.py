"""Carries the pacing out: hears of speech, looks when a silence grows long, says what the pure function decides."""

import msgspec
import structlog

from backend.contracts.events.media import SpeechEnded, SpeechStarted
from backend.interviews import pacing, utterances
from backend.interviews.announcer import Announcer
from backend.interviews.live_schemas import Utterance
from backend.interviews.model import Interview, Turn, interview_of
from backend.interviews.pacing import Nudge, SilenceFacts
from backend.interviews.repository import Interviews
from backend.interviews.silence import Silence
from backend.interviews.speech import SpeechFacts
from backend.kernel.clock import Clock
from backend.kernel.events import Received
from backend.kernel.timers import Timers

_VARIANTS = {"reassure": utterances.REASSURE, "encourage": utterances.ENCOURAGE}
_BEGINS = frozenset({"answer_started", "peer_joined", "returned"})
_ENDS = frozenset({"answer_closed", "peer_lost", "left"})
_log = structlog.get_logger()


class Look(msgspec.Struct, frozen=True):
    """Payload of the timer that looks at a silence."""

    interview_id: str


class Pacer:
    """Loses, with Redis, at most one reassurance."""

    def __init__(
        self, interviews: Interviews, facts: SpeechFacts, announcer: Announcer, timers: Timers, clock: Clock
    ) -> None:
        self._interviews = interviews
        self._facts = facts
        self._announcer = announcer
        self._timers = timers
        self._clock = clock

    async def follow(self, interview: Interview, changes: tuple[str, ...]) -> None:
        """After a saved change: an answer that begins or goes on begins a silence; one that ends, ends it."""
        turn = interview.turn
        if turn is None or turn.take_id is None:
            return
        if _ENDS.intersection(changes) and not _is_paced(interview):
            await self._facts.forget(turn.take_id)
            await self._timers.cancel(interview.id)
        elif _BEGINS.intersection(changes) and _is_paced(interview):
            await self._facts.begin(turn.take_id, self._clock())
            await self._look_later(interview, turn.take_id)

    async def speech_started(self, received: Received[SpeechStarted]) -> None:
        event = received.event
        interview_id = interview_of(event.room)
        if event.take_id is not None:
            await self._facts.started(interview_id, event.take_id, event.at)
            await self._timers.cancel(interview_id)
        await self._announcer.speech(interview_id, True)

    async def speech_ended(self, received: Received[SpeechEnded]) -> None:
        event = received.event
        interview_id = interview_of(event.room)
        await self._announcer.speech(interview_id, False)
        if event.take_id is None:
            return
        await self._facts.ended(event.take_id, event.at)
        interview = await self._interviews.get(interview_id)
        if interview is not None and _is_paced(interview):
            await self._look_later(interview, event.take_id)

    async def look(self, key: str, payload: bytes) -> None:
        """A silence may have grown long: says what is due, once, and sets the next look."""
        interview = await self._interviews.get(key)
        turn = interview.turn if interview else None
        if interview is None or turn is None or turn.take_id is None:
            return
        silence = await self._facts.silence(key, turn.take_id)
        decision = self._decide(interview, turn, silence)
        if decision.say is not None and await self._facts.claim(turn.take_id, silence.number, decision.say):
            await self._announcer.say(interview, _utterance(turn, silence.number, decision.say))
        if decision.look_at is not None:
            await self._timers.set(key, decision.look_at, Look(key))

    async def _look_later(self, interview: Interview, take_id: str) -> None:
        turn = interview.turn
        if turn is None or turn.take_id != take_id:
            return
        decision = self._decide(interview, turn, await self._facts.silence(interview.id, take_id))
        moment = self._clock() if decision.say else decision.look_at
        if moment is not None:
            await self._timers.set(interview.id, moment, Look(interview.id))

    def _decide(self, interview: Interview, turn: Turn, silence: Silence) -> pacing.Decision:
        facts = SilenceFacts(
            is_answering=interview.phase == "answering",
            is_spoken=turn.is_spoken,
            is_clock_running=interview.is_running,
            silent_since=silence.since,
            said=silence.said,
        )
        return pacing.decide(interview.flow.pacing, silence.rhythm, facts, self._clock())


def _is_paced(interview: Interview) -> bool:
    turn = interview.turn
    return turn is not None and turn.is_spoken and interview.phase == "answering" and interview.is_running


def _utterance(turn: Turn, number: int, nudge: Nudge) -> Utterance:
    text = utterances.choose(_VARIANTS[nudge], turn.id, number)
    return Utterance(f"{turn.id}.{nudge}.{number}", nudge, text)
