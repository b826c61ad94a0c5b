"""Web push: RFC 8030 requests, RFC 8291 encryption, RFC 8292 sign-in."""

import asyncio
import base64
import hashlib
import time
from email.utils import parseaddr, parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

import msgspec
import structlog
from joserfc import jwt
from joserfc.jwk import ECKey
from webpush import WebPush, WebPushSubscription

from backend.contracts.events.notifications import Urgency
from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring, SealBroken
from backend.kernel.errors import GreenroomError, Invalid
from backend.kernel.outgoing import Answer, Outgoing
from backend.notices.model import PushAddress, PushSubscription
from backend.notices.places import push_place
from backend.notices.repository import PushSubscriptions
from backend.notices.vapid import VapidKey
from notifications.channels.outcome import Letter, NotSent

PAYLOAD_MAX = 3_000
TOKEN_LIFE_S = 12 * 3600
RETRY_AFTER_MAX_S = 3600.0
_GONE = frozenset({404, 410})
_URGENCY: dict[Urgency, str] = {"low": "low", "normal": "normal", "high": "high"}

_log = structlog.get_logger()


class Payload(msgspec.Struct, frozen=True):
    """What the service worker shows. `tag`: a second copy of the same notice replaces the first."""

    tag: str
    token: str
    title: str
    body: str
    path: str
    lang: str
    is_urgent: bool


class Push:
    """Sends a letter to every browser of a person; one that takes it is enough."""

    def __init__(
        self, outgoing: Outgoing, subscriptions: PushSubscriptions, key: VapidKey, keyring: Keyring, contact: str,
        *, clock: Clock = utc_now,
    ) -> None:  # fmt: skip
        self._outgoing = outgoing
        self._subscriptions = subscriptions
        self._keyring = keyring
        self._clock = clock
        self._sender = WebPush(private_key=key.private_pem, public_key=key.public_pem, subscriber="a@localhost.test")
        self._sender.vapid = Vapid(key, contact)

    async def send(self, letter: Letter) -> Literal["accepted"]:
        """Raises: NotSent push_gone, push_refused, push_{status}, push_unreachable."""
        failures: list[NotSent] = []
        is_taken = False
        tries = (self._to(each, letter) for each in letter.browsers)
        for result in await asyncio.gather(*tries, return_exceptions=True):
            if isinstance(result, NotSent):
                failures.append(result)
            elif isinstance(result, BaseException):
                raise result
            else:
                is_taken = True
        if is_taken:
            return "accepted"
        raise min(failures, key=lambda failure: failure.is_final, default=NotSent("push_gone", is_final=True))

    async def _to(self, subscription: PushSubscription, letter: Letter) -> None:
        try:
            opened = self._keyring.open(subscription.sealed, push_place(subscription.id))
            address = msgspec.json.decode(opened, type=PushAddress)
            body, headers = self._request(address, letter)
        except (SealBroken, msgspec.MsgspecError, ValueError):
            await self._subscriptions.delete(subscription.id)
            raise NotSent("push_gone", is_final=True) from None
        try:
            answer = await self._outgoing.send("POST", address.endpoint, body=body, headers=headers, max_bytes=65_536)
        except Invalid:
            await self._subscriptions.delete(subscription.id)
            raise NotSent("push_refused", is_final=True) from None
        except GreenroomError:
            raise NotSent("push_unreachable", is_final=False, is_passing=True) from None
        if answer.status in _GONE:
            await self._subscriptions.delete(subscription.id)
            raise NotSent("push_gone", is_final=True)
        if not 200 <= answer.status < 300:
            is_busy = answer.status == 429 or answer.status >= 500
            raise NotSent(
                f"push_{answer.status}", is_final=not is_busy, is_passing=is_busy,
                retry_s=retry_after_s(answer, self._clock().timestamp()),
            )  # fmt: skip

    def _request(self, address: PushAddress, letter: Letter) -> tuple[bytes, dict[str, str]]:
        subscription = WebPushSubscription.model_validate(
            {"endpoint": address.endpoint, "keys": {"auth": address.auth, "p256dh": address.p256dh}}
        )
        message = self._sender.get(payload_of(letter), subscription)
        return message.encrypted, {
            "authorization": message.headers["authorization"],
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(letter.life_s),
            "urgency": _URGENCY[letter.urgency],
            "topic": topic_of(letter.id),
        }


class Vapid:
    """Signs in to push services in place of `webpush`'s own, which signs a token a message: one an origin, for half a
    day.
    """

    def __init__(self, key: VapidKey, contact: str) -> None:
        self._public = key.public
        self._key = ECKey.import_key(key.private_pem.decode())
        self._subject = f"mailto:{parseaddr(contact)[1]}"
        self._tokens: dict[str, tuple[float, str]] = {}

    def get_authorization_header(self, endpoint: object, subscriber: str, expiration: int) -> str:
        """The `Authorization` for that endpoint (RFC 8292 section 3), whoever `webpush` takes the sender for."""
        parts = urlsplit(str(endpoint))
        origin = f"{parts.scheme}://{parts.netloc}"
        until, token = self._tokens.get(origin, (0.0, ""))
        now = time.time()
        if until < now + 60:
            until = now + TOKEN_LIFE_S
            claims = {"aud": origin, "exp": int(until), "sub": self._subject}
            token = jwt.encode({"typ": "JWT", "alg": "ES256"}, claims, self._key)
            if len(self._tokens) > 256:
                self._tokens.clear()
            self._tokens[origin] = until, token
        return f"vapid t={token}, k={self._public}"


def payload_of(letter: Letter) -> bytes:
    """JSON of at most 3,000 bytes: where the words are too long, they end early."""
    body = letter.shown.short
    while True:
        payload = Payload(
            tag=letter.id, token=letter.token, title=letter.shown.title[:120], body=body, path=letter.shown.path,
            lang=letter.language, is_urgent=letter.urgency == "high",
        )  # fmt: skip
        encoded = msgspec.json.encode(payload)
        if len(encoded) <= PAYLOAD_MAX or not body:
            return encoded
        body = body[: len(body) - max(1, (len(encoded) - PAYLOAD_MAX) // 4) - 1].rstrip() + "…" if len(body) > 8 else ""


def topic_of(letter_id: str) -> str:
    """At most 32 url-safe characters (RFC 8030 section 5.4): a copy that still waits there is replaced."""
    digest = hashlib.sha256(letter_id.encode()).digest()
    return base64.urlsafe_b64encode(digest)[:32].decode()


def retry_after_s(answer: Answer, now_s: float) -> float:
    """`Retry-After` in seconds, as seconds or as a date, an hour at most; 0 where there is none."""
    given = answer.headers.get("retry-after", "").strip()
    if given.isdecimal():
        return min(float(given), RETRY_AFTER_MAX_S)
    try:
        return min(max(0.0, parsedate_to_datetime(given).timestamp() - now_s), RETRY_AFTER_MAX_S)
    except (ValueError, TypeError):
        return 0.0
