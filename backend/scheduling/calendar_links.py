"""Addresses of people's own calendars, `/calendar/{token}.ics`: who has the token reads it, so it can be taken back.

Only the token's SHA-256 is kept, which is also the link's id.
"""

import secrets
from datetime import datetime, timedelta

from backend.accounts.people import People
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, NotFound
from backend.scheduling.calendar_file import Entry, calendar_of, entry_of
from backend.scheduling.model import Booking, CalendarLink
from backend.scheduling.repository import Bookings, CalendarLinks
from backend.scheduling.schemas import CalendarAddress, CalendarState
from backend.web.auth import Actor
from backend.web.sessions import digest

PAST_SHOWN = timedelta(days=60)
AHEAD_SHOWN = timedelta(days=366)


class Calendars:
    def __init__(
        self, links: CalendarLinks, bookings: Bookings, interviews: Interviews, people: People, base_url: str,
        clock: Clock,
    ) -> None:  # fmt: skip
        self.links = links
        self._bookings = bookings
        self._interviews = interviews
        self._people = people
        self._base_url = base_url
        self._clock = clock

    async def state(self, actor: Actor) -> CalendarState:
        known = await self.links.find_one({"account_id": actor.account_id})
        return CalendarState(known is not None, known.created_at if known else None)

    async def share(self, actor: Actor) -> CalendarAddress:
        """A new address; the one before leads nowhere from now on."""
        await self.forget(actor.account_id)
        token = secrets.token_urlsafe(24)
        link = CalendarLink(id=digest(token), account_id=actor.account_id, kind=actor.kind, created_at=self._clock())
        try:
            await self.links.insert(link)
        except Conflict:  # the same person did so at the same moment
            await self.forget(actor.account_id)
            await self.links.insert(link)
        return CalendarAddress(f"{self._base_url}/calendar/{token}.ics")

    async def forget(self, account_id: str) -> int:
        """Takes the address back; gives whether there was one."""
        return (await self.links.collection.delete_many({"account_id": account_id})).deleted_count

    async def file(self, token: str) -> bytes:
        """The calendar of whom the token belongs to. Raises: NotFound calendar_unknown."""
        link = await self.links.get(digest(token))
        if link is None:
            raise _unknown()
        try:
            reader = await self._people.person(link.account_id)
        except NotFound:
            raise _unknown() from None
        entries = [await self._entry(booking, link) for booking in await self._of(link)]
        return calendar_of([entry for entry in entries if entry is not None], reader.language, is_feed=True)

    async def _of(self, link: CalendarLink) -> list[Booking]:
        now = self._clock()
        span = {"$gte": now - PAST_SHOWN, "$lt": now + AHEAD_SHOWN}
        whose = "candidate_id" if link.kind == "candidate" else "appointment.member_ids"
        wanted = {whose: link.account_id, "appointment.start": span}
        return [booking for booking in await self._bookings.find(wanted) if _is_shown(booking, now)]

    async def _entry(self, booking: Booking, link: CalendarLink) -> Entry | None:
        interview = await self._interviews.get(booking.interview_id)
        if interview is None or interview.erased is not None:
            return None
        reader = await self._people.person(link.account_id)
        candidate = await self._people.person(booking.candidate_id) if link.kind == "member" else None
        name = candidate.name if candidate else ""
        occasion = interview.occasion
        return entry_of(booking, occasion.position, occasion.employer, reader, self._base_url, candidate=name)


def _is_shown(booking: Booking, now: datetime) -> bool:
    """One that was cancelled stays as cancelled until its day is over, so that calendars take it away."""
    return booking.state != "cancelled" or (booking.appointment is not None and booking.appointment.end > now)


def _unknown() -> NotFound:
    return NotFound("calendar_unknown", "There is no such calendar, or it is shared no more.")
