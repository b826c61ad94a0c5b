"""Flows as they are made: drafted, published whole, and from then on unchanged."""

import msgspec

from backend.flows.model import Flow, FlowStep, PacingPolicy
from backend.flows.repository import Flows
from backend.flows.rules import ensure_draft, published
from backend.kernel.clock import Clock, utc_now
from backend.kernel.ids import new_id
from backend.positions.model import Position


class FlowEditing:
    def __init__(self, flows: Flows, *, clock: Clock = utc_now) -> None:
        self._flows = flows
        self._clock = clock

    async def draft(self, position: Position, steps: list[FlowStep], pacing: PacingPolicy | None = None) -> Flow:
        """A new version of the position's flow. Raises: Conflict flow_exists where somebody drafts at the moment."""
        flow = Flow(
            id=new_id(Flow.id_prefix),
            position_id=position.id,
            number=await self._flows.next_number(position.id),
            steps=steps,
            pacing=pacing or PacingPolicy(),
            created_at=self._clock(),
        )
        return await self._flows.insert(flow)

    async def change(self, flow_id: str, steps: list[FlowStep]) -> Flow:
        """Raises: NotFound flow_unknown · Conflict flow_published."""

        def replace_steps(flow: Flow) -> tuple[Flow, tuple[()]]:
            ensure_draft(flow)
            return msgspec.structs.replace(flow, steps=steps), ()

        return await self._flows.update(flow_id, replace_steps)

    async def publish(self, flow_id: str, position: Position) -> Flow:
        """Raises: NotFound flow_unknown · Conflict flow_published · Invalid with all that is wrong in `problems`."""
        return await self._flows.update(flow_id, lambda flow: (published(flow, position, self._clock()), ()))
