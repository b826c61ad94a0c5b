"""From the wish for a mail to the mail itself, against a real SMTP server."""

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any, get_args

import msgspec
import pytest
from aiosmtpd.smtp import SMTP
from redis.asyncio import Redis

from backend.contracts.events.notifications import MailContent, MailWanted
from backend.kernel.crypto import Keyring
from backend.kernel.events import EventBus, Received
from backend.kernel.language import Language
from backend.kernel.mongo import Mongo
from backend.kernel.streams import exponential
from notifications.channels.email import Email, server_of
from notifications.channels.outcome import NotSent
from notifications.deliveries import Deliveries
from notifications.dispatcher import LAST_TRY, OF_USE, OF_USE_FOR, Dispatcher
from notifications.rendering import FOLDER, render

PARAMETERS = {
    "first_name": "Xiaotong",
    "name": "Xiaotong",
    "employer": "Clearlight <Logistics>",
    "position": "Sales & Service",
    "code": "012345",
    "minutes": "10",
    "link": "https://greenroom.test/i/abc",
    "expires_at": "2026-12-01T09:30:00+00:00",
    "questions": "3",
    "duration_min": "8",
    "contact_name": "Maya",
    "contact_email": "maya@clearlight.example",
}
TEMPLATES = sorted({path.stem for path in FOLDER.glob("en/*.html")})


@dataclass
class Server:
    """Takes mail, or answers `refusals` first."""

    port: int = 0
    refusals: list[str] = field(default_factory=list)
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        if self.refusals:
            return self.refusals.pop(0)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append((envelope.rcpt_tos[0], mail))
        return "250 OK"


@pytest.fixture
async def smtp() -> AsyncIterator[Server]:
    handler = Server()
    listening = await asyncio.get_running_loop().create_server(lambda: SMTP(handler), "127.0.0.1", 0)
    handler.port = listening.sockets[0].getsockname()[1]
    yield handler
    listening.close()


@pytest.fixture
def deliveries(mongo: Mongo) -> Deliveries:
    return Deliveries(mongo)


def wanted(
    keyring: Keyring, delivery_id: str = "dlv_1", template: str = "one_time_code", language: str = "en"
) -> MailWanted:
    content = msgspec.json.encode(MailContent("lin@example.org", PARAMETERS))
    return MailWanted(delivery_id, "can_1", template, language, keyring.seal(content, delivery_id.encode()))


def dispatcher(smtp: Server, deliveries: Deliveries, keyring: Keyring) -> Dispatcher:
    server = server_of(f"smtp://127.0.0.1:{smtp.port}?tls=none")
    return Dispatcher(deliveries, Email(server, "Greenroom <no-reply@greenroom.test>", timeout_s=30), keyring)


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("template", TEMPLATES)
async def test_mails_are_whole_in_both_languages(
    smtp: Server, deliveries: Deliveries, keyring: Keyring, template: str, language: str
) -> None:
    await dispatcher(smtp, deliveries, keyring).mail_wanted(
        Received("evt_1", wanted(keyring, template=template, language=language), 1)
    )
    ((to, mail),) = smtp.mails
    assert to == "lin@example.org"
    assert mail["Message-ID"] == "<dlv_1@greenroom.test>"
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert page is not None
    assert "Xiaotong" in text.get_content()
    assert "Sales &amp; Service" in page.get_content() or template == "member_invitation"
    assert "<Logistics>" not in page.get_content()
    assert "$" not in text.get_content() + page.get_content() + str(mail["Subject"])
    assert f'<html lang="{language}">' in page.get_content()
    assert (await deliveries.require("dlv_1")).state == "sent"


async def test_asking_twice_sends_once(smtp: Server, deliveries: Deliveries, keyring: Keyring) -> None:
    sender = dispatcher(smtp, deliveries, keyring)
    for attempt in (1, 2):
        await sender.mail_wanted(Received("evt_1", wanted(keyring), attempt))
    assert len(smtp.mails) == 1


async def test_a_failure_is_visible_and_tried_again(smtp: Server, deliveries: Deliveries, keyring: Keyring) -> None:
    smtp.refusals = ["451 try again later"]
    sender = dispatcher(smtp, deliveries, keyring)
    with pytest.raises(NotSent):
        await sender.mail_wanted(Received("evt_1", wanted(keyring), 1))
    waiting = await deliveries.require("dlv_1")
    assert (waiting.state, waiting.reason, waiting.attempts) == ("queued", "smtp_451", 1)
    await sender.mail_wanted(Received("evt_1", wanted(keyring), 2))
    sent = await deliveries.require("dlv_1")
    assert (sent.state, sent.reason, sent.attempts) == ("sent", None, 2)


async def test_what_will_never_go_is_settled_at_once(smtp: Server, deliveries: Deliveries, keyring: Keyring) -> None:
    smtp.refusals = ["550 no such user"]
    sender = dispatcher(smtp, deliveries, keyring)
    await sender.mail_wanted(Received("evt_1", wanted(keyring), 1))
    await sender.mail_wanted(Received("evt_2", wanted(keyring, "dlv_2", "no_such_template"), 1))
    await sender.mail_wanted(Received("evt_3", wanted(Keyring.generate(), "dlv_3"), 1))
    without = Dispatcher(deliveries, None, keyring)
    await without.mail_wanted(Received("evt_4", wanted(keyring, "dlv_4"), 1))
    reasons = [(await deliveries.require(f"dlv_{number}")).reason for number in range(1, 5)]
    assert reasons == ["smtp_550", "template_unknown", "unreadable", "smtp_missing"]
    assert await deliveries.count({"state": "failed"}) == 4
    assert smtp.mails == []


@pytest.mark.parametrize("template", ["invitation", "one_time_code"])
async def test_a_server_that_is_away_is_waited_for_as_long_as_the_mail_is_of_use(
    deliveries: Deliveries, keyring: Keyring, smtp: Server, template: str
) -> None:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    nowhere = Email(server_of("smtp://127.0.0.1:1?tls=none"), "a@b.test", timeout_s=30)
    away = Dispatcher(deliveries, nowhere, keyring, clock=lambda: now)
    for attempt in (1, 12, 17):
        with pytest.raises(NotSent, match="smtp_unreachable"):
            await away.mail_wanted(Received("evt_1", wanted(keyring, template=template), attempt))
    waiting = await deliveries.require("dlv_1")
    assert (waiting.state, waiting.reason, waiting.attempts) == ("queued", "smtp_unreachable", 3)
    now += OF_USE_FOR.get(template, OF_USE)
    await away.mail_wanted(Received("evt_1", wanted(keyring, template=template), 18))
    failed = await deliveries.require("dlv_1")
    assert (failed.state, failed.reason) == ("failed", "too_late")


async def test_a_code_that_ended_while_nobody_sent_mails_is_not_sent_any_more(
    deliveries: Deliveries, keyring: Keyring, smtp: Server
) -> None:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    email = Email(server_of(f"smtp://127.0.0.1:{smtp.port}?tls=none"), "a@b.test", timeout_s=30)
    started = Dispatcher(deliveries, email, keyring, clock=lambda: now)
    for delivery_id, age in (("dlv_1", OF_USE_FOR["one_time_code"]), ("dlv_2", timedelta(minutes=9))):
        code = msgspec.structs.replace(wanted(keyring, delivery_id), asked_at=now - age)
        await started.mail_wanted(Received("evt_1", code, 1))
    states = [(each.state, each.reason) for each in await deliveries.find({}, sort=[("_id", 1)])]
    assert states == [("failed", "too_late"), ("sent", None)]
    assert len(smtp.mails) == 1


async def test_the_last_try_settles_it(deliveries: Deliveries, keyring: Keyring, smtp: Server) -> None:
    away = Dispatcher(deliveries, Email(server_of("smtp://127.0.0.1:1?tls=none"), "a@b.test", timeout_s=30), keyring)
    await away.mail_wanted(Received("evt_1", wanted(keyring), LAST_TRY))
    assert (await deliveries.require("dlv_1")).reason == "smtp_unreachable"
    assert await deliveries.count({"state": "failed"}) == 1
    smtp.refusals = ["451 try again later"]
    with pytest.raises(NotSent, match="smtp_451"):
        await dispatcher(smtp, deliveries, keyring).mail_wanted(
            Received("evt_2", wanted(keyring, "dlv_2"), LAST_TRY - 1)
        )


async def test_the_bus_brings_the_mail_and_tries_again(
    smtp: Server, deliveries: Deliveries, keyring: Keyring, redis: Redis
) -> None:
    smtp.refusals = ["451 later", "421 later"]
    bus = EventBus(redis)
    sender = dispatcher(smtp, deliveries, keyring)
    subscription = bus.subscribe(
        "notifications", {MailWanted: sender.mail_wanted}, backoff_s=exponential(0.05, 0.1), max_tries=LAST_TRY
    )
    running = asyncio.create_task(subscription.run())
    await bus.publish(wanted(keyring))
    async with asyncio.timeout(60):
        while await deliveries.count({"state": "sent"}) == 0:  # noqa: ASYNC110 polled with a deadline
            await asyncio.sleep(0.02)
    running.cancel()
    assert (await deliveries.require("dlv_1")).attempts == 3


async def test_nothing_personal_is_kept(smtp: Server, deliveries: Deliveries, keyring: Keyring, mongo: Mongo) -> None:
    await dispatcher(smtp, deliveries, keyring).mail_wanted(Received("evt_1", wanted(keyring), 1))
    rows = repr(await mongo.collection("deliveries").find({}))
    assert "example.org" not in rows
    assert "Xiaotong" not in rows
    assert "012345" not in rows


def test_a_subject_carries_no_header_of_its_own() -> None:
    message = render("one_time_code", "en", {**PARAMETERS, "employer": "Evil\r\nBcc: all@example.org"})
    assert "\n" not in message.subject


def test_every_template_exists_in_both_languages() -> None:
    names = [
        {path.name for path in (FOLDER / language).iterdir() if path.suffix != ".notice"}
        for language in get_args(Language)
    ]
    assert names[0] == names[1] == {f"{name}.{suffix}" for name in TEMPLATES for suffix in ("txt", "html")}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://u%40x:p%2Fw@mail.test:587?tls=starttls", ("mail.test", 587, "u@x", "p/w", "starttls")),
        ("smtp://mail.test", ("mail.test", None, None, None, None)),
        ("smtp://mail.test:465?tls=implicit", ("mail.test", 465, None, None, "implicit")),
    ],
)
def test_smtp_addresses_are_read(url: str, expected: tuple[object, ...]) -> None:
    server = server_of(url)
    assert (server.host, server.port, server.user, server.password, server.tls) == expected
