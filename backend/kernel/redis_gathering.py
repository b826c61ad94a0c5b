"""A Redis client that sends the commands of coroutines that run side by side together.

    coroutine a   ──hgetall──┐                     ┌── reply
    coroutine b   ──publish──┼── one write ── one read ┼── reply
    coroutine c   ──zadd─────┘                     └── reply

Sending costs a process more than Redis takes to answer, so what is asked for while one batch is under way goes with the
next: the busier a process, the less a command costs. Each caller has its own reply or its own error; where the
connection is lost all of a batch are tried again, as each would have been alone. Blocking commands stand alone, and so
does a pipeline that watches keys.
"""

import asyncio
import inspect
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

import hiredis
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from redis.client import EMPTY_RESPONSE, NEVER_DECODE
from redis.exceptions import ResponseError

AT_ONCE = 200
_Command = tuple[Any, ...]
"""Its name, and its arguments."""


class _Call:
    """Commands of one caller, as they are written; they stay together. `replies` are as many as there are commands."""

    def __init__(self, written: list[bytes]) -> None:
        self.written = written
        self.replies: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()


class GatheringRedis(Redis):
    """Behaves like `Redis`, with replies as bytes."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._waiting: list[_Call] = []
        self._sending: asyncio.Task[None] | None = None

    async def execute_command(self, *arguments: Any, **options: Any) -> Any:
        if _stands_alone(arguments, options):
            return await super().execute_command(*arguments, **options)  # type: ignore[no-untyped-call]
        (reply,) = await self.together([arguments])
        return await self.read(arguments, options, reply)

    def pipeline(self, transaction: bool = True, shard_hint: str | None = None) -> "Pipeline":
        return _GatheredPipeline(self, transaction, shard_hint)

    async def together(self, commands: Sequence[_Command]) -> list[Any]:
        """Replies as Redis gave them, an error as an exception in its place.

        Raises: DataError for an argument that is none, before anything is sent; what the connection raises.
        """
        call = _Call([self._written(arguments) for arguments in commands])
        self._waiting.append(call)
        if self._sending is None:
            self._sending = asyncio.create_task(self._send(), name="redis commands")
        return await call.replies

    async def read(self, arguments: _Command, options: dict[str, Any], reply: Any) -> Any:
        """A reply in the shape that the typed methods promise. Raises: ResponseError, where it is one."""
        if isinstance(reply, Exception):
            raise reply
        callback = self.response_callbacks.get(arguments[0])
        if callback is None:
            return reply
        shaped = callback(reply, **{name: value for name, value in options.items() if name != "keys"})
        return await shaped if inspect.isawaitable(shaped) else shaped

    def _written(self, arguments: _Command) -> bytes:
        """RESP. Raises: DataError."""
        name, *others = arguments
        try:
            return bytes(hiredis.pack_command((*name.split(), *others)))
        except TypeError:
            encode = self.connection_pool.get_encoder().encode  # type: ignore[no-untyped-call]
            return bytes(hiredis.pack_command((*name.split(), *map(encode, others))))

    async def _send(self) -> None:
        batch: list[_Call] = []
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                await self._exchange(batch)
        finally:
            self._sending = None
            for call in (*batch, *self._waiting):
                call.replies.cancel()
            self._waiting = []

    async def _exchange(self, batch: list[_Call]) -> None:
        sent = _Batch(self.connection_pool, {}, False, None)
        sent.command_stack = [written for call in batch for written in call.written]  # type: ignore[misc]
        try:
            replies = iter(await sent.execute(raise_on_error=False))
        except Exception as error:  # noqa: BLE001
            for call in batch:
                if not call.replies.done():
                    call.replies.set_exception(error)
            return
        for call in batch:
            own = [next(replies) for _ in call.written]
            if not call.replies.done():
                call.replies.set_result(own)


class _Batch(Pipeline):
    """Reads replies as they are: what one of them means to its caller is no matter of the others."""

    async def _execute_pipeline(self, connection: Any, commands: Any, raise_on_error: bool) -> list[Any]:
        await connection.send_packed_command([b"".join(commands)])
        replies: list[Any] = []
        for _ in commands:
            try:
                replies.append(await connection.read_response())
            except ResponseError as error:
                replies.append(error)
        return replies


class _GatheredPipeline(Pipeline):
    """The commands of a pipeline, within a batch; a transaction stays one."""

    def __init__(self, owner: GatheringRedis, transaction: bool, shard_hint: str | None) -> None:
        super().__init__(owner.connection_pool, owner.response_callbacks, transaction, shard_hint)
        self._owner = owner

    async def execute(self, raise_on_error: bool = True) -> list[Any]:
        if self.watching or self.explicit_transaction or self.connection is not None or self.scripts:
            return list(await super().execute(raise_on_error))
        try:
            return await self._gathered(list(self.command_stack), raise_on_error)
        finally:
            await self.reset()  # type: ignore[no-untyped-call]

    async def _gathered(self, stack: list[Any], raise_on_error: bool) -> list[Any]:
        if not stack:
            return []
        commands = [arguments for arguments, _ in stack]
        if self.is_transaction:
            replies = _of_transaction(await self._owner.together([("MULTI",), *commands, ("EXEC",)]))
        else:
            replies = await self._owner.together(commands)
        if raise_on_error and (errors := [reply for reply in replies if isinstance(reply, Exception)]):
            raise errors[0]
        return [
            reply if isinstance(reply, Exception) else await self._owner.read(arguments, options, reply)
            for (arguments, options), reply in zip(stack, replies, strict=True)
        ]


def _of_transaction(replies: list[Any]) -> list[Any]:
    """Raises: ResponseError where it was not carried out."""
    *queued, done = replies
    if isinstance(done, Exception):
        raise next((reply for reply in queued if isinstance(reply, Exception)), done)
    return list(done)


def _stands_alone(arguments: _Command, options: dict[str, Any]) -> bool:
    if EMPTY_RESPONSE in options or NEVER_DECODE in options:
        return True
    name = str(arguments[0])
    return name in _BLOCKING or name in _OF_CONNECTION or (name.startswith("XREAD") and _blocks(arguments))


def _blocks(read: _Command) -> bool:
    """Its options stand before the names of the streams."""
    options = takewhile(lambda each: each not in ("STREAMS", b"STREAMS"), read)
    return any(each in _BLOCK for each in options)


_BLOCK = ("BLOCK", b"BLOCK")
_BLOCKING = {"BLPOP", "BRPOP", "BLMOVE", "BLMPOP", "BRPOPLPUSH", "BZPOPMIN", "BZPOPMAX", "BZMPOP", "WAIT", "WAITAOF"}
_OF_CONNECTION = {"AUTH", "SELECT", "MULTI", "EXEC", "WATCH", "UNWATCH", "SUBSCRIBE", "PSUBSCRIBE", "QUIT", "MONITOR"}
