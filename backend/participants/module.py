"""Wires the people in an interview's room."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from litestar import Router

from backend.accounts.module import services as account_services
from backend.interviews.module import services as interview_services
from backend.kernel.errors import Gone, NotFound
from backend.kernel.ratelimit import RateLimiter
from backend.participants import candidate_routes, staff_routes
from backend.participants.followers import Followers
from backend.participants.leading import Leading
from backend.participants.queue import Queue
from backend.participants.repository import LiveRooms
from backend.participants.seen import Seen
from backend.participants.service import Participants
from backend.participants.views import Views
from backend.participants.watch import RoomWatch
from backend.privacy.module import audit_of
from backend.web.auth import Actor
from backend.web.module import Module, Wiring, provided
from backend.web.policy import Permission


@dataclass(frozen=True)
class ParticipantServices:
    rooms: LiveRooms
    participants: Participants
    queue: Queue
    leading: Leading
    followers: Followers
    watch: RoomWatch


def services(wiring: Wiring) -> ParticipantServices:
    interviews = interview_services(wiring)
    clock, audit, seen = wiring.clock, audit_of(wiring), Seen(wiring.redis)
    views = Views(account_services(wiring).people.person)
    rooms = LiveRooms(wiring.mongo, wiring.keyring, wiring.relay, clock)
    participants = Participants(
        rooms, interviews.interviews, interviews.scope, seen, views, audit, wiring.live,
        RateLimiter(wiring.redis, clock), clock,
    )  # fmt: skip
    queue = Queue(participants, rooms, audit, clock)
    leading = Leading(participants, rooms, queue, interviews.conducting, views, audit, clock)
    followers = Followers(participants, leading, rooms, interviews.interviews, views, seen, wiring.live)
    watch = RoomWatch(participants, leading, rooms, interviews.interviews, seen, wiring.redis, clock)
    return ParticipantServices(rooms, participants, queue, leading, followers, watch)


def build(wiring: Wiring) -> Module:
    parts = services(wiring)
    router = Router(
        path="/api",
        route_handlers=[*staff_routes.ROUTES, *candidate_routes.ROUTES],
        tags=["live room"],
        dependencies=provided(participants=parts.participants, leading=parts.leading, queue=parts.queue),
    )
    return Module(
        name="participants",
        route_handlers=[router],
        repositories=[parts.rooms],
        subscriptions=parts.followers.handlers,
        background={"room watch": parts.watch.run},
        topics={"room": room_topic_of(parts.participants)},
    )


def room_topic_of(participants: Participants) -> Callable[[Actor, str], Awaitable[bool]]:
    """`room:{id}` is of staff who may join the interview."""

    async def authorise(actor: Actor, interview_id: str) -> bool:
        if actor.kind != "member" or not actor.may(Permission.INTERVIEW_WATCH):
            return False
        try:
            await participants.visible(actor, interview_id)
        except (NotFound, Gone):
            return False
        return True

    return authorise
