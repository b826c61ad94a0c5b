"""Templates → messages: subject, plain text and HTML in the reader's language."""

import html
from datetime import datetime
from functools import cache
from pathlib import Path
from string import Template

import msgspec

from backend.kernel.language import Language

FOLDER = Path(__file__).parent / "templates"
SUBJECT = "Subject: "


class TemplateUnknown(Exception):
    """There is no such template in that language."""


class Message(msgspec.Struct, frozen=True):
    subject: str
    text: str
    html: str


def render(template: str, language: Language, parameters: dict[str, str]) -> Message:
    """A message of `templates/{language}/{template}.txt` and `.html` in the common layout.

    Parameters that end in `_at` are ISO times and are shown as dates of the language, in UTC. In HTML every value is
    escaped. Raises: TemplateUnknown · KeyError where a parameter is missing.
    """
    values = {key: _shown(key, value, language) for key, value in parameters.items()}
    subject, _, text = _load(template, language, "txt").partition("\n\n")
    escaped = {key: html.escape(value) for key, value in values.items()}
    title = _one_line(Template(subject.removeprefix(SUBJECT)).substitute(values))
    body = Template(_load(template, language, "html")).substitute(escaped)
    return Message(title, Template(text).substitute(values), in_layout(language, title, body, values["employer"]))


def in_layout(language: Language, title: str, body: str, employer: str) -> str:
    """A whole page around `body`, which is HTML; title and employer are text."""
    return Template(_load("layout", None, "html")).substitute(
        language=language, title=html.escape(title), body=body, employer=html.escape(employer)
    )


@cache
def _load(template: str, language: Language | None, suffix: str) -> str:
    folder = FOLDER / language if language else FOLDER
    if not template.replace("_", "").isalnum():
        raise TemplateUnknown(template)
    try:
        return (folder / f"{template}.{suffix}").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise TemplateUnknown(f"{language}/{template}.{suffix}") from None


def _shown(key: str, value: str, language: Language) -> str:
    if not key.endswith("_at"):
        return value
    at = datetime.fromisoformat(value)
    if language == "zh-CN":
        return f"{at.year} 年 {at.month} 月 {at.day} 日 {at:%H:%M}（UTC）"
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def _one_line(text: str) -> str:
    """A subject cannot carry a header of its own."""
    return " ".join(text.split())
