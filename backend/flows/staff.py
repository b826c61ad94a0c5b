"""What staff do with flows: see the versions, write a draft, publish it, go back. All changes are written down."""

from backend.accounts.people import People
from backend.flows.differences import differences
from backend.flows.frame import new_steps
from backend.flows.model import Flow
from backend.flows.pacing import RANGES
from backend.flows.repository import Flows
from backend.flows.rules import duration_range_min
from backend.flows.schemas import FlowDraft, FlowPosition, FlowRow, FlowView, PositionFlows
from backend.flows.service import FlowEditing
from backend.flows.validation import flow_problems
from backend.kernel.errors import NotFound
from backend.positions.model import Position
from backend.positions.repository import Positions
from backend.privacy.audit import Audit
from backend.web.auth import Actor


class StaffFlows:
    def __init__(self, flows: Flows, editing: FlowEditing, positions: Positions, people: People, audit: Audit) -> None:
        self._flows = flows
        self._editing = editing
        self._positions = positions
        self._people = people
        self._audit = audit

    async def all(self) -> list[PositionFlows]:
        """Every position with the versions of its flow."""
        found = [await self._of(position) for position in await self._positions.find({})]
        return sorted(found, key=lambda each: each.position.title.en.casefold())

    async def view(self, flow_id: str) -> FlowView:
        """Raises: NotFound flow_unknown, position_unknown."""
        return await self._view(await self._flows.require(flow_id))

    async def draft(self, actor: Actor, position_id: str, based_on: str | None) -> FlowView:
        """Raises: NotFound position_unknown, flow_unknown · Conflict flow_draft_exists with `flow_id`."""
        position = await self._positions.require(position_id)
        model = await self._model(position.id, based_on)
        flow = await self._editing.draft(
            position,
            model.steps if model else new_steps(),
            model.pacing if model else None,
            by=actor.account_id,
            based_on=model.id if model else None,
        )
        await self._audit.record(actor, "flow.drafted", flow.id, {"position": position.id, "number": str(flow.number)})
        return await self._view(flow)

    async def save(self, actor: Actor, flow_id: str, draft: FlowDraft) -> FlowView:
        """Raises: NotFound flow_unknown · Conflict flow_published, stale_version."""
        flow = await self._editing.save(flow_id, draft.version, draft.steps, draft.pacing, draft.note, actor.account_id)
        await self._audit.record_once(actor, "flow.edited", flow.id, {"number": str(flow.number)})
        return await self._view(flow)

    async def publish(self, actor: Actor, flow_id: str, version: int) -> FlowView:
        """Raises: NotFound flow_unknown · Conflict flow_published, stale_version · Invalid with all `problems`."""
        position = await self._position_of(flow_id)
        flow = await self._editing.publish(flow_id, position, by=actor.account_id, version=version)
        await self._audit.record(actor, "flow.published", flow.id, _told(flow))
        return await self._view(flow)

    async def roll_back(self, actor: Actor, flow_id: str) -> FlowView:
        """Raises: NotFound flow_unknown · Conflict flow_not_published · Invalid with all `problems`."""
        old = await self._flows.require(flow_id)
        flow = await self._editing.publish_again(
            old, await self._positions.require(old.position_id), by=actor.account_id
        )
        await self._audit.record(actor, "flow.rolled_back", flow.id, {**_told(flow), "to": str(old.number)})
        return await self._view(flow)

    async def discard(self, actor: Actor, flow_id: str) -> None:
        """Raises: NotFound flow_unknown · Conflict flow_published, stale_version."""
        flow = await self._editing.discard(flow_id)
        await self._audit.record(actor, "flow.discarded", flow.id, _told(flow))

    async def _model(self, position_id: str, based_on: str | None) -> Flow | None:
        if based_on is None:
            return await self._flows.newest_published(position_id)
        flow = await self._flows.find_one({"_id": based_on, "position_id": position_id})
        if flow is None:
            raise NotFound("flow_unknown", "There is no such flow.")
        return flow

    async def _position_of(self, flow_id: str) -> Position:
        return await self._positions.require((await self._flows.require(flow_id)).position_id)

    async def _of(self, position: Position) -> PositionFlows:
        flows = await self._flows.of_position(position.id)
        current = await self._flows.newest_published(position.id)
        rows = [await self._row(flow, position, current, flows) for flow in flows]
        return PositionFlows(_shown(position), rows)

    async def _view(self, flow: Flow) -> FlowView:
        position = await self._positions.require(flow.position_id)
        current = await self._flows.newest_published(position.id)
        before = await self._before(flow, current)
        return FlowView(
            row=await self._row(flow, position, current, await self._flows.of_position(position.id)),
            position=_shown(position),
            steps=flow.steps,
            pacing=flow.pacing,
            problems=flow_problems(flow, position),
            differences=differences(before, flow) if before else [],
            current_number=current.number if current else None,
            ranges=list(RANGES),
        )

    async def _before(self, flow: Flow, current: Flow | None) -> Flow | None:
        """What a version is compared with: a draft with the current one, a published one with what it began as."""
        if flow.state == "draft":
            return current
        return await self._flows.get(flow.based_on) if flow.based_on else None

    async def _row(self, flow: Flow, position: Position, current: Flow | None, flows: list[Flow]) -> FlowRow:
        shortest, longest = duration_range_min(flow)
        based_on = next((each.number for each in flows if each.id == flow.based_on), None)
        return FlowRow(
            id=flow.id,
            version=flow.version,
            number=flow.number,
            state=flow.state,
            is_current=current is not None and current.id == flow.id,
            questions=len(flow.questions),
            shortest_min=shortest,
            longest_min=longest,
            problems=len(flow_problems(flow, position)) if flow.state == "draft" else 0,
            note=flow.note,
            created_at=flow.created_at,
            created_by=await self._name(flow.created_by),
            changed_at=flow.changed_at,
            changed_by=await self._name(flow.changed_by),
            published_at=flow.published_at,
            published_by=await self._name(flow.published_by),
            based_on=based_on,
        )

    async def _name(self, member_id: str | None) -> str | None:
        if member_id is None:
            return None
        try:
            return (await self._people.person(member_id)).name
        except NotFound:
            return None


def _shown(position: Position) -> FlowPosition:
    return FlowPosition(position.id, position.title, position.department, position.competencies, position.promised_min)


def _told(flow: Flow) -> dict[str, str]:
    return {"position": flow.position_id, "number": str(flow.number)}
