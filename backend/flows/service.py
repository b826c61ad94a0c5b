"""Flows as they are made: drafted, saved, published whole, and from then on unchanged."""

from collections.abc import Awaitable, Callable

import msgspec

from backend.flows.model import Flow, FlowStep, PacingPolicy
from backend.flows.repository import Flows
from backend.flows.rules import ensure_draft, published, refuse_problems
from backend.flows.validation import flow_problems
from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import Conflict
from backend.kernel.ids import new_id
from backend.kernel.repository import StaleVersion, under_next_number
from backend.positions.model import Position


class FlowEditing:
    def __init__(self, flows: Flows, *, clock: Clock = utc_now) -> None:
        self._flows = flows
        self._clock = clock

    async def draft(
        self,
        position: Position,
        steps: list[FlowStep],
        pacing: PacingPolicy | None = None,
        *,
        by: str | None = None,
        based_on: str | None = None,
    ) -> Flow:
        """A new version of the position's flow.

        Raises: Conflict flow_draft_exists with `flow_id`, where one is being written · flow_exists.
        """
        flow = self._new(position.id, steps, pacing or PacingPolicy(), by, based_on)
        return await self._numbered(flow, self._flows.insert)

    async def change(self, flow_id: str, steps: list[FlowStep]) -> Flow:
        """Raises: NotFound flow_unknown · Conflict flow_published."""

        def replace_steps(flow: Flow) -> tuple[Flow, tuple[()]]:
            ensure_draft(flow)
            return msgspec.structs.replace(flow, steps=steps), ()

        return await self._flows.update(flow_id, replace_steps)

    async def save(
        self, flow_id: str, version: int, steps: list[FlowStep], pacing: PacingPolicy, note: str, by: str
    ) -> Flow:
        """The draft as somebody wrote it who had read `version`.

        Raises: NotFound flow_unknown · Conflict flow_published · StaleVersion stale_version with who changed it when.
        """
        flow = await self._flows.require(flow_id)
        ensure_draft(flow)
        if flow.version != version:
            raise _changed_meanwhile(flow)
        saved = msgspec.structs.replace(
            flow, steps=steps, pacing=pacing, note=note, changed_by=by, changed_at=self._clock()
        )
        try:
            return await self._flows.save(saved)
        except StaleVersion as error:
            raise _changed_meanwhile(await self._flows.require(flow_id)) from error

    async def publish(
        self, flow_id: str, position: Position, *, by: str | None = None, version: int | None = None
    ) -> Flow:
        """For all interviews that are made from now on; `version` is the one that was looked at.

        Raises: NotFound flow_unknown · Conflict flow_published · StaleVersion stale_version · Invalid with all that is
        wrong in `problems`.
        """
        flow = await self._flows.require(flow_id)
        if version is not None and flow.version != version:
            raise _changed_meanwhile(flow)
        fresh = published(flow, position, self._clock(), by)
        newest = max(
            (each.number for each in await self._flows.of_position(position.id) if each.id != flow.id), default=0
        )
        if newest > flow.number:
            return await self._numbered(fresh, self._flows.save)
        return await self._flows.save(fresh)

    async def publish_again(self, flow: Flow, position: Position, *, by: str | None = None) -> Flow:
        """An older version anew, as the newest: the way back. What it says is checked against the position of today.

        Raises: Conflict flow_not_published · Invalid with all that is wrong in `problems`.
        """
        if flow.state != "published":
            raise Conflict("flow_not_published", "Only a version that was published once can be published again.")
        refuse_problems(flow_problems(flow, position))
        now = self._clock()
        fresh = msgspec.structs.replace(
            self._new(position.id, flow.steps, flow.pacing, by, flow.id),
            state="published", published_at=now, published_by=by,
        )  # fmt: skip
        return await self._numbered(fresh, self._flows.insert)

    async def discard(self, flow_id: str) -> Flow:
        """Throws a draft away. Raises: NotFound flow_unknown · Conflict flow_published."""
        flow = await self._flows.require(flow_id)
        ensure_draft(flow)
        await self._flows.delete_draft(flow)
        return flow

    def _new(
        self, position_id: str, steps: list[FlowStep], pacing: PacingPolicy, by: str | None, based_on: str | None
    ) -> Flow:
        now = self._clock()
        return Flow(
            id=new_id(Flow.id_prefix),
            position_id=position_id,
            number=0,
            steps=steps,
            pacing=pacing,
            created_at=now,
            created_by=by,
            changed_by=by,
            changed_at=now,
            based_on=based_on,
        )

    async def _numbered(self, flow: Flow, store: Callable[[Flow], Awaitable[Flow]]) -> Flow:
        """Stored under the next number that nobody else takes at the same moment."""

        async def under_next() -> Flow:
            known = await self._flows.of_position(flow.position_id)
            draft = next((each for each in known if each.state == "draft"), None)
            if flow.state == "draft" and draft is not None:
                raise Conflict("flow_draft_exists", "A new version is being written already.", flow_id=draft.id)
            number = known[0].number + 1 if known else 1
            return await store(msgspec.structs.replace(flow, number=number))

        return await under_next_number(under_next, "flow_exists")


def _changed_meanwhile(flow: Flow) -> StaleVersion:
    return StaleVersion(
        "stale_version",
        "Somebody else changed this draft in the meantime.",
        version=flow.version,
        changed_by=flow.changed_by,
        changed_at=flow.changed_at.isoformat() if flow.changed_at else None,
    )
