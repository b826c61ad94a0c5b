"""Members sign in by address and password."""

from datetime import timedelta

from backend.accounts.locks import Locks
from backend.accounts.passwords import Passwords
from backend.accounts.people import People
from backend.accounts.rules import TRIES, TRIES_OF_ADDRESS
from backend.accounts.sealing import email_index
from backend.contracts.events.accounts import LockedOut, SignedIn
from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Unauthorised
from backend.kernel.events import EventBus
from backend.web.sessions import Identity, Sessions


class MemberSignIns:
    """An unknown address is answered like a wrong password: in words, in time and in lock-outs."""

    def __init__(
        self, people: People, passwords: Passwords, sessions: Sessions, locks: Locks, bus: EventBus, keyring: Keyring,
        *, clock: Clock = utc_now,
    ) -> None:  # fmt: skip
        self._people = people
        self._passwords = passwords
        self._sessions = sessions
        self._locks = locks
        self._bus = bus
        self._keyring = keyring
        self._clock = clock

    async def sign_in(self, email: str, password: str, address: str) -> tuple[str, Identity]:
        """A session token. `address` is where the request came from.

        Raises: 401 credentials_wrong · 429 locked_out.
        """
        index = email_index(self._keyring, email)
        await self._locks.refuse_locked(f"address:{address}")
        lock = await self._locks.count(f"member:{index}", TRIES)
        member = await self._people.members.by_email(index)
        usable = member if member is not None and member.is_active and member.password_hash else None
        if not await self._passwords.matches(usable.password_hash if usable else None, password) or usable is None:
            await self._locks.count(f"address:{address}", TRIES_OF_ADDRESS)
            if (refusal := self._locks.refusal(lock)) is not None:
                now = self._clock()
                until = lock.locked_until or now + timedelta(0)
                await self._bus.publish(LockedOut(member.id if member else "", lock.failures, until, now))
                raise refusal
            raise Unauthorised("credentials_wrong", "Address or password is not right.")
        await self._locks.forgive(f"member:{index}")
        identity = Identity(usable.id, "member", frozenset(usable.roles), usable.language)
        token, _ = await self._sessions.open(
            identity, lambda session: [SignedIn(usable.id, "member", session.id, "password", session.created_at)]
        )
        return token, identity
