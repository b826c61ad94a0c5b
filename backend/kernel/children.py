"""Child processes that never outlive their parent, however that ends."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(how: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """A `preexec_fn` after which the kernel sends `how` to the child when its parent dies (prctl(2), Linux).

    The parent is the thread that spawns, so spawn from one that lives as long as the process.
    """
    parent = os.getpid()

    def arrange() -> None:
        if _LIBC is None:
            return
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(how))
        if os.getppid() != parent:
            os._exit(1)

    return arrange
