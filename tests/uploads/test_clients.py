"""Real clients over a wire that is cut twenty times a file: tuspy, and tus-js-client in Node."""

import asyncio
import hashlib
import io
import json
import os
from pathlib import Path

import pytest
from tusclient.client import TusClient

from tests.uploads.conftest import Desk
from tests.uploads.cutting import a_wire, random_cuts
from tests.uploads.test_tus import stored

pytestmark = pytest.mark.asyncio(loop_scope="module")
CLIENT = Path(__file__).with_name("client.mjs")
SIZE = 3_000_000


async def check(desk: Desk, url: str, content: bytes) -> None:
    row, found = await stored(desk, url)
    assert hashlib.sha256(found).hexdigest() == hashlib.sha256(content).hexdigest()
    assert (row["state"], row["offset_bytes"]) == ("verifying", len(content))  # type: ignore[index]


@pytest.mark.parametrize("chunk_bytes", [150_000, SIZE])
async def test_tuspy_survives_twenty_cuts(desk: Desk, chunk_bytes: int) -> None:
    content = os.urandom(SIZE)
    async with a_wire(desk.address, random_cuts(chunk_bytes, SIZE)) as wire:
        client = TusClient(f"http://{wire.address}/uploads", headers=desk.phone.headers)
        metadata = desk.phone.metadata(content)

        def send() -> str:
            uploader = client.uploader(
                file_stream=io.BytesIO(content), chunk_size=chunk_bytes, metadata=metadata, retries=60, retry_delay=0
            )
            uploader.upload()
            return str(uploader.url)

        url = await asyncio.to_thread(send)
        assert (wire.broken, wire.conflicts) == (20, 0)
    await check(desk, url, content)


@pytest.mark.parametrize("chunk_bytes", [150_000, SIZE])
async def test_tus_js_client_survives_twenty_cuts(desk: Desk, chunk_bytes: int) -> None:
    content = os.urandom(SIZE)
    async with a_wire(desk.address, random_cuts(chunk_bytes + 1, SIZE)) as wire:
        metadata = json.dumps(desk.phone.metadata(content))
        process = await asyncio.create_subprocess_exec(
            "node", str(CLIENT), f"http://{wire.address}/uploads", str(chunk_bytes), metadata,
            desk.phone.headers["Authorization"],
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await asyncio.wait_for(process.communicate(content), 90)
        assert process.returncode == 0, err.decode()
        assert (wire.broken, wire.conflicts) == (20, 0)
    await check(desk, json.loads(out)["url"], content)
