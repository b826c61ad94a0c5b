"""AES-256-GCM over large data in segments, so that any range opens without the rest.

The wire format is Tink's AES-GCM-HKDF streaming AEAD (AES256_GCM_HKDF, SHA-256, 64 KiB ciphertext segments), see
https://developers.google.com/tink/streaming-aead/aes_gcm_hkdf_streaming:

    header   = u8 header length (40) | salt (32) | nonce prefix (7)
    file key = HKDF-SHA256(key, salt, info = associated data)
    segment  = AES-256-GCM(file key, nonce = prefix | u32 index | u8 is_last, no associated data), tag at its end

The header counts towards the first segment's 64 KiB. An empty file has one segment, which holds nothing but its tag.
"""

import os
import struct
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEGMENT_BYTES = 64 * 1024
KEY_BYTES = 32
TAG_BYTES = 16
SALT_BYTES = 32
PREFIX_BYTES = 7
HEADER_BYTES = 1 + SALT_BYTES + PREFIX_BYTES
PLAIN_SEGMENT_BYTES = SEGMENT_BYTES - TAG_BYTES
FIRST_PLAIN_SEGMENT_BYTES = PLAIN_SEGMENT_BYTES - HEADER_BYTES
MAX_SEGMENTS = 2**32


class SealBroken(Exception):
    """Sealed data does not open: changed, cut short, moved to another place, or sealed under another key."""


def hkdf(key: bytes, *, salt: bytes | None, info: bytes) -> bytes:
    """32 bytes, RFC 5869 with SHA-256."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(key)


def segment_count(sealed_bytes: int) -> int:
    """How many segments a sealed file of that length has. Raises: SealBroken where no sealed file has that length."""
    count = -(-sealed_bytes // SEGMENT_BYTES)
    last = sealed_bytes - (count - 1) * SEGMENT_BYTES
    if sealed_bytes < HEADER_BYTES + TAG_BYTES or (count > 1 and last <= TAG_BYTES):
        raise SealBroken(f"no sealed file is {sealed_bytes} bytes long")
    return count


def plain_size(sealed_bytes: int) -> int:
    """Length of the plaintext of a sealed file of that length. Raises: SealBroken."""
    return sealed_bytes - HEADER_BYTES - TAG_BYTES * segment_count(sealed_bytes)


def sealed_size(plain_bytes: int) -> int:
    """Length of the sealed file of that much plaintext."""
    further = max(0, plain_bytes - FIRST_PLAIN_SEGMENT_BYTES)
    return HEADER_BYTES + plain_bytes + TAG_BYTES * (1 + -(-further // PLAIN_SEGMENT_BYTES))


class SegmentRange(msgspec.Struct, frozen=True):
    """The segments that hold a plaintext range, and where it lies in them once they are opened and joined.

    `sealed_start`/`sealed_end` (exclusive) are offsets in the sealed file; those of segment 0 leave the header out.
    """

    first: int
    sealed_start: int
    sealed_end: int
    skip_bytes: int
    take_bytes: int


def _segment_of(offset: int) -> int:
    return (offset + HEADER_BYTES) // PLAIN_SEGMENT_BYTES


def segments_of(start: int, end: int, sealed_bytes: int) -> SegmentRange:
    """The segments that hold plaintext `start`..`end` (exclusive, `start` < `end` ≤ plaintext size)."""
    first, last = _segment_of(start), _segment_of(end - 1)
    plain_start = 0 if first == 0 else first * PLAIN_SEGMENT_BYTES - HEADER_BYTES
    return SegmentRange(
        first=first,
        sealed_start=HEADER_BYTES if first == 0 else first * SEGMENT_BYTES,
        sealed_end=min((last + 1) * SEGMENT_BYTES, sealed_bytes),
        skip_bytes=start - plain_start,
        take_bytes=end - start,
    )


class _FileCipher:
    def __init__(self, key: bytes, salt: bytes, prefix: bytes, associated_data: bytes) -> None:
        self._aes = AESGCM(hkdf(key, salt=salt, info=associated_data))
        self._prefix = prefix

    def nonce(self, index: int, is_last: bool) -> bytes:
        return self._prefix + struct.pack(">IB", index, is_last)

    def seal_into(self, index: int, is_last: bool, plain: memoryview, sealed: memoryview) -> None:
        """`sealed` is as long as `plain` and a tag."""
        if index >= MAX_SEGMENTS:
            raise OverflowError("a sealed file has at most 2^32 segments")
        self._aes.encrypt_into(self.nonce(index, is_last), plain, None, sealed)

    def open_into(self, index: int, is_last: bool, sealed: memoryview, plain: memoryview) -> None:
        """`plain` is as long as `sealed` without its tag."""
        try:
            self._aes.decrypt_into(self.nonce(index, is_last), sealed, None, plain)
        except InvalidTag:
            raise SealBroken(f"segment {index} does not open") from None


class StreamSealer:
    """Seals one file piece by piece; `header` comes first, then what `update` and, at last, `finish` return."""

    def __init__(self, key: bytes, associated_data: bytes) -> None:
        salt, prefix = os.urandom(SALT_BYTES), os.urandom(PREFIX_BYTES)
        self.header = bytes([HEADER_BYTES]) + salt + prefix
        self._cipher = _FileCipher(key, salt, prefix, associated_data)
        self._index = 0
        self._pending = b""

    def update(self, plain: bytes) -> bytearray:
        """The segments that are certain not to be the last one; up to a segment of plaintext stays behind."""
        data = self._pending + plain if self._pending else plain
        size, later = self._segment_plain_bytes(), PLAIN_SEGMENT_BYTES
        count = 0 if len(data) <= size else 1 + (len(data) - size - 1) // later
        sealed_bytes = size + (count - 1) * later if count else 0
        sealed = bytearray(sealed_bytes + count * TAG_BYTES)
        self._seal(memoryview(data)[:sealed_bytes], memoryview(sealed), is_end=False)
        self._pending = bytes(memoryview(data)[sealed_bytes:])
        return sealed

    def finish(self) -> bytearray:
        """The last segment; it is never empty but for an empty file."""
        sealed = bytearray(len(self._pending) + TAG_BYTES)
        self._seal(memoryview(self._pending), memoryview(sealed), is_end=True)
        return sealed

    def whole(self, blocks: Sequence[bytes | bytearray | memoryview]) -> bytearray:
        """The sealed file of the blocks one behind the other, header and all, in place of `update` and `finish`."""
        size_bytes = sum(map(len, blocks))
        sealed = bytearray(sealed_size(size_bytes))
        sealed[:HEADER_BYTES] = self.header
        room, last = memoryview(sealed)[HEADER_BYTES:], segment_count(len(sealed)) - 1
        for index, plain in enumerate(_segments(blocks)):
            self._cipher.seal_into(index, index == last, plain, room[: len(plain) + TAG_BYTES])
            room = room[len(plain) + TAG_BYTES :]
        return sealed

    def _seal(self, plain: memoryview, sealed: memoryview, *, is_end: bool) -> None:
        """Segment by segment from one buffer into the other; an empty end is a segment, too."""
        while plain or is_end:
            size = min(self._segment_plain_bytes(), len(plain))
            is_last = is_end and size == len(plain)
            self._cipher.seal_into(self._index, is_last, plain[:size], sealed[: size + TAG_BYTES])
            self._index += 1
            if is_last:
                return
            plain, sealed = plain[size:], sealed[size + TAG_BYTES :]

    def _segment_plain_bytes(self) -> int:
        return PLAIN_SEGMENT_BYTES if self._index else FIRST_PLAIN_SEGMENT_BYTES


class StreamOpener:
    """Opens segments of one file of `sealed_bytes`, in any order. Raises: SealBroken."""

    def __init__(self, key: bytes, associated_data: bytes, header: bytes, sealed_bytes: int) -> None:
        if len(header) != HEADER_BYTES or header[0] != HEADER_BYTES:
            raise SealBroken("the header of a sealed file is not ours")
        salt, prefix = header[1 : 1 + SALT_BYTES], header[1 + SALT_BYTES :]
        self._cipher = _FileCipher(key, salt, prefix, associated_data)
        self._last = segment_count(sealed_bytes) - 1

    def open(self, first: int, sealed: bytes) -> bytes:
        """The plaintext of whole consecutive segments from `first` on (segment 0 without the header)."""
        sizes = list(_segment_sizes(first, len(sealed)))
        plain = bytearray(sum(sizes) - TAG_BYTES * len(sizes))
        source, target = memoryview(sealed), memoryview(plain)
        for index, size in enumerate(sizes, first):
            self._cipher.open_into(index, index == self._last, source[:size], target[: size - TAG_BYTES])
            source, target = source[size:], target[size - TAG_BYTES :]
        return bytes(plain)


def _segment_sizes(first: int, sealed_bytes: int) -> Iterator[int]:
    """Raises: SealBroken where the last one has no room for its tag."""
    size = SEGMENT_BYTES - HEADER_BYTES if first == 0 else SEGMENT_BYTES
    while sealed_bytes > 0:
        if sealed_bytes < TAG_BYTES:
            raise SealBroken("a segment is shorter than its tag")
        yield min(size, sealed_bytes)
        sealed_bytes -= size
        size = SEGMENT_BYTES


def _segments(blocks: Sequence[bytes | bytearray | memoryview]) -> Iterator[memoryview]:
    """The plaintext of each segment; copied only where it lies in more than one block. One empty one of nothing."""
    parts: list[memoryview] = []
    wanted = FIRST_PLAIN_SEGMENT_BYTES
    is_first = True
    for block in blocks:
        rest = memoryview(block)
        while rest:
            parts.append(rest[:wanted])
            rest, wanted = rest[wanted:], wanted - len(parts[-1])
            if wanted == 0:
                yield _joined(parts)
                parts, wanted, is_first = [], PLAIN_SEGMENT_BYTES, False
    if parts or is_first:
        yield _joined(parts)


def _joined(parts: list[memoryview]) -> memoryview:
    return parts[0] if len(parts) == 1 else memoryview(b"".join(parts))


def seal_whole(key: bytes, associated_data: bytes, blocks: Sequence[bytes | bytearray | memoryview]) -> bytearray:
    """The sealed file of the blocks one behind the other, in one buffer."""
    return StreamSealer(key, associated_data).whole(blocks)


def seal_stream(key: bytes, associated_data: bytes, pieces: Iterable[bytes]) -> Iterator[bytes | bytearray]:
    """The sealed file of the joined pieces, in pieces of about their size."""
    sealer = StreamSealer(key, associated_data)
    yield sealer.header
    for piece in pieces:
        if sealed := sealer.update(piece):
            yield sealed
    yield sealer.finish()
