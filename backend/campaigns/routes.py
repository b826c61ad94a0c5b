"""Routes of campaigns."""

from litestar import get, post, put

from backend.campaigns.model import CampaignSegment
from backend.campaigns.schemas import (
    AudienceSize,
    CampaignDetail,
    CampaignDraft,
    CampaignList,
    CampaignStart,
    CampaignView,
)
from backend.campaigns.service import CampaignDesk
from backend.notices.schemas import TemplateDraft, TemplatePreview
from backend.web.auth import Actor
from backend.web.policy import Permission

_READ = {"permission": Permission.NOTICE_READ}
_MANAGE = {"permission": Permission.NOTICE_MANAGE}


@get("/staff/campaigns", opt=_READ)
async def campaigns(campaign_desk: CampaignDesk) -> CampaignList:
    """All campaigns, newest first."""
    return await campaign_desk.all()


@post("/staff/campaigns", opt=_MANAGE, status_code=201)
async def create_campaign(data: CampaignDraft, actor: Actor, campaign_desk: CampaignDesk) -> CampaignView:
    """A new draft."""
    return await campaign_desk.create(actor, data)


@post("/staff/campaigns/audience", opt=_READ, status_code=200)
async def campaign_audience(data: CampaignSegment, campaign_desk: CampaignDesk) -> AudienceSize:
    """How many people belong to a segment now."""
    return await campaign_desk.size(data)


@post("/staff/campaigns/preview", opt=_READ, status_code=200)
async def preview_campaign(data: TemplateDraft, campaign_desk: CampaignDesk) -> TemplatePreview:
    """How people would read it."""
    return campaign_desk.preview(data.text)


@get("/staff/campaigns/{campaign_id:str}", opt=_READ)
async def campaign(campaign_id: str, campaign_desk: CampaignDesk) -> CampaignDetail:
    """One campaign, how far it is and what came of it."""
    return await campaign_desk.detail(campaign_id)


@put("/staff/campaigns/{campaign_id:str}", opt=_MANAGE)
async def edit_campaign(
    campaign_id: str, data: CampaignDraft, actor: Actor, campaign_desk: CampaignDesk
) -> CampaignView:
    """Changes a draft."""
    return await campaign_desk.edit(actor, campaign_id, data)


@post("/staff/campaigns/{campaign_id:str}/start", opt=_MANAGE, status_code=200)
async def start_campaign(
    campaign_id: str, data: CampaignStart, actor: Actor, campaign_desk: CampaignDesk
) -> CampaignView:
    """At once, or at a time."""
    return await campaign_desk.start(actor, campaign_id, data)


@post("/staff/campaigns/{campaign_id:str}/stop", opt=_MANAGE, status_code=200)
async def stop_campaign(campaign_id: str, actor: Actor, campaign_desk: CampaignDesk) -> CampaignView:
    """For good; what has not gone out is taken back."""
    return await campaign_desk.stop(actor, campaign_id)


@post("/staff/campaigns/{campaign_id:str}/test", opt=_MANAGE, status_code=202)
async def try_campaign(campaign_id: str, actor: Actor, campaign_desk: CampaignDesk) -> None:
    """Sends it to oneself, in both languages."""
    await campaign_desk.try_out(actor, campaign_id)


ROUTES = [
    campaigns, create_campaign, campaign_audience, preview_campaign, campaign, edit_campaign, start_campaign,
    stop_campaign, try_campaign,
]  # fmt: skip
