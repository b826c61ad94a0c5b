"""ICE for a node: sockets on configured addresses and ports, media past aioice's queues, no offer can aim us.

It leans on private names of aioice, which tests/media/node/test_pinned_names.py guards.
"""

import asyncio
import random
import struct
from collections.abc import Callable
from typing import NamedTuple

from aioice import Candidate, stun
from aioice.candidate import candidate_foundation, candidate_priority
from aioice.ice import CandidatePair, Connection, StunProtocol

from media.node.datagrams import DatagramSocket, NodeSockets

MAX_QUEUED_DATAGRAMS = 64
CONSENT_EVERY_S = 5.0
CONSENT_FAILURES = 4
CONSENT_REPEATS = 2
"""Of a check without answer, after 0.5 and 1.5 s; at 3.5 s it has failed."""
MAX_FAR_ADDRESSES = 32
"""A phone has a handful, and a few more as its networks change. Each costs a check and some memory."""


class MediaProtocol(StunProtocol):
    """One UDP socket: STUN and DTLS go the way of aioice and aiortc, SRTP straight to `connection.media` (RFC 7983)."""

    receiver: "NodeConnection"
    transport: DatagramSocket

    def media_received(self, data: bytes, arrived_ms: float) -> None:
        media = self.receiver.media
        if media is not None and len(data) > 1:
            media(data, arrived_ms)

    def other_received(self, data: bytes, address: tuple[str, int]) -> None:
        first = data[0] if data else 255
        if 20 <= first <= 63:
            self.receiver.handshake_received(data)
        elif first <= 3:
            self.receiver.checks += 1
            self._stun_received(data, address)

    def _stun_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """aioice trips over some malformed messages; they are nobody's."""
        try:
            super().datagram_received(data, addr)
        except (ValueError, KeyError, IndexError, AssertionError, struct.error):
            self.receiver.malformed += 1


class Way(NamedTuple):
    """Where packets go while `pair` is the nominated one."""

    pair: CandidatePair
    socket: DatagramSocket
    address: tuple[str, int]


class NodeConnection(Connection):
    """The node's end of one ICE connection, controlled by the publisher.

    The offer's candidates are not used: the node answers checks and checks back whoever checked it with the right
    password. So an offer cannot aim the node at a third party, and names of mDNS need not be resolved.
    """

    def __init__(self, sockets: NodeSockets) -> None:
        super().__init__(ice_controlling=False)
        self.media: Callable[[bytes, float], None] | None = None
        self.malformed = 0
        self.checks = 0
        self._sockets = sockets
        self._way: Way | None = None

    async def query_consent(self) -> None:
        """Part from a far side that has not answered for half a minute (RFC 7675 5.1).

        aioice gives each answer half a second: on a line with a longer round trip, or between processes that are held
        up, it would end a connection that carries media all the while.
        """
        failures = 0
        while failures < CONSENT_FAILURES:
            await asyncio.sleep(CONSENT_EVERY_S * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load, hides nothing
            failures = 0 if await self._has_consent() else failures + 1
        self._query_consent_task = None
        await self.close()

    async def _has_consent(self) -> bool:
        pair = self._nominated.get(1)
        if pair is None or self.remote_password is None:
            return False
        try:
            await pair.protocol.request(
                self.build_request(pair, nominate=False),
                pair.remote_addr,
                integrity_key=self.remote_password.encode(),
                retransmissions=CONSENT_REPEATS,
            )
        except stun.TransactionError:
            return False
        return True

    def handshake_received(self, data: bytes) -> None:
        """A DTLS record for aiortc; a flood is dropped."""
        if self._queue.qsize() < MAX_QUEUED_DATAGRAMS:
            self.data_received(data, 1)

    def check_incoming(self, message: stun.Message, addr: tuple[str, int], protocol: StunProtocol) -> None:
        """A check with the right password; what it says of its sender is not to be trusted without end."""
        known = self._remote_candidates
        if len(known) < MAX_FAR_ADDRESSES or any(each.host == addr[0] and each.port == addr[1] for each in known):
            super().check_incoming(message, addr, protocol)

    def prompt(self, is_prompt: bool) -> None:
        """Whether what comes is read at once, or with the node's beat."""
        for protocol in self._protocols:
            if isinstance(protocol, MediaProtocol):
                protocol.transport.prompt(is_prompt)

    def send_now(self, data: bytes) -> bool:
        """Send without waiting. False where it is dropped: no pair is nominated, or the socket takes no more."""
        pair = self._nominated.get(1)
        if pair is None:
            return False
        way = self._way
        if way is None or way.pair is not pair:
            assert isinstance(pair.protocol, MediaProtocol)
            way = self._way = Way(pair, pair.protocol.transport, pair.remote_addr)
        return way.socket.send(data, way.address)

    async def get_component_candidates(self, component: int, addresses: list[str], timeout: int = 5) -> list[Candidate]:
        """Raises: OSError where no socket can be had."""
        candidates = []
        problem: OSError | None = None
        for host in self._sockets.hosts:
            protocol = MediaProtocol(self)
            try:
                self._sockets.open(host.bind, protocol)
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
