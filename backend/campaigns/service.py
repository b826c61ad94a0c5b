"""HR writes, tries, schedules and stops campaigns, and sees what came of them."""

import asyncio
import time
from datetime import datetime, timedelta

import msgspec
import structlog

from backend.accounts.people import People
from backend.campaigns.audience import Audience
from backend.campaigns.model import Campaign, CampaignSegment
from backend.campaigns.repository import Campaigns
from backend.campaigns.rules import PATHS, PLACEHOLDERS, check, scheduled, stopped
from backend.campaigns.runner import prefix_of, wanted_of
from backend.campaigns.schemas import (
    AudienceSize,
    CampaignDetail,
    CampaignDraft,
    CampaignList,
    CampaignResults,
    CampaignStart,
    CampaignView,
)
from backend.contracts.events.notifications import NoticeWanted
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict
from backend.kernel.ids import new_id
from backend.kernel.language import Language
from backend.notices.model import TemplateText
from backend.notices.repository import Halts, Notices, Tally
from backend.notices.schemas import TemplatePreview
from backend.notices.templating import check_text, preview_of
from backend.privacy.audit import Audit
from backend.web.auth import Actor

LISTED_MAX = 200
COUNT_LONG_S = 0.5
COUNT_STANDS = 10
PATIENCE_S = 2.0
"""A count that takes longer (100,000 messages in the embedded database) goes on beside; people see the last one."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""Between machines, and until a batch that was under way at the end was stored."""

SAMPLE = {
    "first_name": "小彤",
    "employer": "Clearlight",
    "position": "Support",
    "expires_at": "2026-11-29T16:00:00+00:00",
}
IN_LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")

_log = structlog.get_logger()


class CampaignDesk:
    def __init__(
        self, campaigns: Campaigns, audience: Audience, notices: Notices, halts: Halts, people: People,
        keyring: Keyring, audit: Audit, clock: Clock,
    ) -> None:  # fmt: skip
        self._campaigns = campaigns
        self._audience = audience
        self._notices = notices
        self._halts = halts
        self._people = people
        self._keyring = keyring
        self._audit = audit
        self._clock = clock
        self._counts: dict[str, asyncio.Task[Tally]] = {}
        self._tallies: dict[str, tuple[float, Tally]] = {}

    async def all(self) -> CampaignList:
        found = await self._campaigns.find({}, sort=[("_id", -1)], limit=LISTED_MAX)
        return CampaignList([view(each) for each in found], sorted(PLACEHOLDERS), sorted(PATHS))

    async def detail(self, campaign_id: str) -> CampaignDetail:
        """Raises: NotFound campaign_unknown."""
        campaign = await self._campaigns.require(campaign_id)
        tally, is_counting = await self._tally(campaign)
        return CampaignDetail(view(campaign), results(campaign, tally, is_counting=is_counting))

    async def _tally(self, campaign: Campaign) -> tuple[Tally, bool]:
        """As of a moment ago (the longer it takes to count, the longer it stands), and whether it is being counted."""
        nothing = Tally({}, [], 0)
        if campaign.started_at is None:
            return nothing, False
        stands_until, last = self._tallies.get(campaign.id, (0.0, nothing))
        if stands_until > time.monotonic():
            return last, False
        count = self._counts.get(campaign.id)
        if count is None:
            count = asyncio.create_task(self._count(campaign, campaign.started_at), name=f"count of {campaign.id}")
            self._counts[campaign.id] = count
            count.add_done_callback(lambda over: self._counted(campaign.id, over))
        await asyncio.wait({count}, timeout=PATIENCE_S)
        return (count.result(), False) if count.done() else (last, True)

    async def _count(self, campaign: Campaign, started_at: datetime) -> Tally:
        since, until = started_at - CLOCKS_DIFFER, (campaign.ended_at or self._clock()) + CLOCKS_DIFFER
        began = time.monotonic()
        tally = await self._notices.tally(prefix_of(campaign.id), since, until)
        took_s = time.monotonic() - began
        if len(self._tallies) >= LISTED_MAX:
            self._tallies.clear()
        self._tallies[campaign.id] = time.monotonic() + (COUNT_STANDS * took_s if took_s > COUNT_LONG_S else 0), tally
        return tally

    def _counted(self, campaign_id: str, count: asyncio.Task[Tally]) -> None:
        self._counts.pop(campaign_id, None)
        if not count.cancelled() and (error := count.exception()) is not None:
            _log.warning("campaign_uncounted", campaign=campaign_id, error=repr(error))

    async def size(self, segment: CampaignSegment) -> AudienceSize:
        return AudienceSize(*await self._audience.count(segment))

    def preview(self, text: TemplateText) -> TemplatePreview:
        """Raises: Invalid as `templating.check_text`."""
        check_text(text, PLACEHOLDERS)
        return preview_of(text, SAMPLE)

    async def create(self, actor: Actor, draft: CampaignDraft) -> CampaignView:
        """Raises: Invalid as `rules.check`."""
        campaign = _of(draft, actor, new_id(Campaign.id_prefix), self._clock())
        check(campaign)
        await self._campaigns.insert(campaign)
        await self._audit.record(actor, "campaign.created", campaign.id)
        return view(campaign)

    async def edit(self, actor: Actor, campaign_id: str, draft: CampaignDraft) -> CampaignView:
        """Raises: NotFound · Conflict campaign_not_draft, stale_version · Invalid as `rules.check`."""
        known = await self._campaigns.require(campaign_id)
        if known.state != "draft":
            raise Conflict("campaign_not_draft", "Only a draft can be changed.")
        fresh = msgspec.structs.replace(
            _of(draft, actor, known.id, known.created_at), by=known.by, version=draft.version
        )
        check(fresh)
        return view(await self._campaigns.save(fresh))

    async def start(self, actor: Actor, campaign_id: str, start: CampaignStart) -> CampaignView:
        """Raises: NotFound · as `rules.scheduled`."""
        now = self._clock()
        campaign = await self._campaigns.update(campaign_id, lambda known: (scheduled(known, start.starts_at, now), ()))
        await self._audit.record(actor, "campaign.scheduled", campaign_id)
        return view(campaign)

    async def stop(self, actor: Actor, campaign_id: str) -> CampaignView:
        """What has not gone out never does: the sender takes each back when its turn comes.

        Raises: NotFound · Conflict campaign_over.
        """
        now, prefix = self._clock(), prefix_of(campaign_id)
        known = await self._campaigns.require(campaign_id)
        is_waiting = False
        if known.state == "done":
            tally, is_counting = await self._tally(known)
            is_queued = any(each.state == "queued" for each in tally.channels)
            is_waiting = is_counting or is_queued or tally.states.get("waiting", 0) > 0
        campaign = await self._campaigns.update(
            campaign_id, lambda each: (stopped(each, now, is_waiting=is_waiting), ())
        )
        await self._halts.halt(prefix, now)
        self._tallies.pop(campaign_id, None)
        await self._audit.record(actor, "campaign.stopped", campaign_id)
        return view(campaign)

    async def try_out(self, actor: Actor, campaign_id: str) -> None:
        """To oneself, once in each language, by one's own channels. Raises: NotFound campaign_unknown."""
        person = await self._people.person(actor.account_id)
        campaign = await self._campaigns.require(campaign_id)
        extra = SAMPLE | {"first_name": person.first_name}
        events: list[NoticeWanted] = []
        for language in IN_LANGUAGES:
            reader = msgspec.structs.replace(person, language=language)
            notice_id = f"campaign_test:{new_id('tst')}"
            wanted = wanted_of(self._keyring, campaign, reader, notice_id, extra, "high")
            until = self._clock() + timedelta(hours=1)
            events.append(msgspec.structs.replace(wanted, expires_at=until))
        await self._campaigns.update(campaign_id, lambda known: (known, events))


def results(campaign: Campaign, tally: Tally, *, is_counting: bool = False) -> CampaignResults:
    """What still waits of one that was stopped counts as taken back: it goes nowhere."""
    states = tally.states
    waiting, withdrawn = states.get("waiting", 0), states.get("withdrawn", 0)
    if campaign.state == "stopped":
        waiting, withdrawn = 0, waiting + withdrawn
    return CampaignResults(
        asked=sum(states.values()),
        waiting=waiting,
        out=states.get("open", 0) + states.get("done", 0),
        read=tally.read,
        clicked=sum(each.count for each in tally.channels if each.state == "clicked"),
        failed=states.get("failed", 0) + states.get("expired", 0),
        withdrawn=withdrawn,
        channels=tally.channels,
        is_counting=is_counting,
    )


def view(campaign: Campaign) -> CampaignView:
    return CampaignView(
        id=campaign.id, name=campaign.name, segment=campaign.segment, text=campaign.text, path=campaign.path,
        rate_per_min=campaign.rate_per_min, state=campaign.state, created_at=campaign.created_at,
        starts_at=campaign.starts_at, started_at=campaign.started_at, ended_at=campaign.ended_at, seen=campaign.seen,
        asked=campaign.asked, version=campaign.version,
    )  # fmt: skip


def _of(draft: CampaignDraft, actor: Actor, campaign_id: str, created_at: datetime) -> Campaign:
    return Campaign(
        id=campaign_id, name=draft.name.strip(), segment=draft.segment, text=draft.text, path=draft.path,
        rate_per_min=draft.rate_per_min, by=actor.account_id, created_at=created_at,
    )  # fmt: skip
