"""Routes of staff in an interview's room."""

from litestar import delete, get, post, put

from backend.participants.leading import Leading
from backend.participants.queue import Queue
from backend.participants.schemas import (
    AskQuestion,
    InRoom,
    JoinRoom,
    LiveRoomView,
    OwnRoomState,
    QueuedQuestion,
    QueueQuestion,
    RoomJoined,
    SendReaction,
    StaffRoomView,
)
from backend.participants.service import Participants
from backend.web.auth import Actor
from backend.web.policy import Permission

_JOIN = {"permission": Permission.INTERVIEW_WATCH}
ROOM = "/staff/interviews/{interview_id:str}/room"


@get(ROOM, opt=_JOIN)
async def see_room(interview_id: str, actor: Actor, participants: Participants) -> StaffRoomView:
    """Who is there, what was asked and what is ahead; before the interview starts as well."""
    return await participants.staff_view(actor, interview_id)


@post(f"{ROOM}/join", opt=_JOIN, status_code=200)
async def join_room(interview_id: str, data: JoinRoom, actor: Actor, participants: Participants) -> RoomJoined:
    """Listens, or takes part with camera or microphone; the candidate sees who and as what. The newest device stays."""
    return await participants.join(actor, interview_id, data.mode, data.resume)


@post(f"{ROOM}/here", opt=_JOIN, status_code=204)
async def be_here(interview_id: str, data: InRoom, actor: Actor, participants: Participants) -> None:
    """Sent every few seconds; who is silent for long has left."""
    await participants.here(actor, interview_id, data.participant_id)


@post(f"{ROOM}/leave", opt=_JOIN, status_code=204)
async def leave_room(interview_id: str, data: InRoom, actor: Actor, participants: Participants) -> None:
    """Goes. Whoever led hands on: to who has been here longest, else to the AI."""
    await participants.leave(actor, interview_id, data.participant_id)


@put(f"{ROOM}/state", opt=_JOIN)
async def say_room_state(
    interview_id: str, data: OwnRoomState, actor: Actor, participants: Participants
) -> LiveRoomView:
    """Muted, camera off, sharing the screen, hand raised: what is given changes, and everybody is shown it."""
    return await participants.say_state(actor, interview_id, data)


@post(f"{ROOM}/reactions", opt=_JOIN, status_code=204)
async def react_in_room(interview_id: str, data: SendReaction, actor: Actor, participants: Participants) -> None:
    """Shown for a moment, kept nowhere."""
    await participants.react(actor, interview_id, data.participant_id, data.reaction)


@post(f"{ROOM}/take-over", opt=_JOIN, status_code=200)
async def take_over(interview_id: str, data: InRoom, actor: Actor, leading: Leading) -> StaffRoomView:
    """The AI falls silent and says so, all clocks stand, and everybody in the room is recorded."""
    return await leading.take_over(actor, interview_id, data.participant_id)


@post(f"{ROOM}/ask", opt=_JOIN, status_code=200)
async def ask_in_room(interview_id: str, data: AskQuestion, actor: Actor, leading: Leading) -> StaffRoomView:
    """Puts a question on the candidate's screen; one of the flow's is not asked again by the AI."""
    return await leading.ask(actor, interview_id, data)


@post(f"{ROOM}/hand-back", opt=_JOIN, status_code=200)
async def hand_back(interview_id: str, data: InRoom, actor: Actor, leading: Leading) -> StaffRoomView:
    """The AI goes on where it was."""
    return await leading.hand_back(actor, interview_id, data.participant_id)


@post(f"{ROOM}/finish", opt=_JOIN, status_code=200)
async def finish_interview(interview_id: str, data: InRoom, actor: Actor, leading: Leading) -> StaffRoomView:
    """Ends the interview out of a conversation: what was answered is handed in."""
    return await leading.finish(actor, interview_id, data.participant_id)


@post(f"{ROOM}/questions", opt=_JOIN, status_code=200)
async def queue_question(interview_id: str, data: QueueQuestion, actor: Actor, queue: Queue) -> list[QueuedQuestion]:
    """Keeps a question in mind, seen by staff alone."""
    return await queue.add(actor, interview_id, data)


@post(f"{ROOM}/questions/{{question_id:str}}/take", opt=_JOIN, status_code=200)
async def take_question(interview_id: str, question_id: str, actor: Actor, queue: Queue) -> list[QueuedQuestion]:
    """Tells the others who is going to ask it."""
    return await queue.take(actor, interview_id, question_id)


@delete(f"{ROOM}/questions/{{question_id:str}}", opt=_JOIN, status_code=200)
async def drop_question(interview_id: str, question_id: str, actor: Actor, queue: Queue) -> list[QueuedQuestion]:
    """Takes it off the list."""
    return await queue.drop(actor, interview_id, question_id)


ROUTES = [
    see_room, join_room, be_here, leave_room, say_room_state, react_in_room, take_over, ask_in_room, hand_back,
    finish_interview, queue_question, take_question, drop_question,
]  # fmt: skip
