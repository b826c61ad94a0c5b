"""A campaign to 100,000 people: bounded memory, killed -9 and gone on with, reminders first, stopped at last.

An API process asks for the messages and is killed once; another goes on. A notifier then sends for a while, with fifty
reminders coming due amid the crowd, until the campaign is stopped: what has not gone out by then never does.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta

from backend.accounts.people import People
from backend.applications.model import Application
from backend.applications.repository import Applications
from backend.campaigns.model import Campaign, CampaignSegment
from backend.campaigns.repository import Campaigns
from backend.campaigns.rules import stopped
from backend.campaigns.runner import prefix_of
from backend.kernel.clock import utc_now
from backend.kernel.ids import new_id
from backend.kernel.language import LocalText
from backend.notices.model import TemplateText
from backend.notices.repository import Halts, Notices
from load_tests.bench.rows import Row
from load_tests.budgets import row
from load_tests.chat_house import ApiProcess
from load_tests.notices_house import NoticesHouse, Notifier, a_notices_house, a_reminder
from load_tests.providers import Providers, providing
from load_tests.seeding import a_candidate, stored
from notifications.channels.letters import mail_id_of

SIZE = 100_000
AT_ONCE = 5_000
SENDING_S = 30.0
AFTERWARDS_S = 10.0
REMINDERS = 50
OVER_WITHIN_S = 900.0
_WORDS = LocalText("$first_name，还有名额", "There are places left, $first_name")


def rows(size: int | None = None) -> Iterator[Row]:
    with providing() as providers:
        yield from asyncio.run(_measure(size or SIZE, providers))


async def _measure(many: int, providers: Providers) -> list[Row]:
    async with a_notices_house(providers, ZONE=_where_it_is_noon()) as house:
        await _people(house, many)
        return [*await _ask(house, many), *await _send(house, many)]


def _where_it_is_noon() -> str:
    """A zone in which nobody sleeps now: what can wait does not go out at night."""
    behind = datetime.now(UTC).hour - 12
    return f"Etc/GMT{behind:+d}" if behind else "UTC"


async def _people(house: NoticesHouse, many: int) -> None:
    keyring = house.keyring
    people, applications, now = People(house.mongo, keyring), Applications(house.mongo), utc_now()
    await people.name_employer(LocalText("晴朗物流", "Clearlight"))
    for repository in (people.candidates, applications):
        await repository.ensure_indexes()
    for begin in range(0, many, AT_ONCE):
        candidates = [a_candidate(keyring, number) for number in range(begin, min(many, begin + AT_ONCE))]
        await stored(people.candidates, candidates)
        await stored(
            applications,
            [
                Application(
                    id=new_id("app"), candidate_id=each.id, position_id="pos_1", flow_id="flw_1", segment="graduate",
                    stage_since=now, invited_by="mem_1", invited_at=now,
                )
                for each in candidates
            ],
        )  # fmt: skip


class _Memory:
    """The most that a process had, beyond what it had when it began."""

    def __init__(self, read: Callable[[], int]) -> None:
        self._read = read
        self._first = read()
        self.grown_mb = 0.0

    def look(self) -> None:
        self.grown_mb = max(self.grown_mb, (self._read() - self._first) / 2**20)


async def _ask(house: NoticesHouse, many: int) -> list[Row]:
    campaigns, notices = Campaigns(house.mongo), Notices(house.mongo)
    api, other = ApiProcess(house.settings), ApiProcess(house.settings)
    await api.start()
    memory, began = _Memory(api.memory_bytes), time.monotonic()
    now = utc_now()
    campaign = await campaigns.insert(
        Campaign(
            id=new_id("cmp"), name="Spring", segment=CampaignSegment(stages=["invited"]), by="mem_1", created_at=now,
            text=TemplateText(_WORDS, _WORDS, _WORDS, _WORDS), path="/booking", rate_per_min=many * 60,
            state="scheduled", starts_at=now,
        )
    )  # fmt: skip

    async def is_seen(share: float) -> bool:
        memory.look()
        known = await campaigns.require(campaign.id)
        return known.seen >= many * share and (share < 1 or known.state == "done")

    await _until(lambda: is_seen(0.4))
    await api.kill()
    killed, first_mb = time.monotonic(), memory.grown_mb
    await other.start()
    restarted, memory = time.monotonic(), _Memory(other.memory_bytes)
    known = await campaigns.require(campaign.id)
    await _until(lambda: is_seen(1))
    took_s = time.monotonic() - began - (restarted - killed)
    results_s = time.monotonic()
    tally = await notices.tally(prefix_of(campaign.id), campaign.created_at, utc_now())
    results_s = time.monotonic() - results_s
    await other.kill()
    note = f"{many} people, one kill at {known.seen}"
    return [
        row("campaign", "people without their message", many - sum(tally.states.values()), "", note),
        row("campaign", "messages in another state than waiting", many - tally.states.get("waiting", 0)),
        row("campaign", "memory grown while asking", max(first_mb, memory.grown_mb), "MB", "the API process"),
        row("campaign", "people a second", many / took_s, "1/s"),
        row("campaign", "results of the whole campaign", 1000 * results_s, "ms"),
    ]


async def _send(house: NoticesHouse, many: int) -> list[Row]:
    campaigns, notices, keyring = Campaigns(house.mongo), Notices(house.mongo), house.keyring
    (campaign,) = await campaigns.find({})
    notifier = Notifier(house.settings)
    await notifier.start()
    try:
        await _until(lambda: _has_begun(notices, campaign.id))
        memory = _Memory(notifier.memory_bytes)
        now = utc_now()
        due = {2 * n: now + timedelta(seconds=2 + SENDING_S * n / (2 * REMINDERS)) for n in range(REMINDERS)}
        reminders = [a_reminder(keyring, number, now, at) for number, at in due.items()]
        await stored(notices, reminders)
        until = time.monotonic() + SENDING_S
        while time.monotonic() < until:
            memory.look()
            await asyncio.sleep(0.25)
        stopping = time.monotonic()
        await campaigns.update(campaign.id, lambda known: (stopped(known, utc_now(), is_waiting=True), ()))
        await Halts(house.mongo).halt(prefix_of(campaign.id), utc_now())
        stop_s, stopped_at = time.monotonic() - stopping, time.time()
        await asyncio.sleep(AFTERWARDS_S)
    finally:
        await notifier.kill()
    arrived = house.providers.arrivals()
    tally = await notices.tally(prefix_of(campaign.id), campaign.created_at, utc_now())
    came = {each.id: arrived.first.get(mail_id_of(each.id)) for each in reminders}
    late = sorted(at - each.due_at.timestamp() for each in reminders if (at := came[each.id]) is not None)
    sent, withdrawn = tally.states.get("done", 0), tally.states.get("withdrawn", 0)
    halted = tally.states.get("waiting", 0)
    return [
        row("campaign", "mails that differ from what the results say", abs(len(arrived.first) - len(late) - sent)),
        row("campaign", "mails sent twice", arrived.mails_again),
        row("campaign", "people neither written to nor halted", many - sent - withdrawn - halted, "", f"{sent} mails"),
        row("campaign", "reminders lost in the crowd", REMINDERS - len(late)),
        row("campaign", "late, most, of a reminder amid it", late[-1] if late else 0.0, "s"),
        row("campaign", "memory grown while sending", memory.grown_mb, "MB", "the notifier"),
        row("campaign", "last mail after the stop", max(arrived.first.values(), default=0) - stopped_at, "s"),
        row("campaign", "the stop button", 1000 * stop_s, "ms"),
    ]


async def _has_begun(notices: Notices, campaign_id: str) -> bool:
    return await notices.count({"_id": {"$gte": prefix_of(campaign_id)}, "state": "done"}) > 0


async def _until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(OVER_WITHIN_S):
        while not await is_so():  # noqa: ASYNC110 polled with a deadline
            await asyncio.sleep(0.25)
