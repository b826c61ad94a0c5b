"""Mail by SMTP."""

import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
import msgspec

from notifications.rendering import Message

TIMEOUT_S = 15.0


class SmtpServer(msgspec.Struct, frozen=True):
    """Where mail goes. `tls` None: STARTTLS where the server offers it."""

    host: str
    port: int | None
    user: str | None
    password: str | None
    tls: Literal["starttls", "implicit", "none"] | None


class NotSent(Exception):
    """The server did not take the mail. `is_final`: it never will."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final


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
    """Sends one mail a connection; a mail's Message-ID is its delivery's id, so a second copy can be told."""

    def __init__(
        self, server: SmtpServer, sender: str, *, timeout_s: float = TIMEOUT_S, trust: ssl.SSLContext | None = None
    ) -> None:
        self._server = server
        self._sender = sender
        self._timeout_s = timeout_s
        self._trust = trust or ssl.create_default_context()

    async def send(self, delivery_id: str, to: str, message: Message) -> None:
        """Returns once the server has taken the mail. Raises: NotSent."""
        mail = compose(delivery_id, self._sender, to, message)
        try:
            async with self._client() as smtp:
                await smtp.send_message(mail, sender=parseaddr(self._sender)[1], recipients=[to])
        except aiosmtplib.SMTPRecipientsRefused as error:
            code = error.recipients[0].code if error.recipients else 550
            raise NotSent(f"smtp_{code}", is_final=code >= 500) from None
        except aiosmtplib.SMTPResponseException as error:
            raise NotSent(f"smtp_{error.code}", is_final=error.code >= 500 and not _is_ours(error)) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise NotSent("smtp_unreachable", is_final=False) from error

    def _client(self) -> aiosmtplib.SMTP:
        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls == "implicit",
            start_tls={"starttls": True, "implicit": False, "none": False, None: None}[server.tls],
            tls_context=self._trust,
            timeout=self._timeout_s,
        )


def _is_ours(error: aiosmtplib.SMTPResponseException) -> bool:
    """Refused because of our own set-up (sign-in), which an operator can mend: worth another try."""
    return isinstance(error, aiosmtplib.SMTPAuthenticationError)


def compose(delivery_id: str, sender: str, to: str, message: Message) -> EmailMessage:
    mail = EmailMessage()
    name, address = parseaddr(sender)
    domain = address.partition("@")[2] or "localhost"
    mail["From"] = Address(display_name=name, addr_spec=address)
    mail["To"] = Address(addr_spec=to)
    mail["Subject"] = message.subject
    mail["Date"] = formatdate(usegmt=True)
    mail["Message-ID"] = f"<{delivery_id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    return mail
