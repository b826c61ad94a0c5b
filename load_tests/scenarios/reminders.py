"""10,000 reminders due within a minute, two notifiers, one of them killed -9 every five seconds.

Half go by mail to a server on this machine that counts, half by push to an endpoint on this machine that checks the
installation's signature and decrypts. What a killed notifier had just handed over goes out again as the very same
(Message-ID, topic), which a provider knows as one; such copies are told apart from two reminders of one occasion.
"""

import asyncio
import os
import random
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from backend.app.embedded import EmbeddedMongo, EmbeddedRedis
from backend.contracts.events.notifications import NoticeContent
from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.environment import load_settings, to_environ
from backend.kernel.mongo import Mongo
from backend.kernel.settings import Settings
from backend.notices.model import Notice, PushSubscription
from backend.notices.places import push_place
from backend.notices.repository import Keys, Notices, PushSubscriptions
from backend.notices.vapid import vapid_key
from load_tests.bench.rows import Row
from load_tests.budgets import row
from load_tests.providers import Arrivals, Providers, providing
from load_tests.seeding import stored
from notifications.channels.letters import mail_id_of

SIZE = 10_000
WITHIN_S = 60.0
KILL_EVERY_S = 5.0
BEGINS_IN_S = 8.0
OVER_WITHIN_S = 110.0
_ROOT = Path(__file__).resolve().parents[2]
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_PARAMETERS = {
    "first_name": "Lin", "position": "Support", "employer": "Clearlight", "starts_at": "2026-11-27T06:30:00+00:00",
    "minutes": "15",
}  # fmt: skip


def rows(size: int | None = None) -> Iterator[Row]:
    with providing() as providers:
        yield from asyncio.run(_measure(size or SIZE, providers))


async def _measure(many: int, providers: Providers) -> list[Row]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        mongo_server = await stack.enter_async_context(EmbeddedMongo(folder / "mongo"))
        redis = await stack.enter_async_context(EmbeddedRedis(folder / "redis"))
        settings = load_settings(
            {
                "GREENROOM_DATA_DIR": str(folder), "GREENROOM_MONGODB_URI": mongo_server.uri,
                "GREENROOM_MONGODB_DATABASE": f"load_{secrets.token_hex(4)}", "GREENROOM_REDIS_URL": redis.uri,
                "GREENROOM_SMTP_URL": f"smtp://127.0.0.1:{providers.mail_port}?tls=none",
                "GREENROOM_OUTGOING_ALLOW": "127.0.0.1", "GREENROOM_LOG_LEVEL": "error",
                "GREENROOM_BASE_URL": "https://greenroom.test",
            }
        )  # fmt: skip
        mongo = await Mongo.connect(mongo_server.uri, settings.mongodb_database)
        stack.push_async_callback(mongo.close)
        due = await _seed(settings, mongo, providers, many)
        steady, victim = await start_notifier(settings), await start_notifier(settings)
        stack.push_async_callback(end_notifier, steady)
        kills, began = 0, time.monotonic()
        while not await _is_over(mongo) and time.monotonic() < began + BEGINS_IN_S + WITHIN_S + OVER_WITHIN_S:
            with suppress(TimeoutError):
                async with asyncio.timeout(KILL_EVERY_S):
                    while not await _is_over(mongo):  # noqa: ASYNC110
                        await asyncio.sleep(0.5)
            if min(due.values()) < utc_now() < max(due.values()):
                await end_notifier(victim)
                victim, kills = await start_notifier(settings), kills + 1
        await end_notifier(victim)
        return _told(due, providers.arrivals(), many, kills)


async def _is_over(mongo: Mongo) -> bool:
    return await Notices(mongo).count({"urgency": "high", "look_at": {"$gt": _LONG_AGO}}) == 0


async def start_notifier(settings: Settings) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "backend.app.cli", "notifier", cwd=_ROOT, env={**os.environ, **to_environ(settings)}
    )


async def end_notifier(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGKILL)
        await process.wait()


async def _seed(settings: Settings, mongo: Mongo, providers: Providers, many: int) -> dict[str, datetime]:
    """The reminders, asked for and waiting, and when each is due; every other person has a browser."""
    keyring = Keyring.from_settings(settings)
    notices, subscriptions, keys = Notices(mongo), PushSubscriptions(mongo), Keys(mongo)
    for repository in (notices, subscriptions, keys):
        await repository.ensure_indexes()
    providers.trust((await vapid_key(keys, keyring)).public)
    addresses = providers.browsers([f"b{number}" for number in range(1, many, 2)])
    now, chance = utc_now(), random.Random(1)
    await stored(
        subscriptions,
        [
            PushSubscription(
                id=f"sub_{name}", account_id=f"can_{name[1:]}", created_at=now,
                sealed=keyring.seal(msgspec.json.encode(address), push_place(f"sub_{name}")),
            )
            for name, address in addresses.items()
        ],
    )  # fmt: skip
    first = utc_now() + timedelta(seconds=BEGINS_IN_S + many / 2_000)
    due = [first + timedelta(seconds=chance.uniform(0, WITHIN_S)) for _ in range(many)]
    waiting = [a_notice(keyring, number, now, at) for number, at in enumerate(due)]
    await stored(notices, waiting)
    return {notice.id: notice.due_at for notice in waiting}


def a_notice(keyring: Keyring, number: int, now: datetime, due_at: datetime) -> Notice:
    id = f"minutes_before:bkg_{number}:can_{number}"
    email = "" if number % 2 else f"p{number}@example.org"
    content = msgspec.json.encode(NoticeContent(email, "", "/green-room", _PARAMETERS))
    due_at = due_at.replace(microsecond=due_at.microsecond // 1000 * 1000)
    return Notice(
        id=id, account_id=f"can_{number}", kind="minutes_before", language="en", revision=0, urgency="high",
        content_sealed=keyring.seal(content, id.encode()), token=secrets.token_urlsafe(16), created_at=now,
        due_at=due_at, look_at=due_at,
    )  # fmt: skip


def _told(due: dict[str, datetime], arrived: Arrivals, many: int, kills: int) -> list[Row]:
    """Late is later than it was due; a notice that a killed process held was possible again when its lease ended."""
    came = {id: arrived.first.get(id) or arrived.first.get(mail_id_of(id)) for id in due}
    late = sorted(at - due[id].timestamp() for id, at in came.items() if at is not None)
    note = f"{many} in {WITHIN_S:.0f} s, {kills} kills"
    return [
        row("reminders", "people who got none", many - len(late), "", note),
        row("reminders", "reminders that nobody asked for", len(arrived.first) - len(late)),
        row("reminders", "mails sent again as the same", arrived.mails_again, "", "of killed processes"),
        row("reminders", "pushes sent again as the same", arrived.pushes_again, "", "of killed processes"),
        row("reminders", "pushes refused", arrived.refused, "", "signature or encryption"),
        row("reminders", "late p50", late[len(late) // 2] if late else 0.0, "s"),
        row("reminders", "late p99", late[int(len(late) * 0.99)] if late else 0.0, "s"),
        row("reminders", "late, most", late[-1] if late else 0.0, "s", "leases of killed processes included"),
    ]
