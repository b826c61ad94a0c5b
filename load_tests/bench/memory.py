"""What a process occupies."""

import psutil


def memory_bytes() -> int:
    """Resident bytes of this process."""
    return int(psutil.Process().memory_info().rss)
