"""The UDP sockets of a node, read in batches: what has come to any of them within 32 ms is taken in one go.

To be woken costs a process several times what a datagram costs it. So a socket is read at once only while it is
`prompt` (its far side connects, or somebody watches it live); else the node's beat reads it.

```
prompt   datagram ─▶ the loop wakes ─▶ read
calm     datagrams … beat, every 32 ms ─▶ epoll says who has any ─▶ read
```
"""

import asyncio
import select
import socket
from typing import Any, Protocol

import structlog

from media.node.addresses import HostAddress, PortRange
from media.node.datagram_batch import SO_TIMESTAMPNS, DatagramBatch
from media.node.message_vector import CAPACITY
from media.node.rhythm import until_beat

RECEIVE_BUFFER_BYTES = 512 * 1024
MAX_A_BEAT = 64
"""Datagrams of one socket in one go: beyond 2,000 a second the system drops them, and nobody else waits."""

log = structlog.get_logger()


class Reader(Protocol):
    """An `asyncio.DatagramProtocol` that gets media apart from all else (RFC 7983 7), for who sent it says nothing."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None: ...

    def connection_lost(self, exc: Exception | None) -> None: ...

    def media_received(self, data: bytes, arrived_ms: float) -> None:
        """A datagram that begins with 128 to 191. `arrived_ms` is monotonic time."""

    def other_received(self, data: bytes, address: tuple[str, int]) -> None: ...


class DatagramSocket(asyncio.DatagramTransport):
    """One bound socket that never waits: what it cannot send at once is dropped, as networks do."""

    def __init__(self, sock: socket.socket, protocol: Reader, beat: "Beat") -> None:
        super().__init__({"socket": sock, "sockname": sock.getsockname()})
        self.descriptor = sock.fileno()
        self._socket = sock
        self._protocol = protocol
        self._beat = beat
        self._loop = asyncio.get_running_loop()
        self._is_prompt = self._is_closed = False
        protocol.connection_made(self)
        self.prompt(True)

    def prompt(self, is_prompt: bool) -> None:
        """Read at once from now on, or with the beat. Idempotent."""
        if self._is_closed or is_prompt == self._is_prompt:
            return
        self._is_prompt = is_prompt
        if is_prompt:
            self._beat.leave(self)
            self._loop.add_reader(self.descriptor, self.read)
        else:
            self._loop.remove_reader(self.descriptor)
            self._beat.join(self)

    def send(self, data: bytes, address: tuple[str, int]) -> bool:
        """False where the socket takes no more, or there is no way to the address."""
        try:
            self._socket.sendto(data, address)
        except OSError:
            return False
        return True

    def sendto(self, data: Any, addr: Any = None) -> None:
        self.send(data, addr)

    def read(self) -> None:
        """Hand over what is here, at most `MAX_A_BEAT`. A fault with one is logged, and costs that one."""
        batch = self._beat.batch
        for _ in range(MAX_A_BEAT // CAPACITY):
            count = batch.take(self.descriptor) if not self._is_closed else 0
            for index in range(count):
                if not self._is_closed:
                    self._hand_over(batch, index)
            if count < CAPACITY:
                return

    def _hand_over(self, batch: DatagramBatch, index: int) -> None:
        data = batch.data(index)
        try:
            if data and 128 <= data[0] <= 191:
                self._protocol.media_received(data, batch.arrived_ms(index))
            else:
                self._protocol.other_received(data, batch.address(index))
        except Exception as error:
            log.error("datagram_failed", exc_info=error)

    def is_closing(self) -> bool:
        return self._is_closed

    def close(self) -> None:
        """Idempotent."""
        if self._is_closed:
            return
        if self._is_prompt:
            self._loop.remove_reader(self.descriptor)
        else:
            self._beat.leave(self)
        self._is_closed = True
        self._socket.close()
        self._loop.call_soon(self._protocol.connection_lost, None)

    def abort(self) -> None:
        self.close()


class Beat:
    """Reads the calm sockets every 32 ms, and rests while there are none. All sockets read by its `batch`."""

    def __init__(self) -> None:
        self.batch = DatagramBatch()
        self._sockets: dict[int, DatagramSocket] = {}
        self._epoll: select.epoll | None = None
        self._next: asyncio.TimerHandle | None = None

    def join(self, member: DatagramSocket) -> None:
        if self._epoll is None:
            self._epoll = select.epoll()
        self._epoll.register(member.descriptor, select.EPOLLIN)
        self._sockets[member.descriptor] = member
        if self._next is None:
            self._plan()

    def leave(self, member: DatagramSocket) -> None:
        if self._sockets.pop(member.descriptor, None) is not None and self._epoll is not None:
            self._epoll.unregister(member.descriptor)
        if not self._sockets:
            self._rest()

    def _plan(self) -> None:
        loop = asyncio.get_running_loop()
        self._next = loop.call_later(until_beat(1, loop.time()), self._read)

    def _rest(self) -> None:
        if self._next is not None:
            self._next.cancel()
        if self._epoll is not None:
            self._epoll.close()
        self._next = self._epoll = None

    def _read(self) -> None:
        self._plan()
        for descriptor, _ in self._epoll.poll(0) if self._epoll is not None else ():
            if (member := self._sockets.get(descriptor)) is not None:
                member.read()


class NodeSockets:
    """Where a node listens: opens its sockets, and reads them all."""

    def __init__(self, hosts: list[HostAddress], ports: PortRange) -> None:
        self.hosts = hosts
        self._ports = ports
        self._beat = Beat()

    def open(self, address: str, protocol: Reader) -> DatagramSocket:
        """A prompt socket on the first free port of the range. Raises: OSError where there is none."""
        problem: OSError | None = None
        for port in self._ports.candidates():
            try:
                sock = _bound(address, port)
            except OSError as error:
                problem = error
                continue
            return DatagramSocket(sock, protocol, self._beat)
        raise problem or OSError("no free UDP port")


def _bound(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM)
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        sock.bind((address, port))
    except OSError:
        sock.close()
        raise
    return sock
