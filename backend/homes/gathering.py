"""What waits, by kind: each found by one query or two, before names are opened."""

import asyncio
from datetime import datetime

import msgspec

from backend.chat.repository import Threads
from backend.homes.schemas import PileKind
from backend.interviews.announcer import STAFF_TOPIC
from backend.interviews.model import INTERVIEWS, Interview
from backend.interviews.repository import Interviews
from backend.interviews.scope import sees_all
from backend.kernel.clock import Clock
from backend.kernel.lately import TOLD_LIFE_S, Lately, Signal
from backend.kernel.live import LiveBus
from backend.kernel.mongo import Mongo
from backend.rescue.repository import Rescues
from backend.reviews.repository import Scorecards
from backend.reviews.views import state_of
from backend.web.auth import Actor
from backend.web.policy import Permission

SHOWN = 4
OWN_LOOKED_AT = 200


class Waiting(msgspec.Struct, frozen=True):
    """A thing that waits, without a name."""

    id: str
    interview_id: str
    since: datetime


class Pile(msgspec.Struct, frozen=True):
    """`about`: the interviews of some of its items, that were looked at to find them."""

    kind: PileKind
    count: int
    items: list[Waiting]
    about: list[Interview] = []


class Gathering:
    def __init__(
        self, interviews: Interviews, threads: Threads, rescues: Rescues, scorecards: Scorecards, live: LiveBus,
        mongo: Mongo, clock: Clock,
    ) -> None:  # fmt: skip
        self._interviews = interviews
        self._threads = threads
        self._rescues = rescues
        self._scorecards = scorecards
        self._clock = clock
        signals = interviews_changed(mongo, live)
        self._reviewable: Lately[tuple[list[Interview], int]] = Lately(*signals, clock=clock, life_s=TOLD_LIFE_S)
        self._wishes: Lately[list[Interview]] = Lately(*signals, clock=clock)  # no row tells of a wish

    async def piles(self, actor: Actor, applications: frozenset[str] | None, own: frozenset[str]) -> list[Pile]:
        """Those that hold something, the most urgent first."""
        found = await asyncio.gather(
            self._help(actor, applications),
            self._threads_waiting(actor),
            self._scorecards_due(actor, own),
            self._accommodations(actor),
            self._reviews(actor, applications),
        )
        return [pile for pile in found if pile.count > 0]

    async def _help(self, actor: Actor, applications: frozenset[str] | None) -> Pile:
        if not actor.may(Permission.RESCUE_ANSWER):
            return Pile("help", 0, [])
        calls = [
            each for each in await self._rescues.open() if applications is None or each.application_id in applications
        ]
        return _pile("help", [Waiting(each.id, each.interview_id, each.asked_at) for each in calls])

    async def _threads_waiting(self, actor: Actor) -> Pile:
        if not actor.may(Permission.CHAT_READ):
            return Pile("thread", 0, [])
        threads = await self._threads.waiting(actor.account_id, self._clock())
        return _pile("thread", [Waiting(each.id, each.interview_id, each.since) for each in threads])

    async def _scorecards_due(self, actor: Actor, own: frozenset[str]) -> Pile:
        """Interviews handed in that the reader is assigned to and has not scored."""
        if not own:
            return Pile("scorecard", 0, [])
        states = {card.interview_id: state_of(card) for card in await self._scorecards.of_member(actor.account_id)}
        due = [
            each
            for each in await self._interviews.page(own, None, OWN_LOOKED_AT)
            if each.submitted_at is not None
            and each.state != "withdrawn"
            and states.get(each.id, "none") not in ("submitted", "amending")
            and each.accommodations.decided_by != actor.account_id
        ]
        items = [Waiting(each.id, each.id, each.submitted_at or each.updated_at) for each in due]
        return _pile("scorecard", items, due)

    async def _accommodations(self, actor: Actor) -> Pile:
        if not actor.may(Permission.ACCOMMODATION_SET):
            return Pile("accommodation", 0, [])
        wishes = await self._wishes.look("all", self._interviews.with_open_wishes)
        return _pile("accommodation", [Waiting(each.id, each.id, _asked_at(each)) for each in wishes], wishes)

    async def _reviews(self, actor: Actor, applications: frozenset[str] | None) -> Pile:
        """Interviews that are ready to be reviewed; those who see their own alone have scorecards instead."""
        if not sees_all(actor.roles) or not actor.may(Permission.INTERVIEW_REVIEW):
            return Pile("review", 0, [])
        ready, count = await self._reviewable.look(
            applications, lambda: self._interviews.to_review(applications, SHOWN)
        )
        items = [Waiting(each.id, each.id, each.reviewable_at or each.updated_at) for each in ready]
        return Pile("review", count, items, ready)


def interviews_changed(mongo: Mongo, live: LiveBus) -> tuple[Signal, Signal]:
    """What makes a look at the interviews of all old: a write of this process, or word of another's."""
    return mongo.writes_to(INTERVIEWS), live.told(STAFF_TOPIC, "row")


def _pile(kind: PileKind, waiting: list[Waiting], about: list[Interview] | None = None) -> Pile:
    """The longest waits first."""
    return Pile(kind, len(waiting), sorted(waiting, key=lambda each: each.since)[:SHOWN], about or [])


def _asked_at(interview: Interview) -> datetime:
    return interview.accommodations.asked_at or interview.updated_at
