"""Routes of rubrics."""

from litestar import delete, get, post, put

from backend.positions.rubric_schemas import PositionRubrics, RubricDraft, RubricToPublish, RubricView
from backend.positions.rubrics import StaffRubrics
from backend.web.auth import Actor
from backend.web.policy import Permission

_READ = {"permission": Permission.RUBRIC_READ}
_EDIT = {"permission": Permission.RUBRIC_EDIT}


@get("/staff/rubrics", opt=_READ)
async def list_rubrics(staff_rubrics: StaffRubrics) -> list[PositionRubrics]:
    """Every position with the versions of its rubric, newest first."""
    return await staff_rubrics.all()


@get("/staff/rubrics/{rubric_id:str}", opt=_READ)
async def read_rubric(rubric_id: str, staff_rubrics: StaffRubrics) -> RubricView:
    """A version whole, with all that keeps it from being published."""
    return await staff_rubrics.view(rubric_id)


@post("/staff/positions/{position_id:str}/rubrics", opt=_EDIT)
async def draft_rubric(position_id: str, actor: Actor, staff_rubrics: StaffRubrics) -> RubricView:
    """A new version to be written; a position has one draft at a time."""
    return await staff_rubrics.draft(actor, position_id)


@put("/staff/rubrics/{rubric_id:str}", opt={**_EDIT, "limit_per_minute": 120})
async def save_rubric(rubric_id: str, data: RubricDraft, actor: Actor, staff_rubrics: StaffRubrics) -> RubricView:
    """Saves a draft, complete or not; refused where somebody else saved in between."""
    return await staff_rubrics.save(actor, rubric_id, data)


@post("/staff/rubrics/{rubric_id:str}/publish", opt=_EDIT, status_code=200)
async def publish_rubric(
    rubric_id: str, data: RubricToPublish, actor: Actor, staff_rubrics: StaffRubrics
) -> RubricView:
    """From now on new cards use it; those that were begun before keep theirs."""
    return await staff_rubrics.publish(actor, rubric_id, data.version)


@delete("/staff/rubrics/{rubric_id:str}", opt=_EDIT)
async def discard_rubric(rubric_id: str, actor: Actor, staff_rubrics: StaffRubrics) -> None:
    """Throws a draft away; what was published stays."""
    await staff_rubrics.discard(actor, rubric_id)


ROUTES = [list_rubrics, read_rubric, draft_rubric, save_rubric, publish_rubric, discard_rubric]
