"""Janus (C), the yardstick, as a receiver: its VideoRoom records each publisher, one room each, and forwards it.

Only where Debian's package `janus` is installed (`apt-get install janus`); it runs from a folder of its own, on a port
of its own, and is stopped by its id. Publishers reach it at the machine's own address: it offers no loopback.
"""

import asyncio
import secrets
import shutil
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import psutil

from backend.app.embedded import free_port
from backend.kernel.children import die_with_parent

PROGRAM = shutil.which("janus")
READY_WITHIN_S = 15.0
BITRATE_LIMIT_BPS = 2_000_000
_GENERAL = """
general: {{
  configs_folder = "{folder}"
  plugins_folder = "{library}/plugins"
  transports_folder = "{library}/transports"
  debug_level = 2
  session_timeout = 300
}}
nat: {{ full_trickle = false }}
plugins: {{ disable = "{others}" }}
transports: {{ disable = "{other_transports}" }}
"""
_HTTP = """
general: {{ json = "compact", base_path = "/janus", http = true, port = {port}, ip = "127.0.0.1", https = false }}
admin: {{ admin_http = false }}
"""


class JanusReceiver:
    """Implements `load_tests.bench.receivers.Inviting`; CPU and memory are those of Janus' own process."""

    def __init__(self, process: psutil.Process, client: httpx.AsyncClient, recordings: Path) -> None:
        self._process = process
        self._client = client
        self._recordings = recordings
        self._viewers: dict[int, str] = {}

    async def answer(self, index: int, offer_sdp: str) -> str:
        """Raises: RuntimeError with what Janus refuses by."""
        path, room = await self._handle(), _room(index)
        wish = {"room": room, "publishers": 1, "record": True, "rec_dir": str(self._recordings)}
        codecs = {"audiocodec": "opus", "videocodec": "vp8", "bitrate": BITRATE_LIMIT_BPS}
        await self._ask(path, janus="message", body={"request": "create", **wish, **codecs})
        join = {"request": "joinandconfigure", "ptype": "publisher", "room": room, "id": room}
        return await self._told(path, join, {"type": "offer", "sdp": offer_sdp})

    async def invite(self, index: int) -> str:
        """Raises: RuntimeError with what Janus refuses by."""
        path, room = await self._handle(), _room(index)
        self._viewers[index] = path
        return await self._told(path, {"request": "join", "ptype": "subscriber", "room": room, "feed": room})

    async def admit(self, index: int, answer_sdp: str) -> None:
        jsep = {"type": "answer", "sdp": answer_sdp}
        await self._ask(self._viewers[index], janus="message", body={"request": "start"}, jsep=jsep)

    async def _handle(self) -> str:
        """The path of a handle of the VideoRoom, in a session of its own."""
        session = (await self._ask("", janus="create"))["data"]["id"]
        handle = (await self._ask(f"/{session}", janus="attach", plugin="janus.plugin.videoroom"))["data"]["id"]
        return f"/{session}/{handle}"

    async def _told(self, path: str, body: dict[str, Any], jsep: dict[str, str] | None = None) -> str:
        """The session description that `body` is answered by. Raises: RuntimeError with what Janus refuses by."""
        await self._ask(path, janus="message", body=body, **({"jsep": jsep} if jsep else {}))
        while True:
            event = (await self._client.get(f"/janus{path.rpartition('/')[0]}", params={"maxev": 1})).json()
            for each in event if isinstance(event, list) else [event]:
                if answered := each.get("jsep"):
                    return str(answered["sdp"])
                if error := each.get("plugindata", {}).get("data", {}).get("error"):
                    raise RuntimeError(error)

    def packets(self) -> int:
        return 0

    def cpu_s(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)

    def memory_bytes(self) -> int:
        return int(self._process.memory_info().rss)

    async def _ask(self, path: str, **wish: Any) -> dict[str, Any]:
        reply = await self._client.post(f"/janus{path}", json={**wish, "transaction": secrets.token_hex(6)})
        body: dict[str, Any] = reply.raise_for_status().json()
        if body["janus"] not in ("success", "ack"):
            raise RuntimeError(str(body.get("error", body)))
        return body


def _room(index: int) -> int:
    """The room, and in it the publisher."""
    return 1_000 + index


async def open_janus(folder: Path, stack: AsyncExitStack) -> JanusReceiver:
    """Raises: RuntimeError where Janus is not installed or does not come up."""
    if PROGRAM is None:
        raise RuntimeError("Janus is not installed")
    port, configuration, recordings = free_port(), folder / "janus", folder / "recordings"
    configuration.mkdir()
    recordings.mkdir()
    _configure(configuration, port)
    log = stack.enter_context((folder / "janus.log").open("wb"))
    command = [PROGRAM, "--configs-folder", str(configuration), "--disable-colors"]
    process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log, preexec_fn=die_with_parent())
    stack.callback(process.kill)
    client = await stack.enter_async_context(httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30))
    async with asyncio.timeout(READY_WITHIN_S):
        while not await _is_up(client):
            if process.returncode is not None:
                raise RuntimeError((folder / "janus.log").read_text()[-500:])
            await asyncio.sleep(0.1)
    return JanusReceiver(psutil.Process(process.pid), client, recordings)


def _configure(folder: Path, port: int) -> None:
    library = next(Path("/usr/lib").glob("*/janus"))
    others = sorted(each.name for each in (library / "plugins").glob("*.so") if "videoroom" not in each.name)
    transports = sorted(each.name for each in (library / "transports").glob("*.so") if "http" not in each.name)
    words = {"folder": folder, "library": library, "others": ",".join(others), "other_transports": ",".join(transports)}
    (folder / "janus.jcfg").write_text(_GENERAL.format(**words))
    (folder / "janus.transport.http.jcfg").write_text(_HTTP.format(port=port))
    (folder / "janus.plugin.videoroom.jcfg").write_text("general: { }\n")


async def _is_up(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/janus/info")).is_success
    except httpx.HTTPError:
        return False
