"""Waiting at start for servers that start at the same time."""

import asyncio
import time

PATIENCE_S = 90.0
POLL_S = 0.02


class ServerSilent(Exception):
    """Nobody listens at an address within 90 s."""


async def wait_for_servers(addresses: str) -> None:
    """Returns when something listens at each of the `host:port`s (comma between them). Raises: ServerSilent."""
    deadline = time.monotonic() + PATIENCE_S
    for address in filter(None, addresses.split(",")):
        host, _, port = address.rpartition(":")
        while not await is_listening(host, int(port)):
            if time.monotonic() > deadline:
                raise ServerSilent(f"nobody listens at {address}")
            await asyncio.sleep(POLL_S)


async def is_listening(host: str, port: int) -> bool:
    """Whether a TCP connection opens."""
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), 1)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
