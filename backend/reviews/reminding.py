"""Reminders to those whose scorecard is awaited: a day, three and seven days after the interview can be reviewed.

Looked for by one process now and then; asked for twice it is one notice. Quiet hours hold them, a submitted card takes
them back.
"""

from datetime import datetime, timedelta

from redis.asyncio import Redis

from backend.accounts.asked import Asked
from backend.accounts.notices import notice_wanted
from backend.accounts.people import People
from backend.contracts.events.notifications import NoticeWithdrawn
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.interviews.staff import StaffInterviews
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import NotFound
from backend.kernel.events import EventBus
from backend.reviews.desk import Desks

REMIND_AFTER = (timedelta(days=1), timedelta(days=3), timedelta(days=7))
LOOKED_BACK = timedelta(days=10)
LOOKED_AT = 2_000
_ASKED = "gr:reviews:due"
_ASKED_S = 60 * 86_400


class Reminding:
    def __init__(
        self, interviews: Interviews, staff: StaffInterviews, desks: Desks, people: People, keyring: Keyring,
        bus: EventBus, redis: Redis, clock: Clock,
    ) -> None:  # fmt: skip
        self._interviews = interviews
        self._staff = staff
        self._desks = desks
        self._people = people
        self._keyring = keyring
        self._bus = bus
        self._asked = Asked(redis, _ASKED, _ASKED_S)
        self._clock = clock

    async def look(self) -> None:
        """Raises: Unavailable, where a store is away; the next look finds the same."""
        now = self._clock()
        for interview in await self._interviews.reviewable_since(now - LOOKED_BACK, LOOKED_AT):
            if (nth := _reminder(interview, now)) > 0:
                for member_id in await self._desks.owing(interview):
                    await self._remind(interview, member_id, nth)

    async def _remind(self, interview: Interview, member_id: str, nth: int) -> None:
        notice_id = due_notice(interview.id, member_id, nth)
        if await self._asked.knows(notice_id):
            return
        try:
            person = await self._people.person(member_id)
            employer = (await self._people.employer()).name.in_language(person.language)
        except NotFound:
            return
        parameters = {
            "candidate": await self._staff.name_of(interview),
            "position": interview.occasion.position.in_language(person.language),
            "employer": employer,
        }
        path = f"/staff/interviews/{interview.id}"
        notice = notice_wanted(self._keyring, notice_id, person, "scorecard_due", parameters, path, urgency="low")
        await self._bus.publish(notice, id=f"evt_{notice_id}")
        await self._asked.note(notice_id)


def due_notice(interview_id: str, member_id: str, nth: int) -> str:
    return f"scorecard_due:{interview_id}:{member_id}:{nth}"


def taken_back(interview_id: str, member_id: str) -> list[NoticeWithdrawn]:
    """For a card that is in."""
    return [
        NoticeWithdrawn(due_notice(interview_id, member_id, nth), member_id) for nth in range(1, len(REMIND_AFTER) + 1)
    ]


def _reminder(interview: Interview, now: datetime) -> int:
    """Which reminder is due by now, 0: none."""
    since = interview.reviewable_at or interview.submitted_at
    return sum(1 for wait in REMIND_AFTER if since is not None and now >= since + wait)
