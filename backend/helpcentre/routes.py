"""Routes of the help centre."""

from litestar import delete, get, post, put

from backend.helpcentre.markdown import blocks_of
from backend.helpcentre.schemas import HelpDraft, HelpPage, HelpPreview, HelpSketch, HelpSource, HelpVersionView
from backend.helpcentre.service import HelpCentre
from backend.web.auth import Actor
from backend.web.policy import Permission

_EDIT = {"permission": Permission.HELP_EDIT}


@get("/help", opt={"permission": Permission.PUBLIC})
async def read_help(help_centre: HelpCentre) -> HelpPage:
    """All articles in both languages, to be searched and kept on the device."""
    return await help_centre.page()


@get("/staff/help", opt=_EDIT)
async def help_sources(help_centre: HelpCentre) -> list[HelpSource]:
    """All articles as Markdown, the hidden ones too."""
    return await help_centre.sources()


@put("/staff/help/{slug:str}", opt=_EDIT)
async def save_article(slug: str, data: HelpDraft, actor: Actor, help_centre: HelpCentre) -> HelpSource:
    """Writes an article, or one's own version of the repository's."""
    return await help_centre.save(actor, slug, data)


@delete("/staff/help/{slug:str}", opt=_EDIT, status_code=204)
async def restore_article(slug: str, actor: Actor, help_centre: HelpCentre) -> None:
    """Takes back what HR wrote."""
    await help_centre.restore(actor, slug)


@get("/staff/help/{slug:str}/versions", opt=_EDIT)
async def help_versions(slug: str, help_centre: HelpCentre) -> list[HelpVersionView]:
    """What stands, what once stood, and at the end what the repository has."""
    return await help_centre.versions(slug)


@post("/staff/help-preview", opt=_EDIT, status_code=200)
async def preview_help(data: HelpSketch) -> HelpPreview:
    """How readers would see a text; nothing is kept."""
    return HelpPreview(zh_cn=blocks_of(data.zh_cn), en=blocks_of(data.en))


ROUTES = [read_help, help_sources, save_article, restore_article, help_versions, preview_help]
