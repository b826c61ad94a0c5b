"""The streaming layout, against a plain second writing of it from Tink's documented wire format."""

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.kernel.streaming_aead import (
    FIRST_PLAIN_SEGMENT_BYTES,
    HEADER_BYTES,
    PLAIN_SEGMENT_BYTES,
    SEGMENT_BYTES,
    SealBroken,
    StreamOpener,
    plain_size,
    seal_stream,
    sealed_size,
    segments_of,
)

KEY = bytes(range(32))
CONTENT = hashlib.shake_256(b"content").digest(FIRST_PLAIN_SEGMENT_BYTES + 3 * PLAIN_SEGMENT_BYTES + 5)
EDGES = [
    0,
    1,
    FIRST_PLAIN_SEGMENT_BYTES - 1,
    FIRST_PLAIN_SEGMENT_BYTES,
    FIRST_PLAIN_SEGMENT_BYTES + 1,
    FIRST_PLAIN_SEGMENT_BYTES + PLAIN_SEGMENT_BYTES,
    FIRST_PLAIN_SEGMENT_BYTES + PLAIN_SEGMENT_BYTES + 1,
    len(CONTENT),
]
sizes = st.one_of(st.sampled_from(EDGES), st.integers(0, len(CONTENT)))


def seal(plain: bytes, aad: bytes = b"key", piece: int = 50_000) -> bytes:
    pieces = [plain[i : i + piece] for i in range(0, len(plain), piece)]
    return b"".join(seal_stream(KEY, aad, pieces))


def open_all(sealed: bytes, aad: bytes = b"key", key: bytes = KEY) -> bytes:
    return StreamOpener(key, aad, sealed[:HEADER_BYTES], len(sealed)).open(0, sealed[HEADER_BYTES:])


def tink_hkdf(ikm: bytes, salt: bytes, info: bytes) -> bytes:
    pseudo_random_key = hmac.digest(salt, ikm, "sha256")
    return hmac.digest(pseudo_random_key, info + b"\x01", "sha256")


def tink_open(sealed: bytes, aad: bytes) -> bytes:
    header_length = sealed[0]
    salt, prefix = sealed[1:33], sealed[33:40]
    aes = AESGCM(tink_hkdf(KEY, salt, aad))
    bounds = [header_length, *range(65536, len(sealed), 65536), len(sealed)]
    plain = b""
    for index in range(len(bounds) - 1):
        is_last = index == len(bounds) - 2
        nonce = prefix + index.to_bytes(4, "big") + (b"\x01" if is_last else b"\x00")
        plain += aes.decrypt(nonce, sealed[bounds[index] : bounds[index + 1]], None)
    return plain


def tink_seal(plain: bytes, aad: bytes) -> bytes:
    salt, prefix = b"s" * 32, b"nonce-p"
    aes = AESGCM(tink_hkdf(KEY, salt, aad))
    segments = [plain[: 65536 - 40 - 16]]
    rest = plain[65536 - 40 - 16 :]
    segments += [rest[i : i + 65520] for i in range(0, len(rest), 65520)]
    sealed = b"\x28" + salt + prefix
    for index, segment in enumerate(segments):
        last = b"\x01" if index == len(segments) - 1 else b"\x00"
        sealed += aes.encrypt(prefix + index.to_bytes(4, "big") + last, segment, None)
    return sealed


@given(sizes, st.integers(1, 200_000))
@settings(max_examples=40, deadline=None)
def test_what_we_seal_tinks_layout_opens(size: int, piece: int) -> None:
    sealed = seal(CONTENT[:size], piece=piece)
    assert tink_open(sealed, b"key") == CONTENT[:size]
    assert len(sealed) == sealed_size(size)
    assert plain_size(len(sealed)) == size


@pytest.mark.parametrize("size", EDGES)
def test_what_tinks_layout_seals_we_open(size: int) -> None:
    assert open_all(tink_seal(CONTENT[:size], b"key")) == CONTENT[:size]


@given(sizes, st.data())
@settings(max_examples=60, deadline=None)
def test_a_range_opens_from_its_own_segments_alone(size: int, draw: st.DataObject) -> None:
    if size == 0:
        return
    start = draw.draw(st.integers(0, size - 1))
    end = draw.draw(st.integers(start + 1, size))
    sealed = tink_seal(CONTENT[:size], b"key")
    wanted = segments_of(start, end, len(sealed))
    opener = StreamOpener(KEY, b"key", sealed[:HEADER_BYTES], len(sealed))
    plain = opener.open(wanted.first, sealed[wanted.sealed_start : wanted.sealed_end])
    assert plain[wanted.skip_bytes :][: wanted.take_bytes] == CONTENT[start:end]
    assert wanted.skip_bytes < PLAIN_SEGMENT_BYTES
    assert len(plain) - wanted.skip_bytes - wanted.take_bytes < PLAIN_SEGMENT_BYTES


@given(st.sampled_from([10, 70_000, len(CONTENT)]), st.data())
@settings(max_examples=40, deadline=None)
def test_no_flipped_bit_goes_unnoticed(size: int, draw: st.DataObject) -> None:
    sealed = bytearray(tink_seal(CONTENT[:size], b"key"))
    bit = draw.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        open_all(bytes(sealed))


@given(st.integers(0, sealed_size(len(CONTENT)) - 1))
@settings(max_examples=40, deadline=None)
def test_no_cut_goes_unnoticed(length: int) -> None:
    with pytest.raises(SealBroken):
        open_all(tink_seal(CONTENT, b"key")[:length])


@pytest.mark.parametrize("segments", [1, 2, 3])
def test_a_cut_between_segments_does_not_open(segments: int) -> None:
    with pytest.raises(SealBroken):
        open_all(tink_seal(CONTENT, b"key")[: segments * SEGMENT_BYTES])


def test_swapped_segments_do_not_open() -> None:
    sealed = tink_seal(CONTENT, b"key")
    parts = [sealed[i : i + SEGMENT_BYTES] for i in range(0, len(sealed), SEGMENT_BYTES)]
    parts[1], parts[2] = parts[2], parts[1]
    with pytest.raises(SealBroken):
        open_all(b"".join(parts))


def test_a_segment_of_another_file_does_not_open() -> None:
    one, two = seal(CONTENT), seal(CONTENT)
    with pytest.raises(SealBroken):
        open_all(one[:SEGMENT_BYTES] + two[SEGMENT_BYTES:])


def test_another_key_or_place_does_not_open() -> None:
    sealed = seal(b"secret")
    with pytest.raises(SealBroken):
        open_all(sealed, key=bytes(32))
    with pytest.raises(SealBroken):
        open_all(sealed, aad=b"other")


def test_data_behind_the_end_does_not_open() -> None:
    with pytest.raises(SealBroken):
        open_all(tink_seal(CONTENT, b"key") + b"more")
