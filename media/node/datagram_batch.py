"""Many datagrams of one socket by one system call, each with its sender and the time at which it came.

Linux says when each datagram came (SO_TIMESTAMPNS), so neither a beat nor a busy loop falsifies what is measured.
"""

import socket
import sys
from time import monotonic, time

from media.node.message_vector import (
    CAPACITY,
    CONTROL_AT,
    CONTROL_BYTES,
    MAX_DATAGRAM_BYTES,
    MESSAGE_BYTES,
    NAME_BYTES,
    RECEIVED_AT,
    MessageVector,
    receive,
)

MAX_AGE_S = 1.0
"""A time of arrival further from now shows that the wall clock was set meanwhile."""
SO_TIMESTAMPNS = 35


class DatagramBatch:
    """At most 16 datagrams, for all sockets of a loop: what `take` brought stays until the next.

    `take` first; the others tell of datagram 0 to count - 1.
    """

    def __init__(self) -> None:
        vector = MessageVector()
        self._vector = vector
        self._address = vector.address
        self._data, self._names = vector.data, vector.names
        self._headers, self._fresh = vector.headers, vector.fresh
        self._words, self._control = vector.words, vector.control
        self._used = 0
        self._now_s = 0.0
        self._wall_s = 0.0

    def take(self, descriptor: int) -> int:
        """How many came, 0 where none is here. Never waits."""
        if self._used:
            used_bytes = self._used * MESSAGE_BYTES
            self._headers[:used_bytes] = self._fresh[:used_bytes]
        count: int = receive(descriptor, self._address, CAPACITY, socket.MSG_DONTWAIT, None)
        self._used = count if count > 0 else 0
        self._now_s, self._wall_s = monotonic(), time()
        return self._used

    def data(self, index: int) -> bytes:
        """What is longer than 2,048 bytes comes cut."""
        begin = index * MAX_DATAGRAM_BYTES
        size = self._words[index * (MESSAGE_BYTES // 4) + RECEIVED_AT]
        return self._data[begin : begin + size]  # type: ignore[no-any-return]

    def arrived_ms(self, index: int) -> float:
        """The kernel's wall-clock time of arrival as monotonic ms; now, where it tells none that can be true."""
        if self._words[index * (MESSAGE_BYTES // 4) + CONTROL_AT]:
            at = index * (CONTROL_BYTES // 8) + 2
            age_s = self._wall_s - self._control[at] - self._control[at + 1] / 1e9
            if 0 <= age_s <= MAX_AGE_S:
                return (self._now_s - age_s) * 1000
        return self._now_s * 1000

    def address(self, index: int) -> tuple[str, int]:
        """Who sent it: host and port (sockaddr_in, sockaddr_in6)."""
        begin = index * NAME_BYTES
        name: bytes = self._names[begin : begin + NAME_BYTES]
        port = int.from_bytes(name[2:4])
        if int.from_bytes(name[:2], sys.byteorder) == socket.AF_INET6:
            return socket.inet_ntop(socket.AF_INET6, name[8:24]), port
        return socket.inet_ntop(socket.AF_INET, name[4:8]), port
