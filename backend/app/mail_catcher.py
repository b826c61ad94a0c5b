"""The local SMTP server of a demo: takes every mail and puts it into the mailbox folder."""

import asyncio
import signal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from backend.app.mailbox import Mailbox, mailbox_of
from backend.kernel.clock import Clock, utc_now
from backend.kernel.settings import Settings

LOOPBACK = "127.0.0.1"
MAIL_BYTES = 10 * 1024 * 1024


class MailCatcher:
    """`async with MailCatcher(mailbox) as smtp: smtp.url`. Listens on the loopback, port 0 is an ephemeral one."""

    def __init__(self, mailbox: Mailbox, *, port: int = 0, clock: Clock = utc_now) -> None:
        self._mailbox = mailbox
        self._clock = clock
        self._wanted_port = port
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """Raises: RuntimeError before the start."""
        if self._server is None:
            raise RuntimeError("the mail catcher is not running")
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        return f"smtp://{LOOPBACK}:{self.port}"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called by aiosmtpd for each mail; 250 means that it is on the disk."""
        content = envelope.content
        raw = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content or b""
        subject, text = _read(raw)
        await asyncio.to_thread(self._mailbox.add, ", ".join(envelope.rcpt_tos), subject, text, self._clock())
        return "250 OK"

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, data_size_limit=MAIL_BYTES, enable_SMTPUTF8=True, hostname="localhost", loop=loop),
            LOOPBACK,
            self._wanted_port,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()


def _read(raw: bytes) -> tuple[str, str]:
    message = message_from_bytes(raw, EmailMessage, policy=modern)
    body = message.get_body(("plain", "html"))
    return str(message.get("Subject", "")), body.get_content().replace("\r\n", "\n") if body is not None else ""


async def run(settings: Settings, port: int) -> None:
    """Serves until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(wanted, stop.set)
    async with MailCatcher(mailbox_of(settings), port=port):
        await stop.wait()
