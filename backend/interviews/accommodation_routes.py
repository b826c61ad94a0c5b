"""Routes of those who decide on accommodations."""

from litestar import get, put

from backend.interviews.accommodations import AccommodationService
from backend.interviews.live_schemas import InForce
from backend.interviews.schemas import AccommodationsOpen, AccommodationsView
from backend.web.auth import Actor
from backend.web.policy import Permission

_READ = {"permission": Permission.ACCOMMODATION_READ}


@get("/staff/accommodations", opt=_READ)
async def list_open_accommodations(actor: Actor, accommodations: AccommodationService) -> list[AccommodationsOpen]:
    """Wishes that nobody has decided on."""
    return await accommodations.waiting(actor)


@get("/staff/interviews/{interview_id:str}/accommodations", opt=_READ)
async def get_accommodations(
    interview_id: str, actor: Actor, accommodations: AccommodationService
) -> AccommodationsView:
    """What was asked for, and what is in force; reading it is written to the audit log."""
    return await accommodations.view(actor, interview_id)


@put("/staff/interviews/{interview_id:str}/accommodations", opt={"permission": Permission.ACCOMMODATION_SET})
async def set_accommodations(
    interview_id: str, data: InForce, actor: Actor, accommodations: AccommodationService
) -> AccommodationsView:
    """Puts accommodations in force from the next question on."""
    return await accommodations.decide(actor, interview_id, data)


ROUTES = [list_open_accommodations, get_accommodations, set_accommodations]
