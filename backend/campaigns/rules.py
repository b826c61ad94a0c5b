"""What makes a campaign valid, and how many people it may write to by now. Pure."""

from datetime import datetime

import msgspec

from backend.campaigns.model import RATE_MAX, Campaign, CampaignSegment
from backend.interviews.model import Interview
from backend.interviews.staff_views import device_problem
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.language import Language
from backend.notices.templating import check_text
from backend.notices.wording import ALWAYS, absent

PLACEHOLDERS = ALWAYS | {"position", "expires_at"}
PATHS = frozenset({"/", "/booking", "/green-room", "/timeline", "/check", "/inbox", "/offline"})
NAME_MAX = 120
AHEAD_S = 1.0


def check(campaign: Campaign) -> None:
    """Whether it may be kept as a draft. Raises: Invalid campaign_invalid, and as `templating.check_text`."""
    if not 0 < len(campaign.name.strip()) <= NAME_MAX:
        raise Invalid("campaign_invalid", "A campaign has a name of at most 120 characters.", field="name")
    if campaign.path not in PATHS:
        raise Invalid("campaign_invalid", "This screen cannot be linked to.", field="path")
    if not 1 <= campaign.rate_per_min <= RATE_MAX:
        raise Invalid("campaign_invalid", "Between 1 and 6,000 a minute.", field="rate_per_min")
    check_text(campaign.text, PLACEHOLDERS)


def scheduled(campaign: Campaign, starts_at: datetime | None, now: datetime) -> Campaign:
    """Raises: Conflict campaign_not_draft · Invalid template_incomplete, campaign_invalid."""
    if campaign.state not in ("draft", "scheduled"):
        raise Conflict("campaign_not_draft", "This campaign has begun.")
    if lacking := absent(campaign.text):
        raise Invalid("template_incomplete", "A part is missing in one language.", parts=lacking)
    if starts_at is not None and starts_at < now:
        raise Invalid("campaign_invalid", "This time is past.", field="starts_at")
    return msgspec.structs.replace(campaign, state="scheduled", starts_at=starts_at or now)


def stopped(campaign: Campaign, now: datetime, *, is_waiting: bool = False) -> Campaign:
    """`is_waiting`: messages were asked for that have not gone out, as those that hours of rest hold, or that wait for
    a mail server.

    Raises: Conflict campaign_over.
    """
    if campaign.state not in ("scheduled", "running") and not (campaign.state == "done" and is_waiting):
        raise Conflict("campaign_over", "There is nothing to stop.")
    return msgspec.structs.replace(campaign, state="stopped", ended_at=now)


def allowance(campaign: Campaign, now: datetime) -> int:
    """How many more may be written to by now."""
    if campaign.started_at is None:
        return 0
    elapsed = (now - campaign.started_at).total_seconds() + AHEAD_S
    return max(0, int(campaign.rate_per_min * elapsed / 60) - campaign.asked)


def is_meant(segment: CampaignSegment, language: Language, interview: Interview | None, booking: str | None) -> bool:
    """Whether a candidate belongs to the segment, besides position and stage."""
    if segment.language not in ("any", language):
        return False
    is_booked = booking == "booked"
    if segment.booking != "any" and is_booked != (segment.booking == "booked"):
        return False
    if segment.device == "any":
        return True
    check = interview.device_check if interview else None
    if check is None:
        return segment.device == "not_checked"
    return (segment.device == "problem") == (device_problem(check) is not None)
