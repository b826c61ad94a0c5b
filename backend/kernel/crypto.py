"""Keys and small sealed things: the keyring, sealed fields, blind indexes, and sealed append-only records.

Everything hangs on one master key of 32 bytes; a key for each purpose comes from it by HKDF-SHA256, so no key serves
two uses. Large data goes through `streaming_aead`.
"""

import base64
import binascii
import hashlib
import hmac
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.kernel.environment import SettingsError
from backend.kernel.ids import new_id
from backend.kernel.settings import Settings
from backend.kernel.streaming_aead import KEY_BYTES, TAG_BYTES, SealBroken, hkdf

__all__ = ["Keyring", "RecordOpener", "RecordSealer", "SealBroken"]

NONCE_BYTES = 12
MAX_RECORD_BYTES = 64 * 1024 * 1024
_FORMAT = 1
_LENGTH = struct.Struct(">I")


class Keyring:
    """The master key and what is derived from it. Never logged, never in a repr."""

    def __init__(self, master_key: bytes) -> None:
        if len(master_key) != KEY_BYTES:
            raise ValueError(f"a master key has {KEY_BYTES} bytes")
        self._master_key = master_key
        self._key_id = hashlib.sha256(b"greenroom key id" + master_key).digest()[:4]
        self._fields = AESGCM(self.derive("sealed fields"))
        self._index_key = self.derive("blind index")

    @classmethod
    def generate(cls) -> "Keyring":
        """A keyring of a new random key."""
        return cls(os.urandom(KEY_BYTES))

    @classmethod
    def from_settings(cls, settings: Settings) -> "Keyring":
        """The key named by the settings; the key file is made at the first start, readable by its owner alone.

        Raises: SettingsError where the key is not base64 of 32 bytes.
        """
        if settings.master_key is not None:
            return cls(_decode_key(settings.master_key, "GREENROOM_MASTER_KEY"))
        path = settings.master_key_file or settings.data_dir / "master.key"
        return cls(_decode_key(_read_or_make(path), f"GREENROOM_MASTER_KEY_FILE ({path})"))

    def derive(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose, the same at each call."""
        return hkdf(self._master_key, salt=None, info=b"greenroom:" + purpose.encode())

    def seal(self, data: bytes, aad: bytes) -> bytes:
        """AES-256-GCM: u8 format | key id (4) | nonce (12) | ciphertext and tag. `aad` says where it belongs."""
        nonce = os.urandom(NONCE_BYTES)
        head = bytes([_FORMAT]) + self._key_id
        return head + nonce + self._fields.encrypt(nonce, data, head + aad)

    def open(self, sealed: bytes, aad: bytes) -> bytes:
        """What `seal` took. Raises: SealBroken."""
        head, nonce, body = sealed[:5], sealed[5 : 5 + NONCE_BYTES], sealed[5 + NONCE_BYTES :]
        if head != bytes([_FORMAT]) + self._key_id or len(body) < TAG_BYTES:
            raise SealBroken("sealed under another key, or not sealed by us")
        try:
            return self._fields.decrypt(nonce, body, head + aad)
        except InvalidTag:
            raise SealBroken("a sealed field does not open") from None

    def blind_index(self, value: str) -> str:
        """HMAC-SHA256 of the value in url-safe base64, to look up a sealed field by equality.

        The caller normalises first (case, spaces), for equal is meant byte by byte.
        """
        digest = hmac.digest(self._index_key, value.encode(), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _decode_key(text: str, source: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingsError([f"{source} is ***; expected 32 bytes in base64 (openssl rand -base64 32)."])
    return key


def _read_or_make(path: Path) -> str:
    """Whoever links first wins, so processes that start together agree on one key."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(new_id(f".{path.name}"))
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(os.urandom(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text("ascii", errors="replace")


class _RecordCipher:
    def __init__(self, keyring: Keyring, file_id: str) -> None:
        self._file_id = file_id.encode()
        self._aes = AESGCM(hkdf(keyring.derive("records"), salt=None, info=self._file_id))

    def _aad(self, index: int) -> bytes:
        return self._file_id + struct.pack(">Q", index)


class RecordSealer(_RecordCipher):
    """Seals records for an append-only file: u32 length | nonce (12) | ciphertext and tag (length counts these two).

    Each record is bound to the file and to its place. `next_index` continues a file that holds that many records.
    """

    def __init__(self, keyring: Keyring, file_id: str, *, next_index: int = 0) -> None:
        super().__init__(keyring, file_id)
        self.next_index = next_index

    def seal(self, record: bytes) -> bytes:
        """The bytes to append. Records are at most 64 MiB."""
        if len(record) > MAX_RECORD_BYTES:
            raise ValueError("a record is at most 64 MiB")
        nonce = os.urandom(NONCE_BYTES)
        body = self._aes.encrypt(nonce, record, self._aad(self.next_index))
        self.next_index += 1
        return _LENGTH.pack(NONCE_BYTES + len(body)) + nonce + body


class RecordOpener(_RecordCipher):
    """Reads such a file. After `read` is exhausted: `next_index` records are whole and end at `end_offset`.

    Bytes behind `end_offset` are a record that a crash has torn; to append again, cut the file there.
    """

    def __init__(self, keyring: Keyring, file_id: str) -> None:
        super().__init__(keyring, file_id)
        self.next_index = 0
        self.end_offset = 0

    def read(self, file: BinaryIO) -> Iterator[bytes]:
        """The whole records in order, read one by one from where the file stands.

        Raises: SealBroken where a record that others follow does not open (that is no torn write).
        """
        while (body := _next_body(file)) is not None:
            record = self._open(body)
            if record is None:
                if file.read(1):
                    raise SealBroken(f"record {self.next_index} does not open")
                return
            self.next_index += 1
            self.end_offset += _LENGTH.size + len(body)
            yield record

    def _open(self, body: bytes) -> bytes | None:
        try:
            return self._aes.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], self._aad(self.next_index))
        except InvalidTag:
            return None


def _next_body(file: BinaryIO) -> bytes | None:
    """None at the end of the file and at a torn record (cut short, or zeros that a lost write left)."""
    head = file.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if not NONCE_BYTES + TAG_BYTES <= length <= NONCE_BYTES + TAG_BYTES + MAX_RECORD_BYTES:
        return None
    body = file.read(length)
    return body if len(body) == length else None
