"""Any interleaving of cuts, retries, repeated and concurrent requests and deaths leaves exactly what the client sent.

The service on real stores, without HTTP. A death is a request that is dropped at any of its waits, with whatever it
has put into the store by then; nothing of the dead process is asked again.
"""

import asyncio
import base64
import hashlib
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.errors import GreenroomError, Unavailable
from backend.kernel.mongo import Mongo
from backend.kernel.redis import connect_redis
from backend.kernel.storage import open_store
from backend.uploads import body
from backend.uploads.locks import UploadLocks
from backend.uploads.model import Admission, Part, Upload
from backend.uploads.protocol import Checksum
from backend.uploads.quotas import Quota
from backend.uploads.repository import Uploads
from backend.uploads.service import Sent, UploadService

LENGTH = 40_000
PIECE = 3_000


class Plain:
    """Takes every file."""

    async def admit(self, account_id: str, metadata: dict[str, str], length: int | None) -> Admission:
        return Admission("int_1", f"takes/{secrets.token_hex(8)}/leg_1", metadata)

    async def finished(self, upload: Upload) -> None:
        return


sizes = st.integers(1, 12_000)
acts = st.one_of(
    st.tuples(st.just("send"), sizes, st.booleans()),
    st.tuples(st.just("cut"), sizes, st.integers(0, 12_000)),
    st.tuples(st.just("stale"), sizes, st.integers(1, 9_000)),
    st.tuples(st.just("mangled"), sizes, st.just(0)),
    st.tuples(st.just("together"), sizes, st.integers(2, 4)),
    st.tuples(st.just("death"), sizes, st.integers(0, 30)),
)


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of 3 kB in place of 8 MiB, so that small files have many parts."""
    monkeypatch.setattr(body, "PIECE_BYTES", PIECE)
    return


def sent(data: bytes, *, until: int | None = None, checksum: Checksum | None = None) -> Sent:
    """A body in pieces of 1 kB; cut after `until` bytes."""
    pieces = [data[start : start + 1_000] for start in range(0, len(data), 1_000)] or [b""]
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": piece, "more_body": number < len(pieces)}
        for number, piece in enumerate(pieces, 1)
    ]
    if until is not None:
        messages = [*messages[: until // 1_000], {"type": "http.disconnect"}]

    async def receive() -> Any:
        await asyncio.sleep(0)
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    return Sent(receive, None, checksum)


def sum_of(data: bytes) -> Checksum:
    return Checksum("sha256", hashlib.sha256(data).digest())


class Client:
    """Knows its content, asks for the offset after each trouble, as real clients do."""

    def __init__(self, make: Callable[[], UploadService], content: bytes) -> None:
        self.make = make
        self.content = content
        self.upload_id = ""

    async def begin(self) -> None:
        self.upload_id = (await self.make().create("can_1", {"take": "t"}, len(self.content))).id

    async def offset(self) -> int:
        return (await self.make().look(self.upload_id, "can_1")).offset_bytes

    async def write(self, offset: int, what: Sent) -> None:
        with suppress(GreenroomError):
            await self.make().write(self.upload_id, "can_1", offset, what)

    async def act(self, kind: str, size: int, extra: Any) -> None:
        offset = await self.offset()
        data = self.content[offset : offset + size]
        match kind:
            case "send":
                await self.write(offset, sent(data, checksum=sum_of(data) if extra else None))
            case "cut":
                await self.write(offset, sent(data, until=extra))
            case "stale":
                back = max(0, offset - extra)
                await self.write(back, sent(self.content[back : back + size]))
            case "mangled":
                await self.write(offset, sent(secrets.token_bytes(size), checksum=sum_of(data + b"x")))
            case "together":
                await asyncio.gather(*(self.write(offset, sent(data)) for _ in range(extra)))
            case "death":
                await self.die(self.write(offset, sent(data)), extra)

    async def die(self, writing: Awaitable[None], after: int) -> None:
        task = asyncio.ensure_future(writing)
        for _ in range(after):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def finish(self) -> None:
        while (offset := await self.offset()) < len(self.content):
            await self.write(offset, sent(self.content[offset:]))


class Unanswered(Uploads):
    """Every second acknowledgement is written, and the answer that says so is lost on its way."""

    appended = 0

    async def append(self, upload: Upload, parts: Sequence[Part], expires_at: datetime) -> Upload | None:
        after = await super().append(upload, parts, expires_at)
        self.appended += 1
        if self.appended % 2:
            raise Unavailable("database_unavailable", "The database does not answer.")
        return after


async def run(acts: list[Any], mongodb_uri: str, redis_url: str, folder: Path, kind: type[Uploads] = Uploads) -> None:
    mongo, redis = await Mongo.connect(mongodb_uri, "test_upload_properties"), await connect_redis(redis_url)
    keyring = Keyring.generate()
    store, uploads = open_store(folder.as_uri(), keyring), kind(mongo)
    quota = Quota(10**9, 10**12, 10**6)

    def make() -> UploadService:
        return UploadService(uploads, store, UploadLocks(redis), keyring, quota, Plain(), utc_now)

    try:
        client = Client(make, secrets.token_bytes(LENGTH))
        await client.begin()
        acknowledged = 0
        for act in acts:
            await client.act(*act)
            offset = await client.offset()
            assert offset >= acknowledged
            acknowledged = offset
        await client.finish()
        upload = await uploads.require(client.upload_id)
        found = b"".join([await store.get(upload.key(part)) for part in upload.parts])
        assert base64.b64encode(found) == base64.b64encode(client.content)
        assert (upload.state, upload.offset_bytes) == ("verifying", LENGTH)
    finally:
        await redis.aclose()
        await mongo.close()


@given(acts=st.lists(acts, min_size=1, max_size=7))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_file_is_what_the_client_sent(
    acts: list[Any], mongodb_uri: str, redis_url: str, tmp_path: Path, small_pieces: None
) -> None:
    asyncio.run(run(acts, mongodb_uri, redis_url, tmp_path))


def test_an_acknowledgement_whose_answer_is_lost_costs_no_byte(
    mongodb_uri: str, redis_url: str, tmp_path: Path, small_pieces: None
) -> None:
    acts = [("send", 9_000, False), ("send", 7_000, True), ("send", 8_000, False)]
    asyncio.run(run(acts, mongodb_uri, redis_url, tmp_path, Unanswered))
