"""ICE for a node: sockets on configured addresses and ports, media past aioice's queues, no offer can aim us.

It leans on private names of aioice, which tests/media/node/test_pinned_names.py guards.
"""

import asyncio
import socket
import struct
from collections.abc import Callable, Iterable
from random import randrange
from typing import Any

import msgspec
from aioice import Candidate
from aioice.candidate import candidate_foundation, candidate_priority
from aioice.ice import Connection, StunProtocol, get_host_addresses

RECEIVE_BUFFER_BYTES = 512 * 1024
MAX_QUEUED_DATAGRAMS = 64
MAX_UNSENT_BYTES = 256 * 1024
MAX_HOSTS = 8


class HostAddress(msgspec.Struct, frozen=True):
    """Where a socket is bound, and the address that peers are told."""

    bind: str
    announce: str


class PortRange(msgspec.Struct, frozen=True):
    """UDP ports, both ends included; 0-0 leaves the choice to the system."""

    first: int = 0
    last: int = 0

    def candidates(self) -> Iterable[int]:
        """Every port once, from a random one on."""
        count = self.last - self.first + 1
        start = randrange(count)  # noqa: S311 - spreads load, hides nothing
        return (self.first + (start + step) % count for step in range(count))


def parse_port_range(text: str | None) -> PortRange:
    """`min-max`. Raises: ValueError."""
    if text is None:
        return PortRange()
    first, _, last = text.partition("-")
    ports = PortRange(int(first), int(last))
    if not 1 <= ports.first <= ports.last <= 65_535:
        raise ValueError("a UDP port range is min-max within 1-65535")
    return ports


def host_addresses(media_host: str | None) -> list[HostAddress]:
    """Where to listen: on loopback and every address of this machine, or on `media_host` alone.

    A `media_host` that is not this machine's (a router forwards it) is announced, and every interface listened on.
    """
    if media_host is None:
        found = dict.fromkeys(["127.0.0.1", *get_host_addresses(use_ipv4=True, use_ipv6=True)])
        return [HostAddress(address, address) for address in found][:MAX_HOSTS]
    return [HostAddress(media_host if _is_ours(media_host) else _any(media_host), media_host)]


def _any(address: str) -> str:
    return "::" if ":" in address else "0.0.0.0"  # noqa: S104 - the operator announces another address for it


def _is_ours(address: str) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True


class MediaProtocol(StunProtocol):
    """One UDP socket: STUN and DTLS go the way of aioice and aiortc, SRTP straight to `connection.media` (RFC 7983)."""

    receiver: "NodeConnection"

    def datagram_received(self, data: bytes | str, addr: tuple[Any, ...]) -> None:
        assert isinstance(data, bytes)
        first = data[0] if data else 255
        if 128 <= first <= 191:
            media = self.receiver.media
            if media is not None and len(data) > 1:
                media(data)
        elif 20 <= first <= 63:
            self.receiver.handshake_received(data)
        elif first <= 3:
            self.receiver.checks += 1
            self._stun_received(data, addr)

    def _stun_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
        """aioice trips over some malformed messages; they are nobody's."""
        try:
            super().datagram_received(data, addr)
        except (ValueError, KeyError, IndexError, AssertionError, struct.error):
            self.receiver.malformed += 1


class NodeConnection(Connection):
    """The node's end of one ICE connection, controlled by the publisher.

    The offer's candidates are not used: the node answers checks and checks back whoever checked it with the right
    password. So an offer cannot aim the node at a third party, and names of mDNS need not be resolved.
    """

    def __init__(self, hosts: list[HostAddress], ports: PortRange) -> None:
        super().__init__(ice_controlling=False)
        self.media: Callable[[bytes], None] | None = None
        self.malformed = 0
        self.checks = 0
        self._hosts = hosts
        self._ports = ports

    def handshake_received(self, data: bytes) -> None:
        """A DTLS record for aiortc; a flood is dropped."""
        if self._queue.qsize() < MAX_QUEUED_DATAGRAMS:
            self.data_received(data, 1)

    def send_now(self, data: bytes) -> bool:
        """Send without waiting. False where it is dropped: no pair is nominated, or the socket takes no more."""
        pair = self._nominated.get(1)
        if pair is None:
            return False
        transport: Any = pair.protocol.transport
        if transport.get_write_buffer_size() > MAX_UNSENT_BYTES:
            return False
        transport.sendto(data, pair.remote_addr)
        return True

    async def get_component_candidates(self, component: int, addresses: list[str], timeout: int = 5) -> list[Candidate]:
        """Raises: OSError where no socket can be had."""
        candidates = []
        problem: OSError | None = None
        for host in self._hosts:
            try:
                protocol = await self._listen(host.bind)
            except OSError as error:
                problem = error
                continue
            port = protocol.transport.get_extra_info("sockname")[1]
            protocol.local_candidate = Candidate(
                foundation=candidate_foundation("host", "udp", host.announce),
                component=component,
                transport="udp",
                priority=candidate_priority(component, "host"),
                host=host.announce,
                port=port,
                type="host",
            )
            self._protocols.append(protocol)
            candidates.append(protocol.local_candidate)
        if not candidates:
            raise problem or OSError("no address to listen on")
        return candidates

    async def _listen(self, address: str) -> MediaProtocol:
        """A socket on the first free port of the range."""
        loop = asyncio.get_running_loop()
        problem: OSError | None = None
        for port in self._ports.candidates():
            try:
                transport, protocol = await loop.create_datagram_endpoint(
                    lambda: MediaProtocol(self), local_addr=(address, port)
                )
            except OSError as error:
                problem = error
                continue
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
            return protocol
        raise problem or OSError("no free UDP port")
