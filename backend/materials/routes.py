"""Routes of materials."""

from litestar import get, put

from backend.materials.schemas import MaterialsDraft, MaterialsView
from backend.materials.service import MaterialDesk
from backend.web.auth import Actor
from backend.web.policy import Permission


@get("/interviews/{interview_id:str}/materials", opt={"permission": Permission.INTERVIEW_TAKE})
async def own_materials(interview_id: str, actor: Actor, material_desk: MaterialDesk) -> MaterialsView:
    """The papers that the candidate is asked for."""
    return await material_desk.own(interview_id, actor.account_id)


@get("/staff/interviews/{interview_id:str}/materials", opt={"permission": Permission.MATERIALS_READ})
async def get_materials(interview_id: str, actor: Actor, material_desk: MaterialDesk) -> MaterialsView:
    """What was asked for, and what has arrived."""
    return await material_desk.read(actor, interview_id)


@put("/staff/interviews/{interview_id:str}/materials", opt={"permission": Permission.MATERIALS_ASK})
async def set_materials(
    interview_id: str, data: MaterialsDraft, actor: Actor, material_desk: MaterialDesk
) -> MaterialsView:
    """Asks for papers until a day, notes what has arrived, or wants one no more."""
    return await material_desk.save(actor, interview_id, data)


ROUTES = [own_materials, get_materials, set_materials]
