"""The articles of the repository: `articles/{language}/{slug}.md`, with title, topics and order at the head."""

from functools import cache
from pathlib import Path

from backend.helpcentre.model import HelpArticle
from backend.kernel.language import LocalText

FOLDER = Path(__file__).parent / "articles"


class ArticleBroken(Exception):
    """A file of the repository does not say what an article must say."""


@cache
def shipped_articles() -> dict[str, HelpArticle]:
    """By slug. Raises: ArticleBroken where a file is malformed or has no counterpart in the other language."""
    slugs = {path.stem for path in FOLDER.glob("*/*.md")}
    return {slug: _article(slug) for slug in sorted(slugs)}


def _article(slug: str) -> HelpArticle:
    zh, en = _read("zh-CN", slug), _read("en", slug)
    return HelpArticle(
        id=slug,
        title=LocalText(zh["title"], en["title"]),
        body=LocalText(zh["body"], en["body"]),
        topics=[topic.strip() for topic in en["topics"].split(",")],
        order=int(en["order"]),
    )


def _read(language: str, slug: str) -> dict[str, str]:
    try:
        head, _, body = (FOLDER / language / f"{slug}.md").read_text(encoding="utf-8").partition("\n\n")
    except FileNotFoundError as error:
        raise ArticleBroken(f"{slug} is not there in {language}") from error
    said = dict(line.partition(": ")[::2] for line in head.splitlines())
    if not {"title", "topics", "order"} <= said.keys() or not body.strip():
        raise ArticleBroken(f"{language}/{slug}.md lacks title, topics, order or body")
    return said | {"body": body}
