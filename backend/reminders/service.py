"""Follows interviews, bookings and debts, and asks for the reminders that the rules have for them."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import structlog

from backend.accounts.notices import notice_wanted
from backend.accounts.people import People
from backend.contracts.events.interviews import FOLLOWS_HAND_IN, MOVED, InterviewChanged
from backend.contracts.events.notifications import NoticeWithdrawn
from backend.contracts.events.privacy import PersonErased
from backend.contracts.events.reminders import DeadlineChanged
from backend.contracts.events.scheduling import BookingChanged
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, GreenroomError, NotFound
from backend.kernel.events import Received, mentioning
from backend.reminders.model import DEFAULT_PLAN, Booked, Debt, Plan, Reminding, Rule
from backend.reminders.repository import Plans, Remindings
from backend.reminders.rules import DEFAULT_RULES, Circumstances, changes, plan_mark, stands_alike, wishes

SWEPT_AT_ONCE = 200

_log = structlog.get_logger()


class Reminders:
    """One document an interview, whose outbox carries what is asked for: stored and asked are one."""

    def __init__(
        self, remindings: Remindings, plans: Plans, interviews: Interviews, people: People, keyring: Keyring,
        clock: Clock,
    ) -> None:  # fmt: skip
        self._remindings = remindings
        self._plans = plans
        self._interviews = interviews
        self._people = people
        self._keyring = keyring
        self._clock = clock

    @mentioning(MOVED)
    async def interview_changed(self, received: Received[InterviewChanged]) -> None:
        """Only where it has come to stand elsewhere, or is erased: what happens within an interview reminds nobody."""
        event = received.event
        if not event.has_moved or event.change in FOLLOWS_HAND_IN:
            return
        known = await self._remindings.get(event.interview_id)
        is_kept = event.change != "erased"
        if is_kept and known is not None and (known.state == event.state or stands_alike(known.state, event.state)):
            return
        await self._follow(event.interview_id, lambda each: each, read=(known,))

    async def booking_changed(self, received: Received[BookingChanged]) -> None:
        event = received.event

        def note(each: Reminding) -> Reminding:
            if each.booked is not None and each.booked.revision >= event.revision:
                return each
            was_with_people = each.booked is not None and each.booked.with_people
            with_people = event.mode == "people" or (was_with_people and event.change != "uninvited")
            booked = Booked(
                event.booking_id, event.revision, event.state, event.starts_at, event.ends_at, event.zone, with_people
            )
            return msgspec.structs.replace(each, booked=booked)

        await self._follow(event.interview_id, note)

    async def deadline_changed(self, received: Received[DeadlineChanged]) -> None:
        event = received.event

        def note(each: Reminding) -> Reminding:
            before = next((debt for debt in each.debts if debt.kind == event.kind), None)
            if before is not None and before.revision >= event.revision:
                return each
            rest = [debt for debt in each.debts if debt.kind != event.kind]
            return msgspec.structs.replace(
                each, debts=[*rest, Debt(event.kind, event.revision, event.due_at, event.count)]
            )

        await self._follow(event.interview_id, note)

    async def person_erased(self, received: Received[PersonErased]) -> None:
        await self._remindings.forget(received.event.account_id)

    async def sweep(self) -> int:
        """Works out anew what was worked out by rules that do not stand any more; gives how many interviews."""
        plans = {plan.id: plan for plan in await self._plans.find({})}
        common = plan_mark(plans.get(DEFAULT_PLAN))
        own = [plan for plan in plans.values() if plan.id != DEFAULT_PLAN]
        stale: list[dict[str, Any]] = [{"position_id": each.id, "plan": {"$ne": plan_mark(each)}} for each in own]
        stale.append({"position_id": {"$nin": [each.id for each in own]}, "plan": {"$ne": common}})
        done = 0
        for wanted in stale:
            for reminding in await self._remindings.find(wanted, limit=SWEPT_AT_ONCE):
                try:
                    await self._follow(reminding.id, lambda each: each)
                    done += 1
                except GreenroomError as error:
                    _log.warning("reminders_put_off", interview=reminding.id, error=error.code)
        return done

    async def _follow(
        self, interview_id: str, change: Callable[[Reminding], Reminding], tries: int = 8,
        read: tuple[Reminding | None] | None = None,
    ) -> None:  # fmt: skip
        """The interview's reminders after `change`, worked out anew and asked for; of one that is erased all are taken
        back. `read`: what was just read of them.
        """
        interview = await self._interviews.get(interview_id)
        if interview is None or interview.is_preview:
            return
        for left in range(tries - 1, -1, -1):
            (known,), read = read or (await self._remindings.get(interview_id),), None
            if known is None and interview.erased is not None:
                return
            after, events = await self._worked_out(change(known or _fresh(interview)), interview)
            try:
                if known is None:
                    await self._remindings.insert(msgspec.structs.replace(after, version=1), events)
                elif events or msgspec.structs.replace(after, state=known.state) != known:
                    await self._remindings.save(after, events, before=known)
                return
            except Conflict:
                if left == 0:
                    raise

    async def _worked_out(
        self, reminding: Reminding, interview: Interview
    ) -> tuple[Reminding, Sequence[msgspec.Struct]]:
        plan = await self._plans.of(reminding.position_id)
        try:
            person = await self._people.person(reminding.candidate_id)
        except NotFound:
            return reminding, ()
        known = Circumstances(
            interview_id=interview.id,
            candidate_id=person.id,
            state=interview.state,
            language=person.language,
            position=interview.occasion.position.in_language(person.language),
            employer=interview.occasion.employer.in_language(person.language),
            expires_at=interview.expires_at,
            booked=reminding.booked,
            debts=reminding.debts,
        )
        wanted = wishes(rules_of(plan), known) if interview.erased is None else []
        ask, take_back, standing = changes(reminding.asked, wanted, self._clock())
        events: list[msgspec.Struct] = [NoticeWithdrawn(notice_id, person.id) for notice_id in take_back]
        events += [
            notice_wanted(
                self._keyring, wish.notice_id, person, wish.kind, wish.parameters, wish.path,
                revision=reminding.version + 1, due_at=wish.due_at, expires_at=wish.expires_at, urgency=wish.urgency,
            )
            for wish in ask
        ]  # fmt: skip
        after = msgspec.structs.replace(reminding, state=interview.state, plan=plan_mark(plan), asked=standing)
        return after, events


def _fresh(interview: Interview) -> Reminding:
    return Reminding(id=interview.id, candidate_id=interview.candidate_id, position_id=interview.position_id, state="")


def rules_of(plan: Plan | None) -> Sequence[Rule]:
    """The plan's, or the built-in ones."""
    return plan.rules if plan else DEFAULT_RULES
