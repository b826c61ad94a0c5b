"""Articles of the help centre as HR has rewritten them; those nobody touched lie in `articles/{language}/{slug}.md`."""

from datetime import datetime
from typing import ClassVar

from backend.kernel.language import LocalText
from backend.kernel.mongo import Mongo
from backend.kernel.repository import Document, Repository

HELP_ARTICLES = "help_articles"


class HelpArticle(Document, frozen=True, kw_only=True):
    """The id is the article's slug. `body` is Markdown. `topics` are what it helps with: camera, network, live, …

    `is_hidden` takes an article away that the repository has.
    """

    title: LocalText
    body: LocalText
    topics: list[str]
    order: int
    is_hidden: bool = False
    updated_at: datetime | None = None
    updated_by: str | None = None


class HelpArticles(Repository[HelpArticle]):
    indexes: ClassVar = []

    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, HELP_ARTICLES, HelpArticle, noun="help_article")
