"""Carries campaigns out: a batch at a time, first the notices, then how far it got.

A process that dies in between leaves notices that the next one finds made: a notice's id stands for the campaign and
the person. So a hundred thousand people cost no queue that could overflow, and no more memory than a batch of them.

Whoever rests now is asked for now and looked at in their turn after the rest (`pacing`). Where they choose other hours
meanwhile, the sender goes by those.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import msgspec
import structlog

from backend.accounts.model import Person
from backend.accounts.notices import notice_wanted
from backend.accounts.people import People
from backend.campaigns.audience import Audience, Recipient
from backend.campaigns.model import Campaign
from backend.campaigns.pacing import Line
from backend.campaigns.repository import Campaigns
from backend.campaigns.rules import allowance
from backend.contracts.events.notifications import NoticeWanted, Urgency
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import GreenroomError
from backend.kernel.language import LocalText
from backend.kernel.repository import StaleVersion
from backend.notices import rules
from backend.notices.keeping import notice_of
from backend.notices.model import Preferences
from backend.notices.repository import Notices, PreferenceRecords

KIND = "campaign"
URGENCY: Urgency = "low"
BATCH = 200
BATCHES_A_LOOK = 20

_log = structlog.get_logger()


class Runner:
    """Run by one process at a time; where two should overlap, the version of the document lets one through."""

    def __init__(
        self, campaigns: Campaigns, audience: Audience, notices: Notices, preferences: PreferenceRecords,
        keyring: Keyring, people: People, employer_zone: str, clock: Clock,
    ) -> None:  # fmt: skip
        self._campaigns = campaigns
        self._audience = audience
        self._notices = notices
        self._preferences = preferences
        self._keyring = keyring
        self._people = people
        self._employer_zone = employer_zone
        self._clock = clock
        self._ahead: dict[str, list[str]] = {}

    async def look(self) -> None:
        """One round over all campaigns that are under way."""
        for campaign in await self._campaigns.find({"state": {"$in": ["scheduled", "running"]}}):
            try:
                await self._go_on(campaign)
            except StaleVersion:  # stopped meanwhile: what the last batch asked for is halted
                self._ahead.pop(campaign.id, None)
            except GreenroomError as error:
                _log.warning("campaign_put_off", campaign=campaign.id, error=error.code)

    async def _go_on(self, campaign: Campaign) -> None:
        now = self._clock()
        if campaign.state == "scheduled":
            if campaign.starts_at is None or campaign.starts_at > now:
                return
            campaign = await self._campaigns.save(msgspec.structs.replace(campaign, state="running", started_at=now))
        for _ in range(BATCHES_A_LOOK):
            left = min(BATCH, allowance(campaign, self._clock()))
            if left == 0 or campaign.state != "running":
                return
            campaign = await self._batch(campaign, left)

    async def _batch(self, campaign: Campaign, size: int) -> Campaign:
        """Asks for the next `size` at most. Raises: StaleVersion, where it was stopped meanwhile."""
        waiting = self._ahead.get(campaign.id)
        if not waiting or waiting[0] <= campaign.cursor:
            waiting = await self._audience.next_ids(campaign.segment, campaign.cursor)
        if not waiting:
            self._ahead.pop(campaign.id, None)
            return await self._campaigns.save(msgspec.structs.replace(campaign, state="done", ended_at=self._clock()))
        batch, self._ahead[campaign.id] = waiting[:size], waiting[size:]
        recipients = await self._audience.recipients(campaign.segment, batch)
        chosen, employer = await asyncio.gather(self._chosen(recipients), self._people.employer())
        now = self._clock()
        line = Line(campaign.full, campaign.rate_per_min, now)
        notices = [
            msgspec.structs.replace(
                notice_of(self._wanted(campaign, each, employer.name), now), look_at=self._turn(line, each, chosen)
            )
            for each in recipients
        ]
        await self._notices.insert_each(notices)
        return await self._campaigns.save(
            msgspec.structs.replace(
                campaign, cursor=batch[-1], seen=campaign.seen + len(batch), asked=campaign.asked + len(notices),
                full=line.full,
            )
        )  # fmt: skip

    async def _chosen(self, recipients: Sequence[Recipient]) -> dict[str, Preferences]:
        found = await self._preferences.find({"_id": {"$in": [each.person.id for each in recipients]}})
        return {each.id: each for each in found}

    def _turn(self, line: Line, recipient: Recipient, chosen: dict[str, Preferences]) -> datetime:
        own = chosen.get(recipient.person.id) or Preferences(id=recipient.person.id)
        zone = rules.zone_of(own.zone, self._employer_zone)
        return line.turn(lambda at: rules.rest_ends_at(own, URGENCY, zone, at))

    def _wanted(self, campaign: Campaign, recipient: Recipient, employer: LocalText) -> NoticeWanted:
        person, interview = recipient.person, recipient.interview
        extra = {"employer": employer.in_language(person.language), "position": "", "expires_at": ""}
        if interview is not None:
            extra["position"] = interview.occasion.position.in_language(person.language)
            extra["expires_at"] = interview.expires_at.isoformat()
        notice_id = f"{prefix_of(campaign.id)}{person.id}"
        return wanted_of(self._keyring, campaign, person, notice_id, extra, URGENCY)


def prefix_of(campaign_id: str) -> str:
    """How the ids of a campaign's notices begin."""
    return f"{KIND}:{campaign_id}:"


def wanted_of(
    keyring: Keyring, campaign: Campaign, person: Person, notice_id: str, extra: dict[str, str], urgency: Urgency
) -> NoticeWanted:
    """The campaign's words for one person in their language."""
    own = {
        f"own_{name}": getattr(campaign.text, name).in_language(person.language)
        for name in ("title", "short", "button", "body")
    }
    return notice_wanted(keyring, notice_id, person, KIND, own | extra, campaign.path, urgency=urgency)
