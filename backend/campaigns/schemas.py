"""What the API says of campaigns."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from backend.campaigns.model import CampaignSegment, CampaignState
from backend.notices.model import TemplateText
from backend.notices.repository import ChannelTally


class CampaignDraft(msgspec.Struct, frozen=True):
    """`version` is the one that was read; 0 for a new one."""

    name: Annotated[str, Meta(max_length=200)]
    segment: CampaignSegment
    text: TemplateText
    path: Annotated[str, Meta(max_length=100)] = "/"
    rate_per_min: int = 600
    version: int = 0


class CampaignView(msgspec.Struct, frozen=True):
    id: str
    name: str
    segment: CampaignSegment
    text: TemplateText
    path: str
    rate_per_min: int
    state: CampaignState
    created_at: datetime
    starts_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    seen: int
    asked: int
    version: int


class CampaignResults(msgspec.Struct, frozen=True):
    """`waiting` are asked for and not sent yet; `out` went by at least one channel, or stand in the inbox.

    `is_counting`: a newer count is being made; these figures are the last ones, or none yet.
    """

    asked: int
    waiting: int
    out: int
    read: int
    clicked: int
    failed: int
    withdrawn: int
    channels: list[ChannelTally]
    is_counting: bool = False


class CampaignDetail(msgspec.Struct, frozen=True):
    campaign: CampaignView
    results: CampaignResults


class CampaignList(msgspec.Struct, frozen=True):
    """Newest first. `placeholders` may stand in the words; `paths` are where the button may lead."""

    items: list[CampaignView]
    placeholders: list[str]
    paths: list[str]


class AudienceSize(msgspec.Struct, frozen=True):
    """`is_exact` false: worked out from the first 500."""

    count: int
    is_exact: bool


class CampaignStart(msgspec.Struct, frozen=True):
    """`starts_at` None: at once."""

    starts_at: datetime | None = None
