"""One read for a member's home: few queries, names opened together, nothing that is not theirs."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from backend.accounts.people import People
from backend.accounts.remembered import Remembered
from backend.homes.gathering import Gathering, Pile, interviews_changed
from backend.homes.schemas import HomeAppointment, HomeItem, HomePile, HomeRunning, StaffHome
from backend.interviews.model import Interview
from backend.interviews.monitor import alerts
from backend.interviews.progress import progress
from backend.interviews.repository import Interviews
from backend.interviews.scope import StaffScope
from backend.kernel.clock import Clock
from backend.kernel.lately import TOLD_LIFE_S, Lately
from backend.kernel.live import LiveBus
from backend.kernel.mongo import Mongo
from backend.privacy.audit import Audit
from backend.scheduling.model import BOOKINGS, Booking
from backend.scheduling.repository import Bookings
from backend.scheduling.tidings import BOOKINGS_TOPIC
from backend.web.auth import Actor
from backend.web.policy import Permission

PAST = timedelta(hours=12)
ALL_AHEAD = timedelta(hours=24)
OWN_AHEAD = timedelta(days=7)
SOON_SHOWN = 40
RUNNING_SHOWN = 6
Day = tuple[list[Booking], list[Interview]]
"""Appointments, and the interviews of some."""


class Homes:
    def __init__(
        self, interviews: Interviews, bookings: Bookings, gathering: Gathering, scope: StaffScope, people: People,
        audit: Audit, live: LiveBus, mongo: Mongo, clock: Clock,
    ) -> None:  # fmt: skip
        self._interviews = interviews
        self._bookings = bookings
        self._gathering = gathering
        self._scope = scope
        self._people = people
        self._audit = audit
        self._clock = clock
        self._names = Remembered(people.person)
        signals = interviews_changed(mongo, live)
        booked = mongo.writes_to(BOOKINGS), live.told(BOOKINGS_TOPIC)
        self._looks: Lately[list[Interview]] = Lately(*signals, clock=clock, life_s=TOLD_LIFE_S)
        self._days: Lately[Day] = Lately(*signals, *booked, clock=clock, life_s=TOLD_LIFE_S)

    async def home(self, actor: Actor) -> StaffHome:
        """Names stand on it, so looking at it is written down once a session."""
        applications, own = await self._scope.applications_of(actor), await self._scope.assigned_to(actor)
        running, (bookings, booked), piles = await asyncio.gather(
            self._looks.look(applications, lambda: self._interviews.running(applications)),
            self._soon(actor),
            self._gathering.piles(actor, applications, own),
        )
        about = await self._about(bookings, piles, [*running, *booked])
        shown = [each for each in bookings if each.interview_id in about]
        names = await self._names.names(_people_of(shown, about.values()), self._people.people)
        await self._audit.record_once(actor, "home.seen", "home", {})
        return StaffHome(
            now=self._clock(),
            soon=[_appointment(each, about[each.interview_id], names, actor.account_id) for each in shown],
            running=self._running(running, own, names)[:RUNNING_SHOWN],
            running_count=len(running),
            piles=[_named(pile, about, names) for pile in piles],
        )

    async def _soon(self, actor: Actor) -> Day:
        """One's own of the week, and everybody's of the next day to those who arrange bookings."""
        now = self._clock()
        own = self._bookings.between(now - PAST, now + OWN_AHEAD, member_id=actor.account_id)
        if not actor.may(Permission.BOOKING_READ):
            return _in_order(await own), []
        bookings, (every, about) = await asyncio.gather(own, self._days.look("all", self._day))
        return _in_order([*bookings, *every]), about

    async def _day(self) -> Day:
        now = self._clock()
        bookings = await self._bookings.between(now - PAST, now + ALL_AHEAD)
        wanted = {each.interview_id for each in bookings[:SOON_SHOWN]}
        return bookings, await self._interviews.by_ids(wanted) if wanted else []

    async def _about(
        self, bookings: Iterable[Booking], piles: Sequence[Pile], known: Iterable[Interview]
    ) -> dict[str, Interview]:
        """The interviews that anything on the home is about; erased ones are nobody's any more."""
        items = {each.interview_id for pile in piles for each in pile.items}
        wanted = items | {each.interview_id for each in bookings}
        found = {each.id: each for each in (*known, *(each for pile in piles for each in pile.about))}
        if missing := sorted(wanted - found.keys()):
            found |= {each.id: each for each in await self._interviews.by_ids(missing)}
        return {each.id: each for each in found.values() if each.erased is None}

    def _running(self, running: list[Interview], own: Collection[str], names: dict[str, str]) -> list[HomeRunning]:
        """Who needs a person first, then one's own."""
        now = self._clock()
        rows = [
            HomeRunning(
                interview_id=each.id,
                candidate=names.get(each.candidate_id, ""),
                position=each.occasion.position,
                progress=progress(each, now),
                alerts=alerts(each, now),
                held_by=each.held.name if each.held else None,
                is_mine=each.application_id in own,
            )
            for each in running
        ]
        return sorted(rows, key=lambda row: (not row.alerts, not row.is_mine, row.interview_id))


def _in_order(bookings: Iterable[Booking]) -> list[Booking]:
    once = {each.id: each for each in bookings if each.appointment is not None}
    return sorted(once.values(), key=_starts)[:SOON_SHOWN]


def _people_of(bookings: Iterable[Booking], interviews: Iterable[Interview]) -> set[str]:
    members = {member for each in bookings if each.appointment for member in each.appointment.member_ids}
    return members | {each.candidate_id for each in interviews}


def _starts(booking: Booking) -> tuple[str, str]:
    assert booking.appointment is not None
    return booking.appointment.start.isoformat(), booking.id


def _appointment(booking: Booking, interview: Interview, names: dict[str, str], reader: str) -> HomeAppointment:
    appointment = booking.appointment
    assert appointment is not None
    return HomeAppointment(
        interview_id=interview.id,
        candidate=names.get(interview.candidate_id, ""),
        position=interview.occasion.position,
        start=appointment.start,
        end=appointment.end,
        mode=appointment.mode,
        state=booking.state,
        members=[names[each] for each in appointment.member_ids if each in names],
        is_mine=reader in appointment.member_ids,
        is_begun=interview.started_at is not None,
    )


def _named(pile: Pile, about: dict[str, Interview], names: dict[str, str]) -> HomePile:
    items = [
        HomeItem(
            each.id, each.interview_id, names.get(interview.candidate_id, ""), interview.occasion.position, each.since
        )
        for each in pile.items
        if (interview := about.get(each.interview_id)) is not None
    ]
    return HomePile(pile.kind, pile.count, items)
