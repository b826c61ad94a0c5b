"""Markdown → blocks that a page can draw without reading HTML.

Paragraphs, headings, lists, emphasis, code and links are kept; raw HTML and pictures are shown as the text they are.
Links lead into the app (`/…`) or to https; others lose their address.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

_parser = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])
_MARKS: dict[str, Literal["strong", "em"]] = {"strong_open": "strong", "em_open": "em"}


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of text of one kind."""

    text: str
    mark: Literal["plain", "strong", "em", "code"] = "plain"
    href: str | None = None


class Block(msgspec.Struct, frozen=True, omit_defaults=True):
    """`lines` are the items of a list, else one line."""

    kind: Literal["paragraph", "heading", "bullets", "numbers"]
    lines: list[list[Span]]


def blocks_of(markdown: str) -> list[Block]:
    """The blocks of a text, in order. Lists within lists are laid flat."""
    blocks: list[Block] = []
    list_kind: Literal["bullets", "numbers"] | None = None
    items: list[list[Span]] = []
    depth = 0
    heading = False
    for token in _parser.parse(markdown):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
            list_kind = list_kind or ("bullets" if token.type.startswith("bullet") else "numbers")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            if depth == 0 and list_kind is not None:
                blocks.append(Block(list_kind, items))
                list_kind, items = None, []
        elif token.type == "heading_open":
            heading = True
        elif token.type in ("fence", "code_block"):
            blocks.append(Block("paragraph", [[Span(token.content.rstrip(), "code")]]))
        elif token.type == "inline":
            spans = _spans(token.children or [])
            if list_kind is not None:
                items.append(spans)
            else:
                blocks.append(Block("heading" if heading else "paragraph", [spans]))
            heading = False
    return blocks


def _spans(tokens: Sequence[Token]) -> list[Span]:
    spans: list[Span] = []
    marks: list[Literal["strong", "em"]] = []
    href: str | None = None
    for token in tokens:
        if token.type in _MARKS:
            marks.append(_MARKS[token.type])
        elif token.type in ("strong_close", "em_close"):
            marks.pop()
        elif token.type == "link_open":
            href = _safe(str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            href = None
        elif token.type == "code_inline":
            spans.append(Span(token.content, "code", href))
        else:
            text = "\n" if token.type == "hardbreak" else " " if token.type == "softbreak" else token.content
            spans.append(Span(text, marks[-1] if marks else "plain", href))
    return [span for span in spans if span.text]


def _safe(href: str) -> str | None:
    is_own = href.startswith("/") and not href.startswith(("//", "/\\"))
    return href if is_own or href.startswith("https://") else None


def plain_text(blocks: Sequence[Block]) -> str:
    """What a search reads."""
    return " ".join("".join(span.text for span in line) for block in blocks for line in block.lines)
