"""Routes of practice and of previews: interviews that nobody keeps."""

from typing import Literal

import msgspec
from litestar import get, post

from backend.flows.repository import Flows
from backend.interviews.candidate import CandidateInterviews
from backend.interviews.live_schemas import Command, LiveView
from backend.interviews.previews import Previews
from backend.kernel.language import Language
from backend.positions.repository import Positions
from backend.web.auth import Actor
from backend.web.policy import Permission


class PreviewWanted(msgspec.Struct, frozen=True):
    """As whom to see the flow."""

    language: Language
    segment: Literal["graduate", "experienced", "returning"] = "graduate"


@post("/interviews/{interview_id:str}/practice", opt={"permission": Permission.INTERVIEW_TAKE}, status_code=201)
async def practise(
    interview_id: str, actor: Actor, own_interviews: CandidateInterviews, previews: Previews
) -> LiveView:
    """A practice question on the same screens, of which nothing is kept; its id is the view's `interview_id`."""
    return await previews.practise(await own_interviews.own(interview_id, actor.account_id))


@post("/staff/flows/{flow_id:str}/preview", opt={"permission": Permission.FLOW_READ}, status_code=201)
async def preview_flow(
    flow_id: str, data: PreviewWanted, actor: Actor, flows: Flows, positions: Positions, previews: Previews
) -> LiveView:
    """A flow, drafted or published, as a candidate meets it; nothing is kept."""
    flow = await flows.require(flow_id)
    position = await positions.require(flow.position_id)
    return await previews.show(actor.account_id, flow, data.language, data.segment, position.title)


@get("/previews/{preview_id:str}", opt={"permission": Permission.SELF})
async def get_preview(preview_id: str, actor: Actor, previews: Previews) -> LiveView:
    """One's own practice or preview as it is now."""
    return await previews.view(preview_id, actor.account_id)


@post("/previews/{preview_id:str}/commands", opt={"permission": Permission.SELF}, status_code=200)
async def command_preview(preview_id: str, data: Command, actor: Actor, previews: Previews) -> LiveView:
    """What the person does in their own practice or preview; idempotent by the command's id."""
    return await previews.command(preview_id, actor.account_id, data)


ROUTES = [practise, preview_flow, get_preview, command_preview]
