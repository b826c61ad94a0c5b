"""Every kind of notice, in every language: whole, alike in its placeholders, and short where it has to be."""

from zoneinfo import ZoneInfo

import pytest

from backend.contracts.events.notifications import NoticeContent
from backend.kernel.language import Language
from backend.notices.wording import (
    FOLDER,
    LANGUAGES,
    SUFFIX,
    WordingError,
    absent,
    builtin,
    builtin_kinds,
    builtin_text,
    moment,
    sample,
    worded,
)

KINDS = sorted({path.stem for path in FOLDER.glob(f"*/*{SUFFIX}")})
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_whole_in_every_language(kind: str) -> None:
    assert kind in builtin_kinds()
    assert absent(builtin_text(kind)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_reads_well_with_its_parameters(kind: str, language: Language) -> None:
    content = NoticeContent("a@example.org", "", "/", sample(kind))
    shown = worded(builtin(kind, language), language, SHANGHAI, content)
    assert "$" not in shown.title + shown.short + shown.button + shown.body
    assert len(shown.title) <= 70
    assert len(shown.short) <= 160
    assert "您" not in shown.title + shown.short + shown.button + shown.body


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_use_the_same_placeholders(kind: str) -> None:
    from string import Template

    texts = [builtin(kind, language) for language in LANGUAGES]
    named = [
        {name for part in (text.title, text.short, text.button, text.body) for name in Template(part).get_identifiers()}
        for text in texts
    ]
    assert named[0] - {"first_name"} == named[1] - {"first_name"}


def test_a_missing_parameter_and_an_unknown_kind_are_named() -> None:
    with pytest.raises(WordingError, match="parameter_missing"):
        worded(builtin("day_before", "en"), "en", SHANGHAI, NoticeContent("", "", "/", {}))
    for kind in ("no_such_kind", "../layout"):
        with pytest.raises(WordingError, match="template_unknown"):
            builtin(kind, "en")


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    [
        ("zh-CN", "Asia/Shanghai", "11月27日（周五）14:30（UTC+8）"),
        ("en", "Europe/London", "Fri 27 November, 06:30 (UTC)"),
        ("en", "Asia/Kathmandu", "Fri 27 November, 12:15 (UTC+5:45)"),
        ("en", "America/St_Johns", "Fri 27 November, 03:00 (UTC-3:30)"),
    ],
)
def test_moments_are_shown_on_the_persons_clock(language: Language, zone: str, expected: str) -> None:
    assert moment("2026-11-27T06:30:00+00:00", language, ZoneInfo(zone)) == expected
