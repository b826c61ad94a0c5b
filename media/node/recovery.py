"""Spools that a killed node left behind: found, locked, uploaded to their end, removed."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from media.node.spool import try_lock

DAMAGED_SUFFIX = ".damaged"


class AbandonedSpool(msgspec.Struct, frozen=True):
    """A spool that no process records any more; `descriptor` holds its lock until `release`."""

    path: Path
    descriptor: int

    @property
    def take_id(self) -> str:
        return self.path.parent.name

    @property
    def leg_id(self) -> str:
        return self.path.stem

    def release(self) -> None:
        os.close(self.descriptor)


def abandoned_spools(spool_dir: Path) -> Iterator[AbandonedSpool]:
    """Those whose lock is free, oldest leg first; what lives in this or another process is left alone."""
    for path in sorted(spool_dir.glob("*/*.spool"), key=lambda found: found.stem):
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            continue
        if try_lock(descriptor) and path.exists():
            yield AbandonedSpool(path, descriptor)
        else:
            os.close(descriptor)


def set_aside(path: Path) -> Path:
    """Keep a spool that does not open for a person to look at, out of the way of the next start."""
    return path.rename(path.with_suffix(path.suffix + DAMAGED_SUFFIX))
