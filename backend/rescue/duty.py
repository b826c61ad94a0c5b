"""The rota and the switches: who is on duty when, as HR plans it and as people say of themselves."""

from datetime import timedelta

import msgspec

from backend.accounts.model import Member
from backend.interviews.scope import sees_all
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.repository import StaleVersion
from backend.privacy.audit import Audit
from backend.rescue.model import ROTA_ID, Duty, DutySwitch, Level, Rota
from backend.rescue.roster import USUAL_WAIT_S, Rosters
from backend.rescue.rota_rules import ensure_rota_sound, levels_of, shift
from backend.rescue.schemas import DutyMember, DutyView, RotaGiven, RotaView
from backend.rescue.tidings import Tidings
from backend.scheduling.availability import PROPOSED_ZONE, proposed
from backend.scheduling.intervals import Interval
from backend.web.auth import Actor
from backend.web.presence import Presence

SWITCHED_FOR = timedelta(hours=8)


class DutyDesk:
    def __init__(self, rosters: Rosters, tidings: Tidings, presence: Presence, audit: Audit, clock: Clock) -> None:
        self._rosters = rosters
        self._tidings = tidings
        self._presence = presence
        self._audit = audit
        self._clock = clock

    async def rota(self) -> RotaView:
        """The rota, or a proposal where nobody has made one: all recruiters and HR in office hours."""
        helpers = await self._rosters.helpers()
        known = await self._rosters.rotas.get(ROTA_ID)
        shown = known or _proposal(helpers)
        return RotaView(
            version=shown.version if known else 0,
            is_set=known is not None,
            zone=shown.zone,
            wait_s=shown.wait_s,
            keeps_holidays=shown.keeps_holidays,
            levels=shown.levels,
            members=await self._members(helpers, known),
            now=self._clock(),
        )

    async def give(self, actor: Actor, given: RotaGiven) -> RotaView:
        """Raises: Invalid level_empty, member_twice, member_unable, zone_unknown, hours_backwards, hours_overlap,
        day_twice · Conflict stale_version.
        """
        fresh = Rota(
            id=ROTA_ID, version=given.version, zone=given.zone, levels=given.levels, wait_s=given.wait_s,
            keeps_holidays=given.keeps_holidays,
        )  # fmt: skip
        ensure_rota_sound(fresh)
        able = {member.id for member in await self._rosters.helpers()}
        if any(duty.member_id not in able for level in given.levels for duty in level.duties):
            raise Invalid("member_unable", "Somebody in the rota may not come to candidates' help.")
        await self._store(fresh)
        await self._audit.record(actor, "rota.changed", ROTA_ID, {"levels": str(len(given.levels))})
        return await self.rota()

    async def duty(self, member_id: str) -> DutyView:
        """Whether the member is called now, why, and how long."""
        now = self._clock()
        rota = await self._rosters.rotas.get(ROTA_ID)
        ahead = await self._shifts(rota, member_id)
        following = next((each.start for each in ahead if each.start > now), None)
        switches = await self._rosters.switches.standing(now, [member_id])
        if (said := switches.get(member_id)) is not None:
            return DutyView(said.is_on, "switch", said.until, following)
        current = next((each for each in ahead if each.start <= now), None)
        if current is not None:
            return DutyView(True, "rota", current.end, following)
        return DutyView(False, "rota" if ahead else "none", None, following)

    async def switch(self, actor: Actor, is_on: bool | None) -> DutyView:
        """ "I am on duty now", or not, for eight hours; None: as the rota says."""
        switches = self._rosters.switches
        if is_on is None:
            await switches.delete(actor.account_id)
        else:
            said = DutySwitch(id=actor.account_id, is_on=is_on, until=self._clock() + SWITCHED_FOR)
            try:
                await switches.insert(said)
            except Conflict:
                await switches.update(said.id, lambda known: (msgspec.structs.replace(said, version=known.version), ()))
        await self._audit.record(actor, "duty.switched", actor.account_id, {"to": _word(is_on)})
        return await self.duty(actor.account_id)

    async def _store(self, fresh: Rota) -> None:
        """The first one is version 1, so that 0 always means: none yet."""
        if fresh.version > 0:
            await self._rosters.rotas.save(fresh)
            return
        try:
            await self._rosters.rotas.insert(msgspec.structs.replace(fresh, version=1))
        except Conflict as error:
            raise StaleVersion("stale_version", "It was changed in the meantime.") from error

    async def _shifts(self, rota: Rota | None, member_id: str) -> list[Interval]:
        """The member's present or next stretch on each level, the earliest first."""
        if rota is None:
            return []
        now, holidays = self._clock(), await self._rosters.holidays()
        own = [duty for level in rota.levels for duty in level.duties if duty.member_id == member_id]
        found = [shift(rota, duty, now, holidays) for duty in own]
        return sorted(each for each in found if each is not None)

    async def _members(self, helpers: list[Member], rota: Rota | None) -> list[DutyMember]:
        now = self._clock()
        ids = [member.id for member in helpers]
        names, here = await self._tidings.names_of(ids), await self._presence.here(ids)
        switches = await self._rosters.switches.standing(now)
        on_duty = {member for member, said in switches.items() if said.is_on}
        if rota is not None:
            levels = levels_of(rota, now, await self._rosters.holidays(), switches)
            on_duty |= {member for level in levels for member in level}
        found = [
            DutyMember(
                id=member.id,
                name=names.get(member.id, ""),
                roles=member.roles,
                sees_all=sees_all(member.roles),
                is_here=member.id in here,
                is_on_duty=member.id in on_duty,
                switched_until=switches[member.id].until if member.id in switches else None,
            )
            for member in helpers
        ]
        return sorted(found, key=lambda each: (not each.sees_all, each.name.casefold(), each.id))


def _proposal(helpers: list[Member]) -> Rota:
    """Recruiters and HR from Monday to Friday, all on one level."""
    weekly = proposed("").pattern.weekly
    duties = [Duty(member.id, weekly) for member in helpers if sees_all(member.roles)]
    return Rota(id=ROTA_ID, zone=PROPOSED_ZONE, levels=[Level(duties)], wait_s=USUAL_WAIT_S)


def _word(is_on: bool | None) -> str:
    return {True: "on", False: "off", None: "rota"}[is_on]
