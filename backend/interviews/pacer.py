"""Carries the pacing out: hears of speech, looks when a silence grows long, says what the pure function decides."""

import asyncio
from datetime import datetime

import msgspec

from backend.contracts.events.media import SegmentHeard, SpeechEnded, SpeechStarted
from backend.flows.model import PacingPolicy
from backend.interviews import pacing, utterances
from backend.interviews.acknowledgement import count_words
from backend.interviews.announcer import Announcer
from backend.interviews.conversing import is_track
from backend.interviews.finished import AnswerSoFar, looks_finished
from backend.interviews.heard import HeardWords
from backend.interviews.live_schemas import Utterance
from backend.interviews.model import Interview, interview_of
from backend.interviews.outcome import speech_rate
from backend.interviews.pacing import Nudge, SilenceFacts
from backend.interviews.recent import Recent
from backend.interviews.rhythm import with_speech
from backend.interviews.room_names import is_main
from backend.interviews.silence import Silence
from backend.interviews.speech import SpeechFacts
from backend.interviews.stopwatch import Stopwatch
from backend.interviews.turn import Turn
from backend.kernel.clock import Clock
from backend.kernel.events import Received
from backend.kernel.language import LocalText
from backend.kernel.timers import Timers

_VARIANTS: dict[Nudge, tuple[LocalText, ...]] = {
    "reassure": utterances.REASSURE,
    "encourage": utterances.ENCOURAGE,
    "offer_next": utterances.OFFER_NEXT,
}
RUNNING_REMEMBERED = 2_000
_BEGINS = frozenset({"answer_started", "peer_joined", "returned", "handed_back", "kind_switched"})
_ENDS = frozenset({"answer_closed", "answer_skipped", "peer_lost", "left", "paused", "held", "kind_switched"})


class Look(msgspec.Struct, frozen=True):
    """Payload of the timer that looks at a silence."""

    interview_id: str


class Paced(msgspec.Struct, frozen=True):
    """What pacing needs of an interview whose spoken answer is running: `key` is its take's."""

    key: str
    take_id: str | None
    policy: PacingPolicy
    patience: float
    answering: Stopwatch
    soft_limit_s: float


class Pacer:
    """Loses, with Redis, at most one reassurance.

    The answers that run are remembered as this process last saw them, so that a voice that ends needs no look-up. What
    another process has done to one since shows at the look, which reads what is stored.
    """

    def __init__(
        self,
        recent: Recent,
        facts: SpeechFacts,
        heard: HeardWords,
        announcer: Announcer,
        timers: Timers,
        clock: Clock,
    ) -> None:
        self._recent = recent
        self._facts = facts
        self._heard = heard
        self._announcer = announcer
        self._timers = timers
        self._clock = clock
        self._running: dict[str, Paced] = {}

    async def follow(self, interview: Interview, changes: tuple[str, ...]) -> None:
        """After a saved change: an answer that begins or goes on begins a silence; one that ends, ends it."""
        turn = interview.turn
        if turn is None:
            return
        self._remember(interview)
        if _ENDS.intersection(changes) and not _is_paced(interview):
            stands_still = turn.is_open and turn.is_spoken and interview.held is None
            await (self._facts.rest(_key(turn)) if stands_still else self._facts.forget(_key(turn)))
            await self._timers.cancel(interview.id)
        elif "think_asked" in changes and _is_paced(interview):
            await self._facts.leave_alone(_key(turn))
            await self._timers.cancel(interview.id)
            await self._announcer.show_view(interview)
        elif _BEGINS.intersection(changes) and _is_paced(interview):
            await self._facts.begin(_key(turn), self._clock())
            await self._look_later(interview.id, _paced(interview, turn))

    async def speech_started(self, received: Received[SpeechStarted]) -> None:
        """Of the candidate; who has joined them is not paced, nor is a talk with them."""
        event = received.event
        if not _is_paced_speech(event):
            return
        interview_id = interview_of(event.room)
        key = event.take_id or await self._practice_key(interview_id)
        shown = self._announcer.speech(interview_id, True, event.at)
        if key is None:
            await shown
        else:
            await asyncio.gather(
                shown, self._facts.started(interview_id, key, event.at), self._timers.cancel(interview_id)
            )

    async def speech_ended(self, received: Received[SpeechEnded]) -> None:
        event = received.event
        if not _is_paced_speech(event):
            return
        interview_id = interview_of(event.room)
        await asyncio.gather(
            self._announcer.speech(interview_id, False, event.at), self._fell_silent(interview_id, event)
        )

    async def _fell_silent(self, interview_id: str, event: SpeechEnded) -> None:
        running = self._running.get(interview_id)
        if running is None or running.key != event.take_id:
            interview = await self._recent.get(interview_id)
            running = self._remember(interview) if interview is not None else None
        key = event.take_id or (running.key if running is not None and running.take_id is None else None)
        if key is None:
            return
        if running is None or running.key != key:
            await self._facts.ended(interview_id, key, event.at)
            return
        silence, words = await asyncio.gather(self._facts.ended(interview_id, key, event.at), self._words(running))
        await self._set_look(interview_id, running, silence, words)

    async def segment_heard(self, received: Received[SegmentHeard]) -> Interview | None:
        """Words of the answer: they tell how fast this person speaks, and perhaps that they have finished.

        The interview whose last turn they belong to.
        """
        event = received.event
        interview = await self._recent.get(event.interview_id)
        turn = interview.turn if interview else None
        if interview is None or turn is None or turn.take_id != event.take_id or interview.erased is not None:
            return None
        length_s = (event.sound_ms or event.end_ms - event.start_ms) / 1000
        _, rhythm = await asyncio.gather(self._heard.note(event), self._facts.rhythm(interview.id))
        changed = with_speech(rhythm, count_words(event.text), length_s, interview.language)
        if changed != rhythm:
            await self._facts.keep_rhythm(interview.id, changed)
        if _is_paced(interview):
            await self._look_later(interview.id, _paced(interview, turn))
        return interview

    async def look(self, key: str) -> str | None:
        """A silence may have grown long: says what is due, once, and sets the next look.

        The turn that the interviewer now closes by itself, where the policy says so.
        """
        interview = await self._recent.get(key)
        turn = interview.turn if interview else None
        if interview is None or turn is None or not _is_paced(interview):
            return None
        now, running = self._clock(), _paced(interview, turn)
        silence, words = await asyncio.gather(self._facts.silence(key, running.key), self._words(running))
        decision = self._decide(running, silence, words, now)
        if decision.moves_on:
            await self._announcer.pacing(key, "moved_on", now)
            return turn.id
        if decision.say is not None and await self._facts.claim(_key(turn), silence.number, decision.say, now):
            await self._announcer.say(interview, _utterance(interview, turn, silence.number, decision.say))
            await self._announcer.pacing(key, decision.say, now)
            if decision.say == "offer_next":
                await self._announcer.show_view(interview)
                await self._look_later(key, running)
        if decision.look_at is not None:
            await self._timers.set(key, decision.look_at, Look(key))
        return None

    def _remember(self, interview: Interview) -> Paced | None:
        turn = interview.turn
        self._running.pop(interview.id, None)
        if turn is None or not _is_paced(interview):
            return None
        self._running[interview.id] = running = _paced(interview, turn)
        if len(self._running) > RUNNING_REMEMBERED:
            del self._running[next(iter(self._running))]
        return running

    async def _look_later(self, interview_id: str, running: Paced) -> None:
        silence, words = await asyncio.gather(self._facts.silence(interview_id, running.key), self._words(running))
        await self._set_look(interview_id, running, silence, words)

    async def _set_look(self, interview_id: str, running: Paced, silence: Silence, words: list[str]) -> None:
        now = self._clock()
        decision = self._decide(running, silence, words, now)
        moment = now if decision.say or decision.moves_on else decision.look_at
        if moment is not None:
            await self._timers.set(interview_id, moment, Look(interview_id))

    def _decide(self, running: Paced, silence: Silence, words: list[str], now: datetime) -> pacing.Decision:
        facts = SilenceFacts(
            is_answering=True,
            is_spoken=True,
            is_clock_running=True,
            silent_since=silence.since,
            said=silence.said,
            is_finished=_is_finished(running, silence, words, now),
            offered_at=silence.offered_at,
            is_left_alone=silence.is_left_alone,
            patience=running.patience,
        )
        return pacing.decide(running.policy, silence.rhythm, facts, now)

    async def _words(self, running: Paced) -> list[str]:
        return await self._heard.words(running.take_id) if running.take_id else []

    async def _practice_key(self, interview_id: str) -> str | None:
        interview = await self._recent.get(interview_id)
        turn = interview.turn if interview else None
        return _key(turn) if turn is not None and turn.is_practice else None


def _is_finished(running: Paced, silence: Silence, words: list[str], now: datetime) -> bool:
    """By what was said and how long it took up to this silence, which itself counts for nothing."""
    if silence.since is None:
        return False
    answered_s = running.answering.elapsed_s(now) - max(0.0, (now - silence.since).total_seconds())
    return looks_finished(running.policy, AnswerSoFar(answered_s, running.soft_limit_s, " ".join(words) or None))


def _key(turn: Turn) -> str:
    """What is known of the silences lies under the take; practice has none."""
    return turn.take_id or turn.id


def _is_paced(interview: Interview) -> bool:
    turn = interview.turn
    return turn is not None and turn.is_spoken and interview.phase == "answering" and interview.is_running


def _paced(interview: Interview, turn: Turn) -> Paced:
    return Paced(
        key=_key(turn),
        take_id=turn.take_id,
        policy=interview.flow.pacing,
        patience=interview.in_force.patience_factor,
        answering=turn.answering,
        soft_limit_s=turn.soft_limit_s,
    )


def _utterance(interview: Interview, turn: Turn, number: int, nudge: Nudge) -> Utterance:
    text = utterances.choose(_VARIANTS[nudge], turn.id, number)
    return Utterance(f"{turn.id}.{nudge}.{number}", nudge, text, speech_rate(interview))


def _is_paced_speech(event: SpeechStarted | SpeechEnded) -> bool:
    """Pauses of who listens to a person say nothing of how they answer."""
    return is_main(event.room) and (event.take_id is None or not is_track(event.take_id))
