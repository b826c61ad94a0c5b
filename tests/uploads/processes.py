"""Further API processes on the stores of a test's house, which a test may kill."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import msgspec

from backend.kernel.environment import to_environ
from tests.interviews.house import until
from tests.uploads.conftest import Desk

PATIENCE_S = 60.0


@asynccontextmanager
async def an_api_process(desk: Desk) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """A second API process on the same stores, at `host:port`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = msgspec.structs.replace(desk.house.resources.settings, port=port)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.uploads.api_process", env={**os.environ, **to_environ(settings)}
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:

            async def is_up() -> bool:
                assert process.returncode is None, "the API process ended"
                try:
                    return (await http.get("/healthz")).status_code == 200
                except httpx.TransportError:
                    return False

            await until(is_up, within_s=PATIENCE_S)
        yield f"127.0.0.1:{port}", process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
