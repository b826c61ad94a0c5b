"""Requests to a named process over Redis lists, with a deadline.

`gr:rpc:{address}` holds requests, `gr:rpc:reply:{id}` the one reply. The deadline is a point of Redis' own clock, so
clocks of machines do not matter. A request whose deadline is over is not carried out; one that was sent twice because
a connection broke is carried out once.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import TimeoutError as RedisTimeoutError

from backend.kernel.errors import GreenroomError, Unavailable, error_of
from backend.kernel.ids import new_id
from backend.kernel.metrics import RPC_SERVED
from backend.kernel.redis import REDIS_FAULTS, command, redis_coded, redis_now_ms, repeat

_QUEUE_MAX = 1_000
_REPLY_LIFE_S = 30
_SEEN_MAX = 4_096
_POLL_S = 1.5

log = structlog.get_logger()
R = TypeVar("R")
Q = TypeVar("Q")

_SEND = """
if redis.call('LLEN', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
local t = redis.call('TIME')
local deadline = t[1] * 1000 + math.floor(t[2] / 1000) + ARGV[1]
redis.call('RPUSH', KEYS[1], string.format('%.0f', deadline) .. '|' .. ARGV[2])
redis.call('PEXPIRE', KEYS[1], math.max(ARGV[1], 60000))
return 1
"""


class _Request(msgspec.Struct, frozen=True):
    id: str
    method: str
    body: msgspec.Raw


class _Failure(msgspec.Struct, frozen=True):
    status: int
    code: str
    detail: str
    extra: dict[str, Any]


class _Reply(msgspec.Struct, frozen=True):
    body: msgspec.Raw = msgspec.Raw(b"null")
    error: _Failure | None = None


class RpcClient:
    """Calls processes by their address."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._send = redis.register_script(_SEND)

    async def call(
        self, address: str, method: str, payload: msgspec.Struct, reply: type[R], *, timeout_s: float = 5
    ) -> R:
        """Raises: Unavailable `rpc_timeout`, `rpc_overloaded`, `redis_unavailable`; the remote error as its kind."""
        request = _Request(new_id("rpc"), method, msgspec.Raw(msgspec.json.encode(payload)))
        with redis_coded():
            sent = await self._send(
                keys=[_queue(address)], args=[int(timeout_s * 1000), msgspec.json.encode(request), _QUEUE_MAX]
            )
        if not sent:
            raise Unavailable("rpc_overloaded", f"{address} does not keep up.")
        answer = await self._wait(request.id, timeout_s)
        if answer is None:
            raise Unavailable("rpc_timeout", f"{address} did not answer {method} in time.")
        if answer.error is not None:
            raise error_of(answer.error.status, answer.error.code, answer.error.detail, answer.error.extra)
        return msgspec.json.decode(answer.body, type=reply)

    async def _wait(self, id: str, timeout_s: float) -> _Reply | None:
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout_s
        while (left_s := until - loop.time()) > 0:
            with redis_coded():
                try:
                    popped: Any = await command(self._redis, "BLPOP", _reply(id), max(0.01, min(left_s, _POLL_S)))
                except RedisTimeoutError:
                    continue
            if popped:
                return msgspec.json.decode(popped[1], type=_Reply)
        return None


class RpcServer:
    """Answers what is sent to `address`, handlers side by side up to `concurrency`."""

    def __init__(self, redis: Redis, address: str, *, concurrency: int = 32) -> None:
        self.address = address
        self._redis = redis
        self._methods: dict[str, tuple[msgspec.json.Decoder[Any], Callable[[Any], Awaitable[msgspec.Struct]]]] = {}
        self._free = asyncio.Semaphore(concurrency)
        self._running: set[asyncio.Task[None]] = set()
        self._seen: OrderedDict[str, None] = OrderedDict()

    def register(self, method: str, request_type: type[Q], handler: Callable[[Q], Awaitable[Any]]) -> None:
        """`handler` gives the reply, a struct; a GreenroomError it raises reaches the caller with its code."""
        self._methods[method] = (msgspec.json.Decoder(request_type), handler)

    async def run(self) -> None:
        """Until cancelled; running handlers are then cancelled too."""
        try:
            await repeat(f"rpc {self.address}", self._serve_one)
        finally:
            for task in list(self._running):
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _serve_one(self) -> None:
        await self._free.acquire()
        is_handed_on = False
        try:
            popped: Any = await command(self._redis, "BLPOP", _queue(self.address), _POLL_S)
            if popped is None:
                return
            deadline, _, body = popped[1].partition(b"|")
            if await redis_now_ms(self._redis) >= int(deadline):
                log.info("rpc_expired", server=self.address)
                RPC_SERVED.labels("unknown", "expired").inc()
                return
            request = msgspec.json.decode(body, type=_Request)
            if self._is_repeated(request.id):
                return
            task = asyncio.create_task(self._carry_out(request), name=f"rpc {self.address} {request.method}")
            self._running.add(task)
            task.add_done_callback(self._over)
            is_handed_on = True
        finally:
            if not is_handed_on:
                self._free.release()

    def _over(self, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        self._free.release()

    def _is_repeated(self, id: str) -> bool:
        if id in self._seen:
            return True
        self._seen[id] = None
        if len(self._seen) > _SEEN_MAX:
            self._seen.popitem(last=False)
        return False

    async def _carry_out(self, request: _Request) -> None:
        reply = await self._reply_to(request)
        method = request.method if request.method in self._methods else "unknown"
        RPC_SERVED.labels(method, reply.error.code if reply.error else "done").inc()
        key = _reply(request.id)
        try:
            async with self._redis.pipeline(transaction=True) as together:
                together.rpush(key, msgspec.json.encode(reply))
                together.expire(key, _REPLY_LIFE_S)
                await together.execute()
        except REDIS_FAULTS as error:
            log.warning("rpc_reply_lost", server=self.address, method=request.method, error=type(error).__name__)

    async def _reply_to(self, request: _Request) -> _Reply:
        known = self._methods.get(request.method)
        if known is None:
            return _failed(500, "rpc_method_unknown", f"There is no method {request.method}.")
        decoder, handler = known
        try:
            result = await handler(decoder.decode(request.body))
            return _Reply(body=msgspec.Raw(msgspec.json.encode(result)))
        except GreenroomError as error:
            return _Reply(error=_Failure(error.status, error.code, error.detail, error.extra))
        except msgspec.ValidationError as error:
            return _failed(500, "rpc_request_invalid", str(error))
        except Exception as error:
            log.error("rpc_failed", server=self.address, method=request.method, exc_info=error)
            return _failed(500, "rpc_failed", f"{request.method} failed.")


def _failed(status: int, code: str, detail: str) -> _Reply:
    return _Reply(error=_Failure(status, code, detail, {}))


def _queue(address: str) -> str:
    return f"gr:rpc:{address}"


def _reply(id: str) -> str:
    return f"gr:rpc:reply:{id}"
