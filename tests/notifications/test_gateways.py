"""SMS and robots: what each provider's protocol asks for, told by servers on this machine that speak it."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from backend.kernel.addresses import Allowed
from backend.kernel.outgoing import Outgoing
from backend.notices.model import Shown
from notifications.channels.gateway import TEXT_MAX, Gateway, text_of
from notifications.channels.outcome import Letter, NotSent

SECRET = "SEC-of-the-robot"
LETTER = Letter(
    id="minutes_before:bkg_1:can_1", account_id="can_1", language="zh-CN", token="t", urgency="high", life_s=900,
    shown=Shown("面试将在 15 分钟后开始", '房间已经为你准备好了："现在"就可以进来。', "/green-room"),
    link="https://g.test/n/abc.sms", phone="+8613800000000", employer="澄光物流",
)  # fmt: skip


@dataclass
class Provider:
    """Answers 200 with `says`, or `answers` first (status line, body); remembers what was asked."""

    port: int = 0
    says: dict[str, Any] = field(default_factory=lambda: {"errcode": 0})
    answers: list[tuple[str, bytes]] = field(default_factory=list)
    heard: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:] if line)}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.heard.append((head[0].split(" ")[1], headers, json.loads(body) if body else None))
            status, said = self.answers.pop(0) if self.answers else ("200 OK", json.dumps(self.says).encode())
            writer.write(
                f"HTTP/1.1 {status}\r\nContent-Length: {len(said)}\r\nConnection: close\r\n\r\n".encode() + said
            )
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    provider = Provider()
    server = await asyncio.start_server(provider.serve, "127.0.0.1", 0)
    provider.port = server.sockets[0].getsockname()[1]
    yield provider
    server.close()


@pytest.fixture
async def outgoing() -> AsyncIterator[Outgoing]:
    async with Outgoing(Allowed.of("127.0.0.1")) as outgoing:
        yield outgoing


async def refusal(gateway: Gateway, letter: Letter = LETTER) -> tuple[str, bool, float]:
    with pytest.raises(NotSent) as caught:
        await gateway.send(letter)
    return caught.value.reason, caught.value.is_final, caught.value.retry_s


async def test_a_template_for_any_gateway_is_filled_in_and_stays_json(provider: Provider, outgoing: Outgoing) -> None:
    template = '{"mobile": "{phone}", "content": "{text}", "reference": "{id}", "sign": "Greenroom"}'
    gateway = Gateway("sms", f"http:{provider.url}/send?to={{phone}}", outgoing, template)
    assert await gateway.send(LETTER) == "accepted"
    ((path, headers, body),) = provider.heard
    assert path == "/send?to=%2B8613800000000"
    assert headers["idempotency-key"] == LETTER.id
    assert headers["content-type"].startswith("application/json")
    assert body == {"mobile": LETTER.phone, "content": text_of(LETTER), "reference": LETTER.id, "sign": "Greenroom"}
    assert body["content"].endswith(LETTER.link)


async def test_the_same_letter_again_carries_the_same_key(provider: Provider, outgoing: Outgoing) -> None:
    gateway = Gateway("sms", f"http:{provider.url}/send", outgoing)
    for _ in range(2):
        await gateway.send(LETTER)
    assert {headers["idempotency-key"] for _, headers, _ in provider.heard} == {LETTER.id}
    assert provider.heard[0][2] == {"to": LETTER.phone, "text": text_of(LETTER)}


async def test_wecom_hears_a_text_that_mentions_the_number(provider: Provider, outgoing: Outgoing) -> None:
    gateway = Gateway("im", f"wecom:{provider.url}/cgi-bin/webhook/send?key=k", outgoing)
    assert await gateway.send(LETTER) == "accepted"
    ((path, _, body),) = provider.heard
    assert path == "/cgi-bin/webhook/send?key=k"
    assert body == {
        "msgtype": "text",
        "text": {"content": text_of(LETTER), "mentioned_mobile_list": [LETTER.phone]},
    }


async def test_dingtalk_gets_its_stamp_and_signature(provider: Provider, outgoing: Outgoing) -> None:
    gateway = Gateway("im", f"dingtalk:{provider.url}/robot/send?access_token=a#{SECRET}", outgoing)
    assert await gateway.send(LETTER) == "accepted"
    ((path, _, body),) = provider.heard
    query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    digest = hmac.new(SECRET.encode(), f"{query['timestamp']}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert (query["access_token"], query["sign"]) == ("a", base64.b64encode(digest).decode())
    assert len(query["timestamp"]) == 13, "milliseconds"
    assert body == {"msgtype": "text", "text": {"content": text_of(LETTER)}, "at": {"atMobiles": [LETTER.phone]}}


async def test_feishu_gets_its_signature_in_the_body(provider: Provider, outgoing: Outgoing) -> None:
    provider.says = {"code": 0, "msg": "success"}
    gateway = Gateway("im", f"feishu:{provider.url}/open-apis/bot/v2/hook/h#{SECRET}", outgoing)
    assert await gateway.send(LETTER) == "accepted"
    ((path, _, body),) = provider.heard
    digest = hmac.new(f"{body['timestamp']}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    assert path == "/open-apis/bot/v2/hook/h"
    assert body["sign"] == base64.b64encode(digest).decode()
    assert (body["msg_type"], body["content"]) == ("text", {"text": text_of(LETTER)})


async def test_apprise_speaks_to_a_server_of_its_own_scheme(provider: Provider, outgoing: Outgoing) -> None:
    gateway = Gateway("im", f"apprise:json://127.0.0.1:{provider.port}/notify", outgoing)
    assert await gateway.send(LETTER) == "sent", "it gives no answer to go by"
    ((path, _, body),) = provider.heard
    assert path.rstrip("/") == "/notify"
    assert body["message"] == text_of(LETTER)
    provider.answers = [("500 Broken", b"")]
    assert await refusal(gateway) == ("im_refused", False, 0.0)
    assert (await refusal(Gateway("im", "apprise:nonsense", outgoing)))[:2] == ("im_url_invalid", True)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (("200 OK", b'{"errcode": 93000, "errmsg": "invalid webhook url"}'), ("im_refused_93000", True, 0.0)),
        (("200 OK", b'{"errcode": 45009, "errmsg": "too often"}'), ("im_429", False, 60)),
        (("200 OK", b"<html>busy</html>"), ("im_unreadable", True, 0.0)),
        (("200 OK", b'{"errmsg": "ok"}'), ("im_unreadable", True, 0.0)),
        (("429 Slow\r\nRetry-After: 90", b""), ("im_429", False, 90.0)),
        (("503 Later", b""), ("im_503", False, 0.0)),
        (("403 No", b""), ("im_403", True, 0.0)),
    ],
)
async def test_what_a_robot_refuses_is_told_with_its_reason(
    provider: Provider, outgoing: Outgoing, answer: tuple[str, bytes], expected: tuple[str, bool, float]
) -> None:
    provider.answers = [answer]
    assert await refusal(Gateway("im", f"wecom:{provider.url}/send", outgoing)) == expected


async def test_a_gateway_that_is_away_or_not_allowed_and_a_person_without_a_number(
    provider: Provider, outgoing: Outgoing
) -> None:
    assert await refusal(Gateway("sms", "http:http://127.0.0.1:1/", outgoing)) == ("sms_unreachable", False, 0.0)
    inside = Gateway("sms", "http:http://127.0.0.2:1/", outgoing)
    assert await refusal(inside) == ("sms_refused", True, 0.0)
    nobody = msgspec.structs.replace(LETTER, phone="")
    assert await refusal(Gateway("sms", f"http:{provider.url}/", outgoing), nobody) == ("phone_missing", True, 0.0)
    assert provider.heard == []
    for address in ("pigeon:https://x", "wecom:", "https://x"):
        with pytest.raises(ValueError, match="expected"):
            Gateway("im", address, outgoing)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_long_text_is_cut_and_its_link_is_whole(language: str) -> None:
    letter = msgspec.structs.replace(LETTER, language=language, shown=Shown("Title", "word " * 300, "/"))
    text = text_of(letter)
    assert len(text) <= TEXT_MAX
    assert text.endswith(f" {LETTER.link}")
