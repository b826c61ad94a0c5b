"""Shows changes on people's screens: the candidate's live view, and the row of the staff's list."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

import msgspec
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline

from backend.accounts.model import Person
from backend.contracts.events.interviews import InterviewChanged
from backend.interviews.live_schemas import LiveView, Utterance
from backend.interviews.live_views import Hot, live_view
from backend.interviews.model import Interview
from backend.interviews.recent import Recent, forget_shown, note_shown, shown_version
from backend.interviews.speech import SpeechFacts
from backend.interviews.staff_schemas import PacingKind, PacingSeen
from backend.interviews.staff_views import row
from backend.interviews.watchers import Crowd, Watchers, read_crowd
from backend.kernel.clock import Clock
from backend.kernel.events import Received
from backend.kernel.live import LiveBus, Telling
from backend.kernel.redis import REDIS_FAULTS

PersonOf = Callable[[str], Awaitable[Person]]
STAFF_TOPIC = "staff:interviews"
SHOWN_REMEMBERED = 4_000
_NOT_IN_ROW = frozenset(
    {
        "draft_saved", "leg_opened", "leg_stored", "take_stored", "segment_transcribed", "repeated", "take_previewed",
        "copy_requested", "take_transcoded", "think_asked", "gap_lengthened", "accommodations_asked",
        "accommodations_decided", "follow_up_proposed", "model_called", "transcript_corrected", "tab_entered",
    }
)  # fmt: skip

_NOT_IN_VIEW = frozenset(
    {
        "leg_opened", "leg_stored", "take_stored", "processing_requested", "take_processed", "segment_transcribed",
        "take_transcribed", "take_previewed", "copy_requested", "take_transcoded", "model_called", "follow_up_proposed",
        "transcript_corrected", "work_given_up",
    }
)  # fmt: skip
"""What the node and the workers do, which the live screen does not show."""


def topic_of(interview_id: str) -> str:
    return f"interview:{interview_id}"


class Announcer:
    def __init__(self, live: LiveBus, redis: Redis, person_of: PersonOf, recent: Recent, clock: Clock) -> None:
        self._live = live
        self._redis = redis
        self._person_of = person_of
        self._recent = recent
        self._clock = clock
        self._facts = SpeechFacts(redis)
        self._shown: dict[str, int] = {}
        self._showing: dict[str, asyncio.Event] = {}
        self.watchers = Watchers(redis, person_of)

    async def view(self, interview: Interview) -> LiveView:
        """For the candidate's own eyes, with what is in force for them."""
        person, crowd = await asyncio.gather(
            self._person_of(interview.candidate_id), self.watchers.crowd(interview.room)
        )
        return _own(await self._view(interview, person, crowd, self._clock()), interview)

    async def show_view(self, interview: Interview) -> None:
        """Publishes the candidate's view alone: nothing is stored that has changed, but somebody came or went.

        Of the newest interview, for screens take no older one, and once more where somebody came or went meanwhile.
        """
        if interview.started_at is None:
            return
        person = await self._person_of(interview.candidate_id)
        is_so, newest = False, interview
        while not is_so:
            newest = await self._recent.get(interview.id) or interview
            newest = newest if newest.version > interview.version else interview
            if newest.erased is not None:
                break
            crowd = await self.watchers.crowd(interview.room)
            view = await self._view(newest, person, crowd, self._clock())
            _, (crowd_now,) = await self._live.publish_many(
                [Telling(topic_of(interview.id), "view", view)], also=lambda pipe: read_crowd(pipe, interview.room)
            )
            is_so = crowd_now == crowd
        if newest.state != "live":
            await self._forget_erased(newest)

    async def show_row(self, interview: Interview) -> None:
        """Publishes the staff's row alone: time has changed it."""
        person = await self._person_of(interview.candidate_id)
        await self._live.publish(STAFF_TOPIC, "row", row(interview, person.name, self._clock()))
        await self._forget_erased(interview)

    async def show(self, interview: Interview, changes: Collection[str]) -> LiveView | None:
        """Publishes what is stored now; gives the candidate's own view where that was among it.

        Raises: Unavailable redis_unavailable.
        """
        is_over = self._showing[interview.id] = asyncio.Event()
        try:
            return await self._show(interview, changes)
        finally:
            if self._showing.get(interview.id) is is_over:
                del self._showing[interview.id]
            is_over.set()

    async def _show(self, interview: Interview, changes: Collection[str]) -> LiveView | None:
        person = await self._person_of(interview.candidate_id)
        now, view, crowd = self._clock(), None, Crowd()
        tellings: list[Telling] = []
        if interview.started_at is not None and not _NOT_IN_VIEW.issuperset(changes):
            crowd = await self.watchers.crowd(interview.room)
            view = await self._view(interview, person, crowd, now)
            tellings.append(Telling(topic_of(interview.id), "view", view))
        if not _NOT_IN_ROW.issuperset(changes):
            tellings.append(Telling(STAFF_TOPIC, "row", row(interview, person.name, now)))
        if "help_asked" in changes:
            tellings.append(Telling(STAFF_TOPIC, "help", row(interview, person.name, now)))
        _, replies = await self._live.publish_many(
            tellings, also=lambda together: self._note_shown(interview, together, reads_crowd=view is not None)
        )
        if interview.state != "live" and await self._forget_erased(interview):
            return None
        if view is None:
            return None
        if replies[-1] != crowd:  # somebody came or went since, and was shown before this
            await self.show_view(interview)
        return _own(view, interview)

    async def _forget_erased(self, interview: Interview) -> bool:
        """Whether it was erased while it was shown: nothing that a screen could resume from stays then."""
        if not await self._recent.is_erased(interview.id):
            return False
        for topic in (topic_of(interview.id), STAFF_TOPIC):
            await self._live.forget(topic)
        await forget_shown(self._redis, interview.id)
        return True

    def _note_shown(self, interview: Interview, together: Pipeline, *, reads_crowd: bool) -> None:
        self._shown[interview.id] = interview.version
        if len(self._shown) > SHOWN_REMEMBERED:
            del self._shown[next(iter(self._shown))]
        note_shown(together, interview)
        if reads_crowd:
            read_crowd(together, interview.room)

    async def _view(self, interview: Interview, person: Person, crowd: Crowd, now: datetime) -> LiveView:
        watchers, is_offered = await asyncio.gather(self.watchers.names_in(crowd), self._is_offered(interview))
        return live_view(interview, person.first_name, now, Hot(watchers, is_offered))

    async def _is_offered(self, interview: Interview) -> bool:
        """Whether the interviewer has asked, in this silence, whether to go on. Without Redis: not known, so no."""
        if interview.phase != "answering" or interview.turn is None or interview.turn.take_id is None:
            return False
        try:
            return await self._facts.is_offered(interview.turn.take_id)
        except REDIS_FAULTS:
            return False

    async def say(self, interview: Interview, utterance: Utterance) -> None:
        """Words for this moment alone: kept nowhere."""
        await self._live.publish(topic_of(interview.id), "say", utterance, keep=False)

    async def speech(self, interview_id: str, is_speaking: bool, at: datetime) -> None:
        seen = PacingSeen(interview_id, "speaking" if is_speaking else "silent", at)
        await self._live.publish_many(
            [
                Telling(topic_of(interview_id), "speech", {"is_speaking": is_speaking}, keep=False),
                Telling(STAFF_TOPIC, "pacing", seen, keep=False),
            ]
        )

    async def pacing(self, interview_id: str, kind: PacingKind, at: datetime) -> None:
        """For the monitor, of this moment alone: kept nowhere."""
        await self._live.publish(STAFF_TOPIC, "pacing", PacingSeen(interview_id, kind, at), keep=False)

    async def catch_up(self, received: Received[InterviewChanged]) -> None:
        """What a process saved and did not live to show. What this one is showing just now it will have shown."""
        event = received.event
        if (showing := self._showing.get(event.interview_id)) is not None:
            await showing.wait()
        if self._shown.get(event.interview_id, -1) >= event.version:
            return
        shown = await shown_version(self._redis, event.interview_id)
        if shown is not None and shown >= event.version:
            return
        interview = await self._recent.read(event.interview_id)
        if interview is not None and interview.erased is None:
            await self.show(interview, [event.change])


def _own(view: LiveView, interview: Interview) -> LiveView:
    """For the candidate's own eyes alone: with what is in force for them."""
    return msgspec.structs.replace(view, accommodations=interview.in_force)
