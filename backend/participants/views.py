"""The room as its screens show it. Pure but for names, which are opened when they are shown."""

from collections.abc import Awaitable, Callable, Mapping

from backend.accounts.model import Person
from backend.interviews import plan
from backend.interviews.model import Interview
from backend.interviews.room_names import CANDIDATE, camera_room, screen_room
from backend.kernel.errors import NotFound
from backend.participants.model import LiveRoom, Participant, Queued
from backend.participants.schemas import (
    AskedInRoom,
    LiveRoomView,
    PlannedQuestion,
    QueuedQuestion,
    RoomParticipant,
    StaffRoomView,
)

PersonOf = Callable[[str], Awaitable[Person]]
Names = Mapping[str, str]
"""Account id → name."""


class Views:
    def __init__(self, person_of: PersonOf) -> None:
        self._person_of = person_of

    async def room(self, interview: Interview, room: LiveRoom) -> LiveRoomView:
        return room_view(interview, room, await self._names(interview, room))

    async def staff(self, interview: Interview, room: LiveRoom, me: str | None) -> StaffRoomView:
        names = await self._names(interview, room)
        last = interview.conversations[-1] if interview.conversations else None
        asked = [each for known in interview.conversations for each in known.asked] if last is not None else []
        return StaffRoomView(
            room=room_view(interview, room, names),
            me=me,
            queue=[queued_view(question, names) for question in room.queue],
            plan=planned(interview),
            asked=[AskedInRoom(each.text, each.question_id, names.get(each.account_id, ""), each.at) for each in asked],
        )

    async def name(self, account_id: str) -> str:
        """Empty where the account is gone."""
        try:
            return (await self._person_of(account_id)).name
        except NotFound:
            return ""

    async def _names(self, interview: Interview, room: LiveRoom) -> Names:
        accounts = {interview.candidate_id, *(each.account_id for each in room.here)}
        accounts |= {question.by for question in room.queue}
        accounts |= {question.taken_by for question in room.queue if question.taken_by is not None}
        accounts |= {each.account_id for known in interview.conversations for each in known.asked}
        return {account_id: await self.name(account_id) for account_id in accounts}


def room_view(interview: Interview, room: LiveRoom, names: Names) -> LiveRoomView:
    """Its version is the sum of both documents', so that it grows with either."""
    conversation = interview.conversation
    staff = sorted(room.here, key=lambda each: (each.since, each.id))
    return LiveRoomView(
        version=interview.version + room.version,
        interview_id=interview.id,
        state=interview.state,
        participants=[_candidate(interview, room, names), *(_member(interview, each, names) for each in staff)],
        held_by=interview.held.name if interview.held else None,
        conversation_since=conversation.began_at if conversation else None,
        is_recording=conversation is not None and conversation.is_recorded and interview.state == "live",
        asked=conversation.asked[-1].text if conversation is not None and conversation.asked else None,
        seats_taken=sum(1 for each in room.here if each.has_seat),
    )


def _candidate(interview: Interview, room: LiveRoom, names: Names) -> RoomParticipant:
    media = room.candidate
    return RoomParticipant(
        id=CANDIDATE,
        name=names.get(interview.candidate_id, ""),
        kind="candidate",
        role=None,
        mode="take_part",
        since=interview.started_at,
        is_leading=False,
        is_connected=interview.presence.resource_id is not None,
        is_muted=media.is_muted,
        is_camera_off=media.is_camera_off,
        is_sharing=media.is_sharing,
        hand_raised_at=None,
        room=interview.room,
        screen_room=screen_room(interview.room, CANDIDATE) if media.is_sharing else None,
        take_ids=_takes(interview, CANDIDATE),
    )


def _member(interview: Interview, member: Participant, names: Names) -> RoomParticipant:
    is_sending = member.mode == "take_part"
    return RoomParticipant(
        id=member.id,
        name=names.get(member.account_id, ""),
        kind="staff",
        role=member.role,
        mode=member.mode,
        since=member.since,
        is_leading=interview.held is not None and interview.held.account_id == member.account_id,
        is_connected=member.resource_id is not None,
        is_muted=member.is_muted,
        is_camera_off=member.is_camera_off,
        is_sharing=member.is_sharing,
        hand_raised_at=member.hand_raised_at,
        room=camera_room(interview.room, member.id) if is_sending else None,
        screen_room=screen_room(interview.room, member.id) if is_sending and member.is_sharing else None,
        take_ids=_takes(interview, member.id),
    )


def _takes(interview: Interview, participant_id: str) -> list[str]:
    return [
        take.id
        for take in interview.takes
        if take.is_open and take.track is not None and take.track.participant_id == participant_id
    ]


def queued_view(question: Queued, names: Names) -> QueuedQuestion:
    return QueuedQuestion(
        id=question.id,
        text=question.text,
        question_id=question.question_id,
        by=names.get(question.by, ""),
        added_at=question.added_at,
        taken_by=names.get(question.taken_by, "") if question.taken_by is not None else None,
        taken_at=question.taken_at,
    )


def planned(interview: Interview) -> list[PlannedQuestion]:
    """The questions of the path as it stands: those opened so far, then those ahead; no follow-ups, no practice."""
    found = [
        PlannedQuestion(
            turn.question_id,
            turn.place,
            turn.prompt,
            "put_off" if turn.skipped_at is not None else "answered" if turn.ended_at is not None else "now",
        )
        for turn in sorted(plan.asked(interview), key=lambda turn: turn.place)
    ]
    number = len(found)
    ahead = enumerate(plan.questions_ahead(interview), number + 1)
    return [*found, *(PlannedQuestion(question.id, place, question.prompt, "ahead") for place, question in ahead)]
