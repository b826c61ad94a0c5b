"""10,000 reminders due within a minute, two notifiers, one of them killed -9 every five seconds.

Half go by mail to a server on this machine that counts, half by push to an endpoint on this machine that checks the
installation's signature and decrypts. What a killed notifier had just handed over goes out again as the very same
(Message-ID, topic), which a provider knows as one; such copies are told apart from two reminders of one occasion.
"""

import asyncio
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec

from backend.kernel.clock import utc_now
from backend.notices.model import PushSubscription
from backend.notices.places import push_place
from backend.notices.repository import Keys, Notices, PushSubscriptions
from backend.notices.vapid import vapid_key
from load_tests.bench.rows import Row
from load_tests.budgets import row
from load_tests.notices_house import NoticesHouse, Notifier, a_notices_house, a_reminder
from load_tests.providers import Arrivals, Providers, providing
from load_tests.seeding import stored
from notifications.channels.letters import mail_id_of

SIZE = 10_000
WITHIN_S = 60.0
KILL_EVERY_S = 5.0
BEGINS_IN_S = 8.0
OVER_WITHIN_S = 110.0


def rows(size: int | None = None) -> Iterator[Row]:
    with providing() as providers:
        yield from asyncio.run(_measure(size or SIZE, providers))


async def _measure(many: int, providers: Providers) -> list[Row]:
    async with a_notices_house(providers) as house:
        due = await _seed(house, many)
        before = house.cpu_s()
        kills, notifiers_s = await _remind(house, due)
        used = {name: s - before[name] for name, s in house.cpu_s().items()} | {"notifiers": notifiers_s}
        await _until_recorded(house, many)
        return [
            *_told(due, providers.arrivals(), many, kills),
            *(row("reminders", f"CPU a reminder: {name}", 1000 * s / many, "ms") for name, s in used.items()),
        ]


async def _remind(house: NoticesHouse, due: dict[str, datetime]) -> tuple[int, float]:
    """(how many notifiers were killed amid it, what all of them have used of the processor in seconds)."""
    steady, victim = Notifier(house.settings), Notifier(house.settings)
    kills, used_s, first, last = 0, 0.0, min(due.values()), max(due.values())
    over_s = time.monotonic() + (last - utc_now()).total_seconds() + OVER_WITHIN_S
    try:
        await steady.start()
        await victim.start()
        while house.providers.came() < len(due) and time.monotonic() < over_s:
            with suppress(TimeoutError):
                async with asyncio.timeout(KILL_EVERY_S):
                    while house.providers.came() < len(due):  # noqa: ASYNC110 polled with a deadline
                        await asyncio.sleep(0.5)
            if first < utc_now() < last:
                used_s += await victim.kill()
                await victim.start()
                kills += 1
        await asyncio.sleep(KILL_EVERY_S)  # what was still held by the dead goes out again, if ever
        return kills, used_s + steady.cpu_s() + victim.cpu_s()
    finally:
        await steady.kill()
        await victim.kill()


async def _until_recorded(house: NoticesHouse, many: int) -> None:
    """Raises: RuntimeError where the database does not know what went out."""
    done = await Notices(house.mongo).count({"urgency": "high", "look_at": None, "state": "done"})
    if done != many:
        raise RuntimeError(f"{many - done} reminders are not settled in the database")


async def _seed(house: NoticesHouse, many: int) -> dict[str, datetime]:
    """The reminders, asked for and waiting, and when each is due; every other person has a browser."""
    keyring = house.keyring
    notices, subscriptions, keys = Notices(house.mongo), PushSubscriptions(house.mongo), Keys(house.mongo)
    for repository in (notices, subscriptions, keys):
        await repository.ensure_indexes()
    house.providers.trust((await vapid_key(keys, keyring)).public)
    addresses = house.providers.browsers([f"b{number}" for number in range(1, many, 2)])
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
    first = utc_now() + timedelta(seconds=BEGINS_IN_S + many / 1_500)
    waiting = [
        a_reminder(keyring, number, now, first + timedelta(seconds=chance.uniform(0, WITHIN_S)))
        for number in range(many)
    ]
    await stored(notices, waiting)
    return {notice.id: notice.due_at for notice in waiting}


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
