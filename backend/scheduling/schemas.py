"""What the routes of booking and calendars say and hear. All moments are instants; zones are IANA names."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from backend.contracts.events.scheduling import AppointmentMode, BookingState
from backend.kernel.language import LocalText
from backend.scheduling.model import Holiday, Pattern

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
ZoneName = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Id = Annotated[str, msgspec.Meta(max_length=100)]


class TimeView(msgspec.Struct, frozen=True):
    """One start. `is_free` false: somebody has it, but it can be waited for."""

    start: datetime
    end: datetime
    is_free: bool


class HeldView(msgspec.Struct, frozen=True):
    """A time kept for the person until `until`; `is_offer`: from the waiting list."""

    id: str
    start: datetime
    end: datetime
    until: datetime
    is_offer: bool


class AppointmentOwn(msgspec.Struct, frozen=True):
    """The person's appointment. Past `move_until` or `cancel_until` they ask a person instead; None: no more at all."""

    start: datetime
    end: datetime
    opens_at: datetime
    mode: AppointmentMode
    people: list[str]
    move_until: datetime | None
    cancel_until: datetime | None
    google_url: str
    outlook_url: str


class WaitingView(msgspec.Struct, frozen=True):
    """`place` counts from 1."""

    since: datetime
    wishes: list[datetime]
    place: int


class BookingView(msgspec.Struct, frozen=True):
    """All that the booking screen shows. `why` counts, by code, what the starts lack that are not free. `sequence`
    grows with each booking, move and cancellation.

    With `mode` ai a time is a window of `length_min` in which the interview, `duration_min` long, is begun.
    """

    revision: int
    sequence: int
    now: datetime
    state: BookingState
    is_open: bool
    mode: AppointmentMode
    duration_min: int
    length_min: int
    move_until_h: int
    cancel_until_h: int
    zone: str
    employer_zone: str
    position_id: str
    position: LocalText
    employer: LocalText
    contact_name: str
    contact_email: str
    times: list[TimeView]
    why: dict[str, int]
    appointment: AppointmentOwn | None
    held: HeldView | None
    waiting: WaitingView | None


class HoldWanted(msgspec.Struct, frozen=True):
    start: Instant
    zone: ZoneName


class HoldNamed(msgspec.Struct, frozen=True):
    id: Id


class TimeWished(msgspec.Struct, frozen=True):
    """A time chosen without a network, from what the phone knew; `sequence` is that of the view it was chosen in."""

    start: Instant
    zone: ZoneName
    sequence: Annotated[int, msgspec.Meta(ge=0)]


class WaitWanted(msgspec.Struct, frozen=True):
    """`wishes`: starts that are taken and would suit; none: any time."""

    zone: ZoneName
    wishes: Annotated[list[Instant], msgspec.Meta(max_length=20)] = []


class CalendarAddress(msgspec.Struct, frozen=True):
    """The address of one's own calendar, told once; a new one ends the one before."""

    url: str


class CalendarState(msgspec.Struct, frozen=True):
    """Whether an address is out, and since when."""

    is_shared: bool
    since: datetime | None


class AvailabilityView(msgspec.Struct, frozen=True):
    """`is_set` false: nobody has said yet when this member is there."""

    member_id: str
    name: str
    version: int
    is_set: bool
    pattern: Pattern
    buffer_before_min: int
    buffer_after_min: int
    notice_h: int
    daily_limit: int | None
    feeds: list["FeedView"]
    holidays: list[Holiday]


class AvailabilityGiven(msgspec.Struct, frozen=True):
    """`version` is the one that was read, 0 for the first."""

    version: Annotated[int, msgspec.Meta(ge=0)]
    pattern: Pattern
    buffer_before_min: Annotated[int, msgspec.Meta(ge=0, le=240)] = 0
    buffer_after_min: Annotated[int, msgspec.Meta(ge=0, le=240)] = 10
    notice_h: Annotated[int, msgspec.Meta(ge=0, le=720)] = 4
    daily_limit: Annotated[int, msgspec.Meta(ge=1, le=50)] | None = None


class FeedView(msgspec.Struct, frozen=True):
    """A subscribed calendar. `problem` is the last try's code; what was read at `read_at` still counts."""

    id: str
    host: str
    read_at: datetime | None
    problem: str | None
    busy: int


class FeedGiven(msgspec.Struct, frozen=True):
    url: Annotated[str, msgspec.Meta(min_length=8, max_length=2048)]


class HolidaysGiven(msgspec.Struct, frozen=True):
    days: Annotated[list[Holiday], msgspec.Meta(max_length=400)]


class Stretch(msgspec.Struct, frozen=True):
    start: datetime
    end: datetime


class StaffBooking(msgspec.Struct, frozen=True):
    """`candidate` is a name, and empty where the reader may not know it."""

    interview_id: str
    candidate: str
    position_id: str
    position: LocalText
    start: datetime
    end: datetime
    mode: AppointmentMode
    state: BookingState
    zone: str
    members: list[str]
    is_lifted: bool
    is_begun: bool


class CalendarView(msgspec.Struct, frozen=True):
    """One member's days: when they are there, what else they have, and who comes."""

    member_id: str
    name: str
    zone: str
    start: datetime
    end: datetime
    open: list[Stretch]
    busy: list[Stretch]
    bookings: list[StaffBooking]


class BookingPlanView(msgspec.Struct, frozen=True):
    """What can be booked for a position; `is_set` false: nothing yet, these are proposals."""

    position_id: str
    position: LocalText
    version: int
    is_set: bool
    is_open: bool
    mode: AppointmentMode
    pattern: Pattern
    duration_min: int
    step_min: int
    window_min: int
    all_of: list[str]
    any_of: list[str]
    notice_h: int
    horizon_days: int
    move_until_h: int
    cancel_until_h: int
    moves_max: int
    offer_min: int


class BookingPlanGiven(msgspec.Struct, frozen=True):
    version: Annotated[int, msgspec.Meta(ge=0)]
    mode: AppointmentMode
    pattern: Pattern
    is_open: bool = True
    duration_min: Annotated[int, msgspec.Meta(ge=5, le=480)] = 30
    step_min: Annotated[int, msgspec.Meta(ge=5, le=240)] = 30
    window_min: Annotated[int, msgspec.Meta(ge=30, le=1440)] = 120
    all_of: Annotated[list[Id], msgspec.Meta(max_length=10)] = []
    any_of: Annotated[list[Id], msgspec.Meta(max_length=30)] = []
    notice_h: Annotated[int, msgspec.Meta(ge=0, le=720)] = 4
    horizon_days: Annotated[int, msgspec.Meta(ge=1, le=90)] = 14
    move_until_h: Annotated[int, msgspec.Meta(ge=0, le=720)] = 24
    cancel_until_h: Annotated[int, msgspec.Meta(ge=0, le=720)] = 2
    moves_max: Annotated[int, msgspec.Meta(ge=0, le=20)] = 3
    offer_min: Annotated[int, msgspec.Meta(ge=10, le=1440)] = 60


class MemberName(msgspec.Struct, frozen=True):
    id: str
    name: str
    is_set: bool


class DayCoverage(msgspec.Struct, frozen=True):
    """A date of the plan's zone: how many times are free, and how many are booked."""

    day: str
    free: int
    booked: int


class Coverage(msgspec.Struct, frozen=True):
    """How one position stands: what is free, booked, waited for, and who has not booked yet."""

    position_id: str
    position: LocalText
    mode: AppointmentMode
    zone: str
    is_open: bool
    free: int
    booked: int
    waiting: int
    unbooked: int
    why: dict[str, int]
    days: list[DayCoverage]


class BookingsView(msgspec.Struct, frozen=True):
    """The overview: coverage of every position, and the appointments of the time."""

    now: datetime
    start: datetime
    end: datetime
    coverage: list[Coverage]
    bookings: list[StaffBooking]
    people: list["Unbooked"]


class Unbooked(msgspec.Struct, frozen=True):
    """Somebody who may book and has not; `waits` in line."""

    interview_id: str
    candidate: str
    position_id: str
    waits: bool
    state: BookingState


class TimesView(msgspec.Struct, frozen=True):
    """What staff can book for one candidate."""

    interview_id: str
    zone: str
    employer_zone: str
    times: list[TimeView]
    why: dict[str, int]


class BookedByStaff(msgspec.Struct, frozen=True):
    start: Instant


Problem = Literal[
    "feed_unreachable", "feed_slow", "feed_too_large", "feed_malformed", "feed_endless", "feed_too_many",
    "feed_refused", "feed_address_forbidden",
]  # fmt: skip
