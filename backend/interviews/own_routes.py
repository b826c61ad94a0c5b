"""Routes of a candidate's own interview before and after the live part: accommodations, transcript."""

from litestar import get, post, put

from backend.interviews.accommodations import AccommodationService
from backend.interviews.own_transcripts import OwnTranscripts
from backend.interviews.schemas import AccommodationsAsked, AccommodationsView, Correction, OwnTranscript
from backend.web.auth import Actor
from backend.web.policy import Permission

_TAKE = {"permission": Permission.INTERVIEW_TAKE}


@get("/interviews/{interview_id:str}/accommodations", opt=_TAKE)
async def get_own_accommodations(
    interview_id: str, actor: Actor, accommodations: AccommodationService
) -> AccommodationsView:
    """What was asked for, and what is in force."""
    return await accommodations.own(interview_id, actor.account_id)


@post("/interviews/{interview_id:str}/accommodations", opt=_TAKE, status_code=200)
async def ask_for_accommodations(
    interview_id: str, data: AccommodationsAsked, actor: Actor, accommodations: AccommodationService
) -> AccommodationsView:
    """Asks before the start; asking again replaces the wishes."""
    return await accommodations.ask(interview_id, actor.account_id, data)


@get("/interviews/{interview_id:str}/transcripts", opt=_TAKE)
async def get_own_transcripts(interview_id: str, actor: Actor, own_transcripts: OwnTranscripts) -> list[OwnTranscript]:
    """What was understood of one's spoken answers; empty before they were handed in."""
    return await own_transcripts.read(interview_id, actor.account_id)


@put("/interviews/{interview_id:str}/transcripts/{take_id:str}", opt=_TAKE)
async def correct_own_transcript(
    interview_id: str, take_id: str, data: Correction, actor: Actor, own_transcripts: OwnTranscripts
) -> list[OwnTranscript]:
    """Puts a line right; reviewers see both versions."""
    return await own_transcripts.correct(interview_id, actor.account_id, take_id, data)


ROUTES = [get_own_accommodations, ask_for_accommodations, get_own_transcripts, correct_own_transcript]
