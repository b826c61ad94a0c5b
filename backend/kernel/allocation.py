"""How the C library keeps memory that was freed and for whom, and how often Python looks for cycles.

glibc gives blocks of 128 KiB and more back to the kernel at once and asks for them again for the next read of a socket,
each page of which the kernel then clears anew: two thirds of what it costs to receive an upload. A process that moves
media keeps up to 64 MiB for reuse instead.

It also gives every thread an arena of its own (eight a core), and what one thread has freed is of no use to another. A
process that hands buffers between its threads so grows for an hour without holding more: a media node's free memory
was 20 MB and growing where its live memory stayed at 28.4 MB through 140 leavers, and stayed at 6 MB in one arena.
"""

import ctypes
import gc
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_KEPT_BYTES = 64 * 1024 * 1024
_LARGEST_REUSED_BYTES = 32 * 1024 * 1024
_OBJECTS_BETWEEN_LOOKS = 20_000


def keep_freed_memory() -> bool:
    """For the calling process, before its work. False where the C library is another one."""
    return _set((_M_TRIM_THRESHOLD, _KEPT_BYTES), (_M_MMAP_THRESHOLD, _LARGEST_REUSED_BYTES))


def share_one_arena() -> bool:
    """For the calling process, before its threads begin. False where the C library is another one.

    For few threads, of which rarely two allocate at the same time: those of a process that lives by its event loop.
    """
    return _set((_M_ARENA_MAX, 1))


def _set(*options: tuple[int, int]) -> bool:
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and all(mallopt(option, value) for option, value in options)


def look_for_cycles_rarely() -> None:
    """For a process whose objects live for milliseconds and die by their count of references, once it stands.

    What has been loaded until now is not looked at again: 4 % of what a media node costs went into that, and an API
    process stood still for 0.2 s every ten seconds of 500 interviews.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS, 20, 20)
