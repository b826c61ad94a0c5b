"""Articles of the help centre as HR has rewritten them; those nobody touched lie in `articles/{language}/{slug}.md`."""

import contextlib
from datetime import datetime
from typing import ClassVar

from backend.kernel.errors import Conflict
from backend.kernel.indexes import Index
from backend.kernel.language import LocalText
from backend.kernel.mongo import Mongo
from backend.kernel.repository import Document, Repository

HELP_ARTICLES = "help_articles"
HELP_VERSIONS = "help_versions"


class HelpArticle(Document, frozen=True, kw_only=True):
    """The id is the article's slug. `body` is Markdown. `topics` are what it helps with: camera, network, live, …

    `is_hidden` takes an article away that the repository has. `number` counts what HR published of it, from 1.
    """

    title: LocalText
    body: LocalText
    topics: list[str]
    order: int
    is_hidden: bool = False
    updated_at: datetime | None = None
    updated_by: str | None = None
    number: int = 1


class HelpVersion(Document, frozen=True, kw_only=True):
    """An article as it once stood, kept when something newer took its place. The id is `{slug}:{number}`."""

    slug: str
    number: int
    article: HelpArticle


class HelpArticles(Repository[HelpArticle]):
    indexes: ClassVar = []

    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, HELP_ARTICLES, HelpArticle, noun="help_article")


class HelpVersions(Repository[HelpVersion]):
    indexes: ClassVar = [Index([("slug", 1), ("number", 1)])]

    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, HELP_VERSIONS, HelpVersion, noun="help_version")

    async def keep(self, article: HelpArticle) -> None:
        """What is about to be replaced; kept twice it is there once."""
        id = f"{article.id}:{article.number}"
        with contextlib.suppress(Conflict):
            await self.insert(HelpVersion(id=id, slug=article.id, number=article.number, article=article))

    async def of(self, slug: str, *, last: int) -> list[HelpVersion]:
        """The newest `last` that are no more in use, newest first."""
        return await self.find({"slug": slug}, sort=[("number", -1)], limit=last)
