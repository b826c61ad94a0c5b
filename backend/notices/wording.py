"""Notices in words: the built-in templates, placeholders, and how moments are shown to a person.

A built-in template is `notifications/templates/{language}/{kind}.notice`: lines `title:`, `short:` and `button:`, an
empty line, and the body, whose paragraphs are parted by empty lines. `$name` stands for a parameter.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from string import Template
from typing import get_args
from zoneinfo import ZoneInfo

import msgspec

from backend.contracts.events.notifications import NoticeContent
from backend.kernel.language import Language, LocalText
from backend.notices.model import Shown, TemplateText

FOLDER = Path(__file__).parents[2] / "notifications" / "templates"
SUFFIX = ".notice"
LANGUAGES: tuple[Language, ...] = get_args(Language)
ALWAYS = frozenset({"first_name", "employer"})
"""Placeholders that every kind may use."""

_HEADS = ("title", "short", "button")
_DAYS_ZH = "一二三四五六日"


class WordingError(Exception):
    """`reason`: template_unknown, template_malformed or parameter_missing."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Wording(msgspec.Struct, frozen=True):
    """A template in one language."""

    title: str
    short: str
    button: str
    body: str


@cache
def builtin(kind: str, language: Language) -> Wording:
    """Raises: WordingError."""
    if not kind.replace("_", "").isalnum():
        raise WordingError("template_unknown")
    try:
        text = (FOLDER / language / f"{kind}{SUFFIX}").read_text("utf-8")
    except FileNotFoundError:
        raise WordingError("template_unknown") from None
    head, _, body = text.partition("\n\n")
    lines = dict(line.split(":", 1) for line in head.splitlines() if ":" in line)
    if lines.keys() != set(_HEADS) or not body.strip():
        raise WordingError("template_malformed")
    title, short, button = (lines[name].strip() for name in _HEADS)
    return Wording(title, short, button, body.strip())


def builtin_kinds() -> list[str]:
    """The kinds that have a template in every language."""
    found = [{path.stem for path in (FOLDER / language).glob(f"*{SUFFIX}")} for language in LANGUAGES]
    return sorted(set.intersection(*found))


@cache
def builtin_text(kind: str) -> TemplateText:
    """Both languages of a built-in kind. Raises: WordingError."""
    zh, en = builtin(kind, "zh-CN"), builtin(kind, "en")
    return TemplateText(
        title=LocalText(zh.title, en.title),
        short=LocalText(zh.short, en.short),
        button=LocalText(zh.button, en.button),
        body=LocalText(zh.body, en.body),
    )


def own_words(content: NoticeContent) -> Wording | None:
    """Words that a notice brings along (campaigns, an employer's own rules) as `own_title`, …; None: it has none."""
    given = content.parameters
    if "own_title" not in given:
        return None
    title, short, button, body = (given.get(f"own_{name}", "") for name in (*_HEADS, "body"))
    return Wording(title, short, button, body)


def in_language(text: TemplateText, language: Language) -> Wording:
    title, short, button, body = (
        part.in_language(language) for part in (text.title, text.short, text.button, text.body)
    )
    return Wording(title, short, button, body)


def placeholders(text: TemplateText) -> frozenset[str]:
    """The names of all parameters that a text uses, in either language. Raises: WordingError for a stray `$`."""
    return frozenset(name for part in _parts(text) for name in _names(part))


def allowed_placeholders(kind: str) -> frozenset[str]:
    """What a text of that kind may use: what its built-in one does. Raises: WordingError."""
    return placeholders(builtin_text(kind)) | ALWAYS


def absent(text: TemplateText) -> list[str]:
    """The parts (`title.en`, …) that are empty in some language."""
    named = zip((*_HEADS, "body"), (text.title, text.short, text.button, text.body), strict=True)
    return [
        f"{name}.{language}" for name, part in named for language in LANGUAGES if not part.in_language(language).strip()
    ]


def worded(wording: Wording, language: Language, zone: ZoneInfo, content: NoticeContent) -> Shown:
    """The notice as the person reads it. Raises: WordingError parameter_missing."""
    values = {"first_name": "", "employer": "Greenroom"} | {
        key: moment(value, language, zone) if key.endswith("_at") else value
        for key, value in content.parameters.items()
        if not key.startswith("own_")
    }
    try:
        title, short, button, body = (
            Template(part).substitute(values) for part in (wording.title, wording.short, wording.button, wording.body)
        )
    except (KeyError, ValueError):
        raise WordingError("parameter_missing") from None
    return Shown(_one_line(title), _one_line(short), content.path, body, _one_line(button))


def sample(kind: str) -> dict[str, str]:
    """Parameters to show a kind with before there is a person."""
    known = {
        "first_name": "小彤", "employer": "Clearlight", "position": "Support", "minutes": "15",
        "name": "林小彤", "count": "3", "link": "https://example.org",
    }  # fmt: skip
    moments = "2026-11-27T06:30:00+00:00"
    return {
        name: moments if name.endswith("_at") else known.get(name, f"[{name}]") for name in allowed_placeholders(kind)
    }


def moment(value: str, language: Language, zone: ZoneInfo) -> str:
    """An ISO moment as people of that language say it, on the person's own clock; as it came where it is none."""
    try:
        at = datetime.fromisoformat(value).astimezone(zone)
    except ValueError:
        return value
    if language == "zh-CN":
        return f"{at.month}月{at.day}日（周{_DAYS_ZH[at.weekday()]}）{at:%H:%M}（{_offset(at)}）"
    return f"{at:%a} {at.day} {at:%B}, {at:%H:%M} ({_offset(at)})"


def _offset(at: datetime) -> str:
    given = at.strftime("%z")
    hours, minutes = int(given[1:3]), given[3:5]
    return "UTC" if given[1:] == "0000" else f"UTC{given[0]}{hours}" + (f":{minutes}" if minutes != "00" else "")


def _parts(text: TemplateText) -> Iterator[str]:
    for part in (text.title, text.short, text.button, text.body):
        yield part.zh_cn
        yield part.en


def _names(text: str) -> list[str]:
    template = Template(text)
    if not template.is_valid():
        raise WordingError("template_malformed")
    return template.get_identifiers()


def _one_line(text: str) -> str:
    """A subject cannot carry a header of its own."""
    return " ".join(text.split())
