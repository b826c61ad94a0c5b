"""SMS and IM through whatever the employer has: an HTTP gateway, a WeCom, DingTalk or Feishu robot, or apprise.

An address in the settings is `{way}:{url}`: `http:` posts a template, `wecom:`, `dingtalk:` and `feishu:` speak to a
group's robot (a signing secret behind `#`), `apprise:` takes any of its URLs. `{phone}` in it is the person's number.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Coroutine
from typing import Any, Literal
from urllib.parse import quote, quote_plus

import structlog

from backend.kernel.errors import GreenroomError, Invalid
from backend.kernel.outgoing import Answer, Outgoing
from notifications.channels.outcome import Letter, NotSent
from notifications.channels.push import retry_after_s

Way = Literal["http", "wecom", "dingtalk", "feishu", "apprise"]
APPRISE_S = 20.0
DEFAULT_BODY = '{"to": "{phone}", "text": "{text}"}'
TEXT_MAX = 500

_log = structlog.get_logger()


class Gateway:
    """One configured way. `name` (sms or im) begins the reasons of what could not be sent.

    Raises, when made: ValueError where the address is of no known way.
    """

    def __init__(self, name: Literal["sms", "im"], address: str, outgoing: Outgoing, body: str | None = None) -> None:
        way, separator, rest = address.partition(":")
        if not separator or way not in _WAYS or not rest:
            raise ValueError(f"expected {', '.join(sorted(_WAYS))} and a colon before the address")
        self._name = name
        self._way = way
        self._url, _, self._secret = rest.partition("#") if way != "apprise" else (rest, "", "")
        self._outgoing = outgoing
        self._body = body or DEFAULT_BODY

    async def send(self, letter: Letter) -> Literal["sent", "accepted"]:
        """`accepted` where the gateway said so, `sent` where it gives no answer to go by. Raises: NotSent."""
        if self._name == "sms" and not letter.phone:
            raise NotSent("phone_missing", is_final=True)
        try:
            return await _WAYS[self._way](self, letter)
        except NotSent:
            raise
        except Invalid as error:
            raise NotSent(f"{self._name}_{error.code.removeprefix('outgoing_')}", is_final=True) from None
        except GreenroomError:
            raise NotSent(f"{self._name}_unreachable", is_final=False, is_passing=True) from None

    async def _post(self, url: str, body: bytes, letter: Letter) -> Answer:
        headers = {"content-type": "application/json; charset=utf-8", "idempotency-key": letter.id}
        answer = await self._outgoing.send("POST", url, body=body, headers=headers, max_bytes=65_536)
        if 200 <= answer.status < 300:
            return answer
        is_busy = answer.status in (408, 429) or answer.status >= 500
        retry_s = retry_after_s(answer, time.time())
        raise NotSent(f"{self._name}_{answer.status}", is_final=not is_busy, is_passing=is_busy, retry_s=retry_s)

    async def _http(self, letter: Letter) -> Literal["accepted"]:
        url = self._url.replace("{phone}", quote(letter.phone)).replace("{text}", quote(text_of(letter)))
        body = self._body.replace("{phone}", _json_inner(letter.phone)).replace("{text}", _json_inner(text_of(letter)))
        await self._post(url, body.replace("{id}", _json_inner(letter.id)).encode(), letter)
        return "accepted"

    async def _wecom(self, letter: Letter) -> Literal["accepted"]:
        message = {"msgtype": "text", "text": {"content": text_of(letter), "mentioned_mobile_list": _mobile(letter)}}
        return self._robot(await self._post(self._url, _json(message), letter), "errcode")

    async def _dingtalk(self, letter: Letter) -> Literal["accepted"]:
        url = self._url
        if self._secret:
            stamp = str(int(time.time() * 1000))
            digest = hmac.digest(self._secret.encode(), f"{stamp}\n{self._secret}".encode(), "sha256")
            mark = "&" if "?" in url else "?"
            url = f"{url}{mark}timestamp={stamp}&sign={quote_plus(base64.b64encode(digest).decode())}"
        message = {"msgtype": "text", "text": {"content": text_of(letter)}, "at": {"atMobiles": _mobile(letter)}}
        return self._robot(await self._post(url, _json(message), letter), "errcode")

    async def _feishu(self, letter: Letter) -> Literal["accepted"]:
        message: dict[str, Any] = {"msg_type": "text", "content": {"text": text_of(letter)}}
        if self._secret:
            stamp = str(int(time.time()))
            digest = hmac.new(f"{stamp}\n{self._secret}".encode(), b"", hashlib.sha256).digest()
            message |= {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
        return self._robot(await self._post(self._url, _json(message), letter), "code")

    async def _apprise(self, letter: Letter) -> Literal["sent"]:
        """Apprise blocks, so it runs in a thread; one that hangs is left behind after its time."""
        url = self._url.replace("{phone}", quote(letter.phone))
        try:
            is_sent = await asyncio.wait_for(asyncio.to_thread(_notify, url, letter), APPRISE_S)
        except TimeoutError:
            raise NotSent(f"{self._name}_timeout", is_final=False) from None
        if is_sent is None:
            raise NotSent(f"{self._name}_url_invalid", is_final=True)
        if not is_sent:
            raise NotSent(f"{self._name}_refused", is_final=False)
        return "sent"

    def _robot(self, answer: Answer, field: str) -> Literal["accepted"]:
        """Robots answer 200 also to what they refuse. Raises: NotSent."""
        try:
            code = int(json.loads(answer.body)[field])
        except (ValueError, KeyError, TypeError):
            raise NotSent(f"{self._name}_unreadable", is_final=True) from None
        if code in _ROBOT_BUSY:
            raise NotSent(f"{self._name}_429", is_final=False, is_passing=True, retry_s=60)
        if code != 0:
            raise NotSent(f"{self._name}_refused_{code}", is_final=True)
        return "accepted"


_ROBOT_BUSY = frozenset({45009, 130101, 11232})
"""Too often: WeCom, DingTalk, Feishu."""

_Sending = Callable[[Gateway, Letter], Coroutine[Any, Any, Literal["sent", "accepted"]]]
_WAYS: dict[str, _Sending] = {
    "http": Gateway._http,
    "wecom": Gateway._wecom,
    "dingtalk": Gateway._dingtalk,
    "feishu": Gateway._feishu,
    "apprise": Gateway._apprise,
}


def text_of(letter: Letter) -> str:
    """Short form and link, at most 500 characters, the link whole."""
    shown = letter.shown
    words = (
        f"{shown.title}: {shown.short}"
        if letter.language == "en"
        else f"【{letter.employer}】{shown.title}。{shown.short}"
    )
    return f"{words[: TEXT_MAX - len(letter.link) - 1]} {letter.link}"


def _notify(url: str, letter: Letter) -> bool | None:
    import apprise  # takes longer to load than most of a notifier, and few need it

    sender = apprise.Apprise()
    if not sender.add(url):
        return None
    return bool(sender.notify(body=text_of(letter), title=""))


def _mobile(letter: Letter) -> list[str]:
    return [letter.phone] if letter.phone else []


def _json(message: dict[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode()


def _json_inner(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
