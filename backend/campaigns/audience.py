"""Who belongs to a segment: read piece by piece, so that a hundred thousand people need no more memory than a few."""

import asyncio
import heapq
from collections.abc import Sequence
from typing import Any

import msgspec

from backend.accounts.model import Person
from backend.accounts.people import People
from backend.applications.repository import Applications
from backend.campaigns.model import CampaignSegment
from backend.campaigns.rules import is_meant
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.reminders.repository import Remindings

AHEAD = 25_000
"""The embedded server reads all applications for each look ahead, so they are few."""

COUNTED_MAX = 500


class Recipient(msgspec.Struct, frozen=True):
    """`interview` None: none has been made yet."""

    person: Person
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
            if len(kept) >= 2 * limit:
                kept = heapq.nsmallest(limit, kept)
        return heapq.nsmallest(limit, kept)

    async def recipients(self, segment: CampaignSegment, application_ids: Sequence[str]) -> list[Recipient]:
        """The people of these applications who (still) belong to the segment, in one look for all of them."""
        found = await self._applications.find({"_id": {"$in": list(application_ids)}})
        applications = [each for each in found if not segment.stages or each.stage in segment.stages]
        interview_ids = [each.interview_id for each in applications if each.interview_id]
        people, interviews, remindings = await asyncio.gather(
            self._people.candidates_by_id([each.candidate_id for each in applications]),
            self._interviews.by_ids(interview_ids),
            self._remindings.find({"_id": {"$in": interview_ids}}),
        )
        booked = {each.id: each.booked.state for each in remindings if each.booked}
        standing = {each.id: each for each in interviews if each.erased is None}
        meant = []
        for application in applications:
            person, interview = people.get(application.candidate_id), standing.get(application.interview_id or "")
            booking = booked.get(application.interview_id or "")
            if person is not None and is_meant(segment, person.language, interview, booking):
                meant.append(Recipient(person, interview))
        return meant

    async def count(self, segment: CampaignSegment) -> tuple[int, bool]:
        """How many belong to it now, and whether that is exact: beyond 500 it is worked out from a part."""
        total = await self._applications.count(_wanted(segment))
        if (segment.booking, segment.language, segment.device) == ("any", "any", "any") or total == 0:
            return total, True
        ids = await self.next_ids(segment, "", COUNTED_MAX)
        meant = len(await self.recipients(segment, ids))
        return (meant, True) if total <= len(ids) else (round(meant * total / len(ids)), False)


def _wanted(segment: CampaignSegment) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if segment.position_ids:
        wanted["position_id"] = {"$in": segment.position_ids}
    if segment.stages:
        wanted["stage"] = {"$in": segment.stages}
    return wanted
