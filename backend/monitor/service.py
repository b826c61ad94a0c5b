"""The live monitor: who is being interviewed now, who needs a person, and who has come."""

from collections.abc import Sequence

from backend.accounts.people import People
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.interviews.scope import StaffScope
from backend.interviews.staff_views import row
from backend.interviews.watchers import Watchers
from backend.kernel.clock import Clock
from backend.kernel.errors import NotFound
from backend.monitor.catch_up import happened
from backend.monitor.schemas import MonitorDetail, MonitorItem, MonitorView
from backend.privacy.audit import Audit
from backend.rescue.catch_up import said
from backend.rescue.model import Rescue
from backend.rescue.rescuing import Rescuing
from backend.rescue.rules import standing
from backend.rescue.schemas import Attending
from backend.web.auth import Actor


class Monitor:
    def __init__(
        self, interviews: Interviews, rescuing: Rescuing, scope: StaffScope, people: People, watchers: Watchers,
        audit: Audit, clock: Clock,
    ) -> None:  # fmt: skip
        self._interviews = interviews
        self._rescuing = rescuing
        self._scope = scope
        self._people = people
        self._watchers = watchers
        self._audit = audit
        self._clock = clock

    async def view(self, actor: Actor) -> MonitorView:
        """The running interviews that the actor may see, who waits for a person first."""
        running = await self._interviews.running(await self._scope.applications_of(actor))
        own = await self._scope.assigned_to(actor)
        items = [await self._item(interview, own) for interview in running]
        return MonitorView(self._clock(), sorted(items, key=_urgency))

    async def detail(self, actor: Actor, interview_id: str) -> MonitorDetail:
        """Hearing of it is a look, written down once a session. Raises: NotFound interview_unknown · Gone."""
        interview = await self._visible(actor, interview_id)
        await self._audit.record_once(actor, "interview.followed", interview.id, {})
        rescues = await self._rescuing.rescues.of(interview.id)
        return MonitorDetail(
            item=await self._item(interview, await self._scope.assigned_to(actor), rescues),
            happened=happened(interview, rescues),
            said=said(interview),
            watchers=await self._watchers.names(interview.room),
        )

    async def attend(self, actor: Actor, interview_id: str) -> Attending:
        """The actor looks after whoever needs a person. The first one is measured; who comes later hears who it is.

        Raises: NotFound interview_unknown · Gone interview_erased · Conflict nobody_called.
        """
        interview = await self._visible(actor, interview_id)
        rescue = await self._rescuing.attend(interview, actor.account_id)
        await self._audit.record(
            actor, "interview.attended", interview.id, {"rescue": rescue.id, "cause": rescue.cause}
        )
        attending = await self._attending([rescue])
        if attending is None:
            raise AssertionError("answered above")
        return attending

    async def _item(
        self, interview: Interview, own: frozenset[str], rescues: Sequence[Rescue] | None = None
    ) -> MonitorItem:
        person = await self._people.person(interview.candidate_id)
        turn = interview.turn
        known = await self._rescuing.rescues.of(interview.id) if rescues is None else rescues
        return MonitorItem(
            row=row(interview, person.name, self._clock()),
            language=interview.language,
            prompt=turn.prompt if turn else None,
            kind=turn.kind if turn else None,
            turn_index=turn.place if turn else None,
            network=interview.device_check.network if interview.device_check else None,
            attending=await self._attending(known),
            is_assigned=interview.application_id in own,
        )

    async def _attending(self, rescues: Sequence[Rescue]) -> Attending | None:
        rescue = standing(rescues, self._clock())
        if rescue is None or rescue.reacted_at is None or rescue.reacted_by is None or rescue.response_s is None:
            return None
        try:
            name = (await self._people.person(rescue.reacted_by)).name
        except NotFound:
            return None
        return Attending(rescue.interview_id, name, rescue.reacted_at, rescue.response_s)

    async def _visible(self, actor: Actor, interview_id: str) -> Interview:
        return await self._interviews.assigned(interview_id, await self._scope.applications_of(actor))


def _urgency(item: MonitorItem) -> tuple[bool, bool, str]:
    alerts = item.row.alerts
    return (not any(alert.kind == "help" for alert in alerts), not alerts, item.row.id)
