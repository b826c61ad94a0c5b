"""Whose interviews a member of staff may see."""

from backend.applications.repository import Applications
from backend.web.auth import Actor
from backend.web.policy import Role

_SEE_ALL = frozenset({Role.RECRUITER, Role.HR_OPERATOR, Role.HIRING_MANAGER, Role.AUDITOR})


class StaffScope:
    """Interviewers see the applications that they are assigned to; the other readers see all."""

    def __init__(self, applications: Applications) -> None:
        self._applications = applications

    async def applications_of(self, actor: Actor) -> frozenset[str] | None:
        """Ids of the applications that the actor may see; None: all of them."""
        if actor.roles & _SEE_ALL:
            return None
        assigned = await self._applications.find({"interviewer_ids": actor.account_id})
        return frozenset(application.id for application in assigned)
