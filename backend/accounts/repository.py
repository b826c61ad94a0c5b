"""Collections `members`, `candidates`, `employers`, `invitations` and `locks`."""

from typing import ClassVar

from backend.accounts.model import (
    CANDIDATES,
    EMPLOYERS,
    INVITATIONS,
    LOCKS,
    MEMBERS,
    Candidate,
    Employer,
    Invitation,
    Lock,
    Member,
)
from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository


class Members(Repository[Member]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("email_index", 1)], unique=True),
        Index(keys=[("entry.token_sha256", 1)], sparse=True),
    ]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, MEMBERS, Member, relay=relay, noun="member")

    async def by_email(self, email_index: str) -> Member | None:
        return await self.find_one({"email_index": email_index})

    async def by_entry(self, token_sha256: str) -> Member | None:
        """The member whose password the link's token sets."""
        return await self.find_one({"entry.token_sha256": token_sha256})


class Candidates(Repository[Candidate]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("email_index", 1)], unique=True)]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, CANDIDATES, Candidate, relay=relay, noun="candidate")

    async def by_email(self, email_index: str) -> Candidate | None:
        return await self.find_one({"email_index": email_index})


class Employers(Repository[Employer]):
    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, EMPLOYERS, Employer, relay=relay, noun="employer")


class InvitationRecords(Repository[Invitation]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("token_sha256", 1)], unique=True),
        Index(keys=[("interview_id", 1)]),
        Index(keys=[("candidate_id", 1)]),
        Index(keys=[("hand_over.token_sha256", 1)], sparse=True),
    ]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, INVITATIONS, Invitation, relay=relay, noun="invitation")

    async def by_token(self, token_sha256: str) -> Invitation | None:
        return await self.find_one({"token_sha256": token_sha256})

    async def by_hand_over(self, token_sha256: str) -> Invitation | None:
        """The invitation that the link to another device belongs to."""
        return await self.find_one({"hand_over.token_sha256": token_sha256})

    async def of_interview(self, interview_id: str) -> list[Invitation]:
        return await self.find({"interview_id": interview_id})


class LockRecords(Repository[Lock]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("last_failed_at", 1)], ttl_s=7 * 86_400)]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, LOCKS, Lock, relay=relay, noun="lock")
