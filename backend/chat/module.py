"""Wires the chat."""

from dataclasses import dataclass

from litestar import Router

from backend.accounts.module import services as account_services
from backend.chat import routes, staff_routes
from backend.chat.access import Access
from backend.chat.arrivals import Arrivals
from backend.chat.attachments import Files
from backend.chat.candidate import OwnThread
from backend.chat.canned import CannedShelf
from backend.chat.conversations import Conversations
from backend.chat.digests import Digests
from backend.chat.following import Following
from backend.chat.forgetting import Forgetting
from backend.chat.inbox import TeamInbox
from backend.chat.left_behind import LeftBehind
from backend.chat.repository import Attachments, CannedReplies, Messages, Threads
from backend.chat.views import Views
from backend.contracts.events.privacy import PersonErased
from backend.interviews.repository import Interviews
from backend.kernel.ratelimit import RateLimiter
from backend.kernel.turns import look_in_turns
from backend.positions.repository import Positions
from backend.privacy.module import audit_of
from backend.web.module import Module, Wiring, provided
from backend.web.presence import Presence

TIDY_EVERY_S = 3600.0
TIDY_LEASE_MS = 1_800_000
DIGEST_EVERY_S = 60.0
DIGEST_LEASE_MS = 55_000
LEFT_EVERY_S = 10.0
LEFT_LEASE_MS = 9_000


@dataclass(frozen=True)
class ChatServices:
    conversations: Conversations
    arrivals: Arrivals
    views: Views
    files: Files
    own: OwnThread
    inbox: TeamInbox
    canned: CannedShelf
    access: Access
    forgetting: Forgetting
    digests: Digests
    following: Following
    left_behind: LeftBehind


def services(wiring: Wiring) -> ChatServices:
    people = account_services(wiring).people
    limiter = RateLimiter(wiring.redis, wiring.clock)
    threads, messages = Threads(wiring.mongo), Messages(wiring.mongo)
    positions = Positions(wiring.mongo)
    interviews = Interviews(wiring.mongo, wiring.keyring, wiring.relay, wiring.clock)
    presence = Presence(wiring.redis)
    files = Files(Attachments(wiring.mongo), wiring.store, wiring.keyring, limiter, wiring.clock)
    views = Views(people, positions, files, presence, wiring.keyring)
    arrivals = Arrivals(views, people, presence, wiring.keyring, wiring.bus, wiring.live, wiring.redis)
    following = Following(threads, messages, arrivals)
    conversations = Conversations(
        threads, messages, files, following, wiring.keyring, wiring.live, limiter, wiring.clock
    )
    own = OwnThread(conversations, arrivals, views, interviews)
    inbox = TeamInbox(
        conversations, arrivals, views, people, interviews, presence, audit_of(wiring), wiring.keyring, wiring.clock
    )
    return ChatServices(
        conversations=conversations,
        arrivals=arrivals,
        views=views,
        files=files,
        own=own,
        inbox=inbox,
        canned=CannedShelf(CannedReplies(wiring.mongo), people, positions, wiring.settings.base_url, wiring.clock),
        access=Access(own, inbox),
        forgetting=Forgetting(threads, messages, files, wiring.live),
        digests=Digests(threads, messages, views, people, wiring.keyring, wiring.bus, wiring.redis, wiring.clock),
        following=following,
        left_behind=LeftBehind(threads, messages, following, wiring.redis, wiring.clock),
    )


def build(wiring: Wiring) -> Module:
    parts = services(wiring)

    async def tidy() -> None:
        await look_in_turns(
            wiring.redis, "chat:tidy", parts.files.remove_unused, every_s=TIDY_EVERY_S, lease_ms=TIDY_LEASE_MS
        )

    async def digest() -> None:
        await look_in_turns(
            wiring.redis, "chat:digests", parts.digests.look, every_s=DIGEST_EVERY_S, lease_ms=DIGEST_LEASE_MS
        )

    async def follow() -> None:
        await look_in_turns(
            wiring.redis, "chat:left_behind", parts.left_behind.look, every_s=LEFT_EVERY_S, lease_ms=LEFT_LEASE_MS
        )

    router = Router(
        path="/api",
        route_handlers=[*routes.ROUTES, *staff_routes.ROUTES],
        tags=["chat"],
        dependencies=provided(
            own_thread=parts.own,
            access=parts.access,
            conversations=parts.conversations,
            arrivals=parts.arrivals,
            views=parts.views,
            files=parts.files,
            store=wiring.store,
            inbox=parts.inbox,
            canned=parts.canned,
        ),
    )
    return Module(
        name="chat",
        route_handlers=[router],
        repositories=[
            parts.conversations.threads, parts.conversations.messages, parts.files.attachments, parts.canned.replies,
        ],
        subscriptions={
            PersonErased: parts.forgetting.person_erased,
        },
        background={"tidy": tidy, "digest": digest, "follow": follow},
        topics={"thread": parts.access.hears_thread, "chat": parts.access.hears_desk},
    )  # fmt: skip
