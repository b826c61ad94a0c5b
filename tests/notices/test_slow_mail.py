"""A mail server that is slow: given up after a limit, tried again later, and no burden to anything else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from backend.contracts.events.notifications import MailContent, MailWanted
from backend.kernel.events import Received
from notifications.channels.email import UNANSWERED_S
from notifications.channels.outcome import NotSent
from notifications.deliveries import Deliveries
from notifications.dispatcher import Dispatcher
from notifications.rendering import Message
from notifications.wiring import parts_of
from tests.notices.conftest import Desk
from tests.notices.test_ways import states
from tests.notifications.providers import SilentServer, silent_server
from tests.notifications.test_delivery import PARAMETERS

LIMIT_S = 0.2
MAILS = 48


@asynccontextmanager
async def impatient(desk: Desk, port: int) -> AsyncIterator[Desk]:
    """The same desk with a notifier that waits `LIMIT_S` for the mail server at `port`."""
    wiring = desk.house.api.wiring
    settings = msgspec.structs.replace(
        wiring.settings, smtp_url=f"smtp://127.0.0.1:{port}?tls=none", outgoing_allow="127.0.0.1"
    )
    parts = await parts_of(
        settings, wiring.mongo, wiring.live, wiring.keyring, clock=desk.house.clock, mail_timeout_s=LIMIT_S
    )
    yield replace(desk, parts=parts)
    await parts.close()


async def test_a_server_that_says_nothing_is_given_up_and_tried_again_later(desk: Desk) -> None:
    person = await desk.person()
    async with silent_server() as silent, impatient(desk, silent.port) as slow:
        notice = await slow.tell(person)
        assert states(notice) == [("email", "queued", "smtp_unreachable")]
        assert notice.look_at == desk.house.clock() + timedelta(seconds=2)
        desk.house.clock.advance(seconds=3)
        again = await slow.step(notice.id)
        assert again.look_at == desk.house.clock() + timedelta(seconds=4)
        await called(silent, 2)
    desk.house.clock.advance(seconds=5)
    after = await desk.step(notice.id)  # by a notifier whose server answers
    assert (after.state, states(after), len(desk.mails.mails)) == ("done", [("email", "accepted", None)], 1)


async def test_while_it_is_slow_one_mail_at_a_time_finds_out_and_the_others_are_put_off_at_once(desk: Desk) -> None:
    message = Message("Hello", "Hello", "<p>Hello</p>")
    async with silent_server() as silent, impatient(desk, silent.port) as slow:
        email = slow.parts.email
        assert email is not None
        with pytest.raises(NotSent, match="smtp_unreachable"):
            await email.send("dlv_0", "lin@example.org", message)
        sends = [email.send(f"dlv_{number}", "lin@example.org", message) for number in range(1, 9)]
        results = await asyncio.gather(*sends, return_exceptions=True)
        assert {str(each) for each in results} == {"smtp_unreachable"}
        await called(silent, 2)


async def called(silent: SilentServer, times: int) -> None:
    async with asyncio.timeout(15):
        while silent.calls < times:  # noqa: ASYNC110 polled with a deadline
            await asyncio.sleep(0.01)
    assert silent.calls == times


async def test_pushes_go_though_many_mails_wait_for_a_server_that_says_nothing(desk: Desk) -> None:
    async with silent_server() as silent, impatient(desk, silent.port) as slow:
        by_mail, by_push = await desk.person(), await desk.person()
        await desk.browser(by_push)
        mails = [await slow.want(by_mail) for _ in range(MAILS)]
        pushes = [await slow.want(by_push) for _ in range(4)]
        sender = asyncio.create_task(slow.parts.sender.run())
        try:
            async with asyncio.timeout(60):
                while await desk.records.notices.count({"state": "waiting"}):  # noqa: ASYNC110 polled with a deadline
                    await asyncio.sleep(0.05)
        finally:
            sender.cancel()
            await asyncio.wait([sender])
        assert {each["tag"] for _, each in desk.pushes.requests} == set(pushes)
        for notice_id in mails:
            assert states(await desk.records.notices.require(notice_id)) == [("email", "queued", "smtp_unreachable")]
        assert silent.calls < MAILS, "not each one waited for it"


async def test_a_mail_that_was_taken_too_late_is_tried_again(desk: Desk) -> None:
    desk.mails.silence = "late"
    async with impatient(desk, desk.mails.port) as slow:
        notice = await slow.tell(await desk.person())
    ((channel, state, reason),) = states(notice)
    assert (channel, state) == ("email", "queued")
    assert reason in ("smtp_unanswered", "smtp_unreachable")  # the latter where this machine stood still before
    desk.mails.silence = None
    desk.house.clock.advance(seconds=UNANSWERED_S + 1)
    assert (await desk.step(notice.id)).state == "done"
    ((_, copies),) = desk.mails.copies.items()
    assert copies <= 2


async def test_a_mail_that_was_taken_without_a_word_goes_once_more_as_the_same_and_no_third_time(desk: Desk) -> None:
    desk.mails.silence = "hung_up"
    notice = await desk.tell(await desk.person())
    assert states(notice) == [("email", "queued", "smtp_unanswered")]
    assert notice.look_at == desk.house.clock() + timedelta(seconds=UNANSWERED_S)
    assert list(desk.mails.copies.values()) == [1]
    desk.house.clock.advance(seconds=UNANSWERED_S + 1)
    after = await desk.step(notice.id)
    assert (after.state, states(after)) == ("failed", [("email", "failed", "smtp_unanswered")])
    desk.house.clock.advance(hours=1)
    await desk.step(notice.id)
    assert list(desk.mails.copies.values()) == [2], "one Message-ID"


@pytest.mark.parametrize("first", [1, 40])
async def test_a_code_that_was_taken_without_a_word_goes_out_twice_at_most(desk: Desk, first: int) -> None:
    """At the first try, or after the server was away for long."""
    desk.mails.silence = "hung_up"
    keyring, deliveries = desk.house.api.wiring.keyring, Deliveries(desk.house.api.wiring.mongo)
    sealed = keyring.seal(msgspec.json.encode(MailContent("lin@example.org", PARAMETERS)), b"dlv_1")
    wanted = MailWanted("dlv_1", "can_1", "one_time_code", "en", sealed)
    dispatcher = Dispatcher(deliveries, desk.parts.email, keyring)
    with pytest.raises(NotSent):
        await dispatcher.mail_wanted(Received("evt_1", wanted, first))
    for attempt in (first + 1, first + 2):
        await dispatcher.mail_wanted(Received("evt_1", wanted, attempt))
    delivery = await deliveries.require("dlv_1")
    assert (delivery.state, delivery.reason, delivery.attempts) == ("failed", "smtp_unanswered", 2)
    assert list(desk.mails.copies.values()) == [2]
