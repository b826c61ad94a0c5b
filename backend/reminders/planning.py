"""HR sets a position's reminder rules, with a preview of what people would read and when."""

import msgspec

from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, NotFound
from backend.notices.model import TemplateText
from backend.notices.repository import NoticeTemplates
from backend.notices.schemas import TemplatePreview
from backend.notices.templating import check_text, preview_of
from backend.notices.wording import builtin_text, sample
from backend.positions.repository import Positions
from backend.privacy.audit import Audit
from backend.reminders.model import DEFAULT_PLAN, Plan, Rule
from backend.reminders.repository import Plans
from backend.reminders.rules import DEFAULT_RULES, PLACEHOLDERS, check_plan
from backend.reminders.schemas import PositionName, ReminderPlanDraft, ReminderPlanPage, ReminderPlanView
from backend.web.auth import Actor

SAMPLE = {
    "first_name": "小彤", "employer": "Clearlight", "position": "Support",
    "starts_at": "2026-11-27T06:30:00+00:00", "expires_at": "2026-11-29T16:00:00+00:00",
}  # fmt: skip


class Planning:
    def __init__(
        self, plans: Plans, positions: Positions, templates: NoticeTemplates, audit: Audit, clock: Clock
    ) -> None:
        self._plans = plans
        self._positions = positions
        self._templates = templates
        self._audit = audit
        self._clock = clock

    async def page(self) -> ReminderPlanPage:
        """The common rules, each position's own, and the positions there are."""
        plans = {plan.id: plan for plan in await self._plans.find({})}
        positions = [PositionName(position.id, position.title) for position in await self._positions.find({})]
        common = _view(DEFAULT_PLAN, plans.get(DEFAULT_PLAN))
        own = [_view(plan.id, plan) for plan in plans.values() if plan.id != DEFAULT_PLAN]
        return ReminderPlanPage(common, own, positions, sorted(PLACEHOLDERS))

    async def save(self, actor: Actor, plan_id: str, draft: ReminderPlanDraft) -> ReminderPlanView:
        """Interviews that stand are worked out anew within a minute.

        Raises: NotFound position_unknown · Conflict stale_version · Invalid as `rules.check_plan`.
        """
        if plan_id != DEFAULT_PLAN and await self._positions.get(plan_id) is None:
            raise NotFound("position_unknown", "There is no such position.")
        check_plan(draft.rules)
        now = self._clock()
        known = await self._plans.get(plan_id)
        if (known.version if known else 0) != draft.version:
            raise Conflict("stale_version", "Somebody else has changed these rules in the meantime.")
        fresh = Plan(id=plan_id, rules=draft.rules, by=actor.account_id, at=now, version=draft.version)
        if known is None:
            fresh = await self._plans.insert(msgspec.structs.replace(fresh, version=1))
        else:
            fresh = await self._plans.save(fresh)
        await self._audit.record(actor, "reminders.saved", plan_id, {"version": str(fresh.version)})
        return _view(plan_id, fresh)

    async def drop(self, actor: Actor, plan_id: str) -> None:
        """A position goes by the common rules again. Raises: NotFound reminder_plan_unknown."""
        if not await self._plans.delete(plan_id):
            raise NotFound("reminder_plan_unknown", "There are no such rules.")
        await self._audit.record(actor, "reminders.dropped", plan_id)

    async def preview(self, rule: Rule) -> TemplatePreview:
        """What people would read. Raises: Invalid as `templating.check_text`."""
        if rule.kind == "custom":
            text = rule.text or builtin_text("day_before")
            check_text(text, PLACEHOLDERS)
            return preview_of(text, SAMPLE)
        return preview_of(await self._words(rule.kind), sample(rule.kind) | {"minutes": str(rule.lead_min)})

    async def _words(self, kind: str) -> TemplateText:
        own = await self._templates.get(kind)
        published = next((each for each in own.versions if each.number == own.published), None) if own else None
        return published.text if published else builtin_text(kind)


def _view(plan_id: str, plan: Plan | None) -> ReminderPlanView:
    rules = list(plan.rules) if plan else list(DEFAULT_RULES)
    return ReminderPlanView(plan_id, rules, plan.version if plan else 0, plan.at if plan else None)
