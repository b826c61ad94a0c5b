"""Joining an interview's room, leaving it, and what one says of oneself there."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from backend.contracts.events.interviews import RoomClosed
from backend.contracts.events.participants import ParticipantLeft, RoomChanged
from backend.interviews.machine import BEFORE, OVER
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.interviews.room_names import CANDIDATE, RoomName, camera_room, screen_room
from backend.interviews.scope import StaffScope
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Gone, NotFound
from backend.kernel.live import LiveBus
from backend.kernel.ratelimit import RateLimiter
from backend.participants import rules
from backend.participants.model import CandidateMedia, LeftBy, LiveRoom, Mode, Participant
from backend.participants.repository import LiveRooms
from backend.participants.schemas import (
    CandidateRoomState,
    LiveRoomView,
    OwnRoomState,
    Reaction,
    ReactionSeen,
    RoomJoined,
    StaffRoomView,
)
from backend.participants.seen import Seen
from backend.participants.views import Views
from backend.privacy.audit import Audit
from backend.web.auth import Actor

HERE_EVERY_S = 5.0
REACTIONS, REACTIONS_WITHIN_S = 20, 10.0


class Participants:
    """Every change is announced by an event in the same write; screens are shown what it left by `followers`."""

    def __init__(
        self, rooms: LiveRooms, interviews: Interviews, scope: StaffScope, seen: Seen, views: Views, audit: Audit,
        live: LiveBus, limiter: RateLimiter, clock: Clock,
    ) -> None:  # fmt: skip
        self._rooms = rooms
        self._interviews = interviews
        self._scope = scope
        self._seen = seen
        self._views = views
        self._audit = audit
        self._live = live
        self._limiter = limiter
        self._clock = clock

    async def visible(self, actor: Actor, interview_id: str) -> Interview:
        """Raises: NotFound interview_unknown · Gone interview_erased."""
        return await self._interviews.assigned(interview_id, await self._scope.applications_of(actor))

    async def staff_view(self, actor: Actor, interview_id: str) -> StaffRoomView:
        """Looking at it is written down once a session. Raises: as `visible`."""
        interview = await self.visible(actor, interview_id)
        await self._audit.record_once(actor, "interview.followed", interview.id, {})
        return await self.viewed(actor, interview, await self._rooms.of(interview))

    async def viewed(self, actor: Actor, interview: Interview, room: LiveRoom) -> StaffRoomView:
        mine = (each.id for each in room.here if each.session_id == actor.session_id)
        return await self._views.staff(interview, room, next(mine, None))

    async def join(self, actor: Actor, interview_id: str, mode: Mode, resume: str | None) -> RoomJoined:
        """Raises: as `visible` · Conflict interview_not_live, room_full · Gone interview_over."""
        interview = await self.visible(actor, interview_id)
        _ensure_running(interview)
        now, role, me = self._clock(), rules.role_of(actor.roles), ""

        def change(room: LiveRoom) -> tuple[LiveRoom, list[msgspec.Struct]]:
            nonlocal me
            changed, mine = rules.joined(room, actor.account_id, actor.session_id, role, mode, resume, now)
            me = mine.id
            if changed == room:
                return room, []
            return changed, [*departures(room, changed, now), RoomChanged(interview.id, room.id, "joined", now)]

        room = await self._rooms.change(interview, change)
        await self._seen.note(room.id, me, now)
        await self._audit.record(actor, "room.joined", interview.id, {"participant": me, "mode": mode})
        sends = mode == "take_part"
        return RoomJoined(
            participant_id=me,
            room=camera_room(room.id, me) if sends else None,
            screen_room=screen_room(room.id, me) if sends else None,
            here_every_s=HERE_EVERY_S,
            view=await self._views.staff(interview, room, me),
        )

    async def here(self, actor: Actor, interview_id: str, participant_id: str) -> None:
        """Raises: as `own`."""
        _, room, me = await self.own(actor, interview_id, participant_id)
        await self._seen.note(room.id, me.id, self._clock())

    async def leave(self, actor: Actor, interview_id: str, participant_id: str) -> None:
        """Leaving what one has left changes nothing. Raises: as `visible`."""
        interview = await self.visible(actor, interview_id)
        known = (await self._rooms.of(interview)).find(participant_id)
        if known is None or known.account_id != actor.account_id or not known.is_here:
            return
        await self.part(interview, participant_id, "self")
        await self._audit.record(actor, "room.left", interview.id, {"participant": participant_id})

    async def part(self, interview: Interview, participant_id: str, by: LeftBy) -> None:
        now = self._clock()

        def change(room: LiveRoom) -> tuple[LiveRoom, list[msgspec.Struct]]:
            changed = rules.left(room, participant_id, by, now)
            if changed is room:
                return room, []
            return changed, [*departures(room, changed, now), RoomChanged(interview.id, room.id, "left", now)]

        await self._rooms.change(interview, change)

    async def say_state(self, actor: Actor, interview_id: str, state: OwnRoomState) -> LiveRoomView:
        """Raises: as `own` · Conflict not_taking_part."""
        interview, _, me = await self.own(actor, interview_id, state.participant_id)
        if any(each is not None for each in (state.is_muted, state.is_camera_off, state.is_sharing)):
            rules.ensure_takes_part(me)
        now = self._clock()

        def change(known: Participant) -> Participant:
            raised = known.hand_raised_at
            if state.hand_raised is not None:
                raised = (raised or now) if state.hand_raised else None
            return msgspec.structs.replace(
                known, hand_raised_at=raised, **_given(state, "is_muted", "is_camera_off", "is_sharing")
            )

        room = await self.change_member(interview, me.id, "state", change)
        return await self._views.room(interview, room)

    async def change_member(
        self, interview: Interview, participant_id: str, what: str, change: Callable[[Participant], Participant]
    ) -> LiveRoom:
        now = self._clock()

        def apply(room: LiveRoom) -> tuple[LiveRoom, list[msgspec.Struct]]:
            changed = rules.changed(room, participant_id, change)
            return changed, [] if changed is room else [RoomChanged(interview.id, room.id, what, now)]

        return await self._rooms.change(interview, apply)

    async def candidates_view(self, actor: Actor, interview_id: str) -> LiveRoomView:
        """Raises: NotFound interview_unknown."""
        interview = await self._interviews.own(interview_id, actor.account_id)
        return await self._views.room(interview, await self._rooms.of(interview))

    async def say_candidates_state(self, actor: Actor, interview_id: str, state: CandidateRoomState) -> LiveRoomView:
        """Raises: NotFound interview_unknown · Conflict interview_not_live · Gone interview_over."""
        interview = await self._interviews.own(interview_id, actor.account_id)
        _ensure_running(interview)
        given = _given(state, "is_muted", "is_camera_off", "is_sharing")
        room = await self.change_candidate(interview, lambda known: msgspec.structs.replace(known, **given))
        return await self._views.room(interview, room)

    async def change_candidate(
        self, interview: Interview, change: Callable[[CandidateMedia], CandidateMedia]
    ) -> LiveRoom:
        now = self._clock()

        def apply(room: LiveRoom) -> tuple[LiveRoom, list[msgspec.Struct]]:
            after = change(room.candidate)
            if after == room.candidate:
                return room, []
            return msgspec.structs.replace(room, candidate=after), [RoomChanged(interview.id, room.id, "state", now)]

        return await self._rooms.change(interview, apply)

    async def react(self, actor: Actor, interview_id: str, participant_id: str, reaction: Reaction) -> None:
        """Raises: as `own` · RateLimited."""
        interview, _, me = await self.own(actor, interview_id, participant_id)
        await self._react(interview, actor, me.id, reaction)

    async def candidate_reacts(self, actor: Actor, interview_id: str, reaction: Reaction) -> None:
        """Raises: NotFound interview_unknown · Conflict interview_not_live · Gone interview_over · RateLimited."""
        interview = await self._interviews.own(interview_id, actor.account_id)
        _ensure_running(interview)
        await self._react(interview, actor, CANDIDATE, reaction)

    async def _react(self, interview: Interview, actor: Actor, participant_id: str, reaction: Reaction) -> None:
        await self._limiter.hit(f"reactions of {actor.account_id}", limit=REACTIONS, window_s=REACTIONS_WITHIN_S)
        seen = ReactionSeen(participant_id, await self._views.name(actor.account_id), reaction, self._clock())
        await self._live.publish(f"interview:{interview.id}", "reaction", seen, keep=False)

    async def own(
        self, actor: Actor, interview_id: str, participant_id: str
    ) -> tuple[Interview, LiveRoom, Participant]:
        """Raises: as `visible` · Conflict joined_elsewhere, not_in_room."""
        interview = await self.visible(actor, interview_id)
        room = await self._rooms.of(interview)
        return interview, room, rules.ensure_here(room, participant_id, actor.account_id, actor.session_id)

    async def publisher(self, actor: Actor, name: RoomName, interview: Interview) -> None:
        """Whether the actor may send into this room now; for the candidate's main room nobody asks here.

        Raises: NotFound room_unknown · Conflict joined_elsewhere, not_in_room, not_taking_part, not_sharing.
        """
        room = await self._rooms.of(interview)
        if actor.kind == "candidate":
            if (name.participant_id, name.source) != (CANDIDATE, "screen"):
                raise _room_unknown()
            is_sharing = room.candidate.is_sharing
        else:
            known = room.find(name.participant_id)
            if known is None or known.account_id != actor.account_id:
                raise _room_unknown()
            rules.ensure_takes_part(rules.ensure_here(room, name.participant_id, actor.account_id, actor.session_id))
            is_sharing = known.is_sharing
        if name.source == "screen" and not is_sharing:
            raise Conflict("not_sharing", "Say that you share your screen first.")

    async def owns(self, actor: Actor, name: RoomName, interview: Interview) -> bool:
        """Whether a room is the actor's own, in it or not any more."""
        if name.participant_id == CANDIDATE:
            return actor.kind == "candidate"
        known = (await self._rooms.of(interview)).find(name.participant_id)
        return known is not None and known.account_id == actor.account_id

    async def viewer(self, actor: Actor, name: RoomName, interview: Interview) -> None:
        """Whether the actor may watch this participant's room now.

        Raises: NotFound room_unknown · Conflict not_in_room for members who have not joined.
        """
        room = await self._rooms.of(interview)
        is_candidates = name.participant_id == CANDIDATE
        if actor.kind == "candidate":
            if is_candidates:
                raise _room_unknown()
        elif not any((each.account_id, each.session_id) == (actor.account_id, actor.session_id) for each in room.here):
            raise Conflict("not_in_room", "You are not in this room. Join it first.")
        watched = room.find(name.participant_id)
        if not is_candidates and (watched is None or not watched.has_seat):
            raise _room_unknown()


def rooms_of(room: LiveRoom) -> list[str]:
    """Every room beside the candidate's own that somebody may have sent into."""
    staff = [name(room.id, each.id) for each in room.participants for name in (camera_room, screen_room)]
    return [*staff, screen_room(room.id, CANDIDATE)]


def departures(before: LiveRoom, after: LiveRoom, now: datetime) -> list[msgspec.Struct]:
    """Who has left, and the rooms of those who send no more."""
    events: list[msgspec.Struct] = []
    for was in before.here:
        known = after.find(was.id)
        if known is None or not known.is_here:
            by = known.left_by if known is not None and known.left_by is not None else "self"
            events.append(ParticipantLeft(before.interview_id, before.id, was.id, was.account_id, by, now))
        if was.has_seat and (known is None or not known.has_seat):
            rooms = (camera_room(before.id, was.id), screen_room(before.id, was.id))
            events += [RoomClosed(before.interview_id, room) for room in rooms]
    return events


def _given(state: msgspec.Struct, *fields: str) -> dict[str, bool]:
    return {field: value for field in fields if (value := getattr(state, field)) is not None}


def _ensure_running(interview: Interview) -> None:
    """Raises: Conflict interview_not_live · Gone interview_over."""
    if interview.state in OVER:
        raise Gone("interview_over", "This interview is over.", state=interview.state)
    if interview.state in BEFORE:
        raise Conflict("interview_not_live", "The interview has not started yet.", state=interview.state)


def _room_unknown() -> NotFound:
    return NotFound("room_unknown", "There is no such room.")
