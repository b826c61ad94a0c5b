"""A call for a person, from the press to the face: each step saved with what follows from it, by compare-and-set.

Everything that goes out (notices, the news for screens) lies in the rescue's own outbox, so a process may die anywhere.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from backend.contracts.events.rescue import RescueChange, RescueChanged
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Unavailable
from backend.rescue.model import EndedBy, Reaction, Rescue
from backend.rescue.repository import Rescues
from backend.rescue.roster import Roster, Rosters
from backend.rescue.rules import (
    answered,
    called_next,
    declined,
    has_gone_on,
    is_repeated,
    over,
    rescue_from,
    seen,
    standing,
    wanted,
)
from backend.rescue.tidings import Tidings, withdrawn
from backend.web.presence import Presence

Change = Callable[[Rescue], Rescue]


class Rescuing:
    def __init__(
        self,
        rescues: Rescues,
        interviews: Interviews,
        rosters: Rosters,
        tidings: Tidings,
        presence: Presence,
        clock: Clock,
    ) -> None:
        self.rescues = rescues
        self._interviews = interviews
        self._rosters = rosters
        self._tidings = tidings
        self._presence = presence
        self._clock = clock

    async def help_asked(self, interview: Interview) -> None:
        """Calls the first level; told twice it is one call. What nobody answered before is called anew."""
        if not interview.help_asked:
            return
        rescue = rescue_from(interview, "help", interview.help_asked[-1].at)
        known = await self.rescues.of(interview.id)
        if any(each.id == rescue.id for each in known) or is_repeated(known, self._clock()):
            return
        for each in known:
            await self._end(each, "again")
        await self.begin(rescue, interview)

    async def stuck(self, interview: Interview) -> None:
        """Calls for somebody who has stood at one step for too long, once for each step."""
        rescue = wanted(interview, self._clock())
        if rescue is not None and rescue.cause in ("help", "long_step"):
            await self.begin(rescue, interview)

    async def begin(self, rescue: Rescue, interview: Interview) -> None:
        """The call with its first level; where there is an open one already, nothing."""
        roster = await self._rosters.of(rescue, interview.position_id)
        fresh, events = await self._next(rescue, interview, roster)
        try:
            await self.rescues.insert(fresh, events)
        except Conflict:
            return

    async def escalate(self, rescue_id: str) -> None:
        """Calls the next level where it is due."""
        known = await self.rescues.get(rescue_id)
        now = self._clock()
        if known is None or known.state != "calling" or known.next_at is None or known.next_at > now:
            return
        interview = await self._interviews.get(known.interview_id)
        if interview is None or interview.erased is not None:
            return
        roster = await self._rosters.of(known, interview.position_id)
        following, events = await self._next(known, interview, roster)

        def change(fresh: Rescue) -> tuple[Rescue, Sequence[msgspec.Struct]]:
            is_same = fresh.version == known.version
            return (following, events) if is_same else (fresh, ())

        await self.rescues.update(rescue_id, change)

    async def accept(self, rescue_id: str, member_id: str, reaction: Reaction) -> Rescue:
        """The first has it. Raises: NotFound rescue_unknown · Conflict rescue_taken, rescue_over."""
        now = self._clock()
        return await self._moved(rescue_id, "accepted", lambda known: answered(known, member_id, reaction, now))

    async def attend(self, interview: Interview, member_id: str) -> Rescue:
        """Whoever looks after an interview that needs somebody, called or not; who comes later hears who was first.

        Raises: Conflict nobody_called.
        """
        now = self._clock()
        rescue = standing(await self.rescues.of(interview.id), now) or wanted(interview, now)
        if rescue is None:
            raise Conflict("nobody_called", "Nothing calls for a person in this interview.")
        if rescue.reacted_by is not None:
            return rescue
        try:
            await self.rescues.insert(rescue)
        except Conflict:
            rescue = await self.rescues.open_of(interview.id) or rescue
        try:
            return await self.accept(rescue.id, member_id, "attended")
        except Conflict as error:
            if error.code != "rescue_taken":
                raise
            return await self.rescues.require(rescue.id)

    async def taken_over(self, interview: Interview) -> None:
        """Who leads the interview has answered the call by that."""
        rescue = await self.rescues.open_of(interview.id)
        if rescue is None or interview.held is None:
            return
        held = interview.held
        await self._moved(rescue.id, "accepted", lambda known: _unless_taken(known, held.account_id, held.since))

    async def decline(self, rescue_id: str, member_id: str) -> Rescue:
        """The member cannot come now. Raises: NotFound rescue_unknown."""
        now = self._clock()
        rescue = await self._moved(rescue_id, "declined", lambda known: declined(known, member_id, now))
        await self.escalate(rescue_id)
        return rescue

    async def withdraw(self, interview_id: str) -> None:
        """The candidate needs nobody any more."""
        if (rescue := await self.rescues.open_of(interview_id)) is not None:
            await self._end(rescue, "withdrawn")

    async def interview_moved(self, interview: Interview, is_over: bool) -> None:
        """Ends what the interview itself has settled: it is over, who was stuck has gone on, or who led has helped."""
        rescue = await self.rescues.open_of(interview.id)
        if rescue is None:
            return
        if is_over:
            await self._end(rescue, "interview_over")
        elif has_gone_on(rescue, interview):
            await self._end(rescue, "went_on")

    async def too_old(self, rescue: Rescue) -> None:
        await self._end(rescue, "too_old")

    async def face_seen(self, interview_id: str) -> None:
        """A person's picture stands on the candidate's screen now."""
        now = self._clock()
        rescue = standing(await self.rescues.of(interview_id), now)
        if rescue is not None:
            await self._moved(rescue.id, "face", lambda known: seen(known, now))

    async def _end(self, rescue: Rescue, why: EndedBy) -> None:
        now = self._clock()
        await self._moved(rescue.id, "over", lambda known: over(known, why, now))

    async def _moved(self, rescue_id: str, name: RescueChange, move: Change) -> Rescue:
        now = self._clock()

        def change(known: Rescue) -> tuple[Rescue, Sequence[msgspec.Struct]]:
            moved = move(known)
            if moved is known:
                return known, ()
            gone = withdrawn(moved) if known.is_open and not moved.is_open else []
            return moved, [*gone, RescueChanged(known.id, known.interview_id, name, now)]

        return await self.rescues.update(rescue_id, change)

    async def _next(self, rescue: Rescue, interview: Interview, roster: Roster) -> tuple[Rescue, list[msgspec.Struct]]:
        now = self._clock()
        here = await self._here([member for level in roster.levels for member in level])
        following = called_next(rescue, roster.levels, here, now, roster.wait_s)
        if following.state == "unanswered":
            return following, [_changed(following, "unanswered", now)]
        notices = await self._tidings.notices(following, following.rounds[-1], interview)
        return following, [*notices, _changed(following, "called", now)]

    async def _here(self, members: Sequence[str]) -> frozenset[str]:
        """Without Redis nobody is known to be here; the push goes out all the same."""
        try:
            return await self._presence.here(members)
        except Unavailable:
            return frozenset()


def _unless_taken(known: Rescue, member_id: str, at: datetime) -> Rescue:
    return answered(known, member_id, "took_over", at) if known.is_open else known


def _changed(rescue: Rescue, change: RescueChange, at: datetime) -> RescueChanged:
    return RescueChanged(rescue.id, rescue.interview_id, change, at)
