"""Who hears of a change: the event for everybody's machines, and the notices to the people concerned."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
import structlog

from backend.accounts.model import Person
from backend.accounts.notices import notice_wanted
from backend.contracts.events.notifications import NoticeWithdrawn, Urgency
from backend.contracts.events.scheduling import BookingChange, BookingChanged
from backend.interviews.announcer import PersonOf
from backend.interviews.appointments import with_time
from backend.interviews.conducting import Conducting
from backend.interviews.model import BookedTime, Interview
from backend.interviews.repository import Interviews
from backend.kernel.crypto import Keyring
from backend.kernel.errors import GreenroomError, NotFound
from backend.kernel.language import LocalText
from backend.kernel.live import LiveBus, Telling
from backend.scheduling import policy
from backend.scheduling.model import Booking

BOOKINGS_TOPIC = "bookings:all"
BOOKING_PATH = "/booking"
CALENDAR_PATH = "/staff/calendar"

# Who was missed hears of it by the position's reminder rules (backend/notices), which follow BookingChanged.
_TO_CANDIDATE: dict[str, str] = {
    "booked": "booking_confirmed",
    "moved": "booking_moved",
    "cancelled": "booking_cancelled",
    "offered": "booking_offered",
}
_TO_MEMBER: dict[str, str] = {
    "booked": "interviewer_booked",
    "moved": "interviewer_moved",
    "cancelled": "interviewer_cancelled",
}
_log = structlog.get_logger()


class Changed(msgspec.Struct, frozen=True):
    """Data of the live event `changed`: somebody looks again."""

    booking_id: str
    revision: int
    change: str


class Concerned(msgspec.Struct, frozen=True):
    """Who is told. `candidate` None: the person is no more."""

    candidate: Person | None
    members: dict[str, Person]
    position: LocalText
    employer: LocalText


NOBODY = Concerned(None, {}, LocalText("", ""), LocalText("", ""))


class Tidings:
    def __init__(
        self, person_of: PersonOf, interviews: Interviews, conducting: Conducting, live: LiveBus, keyring: Keyring
    ) -> None:
        self._person_of = person_of
        self._interviews = interviews
        self._conducting = conducting
        self._live = live
        self._keyring = keyring

    async def people_of(self, booking: Booking, interview: Interview | None = None) -> Concerned:
        """Those who may hear of a change of this booking, opened. `interview` is the booking's, loaded just now."""
        interview = interview or await self._interviews.get(booking.interview_id)
        wanted = {member for held in (booking.appointment, booking.hold) if held for member in held.member_ids}
        members = {}
        for member_id in wanted:
            if (person := await self._found(member_id)) is not None:
                members[member_id] = person
        is_there = interview is not None and interview.erased is None
        candidate = await self._found(booking.candidate_id) if is_there else None
        if interview is None:
            return Concerned(candidate, members, LocalText("", ""), LocalText("", ""))
        return Concerned(candidate, members, interview.occasion.position, interview.occasion.employer)

    async def _found(self, account_id: str) -> Person | None:
        try:
            return await self._person_of(account_id)
        except NotFound:
            return None

    def of(
        self, before: Booking, after: Booking, change: BookingChange, now: datetime, people: Concerned
    ) -> list[msgspec.Struct]:
        """The announcement and the notices, for the outbox of the save that makes `after`."""
        event = policy.changed(after, change, now, before)
        return [event, *self._to_candidate(event, people), *self._to_members(before, event, people)]

    def _to_candidate(self, event: BookingChanged, people: Concerned) -> list[msgspec.Struct]:
        """One occasion a change: what was not sent of an offer is taken back once it is over."""
        offered = f"booking_offered:{event.booking_id}:{event.candidate_id}"
        told: list[msgspec.Struct] = []
        if event.change in ("offer_gone", "booked", "moved"):
            told.append(NoticeWithdrawn(offered, event.candidate_id))
        kind, person = _TO_CANDIDATE.get(event.change), people.candidate
        starts_at = event.offered_at if event.change == "offered" else event.starts_at or event.before_at
        if kind is None or person is None or starts_at is None:
            return told
        occasion = f"{kind}:{event.booking_id}:{event.candidate_id}:{event.revision}"
        notice_id = offered if kind == "booking_offered" else occasion
        urgency: Urgency = "high" if kind == "booking_offered" else "normal"
        parameters = _parameters(event, person, people, starts_at)
        return [
            *told,
            notice_wanted(
                self._keyring, notice_id, person, kind, parameters, BOOKING_PATH, revision=event.revision,
                expires_at=event.offered_until, urgency=urgency,
            ),
        ]  # fmt: skip

    def _to_members(self, before: Booking, event: BookingChanged, people: Concerned) -> list[msgspec.Struct]:
        """Who had it before and has it no more hears that it is off."""
        had = set(before.appointment.member_ids) if policy.is_booked(before) and before.appointment else set()
        have = set(event.member_ids) if event.state == "booked" else set()
        told: list[msgspec.Struct] = []
        for member_id, person in people.members.items():
            change = event.change if member_id in have and member_id in had else "booked"
            change = change if member_id in have else "cancelled"
            kind = _TO_MEMBER.get(change)
            starts_at = event.starts_at if member_id in have else event.before_at
            if kind is None or event.change not in _TO_MEMBER or starts_at is None:
                continue
            parameters = _parameters(event, person, people, starts_at)
            notice_id = f"{kind}:{event.booking_id}:{member_id}:{event.revision}"
            told.append(
                notice_wanted(
                    self._keyring, notice_id, person, kind, parameters, CALENDAR_PATH, revision=event.revision
                )
            )
        return told

    async def follow(self, booking: Booking, change: str, interview: Interview | None = None) -> None:
        """The interview learns its time, and screens look again. What fails here the event makes good."""
        try:
            await self.tell_interview(booking, interview)
            await self.show(booking, change)
        except GreenroomError as error:
            _log.warning("tidings_delayed", booking=booking.id, code=error.code)

    async def tell_interview(self, booking: Booking, interview: Interview | None = None) -> None:
        """Idempotent by the booking's version. `interview` is the booking's, as loaded before the change."""
        appointment = booking.appointment if booking.state in ("booked", "missed", "kept") else None
        booked = BookedTime(
            revision=booking.version,
            starts_at=appointment.start if appointment else None,
            ends_at=appointment.end if appointment else None,
            is_lifted=booking.is_lifted,
        )
        try:
            await self._conducting.apply(
                booking.interview_id, lambda known, _: with_time(known, booked), known=interview
            )
        except NotFound:
            return

    async def show(self, booking: Booking, change: str) -> None:
        """Raises: Unavailable redis_unavailable."""
        data = Changed(booking.id, booking.version, change)
        await self._live.publish_many([Telling(topic, "changed", data) for topic in topics_of(booking)])

    async def show_times(self, booking: Booking, change: str) -> None:
        """Who looks at what is free for this position looks again. Raises: Unavailable redis_unavailable."""
        data = Changed("", booking.version, change)
        await self._live.publish(f"times:{booking.position_id}", "changed", data, keep=False)


def topics_of(booking: Booking) -> Sequence[str]:
    """Where a change of this booking shows: on the person's own screens, their interviewers', and the overview."""
    members = booking.appointment.member_ids if booking.appointment else []
    return [f"booking:{booking.interview_id}", BOOKINGS_TOPIC, *(f"calendar:{member}" for member in members)]


def _parameters(event: BookingChanged, person: Person, people: Concerned, starts_at: datetime) -> dict[str, str]:
    candidate = people.candidate
    parameters = {
        "first_name": person.first_name,
        "candidate": candidate.name if candidate and person.kind == "member" else "",
        "position": people.position.in_language(person.language),
        "employer": people.employer.in_language(person.language),
        "starts_at": starts_at.isoformat(),
        "zone": event.zone if person.kind == "candidate" else event.employer_zone,
    }
    if event.before_at is not None:
        parameters["before_at"] = event.before_at.isoformat()
    if event.offered_until is not None:
        parameters["until_at"] = event.offered_until.isoformat()
    return parameters
