"""numpy's matrix products by one thread: further ones would wait for the next product in a loop, on cores of others."""

import ctypes
from functools import cache
from pathlib import Path

import numpy as np

_NAMES = ("scipy_openblas_set_num_threads64_", "openblas_set_num_threads64_", "openblas_set_num_threads")


@cache
def multiply_with_one_thread() -> bool:
    """For the whole process. False where numpy multiplies by another library than the OpenBLAS of its wheels."""
    package = Path(np.__file__).parent
    for folder in (package.parent / "numpy.libs", package / ".dylibs"):
        for path in sorted(folder.glob("*openblas*")):
            library = ctypes.CDLL(str(path))
            for name in _NAMES:
                if (set_threads := getattr(library, name, None)) is not None:
                    set_threads(1)
                    return True
    return False
