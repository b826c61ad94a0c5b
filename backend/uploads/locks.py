"""Who may write to an upload now: one request at a time over all processes.

Whoever comes second asks the first to stop and waits until it has put away what it received. A holder that died loses
the lock by itself. The lock spares work; that bytes stay right is the repository's compare-and-set, so without Redis
uploads go on unlocked.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from redis.asyncio import Redis

from backend.kernel.errors import Unavailable
from backend.kernel.redis import redis_coded
from backend.uploads.errors import Locked

LEASE_MS = 4_000
WANTED_MS = 2_000
WATCH_EVERY_S = 0.4
ASK_EVERY_S = 0.1
PATIENCE_S = 15.0
IDLE_S = 60.0

_TAKE = """
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
  return 1
end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[3])
return 0
"""
_KEEP = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('EXISTS', KEYS[2]) == 1 and 2 or 1
"""
_LEAVE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"
_GOES_ON = 1

log = structlog.get_logger()


class Hold:
    """The right to write. `should_stop` once another request wants it; then a waiting `receiving` ends as well.
    `has_waited`: somebody else had it before, so what was known of the upload may have changed.
    """

    def __init__(self, *, has_waited: bool = True) -> None:
        self.should_stop = False
        self.has_waited = has_waited
        self._scope: asyncio.Timeout | None = None

    def stop(self) -> None:
        self.should_stop = True
        if self._scope is not None:
            self._scope.reschedule(asyncio.get_running_loop().time())

    @asynccontextmanager
    async def receiving(self) -> AsyncIterator[None]:
        """Around waiting for the client: ends early, without an error, when another request wants the upload, and
        when nothing has come for a minute.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(0 if self.should_stop else IDLE_S) as self._scope:
                yield
        self._scope = None


class UploadLocks:
    def __init__(self, redis: Redis) -> None:
        self._take = redis.register_script(_TAKE)
        self._keep = redis.register_script(_KEEP)
        self._leave = redis.register_script(_LEAVE)
        self._here: dict[str, Hold] = {}

    @asynccontextmanager
    async def hold(self, upload_id: str) -> AsyncIterator[Hold]:
        """Raises: 423 upload_locked where the one before does not stop."""
        token, began_at = secrets.token_hex(8), asyncio.get_running_loop().time()
        is_locked = await self._acquire(upload_id, token)
        has_waited = not is_locked or asyncio.get_running_loop().time() - began_at >= ASK_EVERY_S
        hold = self._here[upload_id] = Hold(has_waited=has_waited)
        watch = asyncio.create_task(self._watch(upload_id, token, hold), name="upload lock") if is_locked else None
        try:
            yield hold
        finally:
            if self._here.get(upload_id) is hold:
                del self._here[upload_id]
            if watch is not None:
                watch.cancel()
                await asyncio.gather(watch, return_exceptions=True)
                await asyncio.shield(self._release(upload_id, token))

    async def _acquire(self, upload_id: str, token: str) -> bool:
        """False where Redis is away."""
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        while True:
            try:
                with redis_coded():
                    if await self._take(keys=_keys(upload_id), args=[token, LEASE_MS, WANTED_MS]):
                        return True
            except Unavailable:
                log.warning("upload_unlocked", upload=upload_id)
                return False
            if (here := self._here.get(upload_id)) is not None:
                here.stop()
            if asyncio.get_running_loop().time() > deadline:
                raise Locked("upload_locked", "Another request writes to this upload. Please try again.")
            await asyncio.sleep(ASK_EVERY_S)

    async def _watch(self, upload_id: str, token: str, hold: Hold) -> None:
        """Keeps the lock alive, and hears who wants it."""
        while True:
            await asyncio.sleep(WATCH_EVERY_S)
            try:
                with redis_coded():
                    if await self._keep(keys=_keys(upload_id), args=[token, LEASE_MS]) != _GOES_ON:
                        hold.stop()
            except Unavailable:
                continue

    async def _release(self, upload_id: str, token: str) -> None:
        with suppress(Unavailable), redis_coded():
            await self._leave(keys=_keys(upload_id)[:1], args=[token])


def _keys(upload_id: str) -> list[str]:
    return [f"gr:upload:{upload_id}:writer", f"gr:upload:{upload_id}:wanted"]
