"""Joining, leaving and what one says of oneself in a room. Pure; time is handed in."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from backend.kernel.errors import Conflict, NotFound
from backend.kernel.ids import new_id
from backend.participants.model import (
    GONE_REMEMBERED,
    QUEUE_MAX,
    SEATS,
    LeftBy,
    LiveRoom,
    Mode,
    Participant,
    Queued,
    StaffRole,
)
from backend.web.policy import Role


def role_of(roles: frozenset[Role]) -> StaffRole:
    """What the candidate is told that a member is here as."""
    if Role.INTERVIEWER in roles:
        return "interviewer"
    return "recruiter" if Role.RECRUITER in roles else "hr_operator"


def joined(
    room: LiveRoom, account_id: str, session_id: str, role: StaffRole, mode: Mode, resume: str | None, now: datetime
) -> tuple[LiveRoom, Participant]:
    """The room with them in it. Of one account the newest device is here; the older ones have left.

    Raises: Conflict room_full.
    """
    known = room.find(resume) if resume is not None else None
    is_same = known is not None and known.is_here and (known.account_id, known.session_id) == (account_id, session_id)
    taken = sum(1 for each in room.here if each.has_seat and each.account_id != account_id)
    if mode == "take_part" and taken >= SEATS:
        raise Conflict("room_full", "All seats with camera are taken. You can listen.", seats=SEATS)
    if known is not None and is_same:
        me = known if known.mode == mode else _changed_mode(known, mode)
        room = _with(room, me)
    else:
        me = Participant(new_id("par"), account_id, session_id, role, mode, now)
        room = msgspec.structs.replace(room, participants=[*room.participants, me])
    for other in room.here:
        if other.account_id == account_id and other.id != me.id:
            room = left(room, other.id, "joined_elsewhere", now)
    return tidy(room), me


def _changed_mode(known: Participant, mode: Mode) -> Participant:
    """Who goes on listening only sends nothing any more."""
    if mode == "take_part":
        return msgspec.structs.replace(known, mode=mode)
    return msgspec.structs.replace(
        known, mode=mode, resource_id=None, screen_id=None, is_muted=False, is_camera_off=False, is_sharing=False
    )


def left(room: LiveRoom, participant_id: str, by: LeftBy, now: datetime) -> LiveRoom:
    """Leaving twice is leaving once."""
    known = room.find(participant_id)
    if known is None or not known.is_here:
        return room
    gone = msgspec.structs.replace(
        known, left_at=now, left_by=by, resource_id=None, screen_id=None, is_sharing=False, hand_raised_at=None
    )
    return tidy(_with(room, gone))


def changed(room: LiveRoom, participant_id: str, change: Callable[[Participant], Participant]) -> LiveRoom:
    """The very same room where nothing changes."""
    known = room.find(participant_id)
    if known is None or not known.is_here or (after := change(known)) == known:
        return room
    return _with(room, after)


def tidy(room: LiveRoom) -> LiveRoom:
    """Of those who have left the newest are remembered."""
    gone = [each for each in room.participants if not each.is_here]
    dropped = {each.id for each in gone[:-GONE_REMEMBERED]}
    kept = [each for each in room.participants if each.id not in dropped]
    return msgspec.structs.replace(room, participants=kept, is_occupied=any(each.is_here for each in kept))


def ensure_here(room: LiveRoom | None, participant_id: str, account_id: str, session_id: str) -> Participant:
    """One's own participant. Raises: Conflict joined_elsewhere, not_in_room."""
    known = room.find(participant_id) if room is not None else None
    if known is None or known.account_id != account_id:
        raise Conflict("not_in_room", "You are not in this room. Join it first.")
    if known.left_by == "joined_elsewhere" or (known.is_here and known.session_id != session_id):
        raise Conflict("joined_elsewhere", "You have joined this room on another device.")
    if not known.is_here:
        raise Conflict("not_in_room", "You have left this room. Join it again.", left_by=known.left_by)
    return known


def ensure_takes_part(participant: Participant) -> None:
    """Raises: Conflict not_taking_part."""
    if participant.mode != "take_part":
        raise Conflict("not_taking_part", "You are listening only. Join with your camera or microphone first.")


def successor(room: LiveRoom, leading: str) -> Participant | None:
    """Who leads on when `leading` (an account) no longer takes part: whoever has been here longest."""
    taking_part = [each for each in room.here if each.has_seat]
    if any(each.account_id == leading for each in taking_part):
        return None
    return min(taking_part, key=lambda each: (each.resource_id is None, each.since, each.id), default=None)


def leads_still(room: LiveRoom | None, leading: str) -> bool:
    return room is not None and any(each.has_seat and each.account_id == leading for each in room.here)


def queued(room: LiveRoom, question: Queued) -> LiveRoom:
    """Raises: Conflict queue_full."""
    if len(room.queue) >= QUEUE_MAX:
        raise Conflict("queue_full", "The list of questions is full. Drop one first.", most=QUEUE_MAX)
    return msgspec.structs.replace(room, queue=[*room.queue, question])


def taken(room: LiveRoom, question_id: str, account_id: str, now: datetime) -> LiveRoom:
    """Raises: NotFound question_unknown · Conflict question_taken."""
    known = _queued(room, question_id)
    if known.taken_by == account_id:
        return room
    if known.taken_by is not None:
        raise Conflict("question_taken", "Somebody else is going to ask this.")
    mine = msgspec.structs.replace(known, taken_by=account_id, taken_at=now)
    return msgspec.structs.replace(room, queue=[mine if each.id == known.id else each for each in room.queue])


def dropped(room: LiveRoom, question_id: str) -> LiveRoom:
    """Raises: NotFound question_unknown."""
    known = _queued(room, question_id)
    return msgspec.structs.replace(room, queue=[each for each in room.queue if each.id != known.id])


def _queued(room: LiveRoom, question_id: str) -> Queued:
    known = next((each for each in room.queue if each.id == question_id), None)
    if known is None:
        raise NotFound("question_unknown", "There is no such question in the list.")
    return known


def _with(room: LiveRoom, participant: Participant) -> LiveRoom:
    others = [participant if each.id == participant.id else each for each in room.participants]
    return msgspec.structs.replace(room, participants=others)
