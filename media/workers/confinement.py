"""What a process that reads strangers' media may use: memory, processor time, files, no core dump, no network."""

import ctypes
import os
import resource
import sys
from pathlib import Path

import msgspec

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
KEPT_VARIABLES = frozenset({"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES"})
"""Everything else, above all keys and passwords, stays with the parent."""


class Confinement(msgspec.Struct, frozen=True):
    """`memory_bytes` is address space, None for no limit (CUDA maps far more than it uses)."""

    memory_bytes: int | None = 4 << 30
    file_bytes: int = 16 << 30
    open_files: int = 256
    has_network: bool = False


def confine(limits: Confinement) -> None:
    """For the calling process, for good. Call before threads are started."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, limits.file_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.open_files, limits.open_files))
    if limits.memory_bytes is not None:
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    if not limits.has_network:
        leave_network()


def leave_network() -> bool:
    """Into an empty network namespace, with or without root. False where the kernel does not let us."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.geteuid(), os.getegid()
    if libc.unshare(_CLONE_NEWNET) == 0:
        return True
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    for name, line in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        Path(f"/proc/self/{name}").write_text(line)
    return True


def allow_cpu(seconds: int) -> None:
    """From now on this process may use `seconds` more of processor time; then SIGXCPU ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + max(1, seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
