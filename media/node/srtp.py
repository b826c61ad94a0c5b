"""SRTP on pylibsrtp's C functions, into one reused buffer (RFC 3711).

`pylibsrtp.Session` copies each packet twice and allocates a length; this path copies once. It leans on private names
of pylibsrtp, which tests/media/node/test_pinned_names.py guards.
"""

from typing import Any, Final, Protocol

from pylibsrtp import Error, Session
from pylibsrtp._binding import ffi, lib

from media.node.rtp import is_rtcp

MAX_DATAGRAM_BYTES: Final = 2048
# Room for the authentication tag behind the longest packet (SRTP_MAX_TRAILER_LEN is 144).
MAX_PLAIN_BYTES: Final = 1792


class PlainPackets(Protocol):
    """Takes decrypted packets (`ReceivePath`)."""

    def rtp(self, data: bytes, now_ms: float) -> None: ...

    def rtcp(self, data: bytes, now_ms: float) -> None: ...


class SrtpContext:
    """The two keyed directions of one DTLS association."""

    def __init__(self, incoming: Session, outgoing: Session) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._handle = incoming._srtp[0]
        self._open_rtp, self._open_rtcp, self._seal_rtp = lib.srtp_unprotect, lib.srtp_unprotect_rtcp, lib.srtp_protect
        self._copy = ffi.memmove
        self._outgoing_handle = outgoing._srtp[0]
        self._data = ffi.new("char[]", MAX_DATAGRAM_BYTES)
        self._size = ffi.new("int *")
        self._plain = ffi.buffer(self._data)
        self._out_data = ffi.new("char[]", MAX_DATAGRAM_BYTES)
        self._out_size = ffi.new("int *")
        self._out = ffi.buffer(self._out_data)
        self.rejected = 0

    def unprotect(self, datagram: bytes) -> bytes | None:
        """The plain RTP packet, or None where it is forged, replayed or too long."""
        return self._unprotect(self._open_rtp, datagram)

    def unprotect_rtcp(self, datagram: bytes) -> bytes | None:
        """The plain RTCP compound, or None where it is forged, replayed or too long."""
        return self._unprotect(self._open_rtcp, datagram)

    def protect_rtcp(self, packet: bytes) -> bytes | None:
        """The SRTCP packet to send, or None where the keys are used up."""
        try:
            return bytes(self._outgoing.protect_rtcp(packet))
        except Error:
            return None

    def protect(self, header: bytes, payload: bytes) -> bytes | None:
        """The SRTP packet to send; None where it is too long or the keys are used up."""
        start, length = len(header), len(header) + len(payload)
        if length > MAX_PLAIN_BYTES:
            return None
        self._out[0:start] = header
        self._out[start:length] = payload
        self._out_size[0] = length
        if self._seal_rtp(self._outgoing_handle, self._out_data, self._out_size) != 0:
            return None
        return self._out[0 : self._out_size[0]]  # type: ignore[no-any-return]

    def _unprotect(self, function: Any, datagram: bytes) -> bytes | None:
        length = len(datagram)
        if length > MAX_DATAGRAM_BYTES:
            self.rejected += 1
            return None
        self._copy(self._data, datagram, length)
        self._size[0] = length
        if function(self._handle, self._data, self._size) != 0:
            self.rejected += 1
            return None
        return self._plain[0 : self._size[0]]  # type: ignore[no-any-return]


class SrtpInput:
    """Opens what comes and hands it on: RTP and RTCP, each told from the other (RFC 5761 4)."""

    def __init__(self, context: SrtpContext, packets: PlainPackets) -> None:
        self._context = context
        self._packets = packets

    def datagram(self, data: bytes, now_ms: float) -> None:
        """`data` has two bytes at least."""
        if is_rtcp(data):
            plain = self._context.unprotect_rtcp(data)
            if plain is not None:
                self._packets.rtcp(plain, now_ms)
            return
        plain = self._context.unprotect(data)
        if plain is not None:
            self._packets.rtp(plain, now_ms)
