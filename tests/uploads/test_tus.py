"""The protocol as HTTP exchanges (tus 1.0.0, https://tus.io/protocols/resumable-upload)."""

import base64
import hashlib
import os
from datetime import timedelta

import httpx
import pytest

from backend.kernel.clock import utc_now
from backend.uploads.model import Upload
from tests.offline.phone import Phone, encoded
from tests.uploads.conftest import Desk

pytestmark = pytest.mark.asyncio(loop_scope="module")
EXTENSIONS = {
    "creation", "creation-with-upload", "creation-defer-length", "checksum", "expiration", "termination",
}  # fmt: skip
CONTENT = os.urandom(300_000)


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.headers["tus-resumable"] == "1.0.0"
    return answer.status_code, answer.json()["code"]


async def begun(phone: Phone, content: bytes = CONTENT, **headers: str) -> str:
    created = await phone.create(content, phone.metadata(content), **headers)
    assert created.status_code == 201, created.text
    return str(created.headers["location"])


async def stored(desk: Desk, url: str) -> tuple[Upload, bytes]:
    row = await desk.house.api.wiring.mongo.collection("uploads").find_one({"_id": url.rpartition("/")[2]})
    assert row is not None
    folder, store = row["folder"], desk.house.resources.store
    content = b"".join([await store.get(f"{folder}/{part['name']}") for part in row["parts"]])
    return row, content  # type: ignore[return-value]


def sum_of(content: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


async def test_options_tell_what_the_server_can_do(desk: Desk) -> None:
    for path in ("/uploads", "/uploads/upl_1"):
        answer = await desk.phone.http.options(path)
        assert answer.status_code == 204
        assert answer.headers["tus-version"] == "1.0.0"
        assert {
            "creation",
            "creation-with-upload",
            "creation-defer-length",
            "checksum",
            "expiration",
            "termination",
        } == set(answer.headers["tus-extension"].split(","))
        assert answer.headers["tus-checksum-algorithm"] == "sha1,sha256"
        assert int(answer.headers["tus-max-size"]) == 1_000_000_000


async def test_a_file_goes_up_in_pieces_and_is_told_how_far_it_is(desk: Desk) -> None:
    phone = desk.phone
    url = await begun(phone)
    assert await phone.offset(url) == 0
    for start in range(0, len(CONTENT), 100_000):
        answer = await phone.patch(url, start, CONTENT[start : start + 100_000])
        assert answer.status_code == 204
        assert int(answer.headers["upload-offset"]) == start + 100_000
    looked = await phone.http.head(url, headers=phone.tus())
    assert looked.headers["upload-length"] == str(len(CONTENT))
    assert looked.headers["cache-control"] == "no-store"
    assert "take " in looked.headers["upload-metadata"]
    row, content = await stored(desk, url)
    assert content == CONTENT
    assert row["state"] == "verifying"  # type: ignore[index]


async def test_nothing_lies_in_the_open(desk: Desk) -> None:
    marked = b"spoken by somebody " * 20_000
    url = await begun(desk.phone, marked)
    await desk.phone.patch(url, 0, marked)
    row, _ = await stored(desk, url)
    folder = desk.house.resources.settings.data_dir / "objects" / row["folder"]  # type: ignore[index]
    files = list(folder.iterdir())
    assert files
    assert not any(b"somebody" in file.read_bytes() for file in files)
    assert b"statement" not in row["metadata_sealed"]  # type: ignore[index]


async def test_the_first_bytes_may_come_with_the_creation(desk: Desk) -> None:
    phone = desk.phone
    tus = phone.tus(
        upload_length=str(len(CONTENT)),
        upload_metadata=encoded(phone.metadata(CONTENT)),
        content_type="application/offset+octet-stream",
    )
    created = await phone.http.post("/uploads", headers=tus, content=CONTENT[:70_000])
    assert (created.status_code, created.headers["upload-offset"]) == (201, "70000")
    assert created.headers["upload-expires"].endswith("GMT")
    assert (await phone.patch(created.headers["location"], 70_000, CONTENT[70_000:])).status_code == 204
    assert (await stored(desk, created.headers["location"]))[1] == CONTENT


async def test_a_length_may_be_named_later_but_once(desk: Desk) -> None:
    phone = desk.phone
    metadata = phone.metadata(CONTENT)
    created = await phone.http.post(
        "/uploads", headers=phone.tus(upload_defer_length="1", upload_metadata=encoded(metadata))
    )
    url = created.headers["location"]
    assert (await phone.http.head(url, headers=phone.tus())).headers["upload-defer-length"] == "1"
    assert (await phone.patch(url, 0, CONTENT[:1000])).status_code == 204
    last = await phone.patch(url, 1000, CONTENT[1000:], upload_length=str(len(CONTENT)))
    assert last.status_code == 204
    row, content = await stored(desk, url)
    assert (row["state"], content) == ("verifying", CONTENT)  # type: ignore[index]
    changed = await phone.patch(url, len(CONTENT), b"", upload_length="7")
    assert problem(changed) == (400, "upload_length_fixed")


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
async def test_a_piece_that_was_changed_on_its_way_is_not_kept(desk: Desk, algorithm: str) -> None:
    phone = desk.phone
    url = await begun(phone)
    wrong = await phone.patch(url, 0, CONTENT[:50_000], upload_checksum=sum_of(CONTENT[1:50_001], algorithm))
    assert problem(wrong) == (460, "checksum_mismatch")
    assert await phone.offset(url) == 0
    assert await desk.house.resources.store.list((await stored(desk, url))[0]["folder"]) == []  # type: ignore[index]
    right = await phone.patch(url, 0, CONTENT[:50_000], upload_checksum=sum_of(CONTENT[:50_000], algorithm))
    assert (right.status_code, await phone.offset(url)) == (204, 50_000)


async def test_what_was_begun_can_be_taken_back(desk: Desk) -> None:
    phone = desk.phone
    url = await begun(phone)
    await phone.patch(url, 0, CONTENT[:1000])
    folder = (await stored(desk, url))[0]["folder"]  # type: ignore[index]
    assert (await phone.http.delete(url, headers=phone.tus())).status_code == 204
    assert (await phone.http.head(url, headers=phone.tus())).status_code == 404
    assert await desk.house.resources.store.list(folder) == []


async def test_other_methods_may_hide_behind_post(desk: Desk) -> None:
    phone = desk.phone
    url = await begun(phone)
    tus = phone.tus(upload_offset="0", content_type="application/offset+octet-stream", x_http_method_override="PATCH")
    assert (await phone.http.post(url, headers=tus, content=CONTENT[:10])).status_code == 204
    assert await phone.offset(url) == 10
    assert (await phone.http.post(url, headers=phone.tus(x_http_method_override="DELETE"))).status_code == 204
    assert (await phone.http.head(url, headers=phone.tus())).status_code == 404


async def test_foreign_uploads_do_not_exist(desk: Desk) -> None:
    url = await begun(desk.phone)
    stranger = await desk.another_phone()
    assert (await stranger.http.head(url, headers=stranger.tus())).status_code == 404
    assert problem(await stranger.patch(url, 0, CONTENT)) == (404, "upload_unknown")
    assert problem(await stranger.http.delete(url, headers=stranger.tus())) == (404, "upload_unknown")
    metadata = stranger.metadata(CONTENT) | {"interview": desk.phone.interview_id}
    assert problem(await stranger.create(CONTENT, metadata)) == (404, "interview_unknown")
    assert await desk.phone.offset(url) == 0


async def test_a_wrong_offset_is_refused_with_the_right_one(desk: Desk) -> None:
    url = await begun(desk.phone)
    await desk.phone.patch(url, 0, CONTENT[:1000])
    for offset in (0, 999, 1001):
        refused = await desk.phone.patch(url, offset, b"x")
        assert problem(refused) == (409, "offset_conflict")
        assert refused.json()["offset"] == 1000


async def test_more_than_the_length_is_not_taken(desk: Desk) -> None:
    url = await begun(desk.phone)
    assert problem(await desk.phone.patch(url, 0, CONTENT + b"x")) == (413, "upload_too_long")
    assert await desk.phone.offset(url) == 0


async def test_an_upload_that_nobody_goes_on_with_expires(desk: Desk) -> None:
    url = await begun(desk.phone)
    past = utc_now() - timedelta(seconds=1)
    uploads = desk.house.api.wiring.mongo.collection("uploads")
    await uploads.update_one({"_id": url.rpartition("/")[2]}, {"$set": {"expires_at": past}})
    assert problem(await desk.phone.patch(url, 0, CONTENT)) == (410, "upload_expired")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"tus-resumable": "0.2.2"}, (412, "tus_version_unsupported")),
        ({"upload-length": "-1"}, (400, "tus_header_malformed")),
        ({"upload-length": "1e3"}, (400, "tus_header_malformed")),
        ({"upload-length": "9" * 30}, (400, "tus_header_malformed")),
        ({"upload-defer-length": "1"}, (400, "tus_header_malformed")),
        ({"upload-metadata": "take ***"}, (400, "tus_header_malformed")),
        ({"upload-metadata": "take YQ==,take YQ=="}, (400, "tus_header_malformed")),
        ({"upload-metadata": "colour Ymx1ZQ=="}, (422, "upload_metadata_invalid")),
        ({"upload-length": "0"}, (422, "upload_empty")),
        ({"upload-length": str(4 * 2**30)}, (413, "upload_too_large")),
    ],
)
async def test_a_creation_that_cannot_be_is_refused_in_words(
    desk: Desk, headers: dict[str, str], expected: tuple[int, str]
) -> None:
    phone = desk.phone
    good = phone.tus(upload_length=str(len(CONTENT)), upload_metadata=encoded(phone.metadata(CONTENT)))
    answer = await phone.http.post("/uploads", headers={**good, **headers})
    assert problem(answer) == expected
    if expected[0] == 412:
        assert answer.headers["tus-version"] == "1.0.0"
    if expected[0] == 413:
        assert answer.json()["allowed_bytes"] == 1_000_000_000


async def test_bad_patches_are_refused_and_nothing_is_lost(desk: Desk) -> None:
    phone = desk.phone
    url = await begun(phone)
    await phone.patch(url, 0, CONTENT[:1000])
    octets = "application/offset+octet-stream"
    for headers, expected in (
        ({"upload_offset": "x", "content_type": octets}, (400, "tus_header_malformed")),
        ({"content_type": octets}, (400, "tus_header_malformed")),
        ({"upload_offset": "1000", "content_type": "text/plain"}, (415, "content_type_unsupported")),
        (
            {"upload_offset": "1000", "content_type": octets, "upload_checksum": "md5 eA=="},
            (400, "checksum_unsupported"),
        ),
        (
            {"upload_offset": "1000", "content_type": octets, "upload_checksum": "sha1 eA=="},
            (400, "tus_header_malformed"),
        ),
    ):
        assert problem(await phone.http.patch(url, headers=phone.tus(**headers), content=b"x")) == expected
    assert await phone.offset(url) == 1000


async def test_one_person_may_hold_so_much_and_is_told_what_is_left(desk: Desk) -> None:
    phone = await desk.another_phone()
    sizes = [999_999_999, 999_999_999, 999_999_000]
    for size in sizes:
        sha256 = hashlib.sha256(os.urandom(8)).hexdigest()
        metadata = phone.metadata(b"", size_bytes=size, sha256=sha256) | {"sha256": sha256}
        answer = await phone.http.post(
            "/uploads", headers=phone.tus(upload_length=str(size), upload_metadata=encoded(metadata))
        )
        assert answer.status_code == 201, answer.text
    refused = await phone.create(CONTENT, phone.metadata(CONTENT))
    assert problem(refused) == (413, "upload_quota_exceeded")
    assert refused.json()["allowed_bytes"] == 3_000_000_000 - sum(sizes)


async def test_tampered_statements_are_refused(desk: Desk) -> None:
    phone, stranger = desk.phone, await desk.another_phone()
    good = phone.metadata(CONTENT)
    head, payload, signature = good["statement"].split(".")
    tampered = payload[:40] + ("A" if payload[40] != "A" else "B") + payload[41:]
    other = phone.metadata(CONTENT + b"x")["statement"]
    question = phone.pack.questions[0].question_id  # type: ignore[union-attr]
    forged = phone.signed(phone.statement(CONTENT, question, good["take"]), stranger.signing)
    for statement in (f"{head}.{tampered}.{signature}", "x.y.z", other, forged):
        refused = await phone.create(CONTENT, {**good, "statement": statement})
        assert problem(refused) == (422, "statement_broken")
    assert problem(await phone.create(CONTENT, {**good, "pack": "pck_x"})) == (404, "pack_unknown")
    assert problem(await phone.create(CONTENT, {**good, "question": "q99"})) == (404, "question_unknown")
    assert (await phone.create(CONTENT, good)).status_code == 201
