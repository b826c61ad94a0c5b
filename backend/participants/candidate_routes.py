"""Routes of the candidate in their own interview's room."""

from litestar import get, post, put

from backend.participants.schemas import CandidateReaction, CandidateRoomState, LiveRoomView
from backend.participants.service import Participants
from backend.web.auth import Actor
from backend.web.policy import Permission

_TAKE = {"permission": Permission.INTERVIEW_TAKE}
ROOM = "/interviews/{interview_id:str}/room"


@get(ROOM, opt=_TAKE)
async def own_room(interview_id: str, actor: Actor, participants: Participants) -> LiveRoomView:
    """Who is there, by name, and as what; whether it is recorded."""
    return await participants.candidates_view(actor, interview_id)


@put(f"{ROOM}/state", opt=_TAKE)
async def say_own_room_state(
    interview_id: str, data: CandidateRoomState, actor: Actor, participants: Participants
) -> LiveRoomView:
    """Muted, camera off, sharing the screen: what is given changes, and everybody is shown it."""
    return await participants.say_candidates_state(actor, interview_id, data)


@post(f"{ROOM}/reactions", opt=_TAKE, status_code=204)
async def react_in_own_room(
    interview_id: str, data: CandidateReaction, actor: Actor, participants: Participants
) -> None:
    """Shown for a moment, kept nowhere."""
    await participants.candidate_reacts(actor, interview_id, data.reaction)


ROUTES = [own_room, say_own_room_state, react_in_own_room]
