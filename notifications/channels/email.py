"""Mail by SMTP."""

import asyncio
import ssl
from collections.abc import Mapping
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import formataddr, formatdate, parseaddr
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
import msgspec

from notifications.channels.outcome import NotSent
from notifications.deliveries import UNANSWERED
from notifications.rendering import Message

TIMEOUT_S = 15.0
IDLE_S = 20.0
UNANSWERED_S = 60.0
"""So long a server that has a mail and did not say so is left alone with it."""

MAILS_A_CONNECTION = 100


class SmtpServer(msgspec.Struct, frozen=True):
    """Where mail goes. `tls` None: STARTTLS where the server offers it."""

    host: str
    port: int | None
    user: str | None
    password: str | None
    tls: Literal["starttls", "implicit", "none"] | None


def server_of(url: str) -> SmtpServer:
    """`smtp://user:password@host:port?tls=starttls|implicit|none`, user and password percent-encoded."""
    parts = urlsplit(url)
    tls = parse_qs(parts.query).get("tls", [None])[0]
    return SmtpServer(
        host=parts.hostname or "localhost",
        port=parts.port,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        tls=msgspec.convert(tls, Literal["starttls", "implicit", "none"] | None),
    )


class Email:
    """Sends mail over a few connections that are kept for a while.

    Each answer of the server may take `timeout_s`, the one to the whole mail and all of them together twice as long.
    A server that lets that pass is slow: until it answers again one mail at a time tries it, and the others are put off
    at once, so that it holds up nothing else.

    SMTP cannot say whether a server that was cut off before it answered to a whole mail took it. So what is promised:
    such a mail is never tried while the server could still answer, goes out a second time at most, later, and under the
    same Message-ID (its delivery's id), by which a second copy can be told.
    """

    def __init__(
        self, server: SmtpServer, sender: str, *, timeout_s: float = TIMEOUT_S, trust: ssl.SSLContext | None = None
    ) -> None:
        self._server = server
        self._sender = sender
        self._timeout_s = timeout_s
        self._trust = trust or ssl.create_default_context()
        self._idle: list[_Line] = []
        self.is_away = False
        """The last mail could not go for something that will pass."""
        self._is_slow = False
        self._is_tried = False
        """Somebody is finding out whether it still is slow."""

    async def send(self, delivery_id: str, to: str, message: Message, headers: Mapping[str, str] | None = None) -> None:
        """Returns once the server has taken the mail. Raises: NotSent."""
        try:
            mail = compose(delivery_id, self._sender, to, message, headers or {})
        except (ValueError, IndexError):
            raise NotSent("address_invalid", is_final=True) from None
        if self._is_slow and self._is_tried:
            raise NotSent("smtp_unreachable", is_final=False, is_passing=True)
        is_trial = self._is_tried = self._is_slow
        try:
            await self._hand_over(mail, to)
        finally:
            if is_trial:
                self._is_tried = False

    async def _hand_over(self, mail: EmailMessage, to: str) -> None:
        line = self._kept() or _Line(self._client())
        try:
            async with asyncio.timeout(self._timeout_s * 2):
                await self._send(line, mail, to)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            self._is_slow = isinstance(error, TimeoutError)
            problem = _not_sent(error, line.smtp)
            self.is_away = problem.is_passing
            raise problem from error
        self._is_slow = self.is_away = False
        line.used(asyncio.get_running_loop().time())
        if line.mails < MAILS_A_CONNECTION:
            self._idle.append(line)
        else:
            line.smtp.close()

    async def close(self) -> None:
        """Lets the kept connections go."""
        for line in self._idle:
            line.smtp.close()
        self._idle.clear()

    async def _send(self, line: "_Line", mail: EmailMessage, to: str) -> None:
        sender = parseaddr(self._sender)[1]
        options = [] if to.isascii() else ["SMTPUTF8"]
        try:
            line.smtp.has_mail = False
            if not line.smtp.is_connected:
                await line.smtp.connect()
            await line.smtp.sendmail(sender, [to], mail.as_bytes(), mail_options=options)
        except BaseException:
            line.smtp.close()
            raise

    def _kept(self) -> "_Line | None":
        """A connection that still stands. What the server has closed meanwhile is left."""
        now = asyncio.get_running_loop().time()
        while self._idle:
            line = self._idle.pop()
            if line.smtp.is_connected and now - line.used_at < IDLE_S:
                return line
            line.smtp.close()
        return None

    def _client(self) -> "_Client":
        server = self._server
        return _Client(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls == "implicit",
            start_tls={"starttls": True, "implicit": False, "none": False, None: None}[server.tls],
            tls_context=self._trust,
            timeout=self._timeout_s,
        )


class _Client(aiosmtplib.SMTP):
    """Knows whether the server may have the whole mail, and leaves the time for the answer to it to the caller."""

    has_mail = False

    async def data(self, *args: Any, **options: Any) -> aiosmtplib.SMTPResponse:
        self.has_mail = True
        return await super().data(*args, **{**options, "timeout": None})


class _Line:
    """One connection to the mail server."""

    def __init__(self, smtp: _Client) -> None:
        self.smtp = smtp
        self.mails = 0
        self.used_at = 0.0

    def used(self, at: float) -> None:
        self.mails += 1
        self.used_at = at


def _not_sent(error: Exception, smtp: _Client) -> NotSent:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        code = error.recipients[0].code if error.recipients else 550
        return NotSent(f"smtp_{code}", is_final=code >= 500, is_passing=code < 500)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        is_final = error.code >= 500 and not _is_ours(error)
        return NotSent(f"smtp_{error.code}", is_final=is_final, is_passing=not is_final)
    if smtp.has_mail:
        return NotSent(UNANSWERED, is_final=False, retry_s=UNANSWERED_S, is_unsure=True)
    return NotSent("smtp_unreachable", is_final=False, is_passing=True)


def _is_ours(error: aiosmtplib.SMTPResponseException) -> bool:
    """Refused because of our own set-up (sign-in), which an operator can mend: worth another try."""
    return isinstance(error, aiosmtplib.SMTPAuthenticationError)


class _AsGiven(EmailPolicy):
    """Takes header lines as `compose` has encoded them: to parse and fold each costs more than all else of a mail."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        return name, value

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        return value


_AS_GIVEN = _AsGiven(cte_type="7bit", linesep="\r\n", refold_source="none")
_IN_UTF8 = _AS_GIVEN.clone(utf8=True)
"""For addresses with letters beyond ASCII (RFC 6532)."""


def compose(delivery_id: str, sender: str, to: str, message: Message, headers: Mapping[str, str]) -> EmailMessage:
    """Raises: ValueError, IndexError where `to` is no address or a header is no single line."""
    mail = EmailMessage(_AS_GIVEN if to.isascii() else _IN_UTF8)
    name, address = parseaddr(sender)
    domain = address.partition("@")[2] or "localhost"
    own = {
        "From": formataddr((name, address)),
        "To": Address(addr_spec=to).addr_spec,
        "Subject": message.subject,
        "Date": formatdate(usegmt=True),
        "Message-ID": f"<{delivery_id}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    for header, value in {**own, **headers}.items():
        if "\n" in value or "\r" in value:
            raise ValueError(f"{header} is to be one line")
        mail[header] = Header(value, header_name=header).encode() if header == "Subject" else value
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    return mail
