"""Wires scheduling."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from litestar import Router

from backend.accounts.module import services as account_services
from backend.applications.repository import Applications
from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.privacy import PersonErased
from backend.contracts.events.scheduling import BookingChanged, BookingPlanChanged
from backend.interviews.module import services as interview_services
from backend.interviews.repository import Interviews
from backend.kernel.addresses import Allowed
from backend.kernel.errors import NotFound
from backend.kernel.outgoing import Outgoing
from backend.positions.repository import Positions
from backend.privacy.module import audit_of
from backend.scheduling.availability import AvailabilityDesk
from backend.scheduling.calendar_links import Calendars
from backend.scheduling.candidate import CandidateBookings
from backend.scheduling.claiming import Claiming
from backend.scheduling.desk import Desk
from backend.scheduling.feeds import Feeds
from backend.scheduling.followers import Followers
from backend.scheduling.offers import Offers
from backend.scheduling.planning import Planning
from backend.scheduling.queue import WaitingList
from backend.scheduling.repository import (
    Availabilities,
    Bookings,
    BusyFeeds,
    CalendarLinks,
    Capacities,
    HolidayRecords,
    Plans,
)
from backend.scheduling.routes import ROUTES
from backend.scheduling.sheets import Sheets
from backend.scheduling.staff import StaffBookings
from backend.scheduling.staff_routes import FEED_ROUTES
from backend.scheduling.staff_routes import ROUTES as STAFF_ROUTES
from backend.scheduling.sweep import Sweep
from backend.scheduling.tidings import Tidings
from backend.web.auth import Actor
from backend.web.module import Module, Wiring, provided
from backend.web.policy import Permission

Topic = Callable[[Actor, str], Awaitable[bool]]


@dataclass(frozen=True)
class Records:
    """The domain's collections."""

    availabilities: Availabilities
    holidays: HolidayRecords
    plans: Plans
    sheets: Sheets
    bookings: Bookings
    feeds: BusyFeeds
    links: CalendarLinks
    capacities: Capacities


@dataclass(frozen=True)
class SchedulingServices:
    records: Records
    desk: Desk
    offers: Offers
    waiting_list: WaitingList
    feeds: Feeds
    calendars: Calendars
    candidate: CandidateBookings
    staff: StaffBookings
    availability: AvailabilityDesk
    planning: Planning
    sweep: Sweep
    followers: Followers
    interviews: Interviews


def records_of(wiring: Wiring) -> Records:
    mongo, relay = wiring.mongo, wiring.relay
    return Records(
        Availabilities(mongo, relay), HolidayRecords(mongo, relay), Plans(mongo, relay), Sheets(mongo, relay),
        Bookings(mongo, relay), BusyFeeds(mongo, relay), CalendarLinks(mongo, relay), Capacities(mongo, relay),
    )  # fmt: skip


def services(wiring: Wiring) -> SchedulingServices:
    records, clock, base_url = records_of(wiring), wiring.clock, wiring.settings.base_url
    people, parts, audit = account_services(wiring).people, interview_services(wiring), audit_of(wiring)
    bookings, plans, interviews = records.bookings, records.plans, parts.interviews
    offers = Offers(
        records.availabilities, records.feeds, records.sheets, records.holidays, records.capacities, wiring.live,
        wiring.mongo, clock,
    )  # fmt: skip
    tidings = Tidings(people.person, interviews, parts.conducting, wiring.live, wiring.keyring)
    desk = Desk(bookings, offers, Claiming(records.sheets, clock), tidings, clock)
    waiting_list = WaitingList(desk, offers, bookings, plans, interviews, clock)
    outgoing = Outgoing(Allowed.of(wiring.settings.outgoing_allow))
    feeds = Feeds(records.feeds, records.availabilities, outgoing, wiring.keyring, clock)
    calendars = Calendars(records.links, bookings, interviews, people, base_url, clock)
    positions = Positions(wiring.mongo, relay=wiring.relay)
    availability = AvailabilityDesk(records.availabilities, records.holidays, feeds, offers, people, audit, clock)
    return SchedulingServices(
        records=records,
        desk=desk,
        offers=offers,
        waiting_list=waiting_list,
        feeds=feeds,
        calendars=calendars,
        candidate=CandidateBookings(desk, bookings, plans, interviews, people, waiting_list, base_url, clock),
        staff=StaffBookings(
            desk, bookings, plans, interviews, positions, offers, parts.scope, availability, people, waiting_list,
            audit, wiring.live, wiring.mongo, clock,
        ),
        availability=availability,
        planning=Planning(plans, positions, records.availabilities, people, waiting_list, audit, clock),
        sweep=Sweep(
            desk, bookings, plans, records.sheets, records.capacities, waiting_list, feeds, wiring.redis, clock
        ),
        followers=Followers(
            desk, bookings, plans, interviews, records.availabilities, records.feeds, calendars, waiting_list, tidings,
            wiring.live, clock,
        ),
        interviews=interviews,
    )  # fmt: skip


def build(wiring: Wiring) -> Module:
    parts = services(wiring)
    records = parts.records
    router = Router(
        path="/api",
        route_handlers=[*ROUTES, *STAFF_ROUTES],
        tags=["booking"],
        dependencies=provided(
            own_bookings=parts.candidate, staff_bookings=parts.staff, availability=parts.availability,
            planning=parts.planning, calendars=parts.calendars,
        ),
    )  # fmt: skip
    shared = provided(calendars=parts.calendars)
    feed = Router(path="/", route_handlers=FEED_ROUTES, tags=["booking"], dependencies=shared)
    return Module(
        name="scheduling",
        route_handlers=[router, feed],
        repositories=[
            records.availabilities, records.holidays, records.plans, records.sheets, records.bookings, records.feeds,
            records.links, records.capacities,
        ],
        subscriptions={
            InterviewChanged: parts.followers.interview_changed,
            BookingChanged: parts.followers.booking_changed,
            BookingPlanChanged: parts.followers.plan_changed,
            PersonErased: parts.followers.person_erased,
        },
        background={"sweep": parts.sweep.run, "calendars": parts.sweep.run_slowly},
        topics={
            "booking": _own_booking(parts),
            "times": _times(parts, Applications(wiring.mongo, relay=wiring.relay)),
            "calendar": _own_calendar,
            "bookings": _bookings,
        },
    )  # fmt: skip


def _own_booking(parts: SchedulingServices) -> Topic:
    """`booking:{interview}` is the candidate's own."""

    async def authorise(actor: Actor, interview_id: str) -> bool:
        try:
            await parts.interviews.own(interview_id, actor.account_id)
        except NotFound:
            return False
        return True

    return authorise


def _times(parts: SchedulingServices, applications: Applications) -> Topic:
    """`times:{position}` is of the candidates for it, and of those who arrange bookings."""

    async def authorise(actor: Actor, position_id: str) -> bool:
        if actor.may(Permission.BOOKING_READ):
            return True
        own = {"candidate_id": actor.account_id, "position_id": position_id}
        return actor.kind == "candidate" and await applications.find_one(own) is not None

    return authorise


async def _own_calendar(actor: Actor, member_id: str) -> bool:
    return actor.kind == "member" and actor.account_id == member_id and actor.may(Permission.CALENDAR_OWN)


async def _bookings(actor: Actor, key: str) -> bool:
    return key == "all" and actor.may(Permission.BOOKING_READ)
