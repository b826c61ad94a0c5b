"""What the help routes say and hear."""

from datetime import datetime
from typing import Annotated

import msgspec

from backend.helpcentre.markdown import Block
from backend.kernel.language import LocalText

BODY_CHARS_MAX = 20_000


class HelpText(msgspec.Struct, frozen=True):
    """An article in one language. `plain` is for the search."""

    title: str
    blocks: list[Block]
    plain: str


class HelpEntry(msgspec.Struct, frozen=True):
    """`topics` say what it helps with."""

    slug: str
    topics: list[str]
    zh_cn: HelpText = msgspec.field(name="zh-CN")
    en: HelpText


class HelpPage(msgspec.Struct, frozen=True):
    """All articles in their order; small enough to keep on the phone."""

    items: list[HelpEntry]


class HelpSource(msgspec.Struct, frozen=True):
    """An article as HR edits it. `is_own`: it differs from the repository's, or the repository has none."""

    slug: str
    version: int
    title: LocalText
    body: LocalText
    topics: list[str]
    order: int
    is_hidden: bool
    is_own: bool
    updated_at: datetime | None


class HelpDraft(msgspec.Struct, frozen=True):
    """`version` is the one that is replaced; None where HR has not touched the article yet."""

    title: LocalText
    body: LocalText
    topics: Annotated[list[Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z-]{0,30}$")]], msgspec.Meta(max_length=12)]
    order: Annotated[int, msgspec.Meta(ge=0, le=9999)] = 500
    is_hidden: bool = False
    version: int | None = None
