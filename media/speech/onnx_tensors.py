"""The numbers that an ONNX file holds, read without a library for it: a protobuf message within a message.

ModelProto.graph (7) ─▶ GraphProto.initializer (5) ─▶ TensorProto: dims (1), data_type (2), name (8), raw_data (9)
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_GRAPH, _INITIALIZER = 7, 5
_DIMS, _DATA_TYPE, _NAME, _RAW_DATA = 1, 2, 8, 9
_FLOAT = 1
_FIXED_BYTES = {1: 8, 5: 4}


def float_tensors(model: bytes) -> dict[str, NDArray[np.float32]]:
    """Its 32-bit float tensors by name. Raises: ValueError, IndexError where the file is no ONNX model."""
    found = {}
    for number, graph in _fields(model):
        if number == _GRAPH and isinstance(graph, bytes):
            for kind, tensor in _fields(graph):
                if kind == _INITIALIZER and isinstance(tensor, bytes):
                    found.update(_tensor(tensor))
    return found


def _tensor(message: bytes) -> dict[str, NDArray[np.float32]]:
    dims, name, data, data_type = [], "", b"", 0
    for number, value in _fields(message):
        if isinstance(value, int):
            if number == _DIMS:
                dims.append(value)
            elif number == _DATA_TYPE:
                data_type = value
        elif number == _NAME:
            name = value.decode()
        elif number == _RAW_DATA:
            data = value
    return {name: np.frombuffer(data, "<f4").reshape(dims)} if data_type == _FLOAT else {}


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, at = _varint(message, at)
            yield number, value
            continue
        size, at = _varint(message, at) if kind == 2 else (_FIXED_BYTES[kind], at)
        yield number, message[at : at + size]
        at += size


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """(the number, where the next field begins)."""
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
