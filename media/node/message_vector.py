"""The memory of recvmmsg(2): room for datagrams, who sent them and when they came, as the system lays it out."""

import ctypes
from typing import Any

CAPACITY = 16
MAX_DATAGRAM_BYTES = 2048
NAME_BYTES = 32
CONTROL_BYTES = 32


class _Piece(ctypes.Structure):
    """struct iovec."""

    _fields_ = (("base", ctypes.c_void_p), ("size", ctypes.c_size_t))


class _Header(ctypes.Structure):
    """struct msghdr."""

    _fields_ = (
        ("name", ctypes.c_void_p),
        ("name_bytes", ctypes.c_uint32),
        ("pieces", ctypes.c_void_p),
        ("piece_count", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("control_bytes", ctypes.c_size_t),
        ("flags", ctypes.c_int),
    )


class _Message(ctypes.Structure):
    """struct mmsghdr."""

    _fields_ = (("header", _Header), ("received_bytes", ctypes.c_uint32))


receive: Any = ctypes.PyDLL(None).recvmmsg
"""(descriptor, address of the vector, count, flags, time-out) → datagrams received, below 0 where it failed.

It must not wait, for it keeps the interpreter's lock: to give that up and get it back costs as much as a datagram.
"""
receive.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_void_p)

MESSAGE_BYTES = ctypes.sizeof(_Message)
# In words of four bytes within a message.
RECEIVED_AT = _Message.received_bytes.offset // 4
CONTROL_AT = _Header.control_bytes.offset // 4


class MessageVector:
    """16 messages. Receiving writes over `headers`, which have to be as `fresh` before the next time."""

    def __init__(self) -> None:
        self.data: Any = ctypes.create_string_buffer(CAPACITY * MAX_DATAGRAM_BYTES)
        self.names: Any = ctypes.create_string_buffer(CAPACITY * NAME_BYTES)
        self._control = ctypes.create_string_buffer(CAPACITY * CONTROL_BYTES)
        self._pieces = (_Piece * CAPACITY)()
        self._messages = (_Message * CAPACITY)()
        for index in range(CAPACITY):
            self._lay_out(index)
        self.address = ctypes.addressof(self._messages)
        self.headers = memoryview(self._messages).cast("B")
        self.fresh = bytes(self.headers)
        self.words = self.headers.cast("I")
        self.control = memoryview(self._control).cast("B").cast("q")
        """Eight bytes each: a length, a level and a kind, then seconds and nanoseconds."""

    def _lay_out(self, index: int) -> None:
        piece, header = self._pieces[index], self._messages[index].header
        piece.base = ctypes.addressof(self.data) + index * MAX_DATAGRAM_BYTES
        piece.size = MAX_DATAGRAM_BYTES
        header.name = ctypes.addressof(self.names) + index * NAME_BYTES
        header.name_bytes = NAME_BYTES
        header.pieces = ctypes.addressof(self._pieces) + index * ctypes.sizeof(_Piece)
        header.piece_count = 1
        header.control = ctypes.addressof(self._control) + index * CONTROL_BYTES
        header.control_bytes = CONTROL_BYTES
