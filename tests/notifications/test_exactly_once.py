"""Two real notifier processes, one of them killed again and again: each notice goes out, each once."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from redis.asyncio import Redis

from backend.contracts.events.notifications import NoticeContent, NoticeWanted
from backend.kernel.addresses import Allowed
from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.environment import to_environ
from backend.kernel.events import EventBus
from backend.kernel.mongo import Mongo
from backend.kernel.outgoing import Outgoing
from backend.kernel.settings import Settings
from backend.notices.repository import Keys, Notices, PushSubscriptions
from backend.notices.subscribing import Subscribing
from backend.notices.vapid import vapid_key
from notifications.channels.letters import mail_id_of
from notifications.sender import AT_ONCE
from tests.notifications.providers import mail_server, push_service

ROOT = Path(__file__).parents[2]
COUNT = 500
KILLS = 3
PARAMETERS = {
    "position": "Support",
    "employer": "Clearlight",
    "starts_at": "2026-11-27T06:30:00+00:00",
    "minutes": "15",
}


async def notifier(settings: Settings) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "backend.app.cli", "notifier", cwd=ROOT, env={**os.environ, **to_environ(settings)}
    )


def wanted(keyring: Keyring, number: int) -> NoticeWanted:
    notice_id = f"minutes_before:bkg_{number}:can_{number}"
    email = "" if number % 2 else f"p{number}@example.org"
    content = msgspec.json.encode(NoticeContent(email, "", "/green-room", {"first_name": "Lin", **PARAMETERS}))
    return NoticeWanted(
        notice_id, f"can_{number}", "minutes_before", "en", keyring.seal(content, notice_id.encode()), urgency="high"
    )


@pytest.mark.timeout(400)
async def test_each_goes_out_once_though_a_notifier_is_killed(
    make_settings: Callable[..., Settings], mongodb_uri: str, redis_url: str, redis: Redis, mongo: Mongo
) -> None:
    async with mail_server() as mails, push_service() as pushes:
        settings = make_settings(
            mongodb_uri=mongodb_uri, mongodb_database=mongo.database, redis_url=redis_url,
            smtp_url=f"smtp://127.0.0.1:{mails.port}?tls=none", outgoing_allow="127.0.0.1", base_url="https://g.test",
        )  # fmt: skip
        keyring = Keyring.from_settings(settings)
        keys = Keys(mongo)
        await keys.ensure_indexes()
        pushes.public_key = (await vapid_key(keys, keyring)).public
        async with Outgoing(Allowed.of("127.0.0.1")) as outgoing:
            subscribing = Subscribing(PushSubscriptions(mongo), outgoing, keyring)
            for number in range(1, COUNT, 2):
                await subscribing.add(f"can_{number}", pushes.browser(f"b{number}"))
        bus = EventBus(redis)
        for number in range(COUNT):
            await bus.publish(wanted(keyring, number))

        def out() -> int:
            return len(mails.copies) + len(pushes.copies)

        steady, victim = await notifier(settings), await notifier(settings)
        try:
            for kill in range(1, KILLS + 1):
                await until(lambda kill=kill: out() >= COUNT * kill // (KILLS + 2))  # type: ignore[misc]
                victim.send_signal(signal.SIGKILL)
                await victim.wait()
                victim = await notifier(settings)
            await until(lambda: out() == COUNT)
            notices = Notices(mongo)
            async with asyncio.timeout(120):
                while await notices.count({"look_at": {"$ne": None}}):  # noqa: ASYNC110 polled with a deadline
                    await asyncio.sleep(0.1)
        finally:
            for process in (steady, victim):
                process.kill()
                await process.wait()
        assert mails.copies.keys() == {
            f"<{mail_id_of(f'minutes_before:bkg_{n}:can_{n}')}@localhost>" for n in range(0, COUNT, 2)
        }
        assert pushes.copies.keys() == {f"minutes_before:bkg_{n}:can_{n}" for n in range(1, COUNT, 2)}
        assert await notices.count({"state": "done"}) == COUNT
        # What a killed process had just handed over goes again as the very same: same Message-ID, same topic and tag.
        again = sum((mails.copies + pushes.copies).values()) - COUNT
        assert again <= KILLS * 2 * AT_ONCE
        assert len({headers["topic"] for headers, _ in pushes.requests}) == COUNT // 2
        assert await notices.count({"expires_at": {"$lte": utc_now()}}) == 0


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not is_so():  # noqa: ASYNC110 polled with a deadline
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("count", [2])
async def test_the_installation_has_one_push_key_whoever_makes_it(mongo: Mongo, keyring: Keyring, count: int) -> None:
    keys = Keys(mongo)
    await keys.ensure_indexes()
    made = await asyncio.gather(*(vapid_key(keys, keyring) for _ in range(count * 4)))
    assert len({key.public for key in made}) == 1
    assert b"PRIVATE" not in (await keys.require("vapid")).sealed
