"""A media worker as a process of its own: `python -m tests.media.workers.worker_process`, settings by environment."""

import asyncio
import os

from backend.kernel.environment import load_settings
from backend.kernel.logging import configure_logging
from media.workers.main import run

if __name__ == "__main__":
    settings = load_settings(os.environ)
    configure_logging(settings, "worker")
    asyncio.run(run(settings))
