"""The live room: what its screens show, and what people do in it."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from backend.interviews.states import InterviewState
from backend.kernel.language import LocalText
from backend.participants.model import SEATS, LeftBy, Mode, StaffRole

Reaction = Literal["thumbs_up", "clap", "heart", "smile", "nod", "wave"]
ParticipantId = Annotated[str, msgspec.Meta(min_length=5, max_length=64)]
QuestionText = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class RoomParticipant(msgspec.Struct, frozen=True):
    """Somebody in the room, as everybody in it may see. `room` is watched by WHEP, None: only listens.

    `is_connected`: media flows now. `screen_room` is set while they share. `take_ids` are the recordings of them that
    run now.
    """

    id: str
    name: str
    kind: Literal["candidate", "staff"]
    role: StaffRole | None
    mode: Mode
    since: datetime | None
    is_leading: bool
    is_connected: bool
    is_muted: bool
    is_camera_off: bool
    is_sharing: bool
    hand_raised_at: datetime | None
    room: str | None
    screen_room: str | None
    take_ids: list[str]


class LiveRoomView(msgspec.Struct, frozen=True):
    """Event `room` on `interview:{id}` as well. `version` grows with every change; the candidate comes first.

    `is_recording`: the conversation is recorded now. `asked` is what the person who leads has put last.
    """

    version: int
    interview_id: str
    state: InterviewState
    participants: list[RoomParticipant]
    held_by: str | None
    conversation_since: datetime | None
    is_recording: bool
    asked: str | None
    seats_taken: int
    seats: int = SEATS


class QueuedQuestion(msgspec.Struct, frozen=True):
    """A question among staff, not seen by the candidate."""

    id: str
    text: str
    question_id: str | None
    by: str
    added_at: datetime
    taken_by: str | None
    taken_at: datetime | None


class PlannedQuestion(msgspec.Struct, frozen=True):
    question_id: str
    index: int
    prompt: LocalText
    state: Literal["answered", "now", "ahead", "put_off"]


class AskedInRoom(msgspec.Struct, frozen=True):
    text: str
    question_id: str | None
    by: str
    at: datetime


class StaffRoomView(msgspec.Struct, frozen=True):
    """`me` is the participant of this session, None where it has not joined, and in the event `staff_room`."""

    room: LiveRoomView
    me: str | None
    queue: list[QueuedQuestion]
    plan: list[PlannedQuestion]
    asked: list[AskedInRoom]


class JoinRoom(msgspec.Struct, frozen=True):
    """`resume` is the participant id that this device had: it stays the same one."""

    mode: Mode
    resume: ParticipantId | None = None


class RoomJoined(msgspec.Struct, frozen=True):
    """`room` and `screen_room` are published into by WHIP, None for who only listens. `here` is sent every so often."""

    participant_id: str
    room: str | None
    screen_room: str | None
    here_every_s: float
    view: StaffRoomView


class InRoom(msgspec.Struct, frozen=True):
    participant_id: ParticipantId


class OwnRoomState(msgspec.Struct, frozen=True):
    """What is given changes."""

    participant_id: ParticipantId
    is_muted: bool | None = None
    is_camera_off: bool | None = None
    is_sharing: bool | None = None
    hand_raised: bool | None = None


class CandidateRoomState(msgspec.Struct, frozen=True):
    """What is given changes."""

    is_muted: bool | None = None
    is_camera_off: bool | None = None
    is_sharing: bool | None = None


class SendReaction(msgspec.Struct, frozen=True):
    participant_id: ParticipantId
    reaction: Reaction


class CandidateReaction(msgspec.Struct, frozen=True):
    reaction: Reaction


class ReactionSeen(msgspec.Struct, frozen=True):
    """Event `reaction` on `interview:{id}`, kept nowhere."""

    participant_id: str
    name: str
    reaction: Reaction
    at: datetime


class SpeakingSeen(msgspec.Struct, frozen=True):
    """Event `speaking` on `interview:{id}`, kept nowhere."""

    participant_id: str
    is_speaking: bool


class RoomLeft(msgspec.Struct, frozen=True):
    """Event `room_left` on `account:{id}`: this participant is out, and why."""

    interview_id: str
    participant_id: str
    reason: LeftBy


class AskQuestion(msgspec.Struct, frozen=True):
    """`question_id` names one of the flow's that is still ahead or put off; `queued` one of the queue."""

    participant_id: ParticipantId
    text: QuestionText
    question_id: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    queued: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class QueueQuestion(msgspec.Struct, frozen=True):
    text: QuestionText
    question_id: Annotated[str, msgspec.Meta(max_length=100)] | None = None
