"""The house of a data directory: only one `greenroom up` at a time, and how other commands find its servers."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from backend.kernel.settings import Settings


class HouseTaken(Exception):
    """Another process holds the data directory."""


class House(msgspec.Struct, frozen=True):
    """What the running house uses; JSON at `{data_dir}/house.json`, for its owner alone."""

    pid: int
    base_url: str
    mongodb_uri: str
    redis_url: str
    smtp_url: str | None


class HouseLock:
    """Held as long as the process lives, so it is free after any kind of end."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "house.lock"
        self._card = data_dir / "house.json"
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        """Raises: HouseTaken."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise HouseTaken(
                f"Greenroom already runs on {self._path.parent.absolute()} (process {holder or '?'}). "
                "Stop it first, or name another GREENROOM_DATA_DIR."
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor
        return self

    def announce(self, house: House) -> None:
        """Lets other commands find the servers."""
        draft = self._card.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(msgspec.json.encode(house))
        draft.replace(self._card)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._card.unlink(missing_ok=True)
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def running_house(data_dir: Path) -> House | None:
    """The house that runs on the directory now, where one does."""
    try:
        with (data_dir / "house.lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return None
    except FileNotFoundError:
        return None
    except BlockingIOError:
        pass
    try:
        return msgspec.json.decode((data_dir / "house.json").read_bytes(), type=House)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def at_home(settings: Settings) -> Settings:
    """The settings, with the running house's servers where none are named."""
    house = running_house(settings.data_dir)
    if house is None:
        return settings
    return msgspec.structs.replace(
        settings,
        mongodb_uri=settings.mongodb_uri or house.mongodb_uri,
        redis_url=settings.redis_url or house.redis_url,
        smtp_url=settings.smtp_url or house.smtp_url,
        base_url=house.base_url,
    )
