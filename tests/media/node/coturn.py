"""Debian's coturn on loopback, as an operator would run it with Greenroom: TURN REST credentials, UDP, TCP and TLS."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from backend.app.certificates import own_certificate
from backend.app.embedded import free_port
from backend.kernel.clock import utc_now
from backend.rooms.ice_servers import CREDENTIAL_LIFE, TurnCredential, turn_credential

SECRET = "a shared secret"
PROGRAM = shutil.which("turnserver")
needs_coturn = pytest.mark.skipif(PROGRAM is None, reason="needs coturn: apt-get install coturn")


class Coturn:
    """`urls` by transport."""

    def __init__(self, port: int, tls_port: int, certificate: Path) -> None:
        self.port = port
        self.certificate = certificate
        self.urls = {
            "udp": f"turn:127.0.0.1:{port}",
            "tcp": f"turn:127.0.0.1:{port}?transport=tcp",
            "tls": f"turns:127.0.0.1:{tls_port}?transport=tcp",
        }

    def credential(self, life: timedelta = CREDENTIAL_LIFE) -> TurnCredential:
        return turn_credential(SECRET.encode(), "can_1", utc_now() + life)


@asynccontextmanager
async def coturn(folder: Path) -> AsyncIterator[Coturn]:
    """Running, once it takes connections."""
    assert PROGRAM is not None
    port, tls_port = free_port(), free_port()
    files = own_certificate(folder, [], utc_now())
    options = {
        "listening-ip": "127.0.0.1", "relay-ip": "127.0.0.1", "realm": "greenroom.test",
        "listening-port": port, "tls-listening-port": tls_port, "static-auth-secret": SECRET,
        "cert": files.certificate, "pkey": files.key, "userdb": folder / "turn.db", "pidfile": folder / "turn.pid",
        "log-file": "stdout",
    }  # fmt: skip
    flags = ["use-auth-secret", "fingerprint", "no-cli", "allow-loopback-peers", "simple-log", "no-dtls"]
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        "-n",
        *(f"--{name}={value}" for name, value in options.items()),
        *(f"--{flag}" for flag in flags),
        cwd=folder,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        for each in (port, tls_port):
            await _listens(process, each)
        yield Coturn(port, tls_port, files.certificate)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _listens(process: asyncio.subprocess.Process, port: int) -> None:
    async with asyncio.timeout(30):
        while True:
            assert process.returncode is None, "coturn has ended"
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return
