"""The whole OpenAPI document walked with bad values: never a crash, always a problem document with a code."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from itertools import product
from typing import Any

import httpx
import pytest
import pytest_asyncio

from backend.kernel.ids import new_id
from backend.web.policy import Role
from tests.interviews.conftest import shared_house
from tests.interviews.house import House

__all__ = ["shared_house"]
pytestmark = pytest.mark.asyncio(loop_scope="module")

METHODS = ("get", "put", "post", "delete", "patch", "head")
ROLES = (None, Role.CANDIDATE, Role.HR_OPERATOR)
BAD_IDS = ("x", "int_", "%00", "..%2F..%2Fetc%2Fpasswd", "%C3%28", "a" * 3000, "%7B%22$gt%22:%22%22%7D", "🦉", "-1")
BAD_VALUES: tuple[Any, ...] = (
    None, True, -1, 1e308, 2**70, "", "\x00", "\ud800", "🦉" * 500, "a" * 70_000, "<script>", {"$gt": ""}, [], [[[]]],
    {"a.b": 1}, "../../etc/passwd", "1970-13-45T99:99:99Z",
)  # fmt: skip
BAD_BODIES = (b"", b"{", b"[]", b"null", b'"x"', b"{}", b"\xff\xfe", b"[" * 50_000, b'{"a":' * 50_000, b"NaN", b"1e999")
BAD_QUERIES = ("limit=-1", "limit=x", "limit=99999999999999999999", "after=!", "after=WzFd", "after=%00", "purpose=x")
FINE = {200, 201, 202, 204, 206, 304}
SEEN_IN_PROBLEMS = ("Traceback", "msgspec", "pymongo", "/work/", ".py")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def document(shared_house: House) -> AsyncIterator[dict[str, Any]]:
    yield shared_house.api.app.openapi_schema.to_schema()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item and path != "/api/sign-out":
                yield method.upper(), path, item[method]


def filled(path: str, value: str) -> str:
    return re.sub(r"\{[^}]+\}", value, path)


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def sample(document: dict[str, Any], schema: dict[str, Any]) -> Any:
    """A value that the schema allows."""
    schema = resolved(document, schema)
    for alternatives in ("oneOf", "anyOf"):
        if alternatives in schema:
            return sample(document, schema[alternatives][0])
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return {name: sample(document, inner) for name, inner in schema.get("properties", {}).items()}
    if kind == "array":
        return [sample(document, schema["items"])]
    return {"string": "a" * schema.get("minLength", 1), "integer": 1, "number": 1.5, "boolean": True}.get(kind)


def mutated(document: dict[str, Any], schema: dict[str, Any]) -> Iterator[bytes]:
    """The sample with one member after the other replaced by each bad value."""
    good = sample(document, schema)
    yield json.dumps(good).encode()
    for name, bad in product(good if isinstance(good, dict) else (), BAD_VALUES):
        yield json.dumps(good | {name: bad}).encode()


async def headers_of(house: House, role: Role | None, account_id: str) -> dict[str, str]:
    return await house.bearer(account_id, role) if role else {}


def wrong_with(response: httpx.Response) -> str | None:
    """What an answer to anybody's request may not be."""
    if "content-security-policy" not in response.headers or "x-request-id" not in response.headers:
        return "security headers are missing"
    is_fine = response.status_code in FINE or response.request.url.path == "/readyz"
    if is_fine:
        return None
    if response.request.method == "HEAD":
        return "crashed" if response.status_code >= 500 else None
    if not response.headers["content-type"].startswith("application/problem+json"):
        return f"{response.status_code} is no problem document"
    body = response.json()
    if response.status_code >= 500 and body["code"] != "no_media_node":
        return f"crashed: {body['code']}"
    if not re.fullmatch(r"[a-z][a-z0-9_]+", body["code"]) or body["status"] != response.status_code:
        return "the problem has no code or another status"
    leaked = [word for word in SEEN_IN_PROBLEMS if word in response.text]
    return f"internals are told: {leaked}" if leaked else None


async def test_ids_and_queries_that_are_none(shared_house: House, document: dict[str, Any]) -> None:
    wrong = []
    for role in ROLES:
        headers = await headers_of(shared_house, role, new_id("can" if role is Role.CANDIDATE else "mem"))
        for method, path, _ in operations(document):
            addresses = [filled(path, bad) for bad in BAD_IDS] if "{" in path else []
            addresses += [f"{filled(path, 'x')}?{query}" for query in BAD_QUERIES] if method == "GET" else []
            for address in addresses:
                response = await shared_house.http.request(method, address, headers=headers)
                if problem := wrong_with(response):
                    wrong.append((role, method, address[:80], problem))
    assert wrong == []


async def test_bodies_that_are_none_from_those_who_may_send_them(shared_house: House, document: dict[str, Any]) -> None:
    interview = await shared_house.interview(("text",), state="invited")
    wrong = []
    for role, account in ((Role.CANDIDATE, interview.candidate_id), (Role.HR_OPERATOR, "mem_hr")):
        headers = {**await headers_of(shared_house, role, account), "content-type": "application/json"}
        for method, path, operation in operations(document):
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            is_staffs = path.startswith("/api/staff")
            if (content is None and method in ("GET", "HEAD")) or is_staffs != (role is Role.HR_OPERATOR):
                continue
            bodies = list(BAD_BODIES) + (list(mutated(document, content["schema"])) if content else [])
            for body in bodies:
                address = filled(path, interview.room if path.startswith("/rtc") else interview.id)
                response = await shared_house.http.request(method, address, headers=headers, content=body)
                if problem := wrong_with(response):
                    wrong.append((role, method, path, body[:80], problem))
    assert wrong == []


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "", "a" * 500])
async def test_bodies_of_other_kinds_are_refused(shared_house: House, document: dict[str, Any], kind: str) -> None:
    interview = await shared_house.interview(("text",))
    headers = {**await shared_house.bearer(interview.candidate_id), "content-type": kind}
    for method, path, operation in operations(document):
        if operation.get("requestBody") and "staff" not in path:
            address = filled(path, interview.room if path.startswith("/rtc") else interview.id)
            response = await shared_house.http.request(method, address, headers=headers, content=b'{"a": 1}')
            assert wrong_with(response) is None
            assert response.status_code in (400, 405, 415), (path, response.text)
