"""Providers on this machine: a mail server that counts, and a push service that checks who asks and reads along."""

import asyncio
import base64
import email
import email.policy
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Literal

import http_ece
import msgspec
from aiosmtpd.smtp import SMTP
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey

from backend.notices.model import PushAddress


@dataclass
class MailServer:
    """Takes mail, or answers `refusals` first. `copies` counts by Message-ID.

    `silence`: takes it, and says so too late, or hangs up instead.
    """

    port: int = 0
    silence: Literal["late", "hung_up"] | None = None
    refusals: list[str] = field(default_factory=list)
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    copies: Counter[str] = field(default_factory=Counter)

    async def handle_DATA(self, server: SMTP, session: object, envelope: Any) -> str:
        if self.refusals:
            return self.refusals.pop(0)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append((envelope.rcpt_tos[0], mail))
        self.copies[str(mail["Message-ID"])] += 1
        if self.silence == "hung_up":
            server.transport.abort()
        if self.silence is not None:
            await asyncio.Event().wait()  # ended with the connection
        return "250 OK"


@asynccontextmanager
async def mail_server(handler: MailServer | None = None) -> AsyncIterator[MailServer]:
    handler = handler or MailServer()
    listening = await asyncio.get_running_loop().create_server(lambda: SMTP(handler), "127.0.0.1", 0)
    handler.port = listening.sockets[0].getsockname()[1]
    yield handler
    listening.close()


@dataclass
class SilentServer:
    """Lets everybody in and says nothing. `calls` counts who came."""

    port: int = 0
    calls: int = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.calls += 1
        await reader.read()
        writer.close()


@asynccontextmanager
async def silent_server() -> AsyncIterator[SilentServer]:
    silent = SilentServer()
    server = await asyncio.start_server(silent.answer, "127.0.0.1", 0)
    silent.port = server.sockets[0].getsockname()[1]
    yield silent
    server.close()


class Browser:
    """What `PushManager.subscribe` makes: a key pair and a secret of its own."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)

    def address(self, endpoint: str) -> PushAddress:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return PushAddress(endpoint, _b64(point), _b64(self.secret))

    def read(self, body: bytes) -> dict[str, Any]:
        """Raises where the message is not for this browser."""
        opened = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        return dict(msgspec.json.decode(opened))


@dataclass
class PushService:
    """Answers 201 to whoever signs in with the installation's key, or what `answers` says first."""

    port: int = 0
    public_key: str = ""
    answers: list[str] = field(default_factory=list)
    browsers: dict[str, Browser] = field(default_factory=dict)
    requests: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    copies: Counter[str] = field(default_factory=Counter)

    def browser(self, name: str) -> PushAddress:
        self.browsers[name] = Browser()
        return self.browsers[name].address(f"http://127.0.0.1:{self.port}/push/{name}")

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
                raw = dict(line.split(": ", 1) for line in head[1:] if line)
                body = await reader.readexactly(int(headers["content-length"]))
                authorization = next(value for key, value in raw.items() if key.lower() == "authorization")
                status = self.answers.pop(0) if self.answers else self._take(head[0], headers, authorization, body)
                writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _take(self, line: str, headers: dict[str, str], authorization: str, body: bytes) -> str:
        name = line.split(" ")[1].rpartition("/")[2]
        parts = dict(part.strip().split("=", 1) for part in authorization.removeprefix("vapid ").split(","))
        if parts["k"] != self.public_key or not self._is_signed(parts["t"]) or len(body) > 4096:
            return "403 Forbidden"
        message = self.browsers[name].read(body)
        self.requests.append((headers, message))
        self.copies[message["tag"]] += 1
        return "201 Created"

    def _is_signed(self, token: str) -> bool:
        point = base64.urlsafe_b64decode(self.public_key + "==")
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        claims = jwt.decode(token, ECKey.import_key(pem.decode()), algorithms=["ES256"]).claims
        return claims["aud"] == f"http://127.0.0.1:{self.port}" and claims["sub"].startswith("mailto:")


@asynccontextmanager
async def push_service(service: PushService | None = None) -> AsyncIterator[PushService]:
    service = service or PushService()
    server = await asyncio.start_server(service.answer, "127.0.0.1", 0)
    service.port = server.sockets[0].getsockname()[1]
    yield service
    server.close()


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
