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
