import subprocess
import sys

import pytest

_READS = """
import resource
from backend.kernel.allocation import keep_freed_memory
{call}
for _ in range(200):
    del_me = bytearray(256 * 1024)
    other = bytearray(1024 * 1024)
    del del_me, other
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
"""


def faults(call: str) -> int:
    found = subprocess.run(
        [sys.executable, "-c", _READS.format(call=call)], check=True, capture_output=True, text=True, timeout=60
    )
    return int(found.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="glibc")
def test_memory_that_was_freed_is_used_again() -> None:
    """Each of 200 rounds would touch 320 fresh pages."""
    assert faults("assert keep_freed_memory()") < faults("") + 2_000
    assert faults("assert keep_freed_memory()") < 20_000


_THREADS = """
from pathlib import Path
from threading import Barrier, Thread
from backend.kernel.allocation import share_one_arena
{call}
together = Barrier(8)

def work():
    held = [bytearray(50_000) for _ in range(20)]
    together.wait()

threads = [Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
(line,) = [each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmPeak")]
print(line.split()[1])
"""


def reserved_mib(call: str) -> float:
    found = subprocess.run(
        [sys.executable, "-c", _THREADS.format(call=call)], check=True, capture_output=True, text=True, timeout=60
    )
    return int(found.stdout) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="glibc")
def test_threads_share_one_arena() -> None:
    """glibc reserves 64 MiB for each arena of a thread's own."""
    assert reserved_mib("assert share_one_arena()") < reserved_mib("") - 64
