"""Whom a call for help in one interview reaches, level after level, at this moment."""

from datetime import date

import msgspec

from backend.accounts.model import Member
from backend.accounts.people import People
from backend.applications.repository import Applications
from backend.interviews.scope import sees_all
from backend.kernel.clock import Clock
from backend.positions.repository import Positions
from backend.rescue.model import ROTA_ID, DutySwitch, Rescue, Rota
from backend.rescue.repository import DutySwitches, Rotas
from backend.rescue.rota_rules import able, levels_of, levels_without_rota
from backend.scheduling.model import EMPLOYER_HOLIDAYS
from backend.scheduling.repository import HolidayRecords
from backend.web.policy import Permission, permits

USUAL_WAIT_S = 60


class Roster(msgspec.Struct, frozen=True):
    """Levels of members, and how long each has to answer."""

    levels: list[list[str]]
    wait_s: int


class Rosters:
    def __init__(
        self, rotas: Rotas, switches: DutySwitches, holidays: HolidayRecords, people: People,
        applications: Applications, positions: Positions, clock: Clock,
    ) -> None:  # fmt: skip
        self.rotas = rotas
        self.switches = switches
        self._holidays = holidays
        self._people = people
        self._applications = applications
        self._positions = positions
        self._clock = clock

    async def of(self, rescue: Rescue, position_id: str) -> Roster:
        """Only who may help in this interview: interviewers are called for their own candidates."""
        helpers = await self.helpers()
        application = await self._applications.get(rescue.application_id)
        interviewers = application.interviewer_ids if application else []
        may_come = {member.id for member in helpers if sees_all(member.roles) or member.id in interviewers}
        rota, switches = await self.rotas.get(ROTA_ID), await self.switches.standing(self._clock())
        if rota is None:
            position = await self._positions.get(position_id)
            own = [*interviewers, *([position.contact_id] if position else [])]
            levels = levels_without_rota(own, sorted(may_come), switches)
            return Roster(able(levels, may_come), USUAL_WAIT_S)
        return Roster(able(await self._on_duty(rota, switches), may_come), rota.wait_s)

    async def helpers(self) -> list[Member]:
        """Members who may come to a candidate's help."""
        members = await self._people.members.find({"is_active": True})
        return [member for member in members if permits(frozenset(member.roles), Permission.RESCUE_ANSWER)]

    async def holidays(self) -> frozenset[date]:
        known = await self._holidays.get(EMPLOYER_HOLIDAYS)
        return frozenset(holiday.day for holiday in known.days) if known else frozenset()

    async def _on_duty(self, rota: Rota, switches: dict[str, DutySwitch]) -> list[list[str]]:
        return levels_of(rota, self._clock(), await self.holidays(), switches)
