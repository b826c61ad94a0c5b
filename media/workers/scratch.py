"""Where a job's media lies in the clear while it is worked on: a private folder that does not outlive its use."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.kernel.ids import new_id


@contextmanager
def scratch_folder(root: Path) -> Iterator[Path]:
    """A folder of mode 0700 below `root`, removed at the end."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = root / new_id("job")
    folder.mkdir(mode=0o700)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep(root: Path) -> int:
    """Remove what dead workers left behind: folders whose lock nobody holds. How many there were."""
    swept = 0
    for lock_file in root.glob("job_*/.lock"):
        with lock_file.open("r+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            shutil.rmtree(lock_file.parent, ignore_errors=True)
            swept += 1
    return swept
