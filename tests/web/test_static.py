"""The PWA's files: compression, revalidation, deep links, and the headers that keep foreign code out."""

import gzip
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import msgspec
import pytest

from backend.kernel.settings import Settings
from backend.web.edge import Edge
from backend.web.headers import page_headers
from backend.web.static import Site

SCRIPT = b"console.log('greenroom');\n" * 100


def built(folder: Path) -> Path:
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Greenroom</title>" + "<p>calm</p>" * 100)
    (folder / "assets" / "app-3f9a.js").write_bytes(SCRIPT)
    (folder / "assets" / "app-3f9a.js.br").write_bytes(b"brotli")
    (folder / "sw.js").write_bytes(b"self.skipWaiting")
    (folder / "manifest.webmanifest").write_text("{}")
    return folder


@pytest.fixture
def site_settings(make_settings: Callable[..., Settings]) -> Settings:
    return make_settings(base_url="http://greenroom.test")


@pytest.fixture
async def http(tmp_path: Path, site_settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with client(built(tmp_path / "dist"), site_settings) as http:
        yield http


def client(folder: Path, settings: Settings) -> httpx.AsyncClient:
    edge = Edge(Site(folder, settings), Site(folder, settings), settings)  # type: ignore[arg-type]
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=edge),  # type: ignore[arg-type]
        base_url="http://greenroom.test",
        headers={"accept-encoding": "identity"},
    )


async def test_hashed_files_are_immutable_and_the_rest_is_asked_for_again(http: httpx.AsyncClient) -> None:
    hashed = await http.get("/")
    assert hashed.headers["cache-control"] == "no-cache"
    assert (await http.get("/assets/app-3f9a.js")).headers["cache-control"] == "public, max-age=31536000, immutable"
    for path in ("/index.html", "/sw.js", "/manifest.webmanifest"):
        assert (await http.get(path)).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None), ("", None), ("GZIP", "gzip")],
)
async def test_the_smallest_form_the_client_takes(http: httpx.AsyncClient, accepted: str, encoding: str | None) -> None:
    async with http.stream("GET", "/assets/app-3f9a.js", headers={"accept-encoding": accepted}) as answer:
        body = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "accept-encoding"
    assert int(answer.headers["content-length"]) == len(body)
    expected = b"brotli" if encoding == "br" else SCRIPT
    assert (gzip.decompress(body) if encoding == "gzip" else body) == expected


async def test_what_the_client_has_is_not_sent_again(http: httpx.AsyncClient) -> None:
    etag = (await http.get("/sw.js")).headers["etag"]
    for tag in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = await http.get("/sw.js", headers={"if-none-match": tag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert (await http.get("/sw.js", headers={"if-none-match": '"other"'})).status_code == 200


@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("/", "</a.js>"), ("/i/some-token", "</b.js>, </b.css>"), ("/i/some-token/", "</b.js>, </b.css>"),
        ("/i/new", "</c.js>"), ("/i", None), ("/i/a/b", None), ("/nowhere", None), ("/index.html", None),
        ("/assets/app-3f9a.js", None),
    ],
)  # fmt: skip
async def test_a_page_names_what_its_screen_takes(tmp_path, site_settings, path, links):
    folder = built(tmp_path / "dist")
    routes = [("/", ["</a.js>"]), ("/i/new", ["</c.js>"]), ("/i/:token", ["</b.js>", "</b.css>"])]
    (folder / "links.json").write_bytes(msgspec.json.encode(routes))
    async with client(folder, site_settings) as http:
        page = await http.get(path)
        assert (page.status_code, page.headers.get("link")) == (200, links)
        again = await http.get(path, headers={"if-none-match": page.headers["etag"]})
        assert (again.status_code, again.headers.get("link")) == (304, links)


@pytest.mark.parametrize("path", ["/i/some-token_x", "/staff/interviews/int_1", "/live", "/welcome"])
async def test_deep_links_open_the_application(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path, headers={"accept": "text/html,application/xhtml+xml"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "Greenroom" in answer.text


@pytest.mark.parametrize("path", ["/assets/gone-1.js", "/favicon.ico", "/../pyproject.toml", "/assets/../../x.py"])
async def test_files_that_are_not_there(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path, headers={"accept": "text/html"})
    assert (answer.status_code, answer.json()["code"]) == (404, "route_unknown")


async def test_an_image_request_for_a_page_is_not_found(http: httpx.AsyncClient) -> None:
    assert (await http.get("/welcome", headers={"accept": "image/png"})).status_code == 404


async def test_files_can_only_be_read(http: httpx.AsyncClient) -> None:
    answer = await http.post("/")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD"
    head = await http.head("/sw.js")
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", "16")


async def test_pages_run_our_own_code_alone(http: httpx.AsyncClient) -> None:
    headers = (await http.get("/", headers={"accept": "text/html"})).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["worker-src"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["trusted-types"] == "greenroom"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["connect-src"] == "'self' ws://greenroom.test"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=(self)" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers


async def test_data_runs_nothing_and_https_is_kept_to(tmp_path: Path, site_settings: Settings) -> None:
    secure = msgspec.structs.replace(site_settings, base_url="https://greenroom.test")
    async with client(built(tmp_path / "dist"), secure) as http:
        headers = (await http.get("/manifest.webmanifest")).headers
        worker = (await http.get("/sw.js")).headers
        page = (await http.get("/")).headers
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert worker["content-security-policy"] == page["content-security-policy"], "the worker could fetch nothing"
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


def test_a_strange_host_gets_no_place_in_the_policy(site_settings: Settings) -> None:
    ((_, policy),) = page_headers(site_settings, "evil.example; script-src *")
    assert b"evil" not in policy


async def test_without_a_build_the_reason_is_given(tmp_path: Path, site_settings: Settings) -> None:
    async with client(tmp_path / "nothing", site_settings) as http:
        answer = await http.get("/")
        assert (answer.status_code, answer.json()["code"]) == (503, "pwa_missing")
        assert answer.headers["retry-after"]
        built(tmp_path / "nothing")
        assert (await http.get("/")).status_code == 200
