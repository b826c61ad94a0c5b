"""The times that a plan offers: computed from patterns, busy times and claims, never stored. Pure.

Where there are none, or fewer than hoped for, every start that was looked at says why it is not to be had.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from backend.scheduling.claims import Limits, Nearby, refusal
from backend.scheduling.intervals import Interval, intersect, union, widened
from backend.scheduling.model import Availability, BookingPlan, Busy, Claim, Claimed
from backend.scheduling.patterns import open_times
from backend.scheduling.zones import offset_at, zone_of

SLOTS_MAX = 1000


class Person(msgspec.Struct, frozen=True):
    """One interviewer as the arithmetic sees them: when they are there, what else they have, what is claimed."""

    member_id: str
    availability: Availability
    busy: Sequence[Busy]
    claims: Sequence[Claim]

    @property
    def limits(self) -> Limits:
        return Limits(1, self.availability.daily_limit, self.availability.pattern.zone)

    def claim(self, wanted: Claim) -> Claim:
        """`wanted` with this person's own buffers."""
        return msgspec.structs.replace(
            wanted,
            before_s=self.availability.buffer_before_min * 60,
            after_s=self.availability.buffer_after_min * 60,
        )

    def refusal(self, wanted: Claim, now: datetime, near: Sequence[Claim]) -> str | None:
        """Why not at this time, though it is within the open hours; None: it can be. `near`: as `claims.refusal`."""
        if wanted.start < now + timedelta(hours=self.availability.notice_h):
            return "notice"
        if (code := refusal(self.claims, wanted, self.limits, near)) is not None:
            return code
        before = timedelta(minutes=self.availability.buffer_before_min)
        after = timedelta(minutes=self.availability.buffer_after_min)
        around = widened(Interval(wanted.start, wanted.end), before, after)
        return "calendar_busy" if any(around.overlaps(Interval(busy.start, busy.end)) for busy in self.busy) else None


class Slot(msgspec.Struct, frozen=True):
    """A start that can be had by each of `teams` (member ids, the least busy first); with ai by `places` people."""

    start: datetime
    end: datetime
    teams: list[list[str]] = []
    places: int = 1


class Offer(msgspec.Struct, frozen=True):
    """`taken` are times that would be free but for other bookings; `why` counts what the other starts lack."""

    free: list[Slot]
    taken: list[Slot]
    why: dict[str, int]


class Horizon(msgspec.Struct, frozen=True):
    """`until` is the plan's horizon or the interview's end, whichever comes first."""

    now: datetime
    until: datetime

    @property
    def interval(self) -> Interval:
        """From the hour's beginning, so that neighbours in time share what was computed of the zones."""
        start = self.now.replace(minute=0, second=0, microsecond=0)
        return Interval(start, max(start, self.until.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)))


def horizon_of(plan: BookingPlan, now: datetime, ends_at: datetime | None = None) -> Horizon:
    until = now + timedelta(days=plan.horizon_days)
    return Horizon(now, min(until, ends_at) if ends_at else until)


def offer(
    plan: BookingPlan, people: Mapping[str, Person], places: Mapping[str, Sequence[Claim]], capacity: int,
    horizon: Horizon, holidays: Collection[date] = (), *, only: datetime | None = None,
) -> Offer:  # fmt: skip
    """What can be booked; with `only` whether that one start can.

    `people` are the plan's members by id, `places` the standing claims on AI hours by sheet.
    """
    if not plan.is_open:
        return Offer([], [], {"plan_closed": 1})
    if plan.mode == "ai":
        starts = _ai_starts(plan, horizon, holidays)
        return _sorted_out(plan, horizon, starts, _AiJudge(places, capacity), only)
    missing = [member_id for member_id in plan.all_of if member_id not in people]
    present = [member_id for member_id in plan.any_of if member_id in people]
    if missing or not plan.members or (plan.any_of and not present):
        return Offer([], [], {"no_interviewer": 1})
    judge = _PeopleJudge(plan, people, horizon, holidays)
    return _sorted_out(plan, horizon, _people_starts(plan, horizon, judge.open), judge, only)


class Verdict(msgspec.Struct, frozen=True):
    """What stands against one start; None: nothing does."""

    code: str | None
    teams: list[list[str]] = []
    places: int = 1


Judge = Callable[[datetime, datetime], Verdict]


def _sorted_out(
    plan: BookingPlan, horizon: Horizon, starts: Sequence[datetime], judge: Judge, only: datetime | None
) -> Offer:
    free: list[Slot] = []
    taken: list[Slot] = []
    why: Counter[str] = Counter()
    if not starts:
        why["no_hours"] += 1
    for start in starts[:SLOTS_MAX]:
        if only not in (None, start):
            continue
        end = start + plan.length
        verdict = _in_time(plan, start, end, horizon) or judge(start, end)
        if verdict.code is None:
            free.append(Slot(start, end, verdict.teams, verdict.places))
        else:
            why[verdict.code] += 1
            if verdict.code == "slot_taken":
                taken.append(Slot(start, end, [], 0))
    return Offer(free, taken, dict(why))


def _in_time(plan: BookingPlan, start: datetime, end: datetime, horizon: Horizon) -> Verdict | None:
    if start <= horizon.now + timedelta(hours=plan.notice_h):
        return Verdict("notice")
    return Verdict("outside_window") if end > horizon.until else None


class _PeopleJudge:
    def __init__(
        self, plan: BookingPlan, people: Mapping[str, Person], horizon: Horizon, holidays: Collection[date]
    ) -> None:
        self._plan = plan
        self._people = people
        self._now = horizon.now
        self._nearby = {member_id: Nearby(person.claims) for member_id, person in people.items()}
        self.open = {
            member_id: open_times(person.availability.pattern, horizon.interval, holidays)
            for member_id, person in people.items()
        }

    def __call__(self, start: datetime, end: datetime) -> Verdict:
        for member_id in self._plan.all_of:
            if (code := self._code(member_id, start, end)) is not None:
                return Verdict(code)
        if not self._plan.any_of:
            return Verdict(None, [list(self._plan.all_of)])
        codes = {member_id: self._code(member_id, start, end) for member_id in self._plan.any_of}
        can = [member_id for member_id, code in codes.items() if code is None]
        if not can:
            return Verdict("slot_taken" if "slot_taken" in codes.values() else next(iter(codes.values())))
        can.sort(key=lambda member_id: (len(self._people[member_id].claims), member_id))
        return Verdict(None, [[*self._plan.all_of, member_id] for member_id in can])

    def _code(self, member_id: str, start: datetime, end: datetime) -> str | None:
        person = self._people.get(member_id)
        if person is None:
            return "no_interviewer"
        if not any(there.covers(Interval(start, end)) for there in self.open[member_id]):
            return "not_there"
        wanted = person.claim(Claim("", "", start, end))
        return person.refusal(wanted, self._now, self._nearby[member_id].to(wanted))


class _AiJudge:
    def __init__(self, places: Mapping[str, Sequence[Claim]], capacity: int) -> None:
        self._places = places
        self._capacity = capacity

    def __call__(self, start: datetime, end: datetime) -> Verdict:
        if self._capacity < 1:
            return Verdict("no_capacity")
        crowds = [len(self._places.get(sheet, ())) for sheet in hour_sheets(start, end)]
        left = self._capacity - max(crowds)
        return Verdict(None, places=left) if left > 0 else Verdict("slot_taken")


def _people_starts(plan: BookingPlan, horizon: Horizon, hours: Mapping[str, Sequence[Interval]]) -> list[datetime]:
    """Every start on the employer's clock at which those who must be there all are, by their open `hours`."""
    together = [horizon.interval]
    for member_id in plan.all_of:
        together = intersect(together, hours[member_id])
    if plan.any_of:
        anyone = union([part for member_id in plan.any_of for part in hours.get(member_id, ())])
        together = intersect(together, anyone)
    return [start for part in together for start in grid(plan, part)]


def _ai_starts(plan: BookingPlan, horizon: Horizon, holidays: Collection[date]) -> list[datetime]:
    hours = open_times(plan.pattern, horizon.interval, holidays)
    return [start for part in hours for start in grid(plan, part)]


def grid(plan: BookingPlan, part: Interval) -> list[datetime]:
    """Starts within `part` whose end is in it too, on full steps of the employer's clock; windows do not overlap."""
    step = plan.length if plan.mode == "ai" else timedelta(minutes=plan.step_min)
    start = part.start if plan.mode == "ai" else _on_step(zone_of(plan.zone), part.start, plan.step_min)
    starts = []
    while start + plan.length <= part.end:
        starts.append(start)
        start += step
    return starts


def _on_step(zone: ZoneInfo, at: datetime, step_min: int) -> datetime:
    """The first instant from `at` on at which the zone's clock stands on a full step."""
    shown = at + offset_at(zone, at)
    past = timedelta(minutes=shown.hour * 60 + shown.minute, seconds=shown.second, microseconds=shown.microsecond)
    step = timedelta(minutes=step_min)
    return at + (-past) % step


def hour_sheets(start: datetime, end: datetime) -> list[str]:
    """The sheets of AI places, one for each UTC hour that the window touches."""
    hour, found = start.replace(minute=0, second=0, microsecond=0), []
    while hour < end:
        found.append(f"ai:{hour:%Y-%m-%dT%H}")
        hour += timedelta(hours=1)
    return found


def sheets_of(plan: BookingPlan, team: Sequence[str], start: datetime, end: datetime) -> list[str]:
    """The sheets on which a slot is claimed, in the one order that everybody claims in."""
    return hour_sheets(start, end) if plan.mode == "ai" else sorted(team)


def nearest(slots: Sequence[Slot], start: datetime, count: int = 2) -> list[Slot]:
    """The free times nearest to one that is gone, in order of time."""
    near = sorted(slots, key=lambda slot: (abs(slot.start - start), slot.start))[:count]
    return sorted(near, key=lambda slot: slot.start)


def without(claims: Sequence[Claim], *mine: Claimed | None) -> list[Claim]:
    """Claims of others: a person's own booking does not stand in the way of moving it."""
    own = {claimed.claim_id for claimed in mine if claimed is not None}
    return [claim for claim in claims if claim.id not in own]
