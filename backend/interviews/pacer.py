"""Carries the pacing out: hears of speech, looks when a silence grows long, says what the pure function decides."""

from datetime import datetime

import msgspec

from backend.contracts.events.media import SegmentHeard, SpeechEnded, SpeechStarted
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
from backend.interviews.repository import Interviews
from backend.interviews.rhythm import with_speech
from backend.interviews.room_names import is_main
from backend.interviews.silence import Silence
from backend.interviews.speech import SpeechFacts
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
_BEGINS = frozenset({"answer_started", "peer_joined", "returned", "handed_back", "kind_switched"})
_ENDS = frozenset({"answer_closed", "answer_skipped", "peer_lost", "left", "paused", "held", "kind_switched"})


class Look(msgspec.Struct, frozen=True):
    """Payload of the timer that looks at a silence."""

    interview_id: str


class Pacer:
    """Loses, with Redis, at most one reassurance."""

    def __init__(
        self,
        interviews: Interviews,
        facts: SpeechFacts,
        heard: HeardWords,
        announcer: Announcer,
        timers: Timers,
        clock: Clock,
    ) -> None:
        self._interviews = interviews
        self._facts = facts
        self._heard = heard
        self._announcer = announcer
        self._timers = timers
        self._clock = clock

    async def follow(self, interview: Interview, changes: tuple[str, ...]) -> None:
        """After a saved change: an answer that begins or goes on begins a silence; one that ends, ends it."""
        turn = interview.turn
        if turn is None:
            return
        if _ENDS.intersection(changes) and not _is_paced(interview):
            await self._facts.forget(_key(turn))
            await self._timers.cancel(interview.id)
        elif "think_asked" in changes and _is_paced(interview):
            await self._facts.leave_alone(_key(turn))
            await self._timers.cancel(interview.id)
            await self._announcer.show_view(interview)
        elif _BEGINS.intersection(changes) and _is_paced(interview):
            await self._facts.begin(_key(turn), self._clock())
            await self._look_later(interview, turn)

    async def speech_started(self, received: Received[SpeechStarted]) -> None:
        """Of the candidate; who has joined them is not paced, nor is a talk with them."""
        event = received.event
        if not _is_paced_speech(event):
            return
        interview_id = interview_of(event.room)
        key = event.take_id or await self._practice_key(interview_id)
        if key is not None:
            await self._facts.started(interview_id, key, event.at)
            await self._timers.cancel(interview_id)
        await self._announcer.speech(interview_id, True, event.at)

    async def speech_ended(self, received: Received[SpeechEnded]) -> None:
        event = received.event
        if not _is_paced_speech(event):
            return
        interview_id = interview_of(event.room)
        await self._announcer.speech(interview_id, False, event.at)
        interview = await self._interviews.get(interview_id)
        turn = interview.turn if interview else None
        key = event.take_id or (_key(turn) if turn is not None and turn.is_practice else None)
        if key is None:
            return
        await self._facts.ended(key, event.at)
        if interview is not None and turn is not None and _is_paced(interview) and _key(turn) == key:
            await self._look_later(interview, turn)

    async def segment_heard(self, received: Received[SegmentHeard]) -> Interview | None:
        """Words of the answer: they tell how fast this person speaks, and perhaps that they have finished.

        The interview whose last turn they belong to.
        """
        event = received.event
        interview = await self._interviews.get(event.interview_id)
        turn = interview.turn if interview else None
        if interview is None or turn is None or turn.take_id != event.take_id or interview.erased is not None:
            return None
        await self._heard.note(event)
        length_s = (event.end_ms - event.start_ms) / 1000
        rhythm = await self._facts.rhythm(interview.id)
        changed = with_speech(rhythm, count_words(event.text), length_s, interview.language)
        if changed != rhythm:
            await self._facts.keep_rhythm(interview.id, changed)
        if _is_paced(interview):
            await self._look_later(interview, turn)
        return interview

    async def look(self, key: str) -> str | None:
        """A silence may have grown long: says what is due, once, and sets the next look.

        The turn that the interviewer now closes by itself, where the policy says so.
        """
        interview = await self._interviews.get(key)
        turn = interview.turn if interview else None
        if interview is None or turn is None or not _is_paced(interview):
            return None
        now = self._clock()
        silence = await self._facts.silence(key, _key(turn))
        decision = await self._decide(interview, turn, silence, now)
        if decision.moves_on:
            await self._announcer.pacing(key, "moved_on", now)
            return turn.id
        if decision.say is not None and await self._facts.claim(_key(turn), silence.number, decision.say, now):
            await self._announcer.say(interview, _utterance(interview, turn, silence.number, decision.say))
            await self._announcer.pacing(key, decision.say, now)
            if decision.say == "offer_next":
                await self._announcer.show_view(interview)
                await self._look_later(interview, turn)
        if decision.look_at is not None:
            await self._timers.set(key, decision.look_at, Look(key))
        return None

    async def _look_later(self, interview: Interview, turn: Turn) -> None:
        now = self._clock()
        silence = await self._facts.silence(interview.id, _key(turn))
        decision = await self._decide(interview, turn, silence, now)
        moment = now if decision.say or decision.moves_on else decision.look_at
        if moment is not None:
            await self._timers.set(interview.id, moment, Look(interview.id))

    async def _decide(self, interview: Interview, turn: Turn, silence: Silence, now: datetime) -> pacing.Decision:
        facts = SilenceFacts(
            is_answering=interview.phase == "answering",
            is_spoken=turn.is_spoken,
            is_clock_running=interview.is_running,
            silent_since=silence.since,
            said=silence.said,
            is_finished=await self._is_finished(interview, turn, silence, now),
            offered_at=silence.offered_at,
            is_left_alone=silence.is_left_alone,
            patience=interview.in_force.patience_factor,
        )
        return pacing.decide(interview.flow.pacing, silence.rhythm, facts, now)

    async def _is_finished(self, interview: Interview, turn: Turn, silence: Silence, now: datetime) -> bool:
        """By what was said and how long it took up to this silence, which itself counts for nothing."""
        if silence.since is None:
            return False
        answered_s = turn.answering.elapsed_s(now) - max(0.0, (now - silence.since).total_seconds())
        words = await self._heard.words(turn.take_id) if turn.take_id else []
        heard = " ".join(words) or None
        return looks_finished(interview.flow.pacing, AnswerSoFar(answered_s, turn.soft_limit_s, heard))

    async def _practice_key(self, interview_id: str) -> str | None:
        interview = await self._interviews.get(interview_id)
        turn = interview.turn if interview else None
        return _key(turn) if turn is not None and turn.is_practice else None


def _key(turn: Turn) -> str:
    """What is known of the silences lies under the take; practice has none."""
    return turn.take_id or turn.id


def _is_paced(interview: Interview) -> bool:
    turn = interview.turn
    return turn is not None and turn.is_spoken and interview.phase == "answering" and interview.is_running


def _utterance(interview: Interview, turn: Turn, number: int, nudge: Nudge) -> Utterance:
    text = utterances.choose(_VARIANTS[nudge], turn.id, number)
    return Utterance(f"{turn.id}.{nudge}.{number}", nudge, text, speech_rate(interview))


def _is_paced_speech(event: SpeechStarted | SpeechEnded) -> bool:
    """Pauses of who listens to a person say nothing of how they answer."""
    return is_main(event.room) and (event.take_id is None or not is_track(event.take_id))
