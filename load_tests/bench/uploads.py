"""Family `uploads`: 256 MB by tus, MB a CPU-second of the server, beside `@tus/server` in Node: in one request, as
tus-js-client sends where nobody says otherwise, and in pieces of 8 MiB, the largest that our phones send.

Ours seals what it stores (AES-256-GCM) and acknowledges in MongoDB; the peer writes plain files. The API's other duties
(events, timers, sweeps) rest meanwhile: they take what they take whether anybody uploads or not. Both servers stand at
once and are measured in turn, five times after a first that does not count, for then they write to memory that
the kernel knows; what is told is the middle one, and the least and the most of our share.
"""

import http.client
import json
import os
import secrets
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
import psutil

from backend.kernel.clock import utc_now
from backend.offline.model import Pack
from backend.offline.module import services
from backend.offline.schemas import DeviceKey
from backend.web.policy import Role
from load_tests.bench.house import Uploader, a_house
from load_tests.bench.rows import Goal, Row
from tests.interviews.factories import a_flow, a_question, an_interview
from tests.offline.phone import encoded
from tests.web_house import WebHouse

SIZE = 256 * 2**20
PIECES = {"in one request": SIZE, "in pieces of 8 MiB": 8 * 2**20}
PEER = "@tus/server"
PEER_FOLDER = Path(__file__).resolve().parents[2] / "bench" / "tus-server"
PEER_PACKAGES = ("@tus/server@2.4.5", "@tus/file-store@2.1.1")
_PEER = """
import { Server } from '@tus/server';
import { FileStore } from '@tus/file-store';
const server = new Server({ path: '/uploads', datastore: new FileStore({ directory: process.argv[2] }) });
const listening = server.listen({ host: '127.0.0.1', port: 0 }, () => console.log(listening.address().port));
"""
_WANTED_AT = timedelta(days=3)
REPETITIONS = 5


class Sent(msgspec.Struct, frozen=True):
    """What 256 MB took of the server's processor."""

    cpu_s: float

    @property
    def mb_per_cpu_s(self) -> float:
        return SIZE / 1e6 / max(self.cpu_s, 1e-6)


def rows() -> Iterator[Row]:
    with a_house(has_background=False) as house, _peer() as (peer_port, process):
        uploader = house.uploader()
        headers = {"Authorization": f"Bearer {uploader.token}", "Upload-Metadata": uploader.metadata}
        for how, size in PIECES.items():
            ours, peers = [], []
            for _ in range(1 + REPETITIONS):
                ours.append(_measured(house.address.port, headers, size, lambda: house.usage().cpu_s))
                if peer_port:
                    peers.append(_measured(peer_port, {}, size, lambda: sum(process.cpu_times()[:2])))
            yield _compared(how, ours[1:], peers[1:])


def _compared(how: str, ours: list[Sent], peers: list[Sent]) -> Row:
    our = statistics.median(sent.mb_per_cpu_s for sent in ours)
    if not peers:
        return _row("256 MB by tus", our, "MB/CPU-s", None, None, f"{how}; peer could not be installed")
    peer = statistics.median(sent.mb_per_cpu_s for sent in peers)
    shares = sorted(mine.mb_per_cpu_s / theirs.mb_per_cpu_s for mine, theirs in zip(ours, peers, strict=True))
    note = f"{how}; {1e3 / our:.2f} and {1e3 / peer:.2f} CPU-ms a MB; share {shares[0]:.2f}-{shares[-1]:.2f}"
    return _row("256 MB by tus", our, "MB/CPU-s", Goal(peer, "at_least"), peer, note)


def _row(measure: str, value: float, unit: str, goal: Goal | None, peer: float | None, note: str) -> Row:
    return Row("uploads", measure, value, unit, os.getloadavg()[0], goal, PEER, peer, note)


def _measured(port: int, headers: dict[str, str], piece_bytes: int, cpu_s: Callable[[], float]) -> Sent:
    """The upload is taken back afterwards. Raises: RuntimeError where the server refuses."""
    content = secrets.token_bytes(piece_bytes)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    common = {"Tus-Resumable": "1.0.0", **headers}
    location = _asked(connection, "POST", "/uploads", {**common, "Upload-Defer-Length": "1"}, b"")["location"]
    path = "/" + location.split("/", 3)[3] if location.startswith("http") else location
    before_cpu_s = cpu_s()
    for offset in range(0, SIZE, piece_bytes):
        patch = {**common, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        _asked(connection, "PATCH", path, patch, content)
    taken_cpu_s = cpu_s() - before_cpu_s
    _asked(connection, "DELETE", path, common, b"")
    connection.close()
    return Sent(taken_cpu_s)


def _asked(
    connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str], body: bytes
) -> dict[str, str]:
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    said = answer.read()
    if answer.status not in (201, 204):
        raise RuntimeError(f"{method} {path}: {answer.status} {said[:200]!r}")
    return {name.lower(): value for name, value in answer.getheaders()}


@contextmanager
def _peer() -> Iterator[tuple[int, psutil.Process]]:
    """Installed once, by npm, into a folder that git ignores; port 0 where that cannot be."""
    PEER_FOLDER.mkdir(parents=True, exist_ok=True)
    if not (PEER_FOLDER / "node_modules" / "@tus" / "server").is_dir():
        (PEER_FOLDER / "package.json").write_text(json.dumps({"private": True, "type": "module"}))
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", *PEER_PACKAGES]
        if subprocess.run(install, cwd=PEER_FOLDER, check=False).returncode:
            yield 0, psutil.Process()
            return
    (PEER_FOLDER / "server.mjs").write_text(_PEER)
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(["node", "server.mjs", folder], cwd=PEER_FOLDER, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline()), psutil.Process(process.pid)
        finally:
            process.kill()
            process.wait()


async def an_uploader(house: WebHouse) -> Uploader:
    """A candidate with an interview and a pack, and the metadata of an answer of theirs."""
    now = utc_now()
    candidate = await house.candidate()
    question = a_question(1, "voice", may_offline=True)
    parts = services(house.api.wiring)
    interview = an_interview(
        ("voice",), candidate_id=candidate.id, state="checked", flow=a_flow([question]), invited_at=now,
        updated_at=now, expires_at=now + _WANTED_AT,
    )  # fmt: skip
    await parts.interviews.insert(interview)
    key = DeviceKey(x="A" * 43, y="A" * 43)
    pack = Pack(
        id="pck_bench", account_id=candidate.id, interview_id=interview.id, device="bench-device", encryption=key,
        signing=key, question_ids=[question.id], issued_at=now, expires_at=now + _WANTED_AT, deadline=now + _WANTED_AT,
    )  # fmt: skip
    await parts.packs.insert(pack)
    metadata = {
        "source": "offline", "interview": interview.id, "take": "bench-take", "device": pack.device, "pack": pack.id,
        "question": question.id,
    }  # fmt: skip
    bearer = (await house.bearer(Role.CANDIDATE, candidate.id))["Authorization"]
    return Uploader(bearer.removeprefix("Bearer "), encoded(metadata))
