"""Sessions: opaque tokens, kept as their SHA-256, a day long, new at every sign-in.

MongoDB holds the truth. Redis knows for a minute those that are used, so that not every request asks MongoDB, and for
longer than that those that were ended: a session that ends is over at once, in every process.
"""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal

import msgspec
from redis.asyncio import Redis

from backend.kernel.clock import Clock, utc_now
from backend.kernel.ids import new_id
from backend.kernel.indexes import Index
from backend.kernel.language import Language
from backend.kernel.mongo import Mongo
from backend.kernel.redis import REDIS_FAULTS, redis_coded
from backend.kernel.repository import Document, OutboxNudge, Repository
from backend.kernel.together import Together
from backend.web.policy import Role

SESSIONS = "sessions"
LIFE = timedelta(days=1)
TOKEN_BYTES = 32
KNOWN_S = 60
ENDED_KNOWN_S = 300


class Session(Document, frozen=True, kw_only=True):
    """Who is signed in, with the rights of that moment. A change of rights ends an account's sessions."""

    token_sha256: str
    account_id: str
    kind: Literal["member", "candidate"]
    roles: list[Role]
    language: Language
    interview_id: str | None = None
    created_at: datetime
    expires_at: datetime


class Identity(msgspec.Struct, frozen=True):
    """What a session is opened for."""

    account_id: str
    kind: Literal["member", "candidate"]
    roles: frozenset[Role]
    language: Language
    interview_id: str | None = None


class SessionRecords(Repository[Session]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("token_sha256", 1)], unique=True),
        Index(keys=[("account_id", 1)]),
        Index(keys=[("expires_at", 1)], ttl_s=0),
    ]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, SESSIONS, Session, relay=relay, noun="session")


def digest(token: str) -> str:
    """SHA-256 in hex: enough for 256 random bits, which nobody can guess at."""
    return hashlib.sha256(token.encode()).hexdigest()


class KnownSessions:
    """`gr:session:{SHA-256 of the token}`: the session as JSON, or nothing where it was ended."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def find(self, token_sha256: str) -> tuple[bool, Session | None]:
        """Whether it is known, and the session, None: it was ended. Without Redis nothing is known."""
        try:
            kept: Any = await self._redis.get(_key(token_sha256))
        except REDIS_FAULTS:
            return False, None
        return kept is not None, msgspec.json.decode(kept, type=Session) if kept else None

    async def note(self, session: Session) -> None:
        """As it was read; never in place of what was noted after that."""
        with suppress(*REDIS_FAULTS):
            await self._redis.set(_key(session.token_sha256), msgspec.json.encode(session), ex=KNOWN_S, nx=True)

    async def changed(self, session: Session) -> None:
        """Raises: Unavailable `redis_unavailable`."""
        with redis_coded():
            await self._redis.set(_key(session.token_sha256), msgspec.json.encode(session), ex=KNOWN_S)

    async def ended(self, session: Session) -> None:
        """Raises: Unavailable `redis_unavailable`; then it may be known as alive for a minute yet."""
        with redis_coded():
            await self._redis.set(_key(session.token_sha256), b"", ex=ENDED_KNOWN_S)


class Sessions:
    """Opens, finds and ends sessions."""

    def __init__(self, records: SessionRecords, redis: Redis, *, clock: Clock = utc_now) -> None:
        self._records = records
        self._known = KnownSessions(redis)
        self._clock = clock
        self._looks: Together[Session | None] = Together()

    async def open(
        self, identity: Identity, events: Callable[[Session], Sequence[msgspec.Struct]] = lambda _: ()
    ) -> tuple[str, Session]:
        """A new session and its token, which is told once and never stored. `events` leave with the session."""
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._clock()
        session = Session(
            id=new_id("ses"),
            token_sha256=digest(token),
            account_id=identity.account_id,
            kind=identity.kind,
            roles=sorted(identity.roles),
            language=identity.language,
            interview_id=identity.interview_id,
            created_at=now,
            expires_at=now + LIFE,
        )
        return token, await self._records.insert(session, events(session))

    async def find(self, token: str) -> Session | None:
        """The live session of a token, None where there is none or it has ended. A screen's many requests look once."""
        if not token or len(token) > 128:
            return None
        wanted = digest(token)
        session = await self._looks.look(wanted, lambda: self._look(wanted))
        return session if session and session.expires_at > self._clock() else None

    async def _look(self, token_sha256: str) -> Session | None:
        is_known, session = await self._known.find(token_sha256)
        if not is_known and (session := await self._records.find_one({"token_sha256": token_sha256})) is not None:
            await self._known.note(session)
        return session

    async def end(self, session_id: str) -> None:
        """Raises: Unavailable."""
        session = await self._records.get(session_id)
        if session is not None:
            await self._end(session)

    async def _end(self, session: Session) -> None:
        await self._records.delete(session.id)
        await self._known.ended(session)

    async def end_all_of(self, account_id: str, interview_id: str | None = None) -> list[str]:
        """Ends an account's sessions, or those for one interview; gives their ids."""
        wanted = {"account_id": account_id} | ({"interview_id": interview_id} if interview_id else {})
        ended = await self._records.find(wanted)
        for session in ended:
            await self._end(session)
        return [session.id for session in ended]

    async def choose_language(self, session_id: str, language: Language) -> Session:
        session = await self._records.update(
            session_id, lambda session: (msgspec.structs.replace(session, language=language), ())
        )
        await self._known.changed(session)
        return session


def _key(token_sha256: str) -> str:
    return f"gr:session:{token_sha256}"
