"""Words of a transcript made comparable: light stems in English, pairs of characters in Chinese. Pure.

Good enough to tell which of a question's key points an answer has touched; it never measures anybody.
"""

import re
from collections.abc import Iterable

from backend.kernel.language import Language

_LATIN = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_HAN_RUN = re.compile(r"[㐀-鿿]+")
_STOP = frozenset(
    (  # noqa: SIM905 - a list of words
        "the a an and or but so if then than that this these those there here it its i me my mine we us our you "
        "your he she they them their his her is are was were be been being am do does did done have has had "
        "having will would can could should may might must not no nor to of in on at by for from with without "
        "about into over under again as up down out off very really just also too more most some any all each "
        "both only own same such what which who whom when where why how because while during before after um "
        "uh erm like well okay ok yes yeah know think mean kind sort thing things lot get got go went going "
        "one two"
    ).split()
)
_HAN_STOP = frozenset(
    "的了是我你他她它们在有和就都也很不这那个一着过吗呢吧啊嗯呃哦与及或而但被把给对为以上下中从到去来说会能要可"
)
_FILLERS = re.compile(
    r"\b(?:um+|uh+|erm?|hmm+|you know|i mean)\b[,\s]*|嗯+[，、\s]*|呃+[，、\s]*|那个，", re.IGNORECASE
)
_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "edly",
    "ies",
    "ied",
    "ers",
    "er",
    "ed",
    "es",
    "ly",
    "s",
    "e",
)
STEM_MIN = 3


def is_empty(word: str) -> bool:
    """Whether an English word says nothing by itself."""
    return word.lower() in _STOP


def stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM_MIN:
            cut = word[: -len(ending)]
            return cut + "y" if ending in ("ies", "ied") else cut
    return word


def tokens(text: str, language: Language) -> list[str]:
    """The words that carry meaning, comparable; in Chinese overlapping pairs of characters."""
    if language == "en":
        found = (word.split("'")[0].split("’")[0] for word in _LATIN.findall(text.lower()))
        return [stem(word) for word in found if word not in _STOP and len(word) > 1]
    return [
        *_pairs(_HAN_RUN.findall(text)),
        *(stem(word) for word in _LATIN.findall(text.lower()) if word not in _STOP),
    ]


def _pairs(runs: Iterable[str]) -> list[str]:
    """Pairs with no character that says nothing by itself."""
    found = []
    for run in runs:
        found += [run[at : at + 2] for at in range(len(run) - 1) if not _HAN_STOP & set(run[at : at + 2])]
    return found


def coverage(point: str, heard: str, language: Language) -> float:
    """The share of a key point's words that were said, 0 to 1; 1 where it has none."""
    wanted = set(tokens(point, language))
    return len(wanted & set(tokens(heard, language))) / len(wanted) if wanted else 1.0


def without_fillers(text: str) -> str:
    return " ".join(_FILLERS.sub("", text).split())
