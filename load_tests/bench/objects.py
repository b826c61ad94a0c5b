"""Family `objects`: sealing and storing, MB a CPU-second, beside AES-GCM in plain segments."""

import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.kernel.crypto import Keyring
from backend.kernel.storage import open_store
from backend.kernel.streaming_aead import HEADER_BYTES, PLAIN_SEGMENT_BYTES, StreamOpener, seal_whole
from load_tests.bench.rows import Goal, Row

CHUNK = os.urandom(4 * 2**20)
ROUNDS = 30
GOAL = Goal(830, "at_least")


def rows() -> Iterator[Row]:
    key = os.urandom(32)
    sealed = bytes(seal_whole(key, b"bench", [CHUNK]))
    plain = _speed(lambda: _plain_segments(AESGCM(key)))
    name = "AES-GCM alone"
    yield _row("sealed in memory", _speed(lambda: seal_whole(key, b"bench", [CHUNK])), GOAL, name, plain)
    yield _row("opened in memory", _speed(lambda: _open(key, sealed)), None, name, plain)
    put, get = asyncio.run(_store())
    yield _row("put, 4 MiB on disk", put, GOAL, name, plain)
    yield _row("get, 4 MiB from disk", get, None, name, plain)


def _row(measure: str, value: float, goal: Goal | None, peer_name: str, peer: float) -> Row:
    return Row("objects", measure, value, "MB/s", os.getloadavg()[0], goal, peer_name, peer)


def _speed(work: Callable[[], object]) -> float:
    work()
    begun = time.process_time()
    for _ in range(ROUNDS):
        work()
    return ROUNDS * len(CHUNK) / 1e6 / (time.process_time() - begun)


def _plain_segments(cipher: AESGCM) -> None:
    for start in range(0, len(CHUNK), PLAIN_SEGMENT_BYTES):
        cipher.encrypt(os.urandom(12), CHUNK[start : start + PLAIN_SEGMENT_BYTES], None)


def _open(key: bytes, sealed: bytes) -> bytes:
    return StreamOpener(key, b"bench", sealed[:HEADER_BYTES], len(sealed)).open(0, sealed[HEADER_BYTES:])


async def _store() -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder).as_uri(), Keyring.generate())
        return await _awaited(lambda: store.put("chunk", CHUNK)), await _awaited(lambda: store.get("chunk"))


async def _awaited(work: Callable[[], Awaitable[object]]) -> float:
    await work()
    begun = time.process_time()
    for _ in range(ROUNDS):
        await work()
    return ROUNDS * len(CHUNK) / 1e6 / (time.process_time() - begun)
