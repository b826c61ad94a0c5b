"""Routes of flows: versions, the draft, publishing, the way back."""

from litestar import delete, get, post, put

from backend.flows.schemas import DraftAsked, FlowDraft, FlowPublished, FlowView, PositionFlows
from backend.flows.staff import StaffFlows
from backend.web.auth import Actor
from backend.web.policy import Permission

_READ = {"permission": Permission.FLOW_READ}
_EDIT = {"permission": Permission.FLOW_EDIT}


@get("/staff/flows", opt=_READ)
async def list_flows(staff_flows: StaffFlows) -> list[PositionFlows]:
    """Every position with the versions of its flow, newest first."""
    return await staff_flows.all()


@get("/staff/flows/{flow_id:str}", opt=_READ)
async def read_flow(flow_id: str, staff_flows: StaffFlows) -> FlowView:
    """A version whole, with all that keeps it from being published and what it changes."""
    return await staff_flows.view(flow_id)


@post("/staff/positions/{position_id:str}/flows", opt=_EDIT)
async def draft_flow(position_id: str, data: DraftAsked, actor: Actor, staff_flows: StaffFlows) -> FlowView:
    """A new version to be written; a position has one draft at a time."""
    return await staff_flows.draft(actor, position_id, data.based_on)


@put("/staff/flows/{flow_id:str}", opt={**_EDIT, "limit_per_minute": 120})
async def save_flow(flow_id: str, data: FlowDraft, actor: Actor, staff_flows: StaffFlows) -> FlowView:
    """Saves a draft, complete or not; refused where somebody else saved in between."""
    return await staff_flows.save(actor, flow_id, data)


@post("/staff/flows/{flow_id:str}/publish", opt=_EDIT, status_code=200)
async def publish_flow(flow_id: str, data: FlowPublished, actor: Actor, staff_flows: StaffFlows) -> FlowView:
    """From now on interviews are made on it; those that were made before keep theirs."""
    return await staff_flows.publish(actor, flow_id, data.version)


@post("/staff/flows/{flow_id:str}/roll-back", opt=_EDIT)
async def roll_back_flow(flow_id: str, actor: Actor, staff_flows: StaffFlows) -> FlowView:
    """Publishes an older version anew, as the newest."""
    return await staff_flows.roll_back(actor, flow_id)


@delete("/staff/flows/{flow_id:str}", opt=_EDIT)
async def discard_flow(flow_id: str, actor: Actor, staff_flows: StaffFlows) -> None:
    """Throws a draft away; what was published stays."""
    await staff_flows.discard(actor, flow_id)


ROUTES = [list_flows, read_flow, draft_flow, save_flow, publish_flow, roll_back_flow, discard_flow]
