"""One contract for every object store: disk, and S3 as moto serves it on the loopback."""

import asyncio
import hashlib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto.server import ThreadedMotoServer

from backend.kernel.crypto import Keyring, SealBroken
from backend.kernel.errors import NotFound, Unavailable
from backend.kernel.storage import ObjectStore, open_store
from backend.kernel.storage_reader import WINDOW_BYTES
from backend.kernel.streaming_aead import FIRST_PLAIN_SEGMENT_BYTES, PLAIN_SEGMENT_BYTES, SEGMENT_BYTES

KEYRING = Keyring(bytes(range(32)))
LARGE = hashlib.shake_256(b"large").digest(2 * WINDOW_BYTES + 12_345)
BUCKETS = iter(range(1, 10_000))


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["disk", "s3"])
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "disk":
        return f"file://{tmp_path}/my%20objects"
    endpoint = request.getfixturevalue("moto")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    bucket = f"bucket-{next(BUCKETS)}"
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket=bucket)
    return f"s3://{bucket}/house/objects?endpoint={endpoint}&region=us-east-1"


@pytest.fixture
def store(url: str) -> ObjectStore:
    return open_store(url, KEYRING)


async def collected(store: ObjectStore, key: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join([piece async for piece in store.stream(key, start, end)])


def drafts(folder: Path) -> list[Path]:
    return list(folder.glob(".*"))


@pytest.mark.parametrize("size", [0, 1, FIRST_PLAIN_SEGMENT_BYTES, FIRST_PLAIN_SEGMENT_BYTES + 1, len(LARGE)])
async def test_what_is_put_comes_back(store: ObjectStore, size: int) -> None:
    await store.put("takes/tak_1/000001.webm", LARGE[:size])
    assert await store.get("takes/tak_1/000001.webm") == LARGE[:size]
    assert await store.size("takes/tak_1/000001.webm") == size
    assert await collected(store, "takes/tak_1/000001.webm") == LARGE[:size]


async def test_a_second_process_reads_what_the_first_has_put(store: ObjectStore, url: str) -> None:
    await store.put("a", b"one")
    await store.put("a", b"two")
    assert await open_store(url, KEYRING).get("a") == b"two"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (0, 0),
        (0, 10),
        (5, 5),
        (10, 5),
        (0, None),
        (FIRST_PLAIN_SEGMENT_BYTES - 1, FIRST_PLAIN_SEGMENT_BYTES + 1),
        (FIRST_PLAIN_SEGMENT_BYTES, FIRST_PLAIN_SEGMENT_BYTES + PLAIN_SEGMENT_BYTES),
        (WINDOW_BYTES - 10, WINDOW_BYTES + 10),
        (WINDOW_BYTES, None),
        (len(LARGE) - 1, len(LARGE)),
        (len(LARGE) - 5, len(LARGE) + 5),
        (len(LARGE), None),
        (len(LARGE) + 7, len(LARGE) + 9),
    ],
)
async def test_a_range_is_the_slice(store: ObjectStore, start: int, end: int | None) -> None:
    await store.put("large", LARGE)
    assert await store.get_range("large", start, end) == LARGE[start:end]
    assert await collected(store, "large", start, end) == LARGE[start:end]


async def test_an_unknown_object_is_not_found(store: ObjectStore, tmp_path: Path) -> None:
    target = tmp_path / "n"
    for attempt in (store.get("no"), store.size("no"), store.get_range("no", 0, 1), store.get_file("no", target)):
        with pytest.raises(NotFound) as missing:
            await attempt
        assert missing.value.code == "object_unknown"
    assert not await store.exists("no")
    assert not target.exists()
    with pytest.raises(NotFound):
        await collected(store, "no")


async def test_listing_goes_by_folder(store: ObjectStore) -> None:
    for key in ("takes/a/1", "takes/a/2/3", "takes/ab/1", "other"):
        await store.put(key, b"x")
    assert await store.list("takes/a/") == ["takes/a/1", "takes/a/2/3"]
    assert await store.list("takes/a") == ["takes/a/1", "takes/a/2/3"]
    assert await store.list("") == ["other", "takes/a/1", "takes/a/2/3", "takes/ab/1"]
    assert await store.list("nothing") == []


async def test_deleted_is_gone_and_deleting_again_is_fine(store: ObjectStore) -> None:
    await store.put("takes/a/1", b"x")
    await store.delete("takes/a/1")
    await store.delete("takes/a/1")
    assert not await store.exists("takes/a/1")


async def test_deleting_a_folder_leaves_its_neighbours(store: ObjectStore) -> None:
    for key in ("takes/a/1", "takes/a/2/3", "takes/ab/1"):
        await store.put(key, b"x")
    assert await store.delete_prefix("takes/a/") == 2
    assert await store.list("") == ["takes/ab/1"]
    with pytest.raises(ValueError):
        await store.delete_prefix("")


async def test_files_go_in_and_out(store: ObjectStore, tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(LARGE)
    await store.put_file("large", source)
    await store.get_file("large", target)
    assert target.read_bytes() == LARGE
    assert not drafts(tmp_path)


async def test_an_object_moved_to_another_key_does_not_open(store: ObjectStore) -> None:
    import obstore

    await store.put("mine", b"secret")
    await obstore.copy_async(store._backend, "mine", "yours")
    with pytest.raises(SealBroken):
        await store.get("yours")


async def test_nothing_readable_is_stored(store: ObjectStore) -> None:
    import obstore

    await store.put("mine", b"a very readable sentence")
    raw = bytes(await (await obstore.get_async(store._backend, "mine")).bytes_async())
    assert b"readable" not in raw


async def test_another_keyring_does_not_open_it(store: ObjectStore, url: str) -> None:
    await store.put("mine", b"secret")
    with pytest.raises(SealBroken):
        await open_store(url, Keyring.generate()).get("mine")


@pytest.mark.parametrize("key", ["", "/a", "a/", "a//b", "../a", "a/../b", ".hidden", "a b", "a\x00", "é"])
async def test_what_is_no_key_is_refused(store: ObjectStore, key: str) -> None:
    with pytest.raises(ValueError):
        await store.put(key, b"x")


async def test_many_writers_at_once_leave_one_whole_object(store: ObjectStore) -> None:
    contents = [bytes([n]) * 100_000 for n in range(8)]
    await asyncio.gather(*(store.put("same", content) for content in contents))
    assert await store.get("same") in contents


async def test_a_range_stays_whole_while_the_object_is_replaced(store: ObjectStore) -> None:
    contents = [bytes([n]) * (WINDOW_BYTES + 5) for n in (1, 2)]
    await store.put("same", contents[0])

    async def replace() -> None:
        for n in range(6):
            await store.put("same", contents[n % 2])

    replacing = asyncio.create_task(replace())
    while not replacing.done():
        try:
            assert await store.get("same") in contents
        except Unavailable:
            await asyncio.sleep(0)
    await replacing


async def test_a_large_file_takes_constant_memory(tmp_path: Path) -> None:
    store = open_store(f"file://{tmp_path}/objects", KEYRING)
    source = tmp_path / "source"
    with source.open("wb") as file:
        file.truncate(96 * 1024 * 1024)
    tracemalloc.start()
    await store.put_file("large", source)
    async for _ in store.stream("large"):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 24 * 1024 * 1024


@given(st.binary(max_size=300_000), st.integers(0, 310_000), st.none() | st.integers(0, 310_000))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_range_is_the_slice(tmp_path: Path, content: bytes, start: int, end: int | None) -> None:
    async def check() -> None:
        store = open_store(f"file://{tmp_path}/objects", KEYRING)
        await store.put("any", content)
        assert await store.get_range("any", start, end) == content[start:end]

    asyncio.run(check())


async def test_a_changed_file_on_disk_does_not_open(tmp_path: Path) -> None:
    store = open_store(f"file://{tmp_path}", KEYRING)
    await store.put("large", LARGE)
    stored = tmp_path / "large"
    sealed = bytearray(stored.read_bytes())
    sealed[SEGMENT_BYTES + 100] ^= 1
    stored.write_bytes(sealed)
    with pytest.raises(SealBroken):
        await store.get("large")
    assert await store.get_range("large", 0, 100) == LARGE[:100]


async def test_a_store_that_is_away_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    store = open_store("s3://bucket?endpoint=http://127.0.0.1:1&region=us-east-1", KEYRING)
    with pytest.raises(Unavailable) as away:
        await store.get("a")
    assert away.value.code == "storage_unavailable"


@pytest.mark.parametrize("url", ["", "ftp://x/y", "file://relative", "s3:///x", "/tmp/x"])
def test_a_url_that_names_no_store_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        open_store(url, KEYRING)
