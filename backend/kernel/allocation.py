"""How the C library keeps memory that was freed, and how often Python looks for cycles.

glibc gives blocks of 128 KiB and more back to the kernel at once and asks for them again for the next read of a socket,
each page of which the kernel then clears anew: two thirds of what it costs to receive an upload. A process that moves
media keeps up to 64 MiB for reuse instead.
"""

import ctypes
import gc
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_KEPT_BYTES = 64 * 1024 * 1024
_LARGEST_REUSED_BYTES = 32 * 1024 * 1024
_OBJECTS_BETWEEN_LOOKS = 20_000


def keep_freed_memory() -> bool:
    """For the calling process, before its work. False where the C library is another one."""
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    return bool(mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)) and bool(mallopt(_M_MMAP_THRESHOLD, _LARGEST_REUSED_BYTES))


def look_for_cycles_rarely() -> None:
    """For a process whose objects live for milliseconds and die by their count of references, once it stands.

    What has been loaded until now is not looked at again; 4 % of what a media node costs went into that.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS, 20, 20)
