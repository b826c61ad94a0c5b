"""Campaigns: one message to a segment of candidates, at a bounded pace, with a stop button."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from backend.applications.model import Stage
from backend.campaigns.pacing import Stretch
from backend.kernel.repository import Document
from backend.notices.model import TemplateText

CAMPAIGNS = "campaigns"
CampaignState = Literal["draft", "scheduled", "running", "done", "stopped"]
RATE_MAX = 6_000


class CampaignSegment(msgspec.Struct, frozen=True):
    """Who is written to; empty lists mean all. `device` goes by the last self-test of the interview."""

    position_ids: Annotated[list[str], Meta(max_length=100)] = []
    stages: Annotated[list[Stage], Meta(max_length=20)] = []
    booking: Literal["any", "booked", "not_booked"] = "any"
    language: Literal["any", "zh-CN", "en"] = "any"
    device: Literal["any", "problem", "not_checked", "fine"] = "any"


class Campaign(Document, frozen=True, kw_only=True):
    """States: draft → scheduled → running → done | stopped (for good).

    Recipients are taken in the order of their applications' ids; `cursor` is the last one dealt with, saved after the
    notices asked for, whose ids are the person's own: a process that dies costs nobody a message and nobody a second
    one. `seen` applications were looked at, of which `asked` belonged to the segment. `full` are the times ahead at
    which as many are due as the rate allows.
    """

    id_prefix: ClassVar[str] = "cmp"

    name: str
    segment: CampaignSegment
    text: TemplateText
    path: str
    rate_per_min: int
    by: str
    created_at: datetime
    state: CampaignState = "draft"
    starts_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    cursor: str = ""
    seen: int = 0
    asked: int = 0
    full: list[Stretch] = msgspec.field(default_factory=list)
