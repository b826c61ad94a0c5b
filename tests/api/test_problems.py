"""Every error is a problem document with a code, and none leaks internals."""

import asyncio

import httpx
import pytest
import structlog
from litestar import get
from prometheus_client import REGISTRY

from backend.kernel.errors import NotFound, RateLimited, Unavailable
from backend.web.policy import Role
from backend.web.problems import EXCEPTION_HANDLERS
from tests.web_house import WebHouse, problem, served

pytestmark = pytest.mark.asyncio(loop_scope="module")

SIGN_IN = "/api/sign-in"
JSON = {"content-type": "application/json"}


async def post(house: WebHouse, body: bytes, kind: str = "application/json", path: str = SIGN_IN) -> httpx.Response:
    return await house.http.post(path, content=body, headers={"content-type": kind})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"{", (400, "json_malformed")),
        (b"\xff\xfe", (400, "json_malformed")),
        (b'{"email": "\xff", "password": "x"}', (400, "json_malformed")),
        (b"[" * 100_000, (422, "body_invalid")),
        (b"", (400, "parameter_invalid")),
        (b"[]", (422, "body_invalid")),
        (b"null", (422, "body_invalid")),
        (b'{"email": "a@example.org"}', (422, "body_invalid")),
        (b'{"email": 5, "password": "x"}', (422, "body_invalid")),
    ],
)
async def test_bodies_that_cannot_be_read(house: WebHouse, body: bytes, expected: tuple[int, str]) -> None:
    assert problem(await post(house, body)) == expected


async def test_the_member_that_is_wrong_is_named_and_its_value_is_not_echoed(house: WebHouse) -> None:
    response = await post(house, b'{"email": "secret@example.org", "password": 123456}')
    assert response.json()["name"] == "password"
    assert "123456" not in response.text
    assert "secret" not in response.text


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_only_json_is_taken_for_json(house: WebHouse, kind: str) -> None:
    body = b'{"email": "a@example.org", "password": "x"}'
    assert problem(await post(house, body, kind)) == (415, "content_type_unsupported")


async def test_numbers_are_not_read_out_of_strings(house: WebHouse) -> None:
    answer = await house.http.get("/api/staff/audit?limit=five", headers=await house.bearer(Role.AUDITOR))
    assert problem(answer) == (400, "parameter_invalid")
    assert answer.json()["errors"][0]["name"] == "limit"


@pytest.mark.parametrize("limit", ["0", "101", "-1"])
async def test_pages_are_bounded(house: WebHouse, limit: str) -> None:
    answer = await house.http.get(f"/api/staff/audit?limit={limit}", headers=await house.bearer(Role.AUDITOR))
    assert problem(answer) == (400, "parameter_invalid")


async def test_cursors_that_are_none(house: WebHouse) -> None:
    headers = await house.bearer(Role.AUDITOR)
    for after in ("!!!", "bm90IGpzb24", "WzFd", "W10", "WyJub3QgYSBudW1iZXIiXQ"):
        answer = await house.http.get("/api/staff/audit", params={"after": after}, headers=headers)
        assert problem(answer) == (400, "cursor_invalid"), after


async def test_a_body_that_is_too_large(house: WebHouse) -> None:
    assert problem(await post(house, b" " * (300 * 1024))) == (413, "body_too_large")


async def test_unknown_addresses_and_methods(house: WebHouse) -> None:
    assert problem(await house.http.get("/api/nothing")) == (404, "route_unknown")
    assert problem(await house.http.get("/api")) == (404, "route_unknown")
    refused = await house.http.delete("/api/me")
    assert problem(refused) == (405, "method_not_allowed")
    assert "GET" in refused.headers["allow"]


async def test_ids_that_are_no_ids(house: WebHouse) -> None:
    headers = await house.bearer(Role.CANDIDATE)
    for name in ("x", "int_", "%00", "..%2f..", "int_" + "z" * 5000, "%F0%9F%98%80", '{"$gt":""}'):
        answer = await house.http.get(f"/api/interviews/{name}", headers=headers)
        assert answer.status_code in (400, 404), (name, answer.text)
        problem(answer)


async def test_every_answer_has_an_id_and_problems_repeat_it(house: WebHouse) -> None:
    answer = await house.http.get("/api/nothing", headers={"x-request-id": "forged\r\nvalue"})
    ok = await house.http.get("/healthz")
    assert len(ok.headers["x-request-id"]) == 16
    assert answer.headers["x-request-id"] != ok.headers["x-request-id"]


async def test_what_is_unexpected_is_told_without_internals(house: WebHouse) -> None:
    await house.resources.mongo.collection("employers").delete_many({})
    await house.resources.mongo.collection("members").insert_one({"_id": "mem_broken"})
    answer = await house.http.get("/api/me", headers=await house.bearer(Role.RECRUITER, "mem_broken"))
    assert problem(answer) == (500, "internal")
    assert "Traceback" not in answer.text
    assert "msgspec" not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def test_waiting_times_are_in_the_header() -> None:
    from litestar import Litestar
    from litestar.testing import AsyncTestClient

    @get("/limited")
    async def limited() -> None:
        raise RateLimited("locked_out", "Wait.", retry_after_s=61.2)

    @get("/away")
    async def away() -> None:
        raise Unavailable("database_unavailable", "Away.", retry_after_s=None)

    @get("/gone")
    async def gone() -> None:
        raise NotFound("thing_unknown", "There is no such thing.", hint="look again")

    app = Litestar([limited, away, gone], exception_handlers=EXCEPTION_HANDLERS, openapi_config=None)
    async with AsyncTestClient(app) as client:
        answer = await client.get("/limited")
        assert (answer.status_code, answer.headers["retry-after"], answer.json()["retry_after_s"]) == (429, "62", 62)
        assert (await client.get("/away")).headers["retry-after"] == "5"
        assert (await client.get("/gone")).json()["hint"] == "look again"


async def test_who_hangs_up_amid_a_request_is_no_crash(house: WebHouse) -> None:
    labels = {"route": SIGN_IN, "method": "POST", "status": "400"}
    before = REGISTRY.get_sample_value("greenroom_http_requests_total", labels) or 0
    with structlog.testing.capture_logs() as logs:
        async with served(house) as address:
            host, port = address.split(":")
            _, writer = await asyncio.open_connection(host, int(port))
            writer.write(
                f"POST {SIGN_IN} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n"
                'content-length: 90\r\n\r\n{"email": '.encode()
            )
            await writer.drain()
            writer.close()
            async with asyncio.timeout(30):
                while (REGISTRY.get_sample_value("greenroom_http_requests_total", labels) or 0) == before:  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
    assert [line for line in logs if line["event"] == "request_crashed"] == []
