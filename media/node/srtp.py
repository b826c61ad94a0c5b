"""SRTP on pylibsrtp's C functions, into one reused buffer (RFC 3711).

`pylibsrtp.Session` copies each packet twice and allocates a length; this path copies once. It leans on private names
of pylibsrtp, which tests/media/node/test_pinned_names.py guards.
"""

from pylibsrtp import Error, Session
from pylibsrtp._binding import ffi, lib

MAX_DATAGRAM_BYTES = 2048


class SrtpContext:
    """The two keyed directions of one DTLS association. `buffer` holds the last unprotected packet."""

    # Room for the authentication tag behind the longest packet (SRTP_MAX_TRAILER_LEN is 144).
    _MAX_PLAIN_BYTES = MAX_DATAGRAM_BYTES - 256

    def __init__(self, incoming: Session, outgoing: Session) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._handle = incoming._srtp[0]
        self._outgoing_handle = outgoing._srtp[0]
        self._data = ffi.new("char[]", MAX_DATAGRAM_BYTES)
        self._size = ffi.new("int *")
        self.buffer = ffi.buffer(self._data)
        self._out_data = ffi.new("char[]", MAX_DATAGRAM_BYTES)
        self._out_size = ffi.new("int *")
        self._out = ffi.buffer(self._out_data)
        self.rejected = 0

    def unprotect(self, datagram: bytes) -> int:
        """Decrypt an SRTP packet into `buffer`; its size there, or 0 where it is forged, replayed or too long."""
        return self._unprotect(lib.srtp_unprotect, datagram)

    def unprotect_rtcp(self, datagram: bytes) -> bytes | None:
        """The plain RTCP compound, or None where it is forged, replayed or too long."""
        size = self._unprotect(lib.srtp_unprotect_rtcp, datagram)
        return bytes(self.buffer[:size]) if size else None

    def protect_rtcp(self, packet: bytes) -> bytes | None:
        """The SRTCP packet to send, or None where the keys are used up."""
        try:
            return bytes(self._outgoing.protect_rtcp(packet))
        except Error:
            return None

    def protect(self, header: bytes, payload: bytes) -> bytes | None:
        """The SRTP packet to send; None where it is too long or the keys are used up."""
        start, length = len(header), len(header) + len(payload)
        if length > self._MAX_PLAIN_BYTES:
            return None
        self._out[0:start] = header
        self._out[start:length] = payload
        self._out_size[0] = length
        if lib.srtp_protect(self._outgoing_handle, self._out_data, self._out_size) != 0:
            return None
        return self._out[0 : self._out_size[0]]  # type: ignore[no-any-return]

    def _unprotect(self, function: object, datagram: bytes) -> int:
        length = len(datagram)
        if length > MAX_DATAGRAM_BYTES:
            self.rejected += 1
            return 0
        ffi.memmove(self._data, datagram, length)
        self._size[0] = length
        if function(self._handle, self._data, self._size) != 0:  # type: ignore[operator]
            self.rejected += 1
            return 0
        return int(self._size[0])
