"""The API process itself: it starts, says what is missing, and stops when it is told to."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import httpx
from redis.asyncio import Redis

from backend.app.embedded import free_port
from backend.kernel.environment import to_environ
from backend.kernel.settings import Settings

ROOT = Path(__file__).parents[2]


async def answer(url: str) -> httpx.Response:
    async with asyncio.timeout(90), httpx.AsyncClient() as http:
        while True:
            try:
                return await http.get(url)
            except httpx.TransportError:
                await asyncio.sleep(0.05)


async def test_the_process_serves_names_what_is_missing_and_stops(settings: Settings, redis: Redis) -> None:
    port = free_port()
    environ = {**os.environ, **to_environ(settings), "GREENROOM_PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "backend.app.cli", "api", cwd=ROOT, env=environ, stderr=asyncio.subprocess.PIPE
    )
    try:
        assert (await answer(f"http://127.0.0.1:{port}/healthz")).json() == {"status": "ok"}
        ready = await answer(f"http://127.0.0.1:{port}/readyz")
        missing = {part["code"]: part["is_essential"] for part in ready.json()["missing"]}
        assert (ready.status_code, ready.json()["status"]) == (503, "unavailable")
        assert missing["media_missing"] is True
        assert missing["worker_missing"] is False
        assert "database_unavailable" not in missing
        metrics = await answer(f"http://127.0.0.1:{port}/metrics")
        assert 'greenroom_http_requests_total{method="GET",route="/readyz",status="503"}' in metrics.text
        process.send_signal(signal.SIGTERM)
        _, complaints = await asyncio.wait_for(process.communicate(), 60)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, complaints.decode()
