"""Who belongs to a segment: read piece by piece, so that a hundred thousand people need no more memory than a few."""

import heapq
from typing import Any

import msgspec

from backend.accounts.model import Person
from backend.accounts.people import People
from backend.applications.model import Application
from backend.applications.repository import Applications
from backend.campaigns.model import CampaignSegment
from backend.campaigns.rules import is_meant
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.kernel.errors import Gone, NotFound
from backend.reminders.repository import Remindings

AHEAD = 2_000
COUNTED_MAX = 500


class Recipient(msgspec.Struct, frozen=True):
    """`interview` None: none has been made yet."""

    person: Person
    application: Application
    interview: Interview | None


class Audience:
    def __init__(
        self, applications: Applications, interviews: Interviews, remindings: Remindings, people: People
    ) -> None:
        self._applications = applications
        self._interviews = interviews
        self._remindings = remindings
        self._people = people

    async def next_ids(self, segment: CampaignSegment, after: str, limit: int = AHEAD) -> list[str]:
        """The ids of the next applications after `after` by position and stage, in order."""
        wanted = _wanted(segment) | {"_id": {"$gt": after}}
        kept: list[str] = []
        async for row in self._applications.collection.iterate(wanted, {"_id": 1}):
            kept.append(row["_id"])
            if len(kept) >= 4 * limit:
                kept = heapq.nsmallest(limit, kept)
        return heapq.nsmallest(limit, kept)

    async def recipient(self, segment: CampaignSegment, application_id: str) -> Recipient | None:
        """The person of an application, where they (still) belong to the segment."""
        application = await self._applications.get(application_id)
        if application is None or (segment.stages and application.stage not in segment.stages):
            return None
        try:
            person = await self._people.person(application.candidate_id)
        except NotFound:
            return None
        interview, booking = await self._circumstances(application.interview_id)
        if not is_meant(segment, person.language, interview, booking):
            return None
        return Recipient(person, application, interview)

    async def count(self, segment: CampaignSegment) -> tuple[int, bool]:
        """How many belong to it now, and whether that is exact: beyond 500 it is worked out from a part."""
        total = await self._applications.count(_wanted(segment))
        if (segment.booking, segment.language, segment.device) == ("any", "any", "any") or total == 0:
            return total, True
        ids = await self.next_ids(segment, "", COUNTED_MAX)
        meant = 0
        for application_id in ids:
            meant += await self.recipient(segment, application_id) is not None
        return (meant, True) if total <= len(ids) else (round(meant * total / len(ids)), False)

    async def _circumstances(self, interview_id: str | None) -> tuple[Interview | None, str | None]:
        if interview_id is None:
            return None, None
        try:
            interview = await self._interviews.get(interview_id)
        except Gone:
            interview = None
        reminding = await self._remindings.get(interview_id)
        return interview, reminding.booked.state if reminding and reminding.booked else None


def _wanted(segment: CampaignSegment) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if segment.position_ids:
        wanted["position_id"] = {"$in": segment.position_ids}
    if segment.stages:
        wanted["stage"] = {"$in": segment.stages}
    return wanted
