"""The live monitor: who is being interviewed now, who needs a person, and who has come."""

from collections.abc import Sequence
from datetime import timedelta

from backend.accounts.people import People
from backend.interviews.announcer import STAFF_TOPIC
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.interviews.scope import StaffScope
from backend.interviews.staff_views import row
from backend.interviews.watchers import Watchers
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.live import LiveBus
from backend.monitor.catch_up import happened, said
from backend.monitor.model import Cause, Rescue, Rescues, rescue_of
from backend.monitor.rules import answered, rescue_from, response_times, standing, wanted
from backend.monitor.schemas import Attending, MonitorDetail, MonitorItem, MonitorView, ResponseTimes
from backend.privacy.audit import Audit
from backend.web.auth import Actor


class Monitor:
    def __init__(
        self, interviews: Interviews, rescues: Rescues, scope: StaffScope, people: People, watchers: Watchers,
        live: LiveBus, audit: Audit, clock: Clock,
    ) -> None:  # fmt: skip
        self._interviews = interviews
        self._rescues = rescues
        self._scope = scope
        self._people = people
        self._watchers = watchers
        self._live = live
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
        rescues = await self._rescues.of(interview.id)
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
        now = self._clock()
        rescue = standing(await self._rescues.of(interview.id), now) or wanted(interview, now)
        if rescue is None:
            raise Conflict("nobody_called", "Nothing calls for a person in this interview.")
        await self._ensure(rescue)
        fresh = await self._rescues.update(
            rescue.id, lambda known: (answered(known, actor.account_id, "attended", now), ())
        )
        await self._audit.record(actor, "interview.attended", interview.id, {"rescue": fresh.id, "cause": fresh.cause})
        attending = await self._attending([fresh])
        if attending is None:
            raise AssertionError("answered above")
        await self._live.publish(STAFF_TOPIC, "attending", attending)
        return attending

    async def call(self, interview: Interview, cause: Cause) -> Rescue | None:
        """Notes the newest call for help; None where it is a repetition of one that still stands."""
        if not interview.help_asked:
            return None
        asked_at = interview.help_asked[-1].at
        known = await self._rescues.of(interview.id)
        if any(each.id != rescue_of(interview.id, asked_at) and each.reacted_at is None for each in known):
            return None
        return rescue_from(interview, cause, asked_at)

    async def times(self, days_ago: int) -> ResponseTimes:
        """Over the calls of the last days."""
        since = self._clock() - timedelta(days=days_ago)
        return response_times(await self._rescues.find({"asked_at": {"$gte": since}}))

    async def _ensure(self, rescue: Rescue) -> None:
        try:
            await self._rescues.insert(rescue)
        except Conflict:
            return

    async def _item(
        self, interview: Interview, own: frozenset[str], rescues: Sequence[Rescue] | None = None
    ) -> MonitorItem:
        person = await self._people.person(interview.candidate_id)
        turn = interview.turn
        known = await self._rescues.of(interview.id) if rescues is None else rescues
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
