"""The demo's mail: sent by real SMTP, caught, and read from the folder."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
from litestar import Litestar
from litestar.testing import TestClient

from backend.app.mail_catcher import MailCatcher
from backend.app.mailbox import KEPT, Mailbox, mailbox_controllers
from backend.kernel.settings import Settings

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def mail(to: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "house@example.org", to, "Your code · 您的验证码"
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    return message


async def test_a_mail_sent_by_smtp_is_in_the_mailbox(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    async with MailCatcher(mailbox, clock=lambda: NOW) as smtp:
        await aiosmtplib.send(mail("li@example.org", "代码 123456"), hostname="127.0.0.1", port=smtp.port)
    (caught,) = mailbox.newest()
    assert (caught.to, caught.subject, caught.text.strip(), caught.at) == (
        "li@example.org",
        "Your code · 您的验证码",
        "代码 123456",
        NOW,
    )


def test_the_newest_comes_first_and_old_ones_go(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    for n in range(KEPT + 3):
        mailbox.add("li@example.org", str(n), "", NOW + timedelta(seconds=n))
    assert [found.subject for found in mailbox.newest(2)] == [str(KEPT + 2), str(KEPT + 1)]
    assert len(mailbox.newest(KEPT + 10)) == KEPT


def test_the_route_shows_what_was_caught(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, demo=True)
    Mailbox(tmp_path / "mailbox").add("li@example.org", "Your code", "123456", NOW)
    with TestClient(Litestar(mailbox_controllers(settings))) as client:
        (found,) = client.get("/api/demo/mailbox").json()
    assert (found["to"], found["subject"], found["text"]) == ("li@example.org", "Your code", "123456")


def test_there_is_no_such_route_outside_a_demo(tmp_path: Path) -> None:
    assert mailbox_controllers(Settings(data_dir=tmp_path)) == []
    assert mailbox_controllers(Settings(data_dir=tmp_path, demo=True, smtp_url="smtp://mail")) == []
