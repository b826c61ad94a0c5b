"""Real clients over a wire that is cut twenty times a file: tuspy, and tus-js-client in Node and in Chromium."""

import asyncio
import hashlib
import io
import json
import os
from pathlib import Path

import pytest
from tusclient.client import TusClient

from tests.e2e.browser import chromium, chromium_path
from tests.uploads.conftest import Desk
from tests.uploads.cutting import Wire, a_wire, random_cuts
from tests.uploads.processes import an_api_process
from tests.uploads.test_tus import stored

pytestmark = pytest.mark.asyncio(loop_scope="module")
CLIENT = Path(__file__).with_name("client.mjs")
LIBRARY = Path(__file__).parents[2] / "pwa" / "node_modules" / "tus-js-client" / "dist" / "tus.min.js"
SIZE = 3_000_000
PATIENCE_S = 90
_SEND = """async ([chunkSize, metadata, authorization]) => {
  const file = await (await fetch('/content')).blob();
  window.sent = () => new Promise((done, fail) => {
    const upload = new tus.Upload(file, {
      endpoint: location.origin + '/uploads', chunkSize, metadata, headers: { Authorization: authorization },
      retryDelays: Array(60).fill(30), storeFingerprintForResuming: false,
      onError: (error) => fail(new Error(String(error))), onSuccess: () => done(upload.url),
    });
    upload.start();
  });
}"""


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
        assert (wire.broken, wire.resent) == (20, 0)
    await check(desk, url, content)


async def by_node(wire: Wire, desk: Desk, content: bytes, chunk_bytes: int) -> str:
    """The upload's address."""
    metadata = json.dumps(desk.phone.metadata(content))
    process = await asyncio.create_subprocess_exec(
        "node", str(CLIENT), f"http://{wire.address}/uploads", str(chunk_bytes), metadata,
        desk.phone.headers["Authorization"],
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await asyncio.wait_for(process.communicate(content), PATIENCE_S)
    assert process.returncode == 0, err.decode()
    return str(json.loads(out)["url"])


@pytest.mark.parametrize("chunk_bytes", [150_000, SIZE])
async def test_tus_js_client_survives_twenty_cuts(desk: Desk, chunk_bytes: int) -> None:
    content = os.urandom(SIZE)
    async with a_wire(desk.address, random_cuts(chunk_bytes + 1, SIZE)) as wire:
        url = await by_node(wire, desk, content, chunk_bytes)
        assert (wire.broken, wire.resent) == (20, 0)
    await check(desk, url, content)


@pytest.mark.skipif(chromium_path() is None, reason="no Chromium")
async def test_tus_js_client_in_a_browser_survives_twenty_cuts(desk: Desk) -> None:
    content, chunk_bytes = os.urandom(SIZE), 150_000
    async with a_wire(desk.address, random_cuts(3, SIZE)) as wire, chromium() as browser:
        page = await browser.new_page()
        html = '<!doctype html><title>tus</title><script src="/tus.js"></script>'
        await page.route("**/page", lambda route: route.fulfill(content_type="text/html", body=html))
        await page.route("**/tus.js", lambda route: route.fulfill(content_type="text/javascript", path=LIBRARY))
        await page.route("**/content", lambda route: route.fulfill(body=content))
        await page.goto(f"http://{wire.address}/page")
        asked = [chunk_bytes, desk.phone.metadata(content), desk.phone.headers["Authorization"]]
        await page.evaluate(_SEND, asked)
        await page.unroute_all()
        url = await asyncio.wait_for(page.evaluate("sent()"), PATIENCE_S)
        assert (wire.broken, wire.resent) == (20, 0)
    await check(desk, str(url), content)


async def test_tus_js_client_goes_on_though_the_api_is_killed_under_it(desk: Desk) -> None:
    content = os.urandom(SIZE)
    async with an_api_process(desk) as (address, process), a_wire(address, []) as wire:
        wire.held_at = SIZE // 2
        sending = asyncio.create_task(by_node(wire, desk, content, 400_000))
        await asyncio.wait_for(wire.is_held.wait(), PATIENCE_S)
        process.kill()
        await process.wait()
        host, _, port = desk.address.rpartition(":")
        wire.host, wire.port, wire.held_at = host, int(port), None
        wire.goes_on.set()
        url = await sending
        assert wire.resent == 0
    await check(desk, url, content)
