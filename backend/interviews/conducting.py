"""Applies steps of the pure conductor to stored interviews, and lets their effects follow.

Any process may conduct any interview: a step is load, apply, save by version; who comes second applies it again to
what the first one saved. Where nothing is to be done, or a step is refused, no save would tell that another process
has been there, so that is believed only of what is stored. What follows a save (screens, timers, jobs) can be
repeated, and the watch repeats what a dead process left undone.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec
import structlog

from backend.contracts.events.media import SegmentHeard
from backend.contracts.jobs import TranscodeTake
from backend.interviews import copies, processing
from backend.interviews.announcer import Announcer
from backend.interviews.attention import look_at
from backend.interviews.due import next_moment, tick
from backend.interviews.follow_up import proposed
from backend.interviews.follow_ups import FollowUps
from backend.interviews.live_schemas import LiveView
from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome
from backend.interviews.pacer import Pacer
from backend.interviews.processing import WorkWanted
from backend.interviews.recent import Recent
from backend.interviews.repository import Interviews
from backend.interviews.turns import end_answer
from backend.kernel.clock import Clock, epoch_ms
from backend.kernel.errors import Conflict, Gone, Invalid, Unavailable
from backend.kernel.events import Received
from backend.kernel.jobs import Jobs
from backend.kernel.timers import Timers

Step = Callable[[Interview, datetime], Outcome]
Change = Callable[[Interview], tuple[Interview, list[msgspec.Struct]]]
TRIES = 20
_log = structlog.get_logger()


class Wake(msgspec.Struct, frozen=True):
    """Payload of a timer."""

    interview_id: str


class Conducting:
    def __init__(
        self,
        interviews: Interviews,
        recent: Recent,
        announcer: Announcer,
        pacer: Pacer,
        follow_ups: FollowUps,
        timers: Timers,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._interviews = interviews
        self._recent = recent
        self._announcer = announcer
        self._pacer = pacer
        self._timers = timers
        self._jobs = jobs
        self._follow_ups = follow_ups
        self._clock = clock

    async def apply(self, interview_id: str, step: Step, *, known: Interview | None = None) -> Interview:
        """The interview as stored after `step`. Redis being away delays the effects, never the save.

        `known` is the interview just loaded, whole. Raises: NotFound interview_unknown; whatever the step raises.
        """
        return (await self.applied(interview_id, step, known=known))[0]

    async def applied(
        self, interview_id: str, step: Step, *, known: Interview | None = None
    ) -> tuple[Interview, LiveView | None]:
        """The same, with the candidate's own view as it was shown; None where nothing of it has changed."""
        outcomes: list[Outcome] = []

        def change(interview: Interview) -> tuple[Interview, list[msgspec.Struct]]:
            now = self._clock()
            outcomes.append(step(interview, now))
            if outcomes[-1].interview is interview:
                return interview, []
            changed, events = outcomes[-1].announced(interview, now)
            return msgspec.structs.replace(changed, look_at=look_at(changed)), events

        known = known or await self._recent.newest(interview_id)
        saved = await self._updated(interview_id, change, known)
        self._recent.note(saved)
        view = await self._follow(saved, outcomes[-1].changes) if outcomes[-1].changes else None
        return saved, view

    async def _updated(self, interview_id: str, change: Change, known: Interview | None) -> Interview:
        if known is not None:
            try:
                saved = await self._interviews.update(interview_id, change, tries=TRIES, known=known)
            except (Conflict, Gone, Invalid):
                if await self._interviews.is_newest(known):
                    raise
            else:
                if saved is not known or await self._interviews.is_newest(known):
                    return saved
        return await self._interviews.update(interview_id, change, tries=TRIES)

    async def report(self, interview_id: str, step: Step, *, known: Interview) -> None:
        """Applies what was reported of a recording. Work that is due by it is asked for first, and noted by the same
        save: a death in between enqueues the same job again. `known` is the interview just loaded, whole.
        """
        now = self._clock()
        asked = await self._asked(processing.work_due(step(known, now).interview, now))

        def noted(interview: Interview, now: datetime) -> Outcome:
            outcome = step(interview, now)
            for work in asked:
                outcome = outcome.then(_requested(outcome.interview, work, now))
            return outcome

        await self.apply(interview_id, noted, known=known)

    async def _asked(self, due: list[WorkWanted]) -> list[WorkWanted]:
        """Those that were enqueued; without Redis the watch asks for them later."""
        try:
            for work in due:
                await self._jobs.enqueue(work.job, id=work.id)
        except Unavailable:
            return []
        return due

    async def _follow(self, interview: Interview, changes: tuple[str, ...]) -> LiveView | None:
        view = None
        try:
            view, _ = await asyncio.gather(self._announcer.show(interview, changes), self.wind(interview))
            await self._pacer.follow(interview, changes)
            view = None if "think_asked" in changes else view  # an offer to go on was taken back meanwhile
            if "answer_closed" in changes:
                await self.follow_up(interview)
            await self.request_work(interview, known=interview)
        except Unavailable as error:
            _log.warning("effects_delayed", interview=interview.id, code=error.code)
        return view

    async def wound(self) -> dict[str, int]:
        """The timers that are set: interview → due (epoch ms). Raises: Unavailable redis_unavailable."""
        return await self._timers.pending()

    async def wind(self, interview: Interview, wound: Mapping[str, int] | None = None) -> None:
        """Sets the timer of the next thing that happens by itself, or takes it away; unless it is `wound` so."""
        moment = next_moment(interview)
        if wound is not None and wound.get(interview.id) == (epoch_ms(moment) if moment is not None else None):
            return
        if moment is None:
            await self._timers.cancel(interview.id)
        else:
            await self._timers.set(interview.id, moment, Wake(interview.id))

    async def woken(self, key: str, payload: bytes) -> None:
        """A timer went off: whatever is due happens; the next one is set either way."""
        interview = await self._recent.get(key)
        if interview is None:
            return
        ticked = await self.apply(key, lambda known, now: tick(Outcome(known), now), known=interview)
        if ticked.version == interview.version:
            await self.wind(ticked)

    async def looked(self, key: str, payload: bytes) -> None:
        """A silence has grown long: what is due is said; a policy that moves on closes the answer."""
        turn_id = await self._pacer.look(key)
        if turn_id is not None:
            await self.apply(key, lambda interview, now: _moved_on(interview, turn_id, now))

    async def follow_up(self, interview: Interview) -> None:
        """After an answer was closed, or more of it was understood: what may be asked after it."""
        proposal = await self._follow_ups.rules(interview)
        if proposal is not None:
            await self.apply(interview.id, lambda known, now: proposed(known, proposal, None, now))
        self._follow_ups.wants_model(interview)

    async def heard(self, received: Received[SegmentHeard]) -> None:
        """Words of an answer; the last ones often come when it has just been closed."""
        interview = await self._pacer.segment_heard(received)
        if interview is not None and interview.phase == "acknowledged":
            await self.follow_up(interview)

    async def request_work(self, interview: Interview, *, known: Interview | None = None) -> None:
        """Asks the workers for every take that is due, and for copies. `known`: the interview, where it is whole."""
        now = self._clock()
        for work in [*processing.work_due(interview, now), *copies.copies_due(interview, now)]:
            known = await self.request(work, known=known)

    async def request(self, work: WorkWanted, *, known: Interview | None = None) -> Interview:
        """Enqueues, then notes it: a death in between enqueues the same job again."""
        await self._jobs.enqueue(work.job, id=work.id)
        return await self.apply(
            work.job.interview_id, lambda interview, now: _requested(interview, work, now), known=known
        )


def _requested(interview: Interview, work: WorkWanted, now: datetime) -> Outcome:
    if isinstance(work.job, TranscodeTake):
        return copies.copy_requested(interview, work, now)
    return processing.settled(processing.requested(interview, work, now), now)


def _moved_on(interview: Interview, turn_id: str, now: datetime) -> Outcome:
    """Nothing where the person was quicker."""
    turn = interview.turn
    if turn is None or turn.id != turn_id or interview.phase != "answering" or not interview.is_running:
        return Outcome(interview)
    return end_answer(Outcome(interview), now, "interviewer")
