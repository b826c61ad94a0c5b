"""Reading the help centre, and rewriting it."""

import re

from backend.accounts.people import People
from backend.helpcentre.library import shipped_articles
from backend.helpcentre.markdown import blocks_of, plain_text
from backend.helpcentre.model import HelpArticle, HelpArticles, HelpVersions
from backend.helpcentre.schemas import (
    BODY_CHARS_MAX,
    HelpDraft,
    HelpEntry,
    HelpPage,
    HelpSource,
    HelpState,
    HelpText,
    HelpVersionView,
)
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.fields import FieldProblem, refuse
from backend.kernel.language import Language
from backend.kernel.repository import StaleVersion
from backend.privacy.audit import Audit
from backend.web.auth import Actor

TITLE_CHARS_MAX = 120
OWN_MAX = 300
VERSIONS_SHOWN = 40
_SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?")
_LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")


class HelpCentre:
    """What HR wrote stands before what the repository has."""

    def __init__(
        self, articles: HelpArticles, versions: HelpVersions, people: People, audit: Audit, clock: Clock
    ) -> None:
        self.articles = articles
        self._versions = versions
        self._people = people
        self._audit = audit
        self._clock = clock

    async def page(self) -> HelpPage:
        shown = [article for article in await self._all() if not article.is_hidden]
        return HelpPage([_entry(article) for article in shown])

    async def sources(self) -> list[HelpSource]:
        """With the hidden ones."""
        return [_source(article) for article in await self._all()]

    async def save(self, actor: Actor, slug: str, draft: HelpDraft) -> HelpSource:
        """Raises: Invalid fields_invalid · Conflict stale_version, help_centre_full."""
        refuse(problems_of(slug, draft), "The article is not complete.")
        known = await self.articles.get(slug)
        article = HelpArticle(
            id=slug, version=known.version if known else 0, title=draft.title, body=draft.body, topics=draft.topics,
            order=draft.order, is_hidden=draft.is_hidden, updated_at=self._clock(), updated_by=actor.account_id,
            number=await self._next_number(known, slug),
        )  # fmt: skip
        if known is None:
            if await self.articles.count({}) >= OWN_MAX:
                raise Conflict("help_centre_full", "There are very many articles already.", limit=OWN_MAX)
            saved = await self._inserted(article, draft)
        elif draft.version != known.version:
            raise StaleVersion("stale_version", "Somebody else changed the article.", version=known.version)
        else:
            await self._versions.keep(known)
            saved = await self.articles.save(article)
        await self._audit.record(actor, "help.changed", slug)
        return _source(saved)

    async def _inserted(self, article: HelpArticle, draft: HelpDraft) -> HelpArticle:
        """Raises: StaleVersion where somebody has published it, or taken back what they had, in the meantime."""
        if draft.version:
            raise StaleVersion("stale_version", "Somebody else took the article back.", version=0)
        try:
            return await self.articles.insert(article)
        except Conflict as error:
            raise StaleVersion("stale_version", "Somebody else changed the article.", version=0) from error

    async def _next_number(self, known: HelpArticle | None, slug: str) -> int:
        if known is not None:
            return known.number + 1
        newest = await self._versions.of(slug, last=1)
        return newest[0].number + 1 if newest else 1

    async def restore(self, actor: Actor, slug: str) -> None:
        """Takes back what HR wrote: the repository's article stands again, or none. It stays among the versions.

        Raises: NotFound help_article_unknown.
        """
        known = await self.articles.require(slug)
        await self._versions.keep(known)
        await self.articles.delete(slug)
        await self._audit.record(actor, "help.restored", slug)

    async def versions(self, slug: str) -> list[HelpVersionView]:
        """What stands and what once stood, newest first; at the end the repository's own.

        Raises: NotFound help_article_unknown.
        """
        known, shipped = await self.articles.get(slug), shipped_articles().get(slug)
        kept = [each.article for each in await self._versions.of(slug, last=VERSIONS_SHOWN)]
        stood = ([known] if known else []) + [each for each in kept if known is None or each.number != known.number]
        if not stood and shipped is None:
            raise NotFound("help_article_unknown", "There is no such help_article.")
        names = await self._people.names(each.updated_by for each in stood if each.updated_by)
        views = [_version(each, each is known, names.get(each.updated_by or "", "")) for each in stood]
        return views if shipped is None else [*views, _version(shipped, known is None, "")]

    async def _all(self) -> list[HelpArticle]:
        own = {article.id: article for article in await self.articles.find({}, limit=OWN_MAX)}
        return sorted({**shipped_articles(), **own}.values(), key=lambda article: (article.order, article.id))


def problems_of(slug: str, draft: HelpDraft) -> list[FieldProblem]:
    """Everything that is wrong at once: malformed, missing, too_long."""
    problems = [] if _SLUG.fullmatch(slug) else [FieldProblem("slug", "malformed")]
    for name, text, longest in (("title", draft.title, TITLE_CHARS_MAX), ("body", draft.body, BODY_CHARS_MAX)):
        for language in _LANGUAGES:
            said = text.in_language(language)
            if not said.strip():
                problems.append(FieldProblem(f"{name}.{language}", "missing"))
            elif len(said) > longest:
                problems.append(FieldProblem(f"{name}.{language}", "too_long"))
    return problems


def _entry(article: HelpArticle) -> HelpEntry:
    return HelpEntry(article.id, article.topics, zh_cn=_text(article, "zh-CN"), en=_text(article, "en"))


def _text(article: HelpArticle, language: Language) -> HelpText:
    blocks = blocks_of(article.body.in_language(language))
    return HelpText(article.title.in_language(language), blocks, plain_text(blocks))


def _source(article: HelpArticle) -> HelpSource:
    return HelpSource(
        slug=article.id,
        version=article.version,
        title=article.title,
        body=article.body,
        topics=article.topics,
        order=article.order,
        is_hidden=article.is_hidden,
        is_own=article.updated_by is not None,
        has_builtin=article.id in shipped_articles(),
        updated_at=article.updated_at,
        zh_cn=_state(article, "zh-CN"),
        en=_state(article, "en"),
    )


def _state(article: HelpArticle, language: Language) -> HelpState:
    shipped = shipped_articles().get(article.id)
    if article.is_hidden:
        return "hidden"
    if shipped is None:
        return "own"
    texts = ((article.title, shipped.title), (article.body, shipped.body))
    is_same = all(now.in_language(language).strip() == was.in_language(language).strip() for now, was in texts)
    return "builtin" if is_same else "edited"


def _version(article: HelpArticle, is_current: bool, by: str) -> HelpVersionView:
    return HelpVersionView(
        number=article.number if article.updated_by else 0,
        title=article.title,
        body=article.body,
        topics=article.topics,
        is_hidden=article.is_hidden,
        is_current=is_current,
        at=article.updated_at,
        by=by,
    )
