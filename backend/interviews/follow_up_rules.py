"""The built-in follow-up: grounded in the person's own words, led by which key points were not touched. Pure.

It quotes a phrase of the answer and asks for what makes an answer concrete: an example, the person's own part, what
came of it, why. Where what could be quoted may have been misheard, it asks without a quote. Key points are for
reviewers and never read out; they decide whether to ask, and after which phrase.
"""

import re
from collections.abc import Sequence

import msgspec

from backend.interviews.acknowledgement import count_words
from backend.interviews.heard import Stretch
from backend.interviews.protected import touches_protected
from backend.interviews.utterances import filled
from backend.interviews.wording import coverage, is_empty, tokens, without_fillers
from backend.kernel.language import Language, LocalText

COVERED = 0.4
WORDS_MIN = 12
QUOTED_FROM: dict[Language, float] = {"en": 0.5, "zh-CN": 0.7}
"""Confidence of a stretch from which on it is quoted.

Of the Chinese phrases of ../shared/speech, each read at three shifts by the embedded model, 37 in 100 have more than a
fifth of their characters wrong; from 0.7 on it is 11, and six in ten are left to quote. Of the English ones it is 7
wherever one cuts, and none lies below 0.65.
"""
QUOTE_WORDS: dict[Language, tuple[int, int]] = {"en": (3, 9), "zh-CN": (4, 18)}
_CLAUSE = re.compile(r"[.!?;,:。！？；，：、\n]+")
_EDGES = re.compile(
    r"^(?:and|but|so|then|because|well|which|that|然后|但是|所以|因为|就是|那么|而且)\s*"
    r"|\s+(?:and|but|so|the|a|to|of)$",
    re.IGNORECASE,
)
_PRIVATE = re.compile(r"\d{4,}|@|https?:|www\.", re.IGNORECASE)


class Probe(msgspec.Struct, frozen=True):
    """Something that answers often leave out; `given` finds it in what was said. `{quote}` is filled in;
    `unquoted` asks the same without.
    """

    given: re.Pattern[str]
    text: LocalText
    unquoted: LocalText


_PROBES = (
    Probe(
        re.compile(
            r"for (?:example|instance)|one (?:day|time)|last (?:year|month|week)|比如|例如|有一次|有一回|当时",
            re.IGNORECASE,
        ),
        LocalText(
            zh_cn="你刚才提到“{quote}”，能举一个具体的例子吗？",
            en="You mentioned “{quote}”. Could you give a concrete example?",
        ),
        LocalText(
            zh_cn="关于你刚才说的，能举一个具体的例子吗？",
            en="About what you have just told me: could you give a concrete example?",
        ),
    ),
    Probe(
        re.compile(
            r"\bi (?:decided|suggested|wrote|built|called|asked|led|made|did|proposed)"
            r"|我(?:负责|决定|提出|建议|主动|带领|做了)",
            re.IGNORECASE,
        ),
        LocalText(
            zh_cn="你刚才提到“{quote}”，其中你自己具体做了什么？",
            en="You mentioned “{quote}”. What was your own part in it?",
        ),
        LocalText(
            zh_cn="在你刚才说的事情里，你自己具体做了什么？",
            en="In what you have just told me, what was your own part?",
        ),
    ),
    Probe(
        re.compile(r"in the end|as a result|finally|the result|outcome|afterwards|结果|最后|最终|后来", re.IGNORECASE),
        LocalText(
            zh_cn="你刚才提到“{quote}”，后来结果怎么样？",
            en="You mentioned “{quote}”. How did it turn out?",
        ),
        LocalText(
            zh_cn="你刚才说的这件事，后来结果怎么样？",
            en="What you have just told me about: how did it turn out?",
        ),
    ),
    Probe(
        re.compile(r"because|the reason|因为|原因|考虑到", re.IGNORECASE),
        LocalText(
            zh_cn="你刚才提到“{quote}”，当时为什么这样考虑？",
            en="You mentioned “{quote}”. What made you see it that way?",
        ),
        LocalText(
            zh_cn="你刚才说的这些，当时为什么这样考虑？",
            en="Thinking of what you have just told me, what made you see it that way?",
        ),
    ),
)


def may_quote(stretch: Stretch, language: Language) -> bool:
    """Whether it was heard surely enough to be put into somebody's mouth word by word."""
    return stretch.confidence >= QUOTED_FROM[language]


def propose(key_points: list[LocalText], heard: Sequence[Stretch], language: Language, asked: int) -> LocalText | None:
    """The next follow-up, or None: too little was said, all was touched, or it is about what nobody asks after.

    `heard` are stretches of speech (or the typed text) in order, `asked` how many follow-ups there were already.
    """
    said = without_fillers(" ".join(stretch.text for stretch in heard))
    if count_words(said) < WORDS_MIN:
        return None
    open_points = [point for point in key_points if coverage(point.in_language(language), said, language) < COVERED]
    if key_points and not open_points:
        return None
    missing = [probe for probe in _PROBES if not probe.given.search(said)]
    if not key_points and not missing:
        return None
    phrases = [
        (phrase, may_quote(stretch, language)) for stretch in heard for phrase in _phrases(stretch.text, language)
    ]
    if not phrases:
        return None
    probe = (missing or list(_PROBES))[asked % len(missing or _PROBES)]
    quote = _quote([phrase for phrase, is_sure in phrases if is_sure], open_points, language, asked)
    return filled(probe.text, quote=quote) if quote is not None else probe.unquoted


def _quote(phrases: list[str], points: list[LocalText], language: Language, asked: int) -> str | None:
    """The phrase nearest to what was left open, else the fullest one; another one for each further follow-up."""
    wanted = {token for point in points for token in tokens(point.in_language(language), language)}
    ranked = sorted(
        dict.fromkeys(phrases),
        key=lambda phrase: (
            -len(wanted & set(tokens(phrase, language))),
            -len(set(tokens(phrase, language))),
            phrases.index(phrase),
        ),
    )
    return ranked[min(asked, len(ranked) - 1)] if ranked else None


def _phrases(stretch: str, language: Language) -> list[str]:
    """Clauses short enough to be quoted, in the person's words; longer ones are cut at a word."""
    found = []
    fewest, most = QUOTE_WORDS[language]
    for clause in _CLAUSE.split(without_fillers(stretch)):
        phrase = _cut(_EDGES.sub("", clause.strip()), most, language)
        has_enough = fewest <= count_words(phrase) and len(set(tokens(phrase, language))) >= 2
        if has_enough and not touches_protected(phrase) and not _PRIVATE.search(phrase):
            found.append(phrase)
    return found


def _cut(phrase: str, most: int, language: Language) -> str:
    """What is cut off is marked; words that hang at the cut go with it."""
    if count_words(phrase) <= most:
        return phrase
    if language == "zh-CN":
        return phrase[:most] + "…"
    words = phrase.split()[:most]
    while words and is_empty(words[-1]):
        words.pop()
    return " ".join(words) + "…"
