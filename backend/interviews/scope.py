"""Whose interviews a member of staff may see."""

from collections.abc import Iterable
from typing import Any

from backend.accounts.repository import Members
from backend.applications.repository import Applications
from backend.positions.repository import Positions
from backend.web.auth import Actor
from backend.web.policy import Role

_SEE_ALL = frozenset({Role.RECRUITER, Role.HR_OPERATOR, Role.AUDITOR})


def sees_all(roles: Iterable[Role]) -> bool:
    """Whether these roles see every interview."""
    return not _SEE_ALL.isdisjoint(roles)


class StaffScope:
    """Interviewers see the applications that they are assigned to, hiring managers those for positions of their own
    departments as well; the other readers see all.
    """

    def __init__(self, applications: Applications, positions: Positions, members: Members) -> None:
        self._applications = applications
        self._positions = positions
        self._members = members

    async def applications_of(self, actor: Actor) -> frozenset[str] | None:
        """Ids of the applications that the actor may see; None: all of them."""
        if sees_all(actor.roles):
            return None
        wanted: list[dict[str, Any]] = [{"interviewer_ids": actor.account_id}]
        if Role.HIRING_MANAGER in actor.roles:
            wanted.append({"position_id": {"$in": await self._positions_of(actor.account_id)}})
        found = [application for each in wanted for application in await self._applications.find(each)]
        return frozenset(application.id for application in found)

    async def assigned_to(self, actor: Actor) -> frozenset[str]:
        """Ids of the applications that name the actor as an interviewer."""
        found = await self._applications.find({"interviewer_ids": actor.account_id})
        return frozenset(application.id for application in found)

    async def _positions_of(self, member_id: str) -> list[str]:
        member = await self._members.get(member_id)
        departments = member.department_ids if member else []
        return [position.id for position in await self._positions.find({"department_id": {"$in": departments}})]
