"""Lock-outs: wrong tries are counted where they last (MongoDB), so that no restart forgives them."""

from backend.accounts.model import Lock
from backend.accounts.repository import LockRecords
from backend.accounts.rules import locked_for, tried
from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, RateLimited


class Locks:
    """A try is counted before it is judged, so tries at the same moment cannot slip past the limit."""

    def __init__(self, records: LockRecords, keyring: Keyring, *, clock: Clock = utc_now) -> None:
        self._records = records
        self._keyring = keyring
        self._clock = clock

    async def refuse_locked(self, key: str) -> None:
        """Raises: 429 locked_out with retry_after_s."""
        if (lock := await self._records.get(self._id(key))) is not None:
            self._refuse(lock)

    async def count(self, key: str, tries: int) -> Lock:
        """Counts a try as wrong until `forgive`. Raises: 429 locked_out where the lock already holds."""
        lock_id = self._id(key)

        def change(lock: Lock) -> tuple[Lock, tuple[()]]:
            self._refuse(lock)
            return tried(lock, self._clock(), tries), ()

        if await self._records.get(lock_id) is None:
            try:
                return await self._records.insert(tried(Lock(id=lock_id), self._clock(), tries))
            except Conflict:
                pass  # somebody else counted the first one
        return await self._records.update(lock_id, change)

    async def forgive(self, key: str) -> None:
        """The person has proven who they are."""
        await self._records.delete(self._id(key))

    def refusal(self, lock: Lock) -> RateLimited | None:
        """The answer to somebody who is locked out; it says for how long."""
        left = locked_for(lock, self._clock())
        if left is None:
            return None
        return RateLimited(
            "locked_out", "Too many wrong tries. Please wait before the next one.", retry_after_s=left.total_seconds()
        )

    def _refuse(self, lock: Lock) -> None:
        if (refusal := self.refusal(lock)) is not None:
            raise refusal

    def _id(self, key: str) -> str:
        return self._keyring.blind_index(f"lock:{key}")
