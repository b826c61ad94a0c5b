"""Finding questions of the bank: by words in either language, kind, competency and tag. Pure."""

import unicodedata
from collections.abc import Iterable

from backend.kernel.language import LocalText
from backend.questions.bank import BankQuestion, BankVersion
from backend.questions.model import AnswerKind


def found(
    entries: Iterable[BankQuestion], words: str, kind: AnswerKind | None, competency: str | None
) -> list[BankQuestion]:
    """Those in which every word occurs somewhere, the best match first, then the newest.

    What stands in the question itself counts before what stands in its key points and options.
    """
    terms = _plain(words).split()
    ranked: list[tuple[int, BankQuestion]] = []
    for entry in entries:
        newest = entry.newest
        if kind is not None and newest.question.kind != kind:
            continue
        if competency is not None and competency not in newest.question.competencies:
            continue
        rank = _rank(newest, terms)
        if rank is not None:
            ranked.append((rank, entry))
    ranked.sort(key=lambda each: each[1].changed_at, reverse=True)
    ranked.sort(key=lambda each: each[0])
    return [entry for _, entry in ranked]


def _rank(version: BankVersion, terms: list[str]) -> int | None:
    """0: all words stand in the question or its tags; 1: in what belongs to it; None: not all of them."""
    question = version.question
    near = _plain(" ".join([*_both(question.prompt), *version.tags]))
    if all(term in near for term in terms):
        return 0
    parts = [question.rephrased, question.material, *question.key_points, *(each.text for each in question.options)]
    far = _plain(" ".join(words for part in parts if part is not None for words in _both(part)))
    return 1 if all(term in near or term in far for term in terms) else None


def _both(text: LocalText) -> tuple[str, str]:
    return text.zh_cn, text.en


def _plain(text: str) -> str:
    """Without case, accents and differences of width, so that typing need not be exact."""
    parted = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in parted if not unicodedata.combining(char))
