"""Whether an answer looks finished. Pure; a hint for an offer, never a reason to cut anybody off.

Either the person says that they are done ("that's all", “就这些”), or the answer has lasted a good part of what was
asked for and its last words do not hang ("and then …", “因为……”). Without a transcript only much longer answers are
taken for finished.
"""

import re

import msgspec

from backend.flows.model import PacingPolicy

UNHEARD_SHARE = 1.25
"""Of the soft limit, where what was said is not known."""

_ENDS = re.compile(
    r"(?:that(?:['’]s| is| was) (?:all|it|everything)(?: (?:i have|i've got|from me|for now|really))?"
    r"|i(?:['’]m| am| think i(?:['’]m| am)) (?:done|finished)|i have nothing (?:more|else) to (?:say|add)"
    r"|that(?:['’]s| is) my answer|(?:that|this) concludes my answer|thank you(?: very much| for listening)?"
    r"|(?:(?:我)?(?:说|讲|回答)完(?:了|毕)|就这(?:些|样|么多)(?:了|吧)?|大概就(?:是)?这(?:些|样|么多)(?:了|吧)?"
    r"|没(?:有)?(?:什么)?(?:其他|别的|要)?(?:要)?补充(?:的)?(?:了)?|以上(?:就是)?(?:是)?我的(?:回答|答案|看法|经历)|以上"
    r"|谢谢(?:你|大家|聆听)?))[\s.!?,。！？，]*$",
    re.IGNORECASE,
)
_HANGS = re.compile(
    r"(?:\b(?:and|but|or|so|because|then|if|when|with|to|of|for|the|a|an|my|that|which|like|um+|uh+|erm?|hmm+|well)"
    r"|[,，、:：;；…]|\.{3}|然后|但是|不过|因为|所以|而且|还有|比如(?:说)?|就是(?:说)?|如果|那个|这个|以及|和|的|嗯+|呃+)"
    r"[\s,，…]*$",
    re.IGNORECASE,
)


class AnswerSoFar(msgspec.Struct, frozen=True):
    """`heard`: the words so far in order, None where nothing is transcribed (yet)."""

    answered_s: float
    soft_limit_s: float
    heard: str | None = None


def looks_finished(policy: PacingPolicy, answer: AnswerSoFar) -> bool:
    heard = (answer.heard or "").strip()
    if not heard:
        return answer.answered_s >= UNHEARD_SHARE * answer.soft_limit_s
    if _ENDS.search(heard):
        return True
    is_long = answer.answered_s >= policy.finished_share * answer.soft_limit_s
    return is_long and not _HANGS.search(heard)
