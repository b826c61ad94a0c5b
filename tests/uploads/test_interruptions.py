"""Cut requests, two writers at once, two API processes, and one that is killed in the middle."""

import asyncio
import os
import subprocess

import pytest

from backend.uploads.body import PIECE_BYTES
from tests.interviews.house import until
from tests.offline.phone import Phone
from tests.uploads.conftest import Desk
from tests.uploads.processes import PATIENCE_S, an_api_process
from tests.uploads.raw import RawPatch
from tests.uploads.test_tus import begun, problem, stored

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def acknowledged(desk: Desk, url: str) -> int:
    row = await desk.house.api.wiring.mongo.collection("uploads").find_one({"_id": url.rpartition("/")[2]})
    return int(row["offset_bytes"]) if row else 0


async def finish(phone: Phone, url: str, content: bytes) -> None:
    offset = await phone.offset(url)
    sent = await phone.patch(url, offset, content[offset:])
    assert sent.status_code == 204, sent.text


async def test_a_cut_request_keeps_what_arrived(desk: Desk) -> None:
    content = os.urandom(2 * PIECE_BYTES)
    url = await begun(desk.phone, content)
    patch = await RawPatch.open(desk.address, desk.phone, url, 0, len(content))
    await patch.send(content[: PIECE_BYTES + 500_000])
    await until(lambda: acknowledged(desk, url), within_s=PATIENCE_S)
    await patch.drop()
    assert PIECE_BYTES <= await desk.phone.offset(url) <= PIECE_BYTES + 500_000
    await finish(desk.phone, url, content)
    assert (await stored(desk, url))[1] == content


async def test_who_comes_second_takes_over_and_nothing_is_lost(desk: Desk) -> None:
    content = os.urandom(2 * PIECE_BYTES)
    url = await begun(desk.phone, content)
    first = await RawPatch.open(desk.address, desk.phone, url, 0, len(content))
    await first.send(content[: PIECE_BYTES + 400_000])
    await until(lambda: acknowledged(desk, url), within_s=PATIENCE_S)
    assert PIECE_BYTES <= await desk.phone.offset(url) <= PIECE_BYTES + 400_000
    assert await first.status() == 423
    await first.drop()
    await finish(desk.phone, url, content)
    assert (await stored(desk, url))[1] == content


async def test_of_many_at_once_each_byte_comes_from_one(desk: Desk) -> None:
    content = os.urandom(600_000)
    url = await begun(desk.phone, content)
    answers = await asyncio.gather(*(desk.phone.patch(url, 0, content) for _ in range(6)))
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {204, 409, 423}
    if await desk.phone.offset(url) < len(content):
        await finish(desk.phone, url, content)
    row, found = await stored(desk, url)
    assert found == content
    assert (row["state"], row["offset_bytes"]) == ("verifying", len(content))  # type: ignore[index]


async def test_another_process_takes_over_and_goes_on(desk: Desk) -> None:
    content = os.urandom(PIECE_BYTES + 300_000)
    url = await begun(desk.phone, content)
    async with an_api_process(desk) as (address, _):
        patch = await RawPatch.open(address, desk.phone, url, 0, len(content))
        await patch.send(content[: PIECE_BYTES + 100_000])
        await until(lambda: acknowledged(desk, url), within_s=PATIENCE_S)
        assert await desk.phone.offset(url) >= PIECE_BYTES
        assert await patch.status() == 423
        await finish(desk.phone, url, content)
    assert (await stored(desk, url))[1] == content


async def test_a_process_that_is_killed_loses_nothing_acknowledged(desk: Desk) -> None:
    content = os.urandom(3 * PIECE_BYTES)
    url = await begun(desk.phone, content)
    async with an_api_process(desk) as (address, process):
        patch = await RawPatch.open(address, desk.phone, url, 0, len(content))
        await patch.send(content[: 2 * PIECE_BYTES + 700_000])

        async def has_two_pieces() -> bool:
            return await acknowledged(desk, url) >= 2 * PIECE_BYTES

        await until(has_two_pieces, within_s=PATIENCE_S)
        process.kill()
        await process.wait()
        await patch.drop()
    before = await acknowledged(desk, url)
    assert await desk.phone.offset(url) == before
    await finish(desk.phone, url, content)
    assert (await stored(desk, url))[1] == content


async def test_a_full_disk_is_told_and_costs_nothing_that_was_acknowledged(desk: Desk) -> None:
    content = os.urandom(PIECE_BYTES + 200_000)
    url = await begun(desk.phone, content)
    assert (await desk.phone.patch(url, 0, content[:100_000])).status_code == 204
    folder = desk.house.resources.settings.data_dir / "objects" / (await stored(desk, url))[0]["folder"]  # type: ignore[index]
    mounted = folder.with_name("full")
    mounted.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(mounted)]
    if (await asyncio.to_thread(subprocess.run, mount, check=False)).returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        kept = folder.with_name("kept")
        folder.rename(kept)
        folder.symlink_to(mounted)
        assert problem(await desk.phone.patch(url, 100_000, content[100_000:])) == (507, "storage_full")
        folder.unlink()
        kept.rename(folder)
    finally:
        await asyncio.to_thread(subprocess.run, ["umount", str(mounted)], check=True)
    assert await desk.phone.offset(url) == 100_000
    await finish(desk.phone, url, content)
    assert (await stored(desk, url))[1] == content
