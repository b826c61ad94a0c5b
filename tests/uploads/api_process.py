"""An API process of its own: `python -m tests.uploads.api_process`, settings by environment."""

import asyncio
import os

from backend.app.asgi import serve
from backend.kernel.environment import load_settings
from backend.kernel.logging import configure_logging

if __name__ == "__main__":
    settings = load_settings(os.environ)
    configure_logging(settings, "api")
    asyncio.run(serve(settings))
