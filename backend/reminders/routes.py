"""Routes of reminder rules."""

from litestar import delete, get, post, put

from backend.notices.schemas import TemplatePreview
from backend.reminders.model import Rule
from backend.reminders.planning import Planning
from backend.reminders.schemas import ReminderPlanDraft, ReminderPlanPage, ReminderPlanView
from backend.web.auth import Actor
from backend.web.policy import Permission

_READ = {"permission": Permission.NOTICE_READ}
_MANAGE = {"permission": Permission.NOTICE_MANAGE}


@get("/staff/reminders", opt=_READ)
async def reminder_plans(planning: Planning) -> ReminderPlanPage:
    """Which reminders go out, for all positions and for those with rules of their own."""
    return await planning.page()


@put("/staff/reminders/{plan_id:str}", opt=_MANAGE)
async def save_reminder_plan(
    plan_id: str, data: ReminderPlanDraft, actor: Actor, planning: Planning
) -> ReminderPlanView:
    """Sets the rules of a position, or of all (`default`)."""
    return await planning.save(actor, plan_id, data)


@delete("/staff/reminders/{plan_id:str}", opt=_MANAGE, status_code=204)
async def drop_reminder_plan(plan_id: str, actor: Actor, planning: Planning) -> None:
    """Goes back to the common rules."""
    await planning.drop(actor, plan_id)


@post("/staff/reminders/preview", opt=_READ, status_code=200)
async def preview_reminder(data: Rule, planning: Planning) -> TemplatePreview:
    """What people would read by that rule."""
    return await planning.preview(data)


ROUTES = [reminder_plans, save_reminder_plan, drop_reminder_plan, preview_reminder]
