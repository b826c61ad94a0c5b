"""A leg's spool: records, sealed and appended to one file. A killed process loses only what it had not yet written.

`{data_dir}/spool/{take_id}/{leg_id}.spool` holds one `LegHead`, then `FileHeader`s and `Cluster`s in any order; of the
headers the newest counts. The file is locked while its leg is recorded or uploaded; the lock dies with the process.
All calls here block: they belong in a thread.
"""

import fcntl
import os
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from backend.contracts.media import LostStretch
from backend.kernel.crypto import Keyring, RecordOpener, RecordSealer

_SAFE_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}\Z")


class LegHead(msgspec.Struct, frozen=True, tag="head"):
    take_id: str
    leg_id: str
    node_id: str
    room: str
    started_at: datetime


class FileHeader(msgspec.Struct, frozen=True, tag="header"):
    """`data` are the bytes before the first cluster. Not settled: another track may still come."""

    data: bytes
    video_codec: Literal["vp8", "h264"] | None
    has_audio: bool
    is_settled: bool


class Cluster(msgspec.Struct, frozen=True, tag="cluster"):
    """`end_ms` is the media time reached, `ended_at` the wall clock of the last packet in it. `lost`: where sound is
    missing before or within it, for its packets never came. `began_at` is the leg's time 0 on the wall clock, as well
    as it is known by now.
    """

    data: bytes
    end_ms: int
    ended_at: datetime
    lost: list[LostStretch] = []
    began_at: datetime | None = None


class LegEnd(msgspec.Struct, frozen=True, tag="end"):
    """The leg was closed in order."""


SpoolRecord = LegHead | FileHeader | Cluster | LegEnd
_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[SpoolRecord] = msgspec.msgpack.Decoder(SpoolRecord)


def spool_path(spool_dir: Path, take_id: str, leg_id: str) -> Path:
    """Raises: ValueError where an id is not one (it becomes part of a path)."""
    if not _SAFE_NAME.match(take_id) or not _SAFE_NAME.match(leg_id):
        raise ValueError("a take or leg id holds characters that no id has")
    return spool_dir / take_id / f"{leg_id}.spool"


def _file_id(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def try_lock(descriptor: int) -> bool:
    """False where another process, or another open file of this one, holds the spool."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class SpoolWriter:
    """Appends records. A write that fails (disk full) leaves the file as it was, and may be tried again."""

    def __init__(self, path: Path, keyring: Keyring) -> None:
        """Raises: OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._sealer = RecordSealer(keyring, _file_id(path))
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        try_lock(self._descriptor)
        self.size_bytes = 0
        self.is_dirty = False

    def append(self, records: Sequence[SpoolRecord]) -> None:
        """Raises: OSError, and then none of `records` is in the file."""
        first_index = self._sealer.next_index
        data = b"".join([self._sealer.seal(_encoder.encode(record)) for record in records])
        try:
            self._write(data)
        except OSError:
            self._sealer.next_index = first_index
            os.ftruncate(self._descriptor, self.size_bytes)
            raise
        self.size_bytes += len(data)
        self.is_dirty = True

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]

    def sync(self) -> None:
        """Put on the disk what has been written; nothing after `close`, which may come at the same time.

        Raises: OSError.
        """
        self.is_dirty = False
        if (descriptor := self._descriptor) >= 0:
            os.fdatasync(descriptor)

    def close(self) -> None:
        """Idempotent; the lock goes with it."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class SpoolReader:
    """Reads on from where the last call stopped, while another thread may still append."""

    def __init__(self, path: Path, keyring: Keyring) -> None:
        self.path = path
        self._opener = RecordOpener(keyring, _file_id(path))

    def records(self) -> Iterator[SpoolRecord]:
        """Whole records that are new since the last call; a torn one at the end is not there yet, nor is a file that
        the disk has not taken.

        Raises: SealBroken where the file was tampered with, OSError.
        """
        try:
            file = self.path.open("rb")
        except (FileNotFoundError, NotADirectoryError):
            return
        with file:
            file.seek(self._opener.end_offset)
            for record in self._opener.read(file):
                yield _decoder.decode(record)


def remove_spool(path: Path) -> None:
    """Idempotent; the take's folder goes with its last spool."""
    path.unlink(missing_ok=True)
    try:
        path.parent.rmdir()
    except OSError:
        return
