"""What the help routes say and hear."""

from datetime import datetime
from typing import Annotated, Literal

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


HelpState = Literal["builtin", "edited", "own", "hidden"]


class HelpSource(msgspec.Struct, frozen=True):
    """An article as HR edits it. `is_own`: HR has published it, else it is the repository's.

    `zh-CN` and `en` say how it stands in each language: as the repository has it, changed by HR, HR's alone (the
    repository has none), or hidden.
    """

    slug: str
    version: int
    title: LocalText
    body: LocalText
    topics: list[str]
    order: int
    is_hidden: bool
    is_own: bool
    has_builtin: bool
    updated_at: datetime | None
    zh_cn: HelpState = msgspec.field(name="zh-CN")
    en: HelpState


class HelpDraft(msgspec.Struct, frozen=True):
    """`version` is the one that is replaced; None where HR has not touched the article yet."""

    title: LocalText
    body: LocalText
    topics: Annotated[list[Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z-]{0,30}$")]], msgspec.Meta(max_length=12)]
    order: Annotated[int, msgspec.Meta(ge=0, le=9999)] = 500
    is_hidden: bool = False
    version: int | None = None


class HelpVersionView(msgspec.Struct, frozen=True):
    """An article as it stood at some time. `number` 0 is the repository's own; `by` is empty where nobody is known."""

    number: int
    title: LocalText
    body: LocalText
    topics: list[str]
    is_hidden: bool
    is_current: bool
    at: datetime | None
    by: str


Source = Annotated[str, msgspec.Meta(max_length=BODY_CHARS_MAX)]


class HelpSketch(msgspec.Struct, frozen=True):
    """Markdown as it is being written, in both languages."""

    zh_cn: Source = msgspec.field(name="zh-CN")
    en: Source


class HelpPreview(msgspec.Struct, frozen=True):
    """What readers would see."""

    zh_cn: list[Block] = msgspec.field(name="zh-CN")
    en: list[Block]
