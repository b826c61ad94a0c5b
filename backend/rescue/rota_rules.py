"""Who is on duty at a moment, and whom a call reaches, level after level. Pure; time is handed in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from backend.kernel.errors import Invalid
from backend.rescue.model import Duty, DutySwitch, Level, Rota
from backend.scheduling.intervals import Interval
from backend.scheduling.model import Pattern
from backend.scheduling.patterns import ensure_sound, open_times

LOOK_AHEAD = timedelta(days=8)


def pattern_of(rota: Rota, duty: Duty) -> Pattern:
    return Pattern(rota.zone, duty.weekly, duty.exceptions, rota.keeps_holidays)


def shift(rota: Rota, duty: Duty, now: datetime, holidays: Collection[date] = ()) -> Interval | None:
    """The stretch on duty that runs now, or the next one within a week; None: none."""
    ahead = open_times(pattern_of(rota, duty), Interval(now - timedelta(days=1), now + LOOK_AHEAD), holidays)
    return next((each for each in ahead if each.end > now), None)


def is_on(rota: Rota, duty: Duty, now: datetime, holidays: Collection[date] = ()) -> bool:
    found = shift(rota, duty, now, holidays)
    return found is not None and found.start <= now


def levels_of(
    rota: Rota, now: datetime, holidays: Collection[date], switches: Mapping[str, DutySwitch]
) -> list[list[str]]:
    """Members on duty by level. Who says "I am on duty" is called with their own level, else with the first one."""
    levels = [_on_level(rota, level, now, holidays, switches) for level in rota.levels]
    planned = {duty.member_id for level in rota.levels for duty in level.duties}
    volunteers = [member for member, switch in switches.items() if switch.is_on and member not in planned]
    first, *rest = levels or [[]]
    return [[*first, *sorted(volunteers)], *rest]


def _on_level(
    rota: Rota, level: Level, now: datetime, holidays: Collection[date], switches: Mapping[str, DutySwitch]
) -> list[str]:
    found = []
    for duty in level.duties:
        said = switches.get(duty.member_id)
        if said.is_on if said is not None else is_on(rota, duty, now, holidays):
            found.append(duty.member_id)
    return found


def levels_without_rota(
    own: Sequence[str], everybody: Sequence[str], switches: Mapping[str, DutySwitch]
) -> list[list[str]]:
    """Before anybody has made a rota: the interview's own people and who says so, then everybody who may come."""
    away = {member for member, switch in switches.items() if not switch.is_on}
    ready = [member for member, switch in switches.items() if switch.is_on]
    first = [member for member in dict.fromkeys([*own, *sorted(ready)]) if member not in away]
    return [first, [member for member in everybody if member not in away and member not in first]]


def able(levels: Sequence[Sequence[str]], may_come: Collection[str]) -> list[list[str]]:
    """The same levels with those who may help in this interview, each once a level."""
    return [[member for member in dict.fromkeys(level) if member in may_come] for level in levels]


def ensure_rota_sound(rota: Rota) -> None:
    """Raises: Invalid level_empty, member_twice, zone_unknown, hours_backwards, hours_overlap, day_twice."""
    for level in rota.levels:
        if not level.duties:
            raise Invalid("level_empty", "A level has nobody in it.")
        if len({duty.member_id for duty in level.duties}) < len(level.duties):
            raise Invalid("member_twice", "Somebody stands in a level twice.")
        for duty in level.duties:
            ensure_sound(pattern_of(rota, duty))
    ensure_sound(Pattern(rota.zone))
