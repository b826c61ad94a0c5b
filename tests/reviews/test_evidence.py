"""What a pick says is read by the server, from the words that the rater saw."""

from collections.abc import Callable

import msgspec
import pytest

from backend.kernel.errors import GreenroomError
from backend.reviews.evidence import resolved, words_between
from backend.reviews.model import EvidencePick
from tests.interviews.factories import T0
from tests.reviews.factories import SECOND, SPOKEN, TYPED, a_take, answered, pick, segment


def test_words_become_a_quote_with_its_time_bound_to_the_recording() -> None:
    interview = answered()
    found = resolved(interview, pick(interview, from_word=1, to_word=3), T0)
    assert (found.quote, found.start_s, found.end_s) == ("first asked her", 2.5, 4.0)
    assert (found.take_id, found.media_sha256, found.pick.seen) == ("tak_1", "ab" * 32, pick(interview).seen)


def test_a_passage_may_go_over_several_segments() -> None:
    interview = answered()
    found = resolved(interview, pick(interview, from_word=7, to_segment=1, to_word=1), T0)
    assert (found.quote, found.start_s, found.end_s) == ("the whole story. and then", 5.5, 10.0)


def test_a_segment_without_words_is_taken_whole() -> None:
    bare = msgspec.structs.replace(a_take(), segments=[msgspec.structs.replace(segment(0, 2.0, SPOKEN), words=[])])
    interview = answered(takes=[bare])
    found = resolved(interview, pick(interview, to_word=0), T0)
    assert (found.quote, found.start_s) == (f"{SPOKEN}.", 2.0)


def test_what_the_candidate_corrected_can_be_quoted_as_they_put_it() -> None:
    interview = answered()
    found = resolved(interview, pick(interview, "correction", from_segment=1), T0)
    assert (found.quote, found.start_s) == ("and then we fixed a day", 9.0)


def test_a_typed_passage_counts_characters_as_browsers_do() -> None:
    interview = answered()
    begin = len(TYPED[: TYPED.index("Then")].encode("utf-16-le")) // 2
    found = resolved(interview, pick(interview, "text", from_char=begin, to_char=begin + 6), T0)
    assert (found.quote, found.take_id, found.start_s) == ("Then I", None, None)


def test_chinese_is_quoted_without_spaces() -> None:
    said = segment(0, 0.0, "我 先 请 她 讲完")
    assert words_between(msgspec.structs.replace(said, text="我先请她讲完。"), 1, 3) == "先请她"


def test_words_that_the_text_does_not_hold_are_quoted_as_heard() -> None:
    said = segment(0, 0.0, "twenty one days")
    assert words_between(msgspec.structs.replace(said, text="21 days"), 0, 0).strip() == "twenty"


BAD: list[tuple[str, Callable[[EvidencePick], EvidencePick]]] = [
    ("evidence_unknown", lambda good: msgspec.structs.replace(good, turn_id="t9")),
    ("evidence_unknown", lambda good: msgspec.structs.replace(good, to_segment=7)),
    ("evidence_unknown", lambda good: msgspec.structs.replace(good, to_word=99)),
    ("evidence_unknown", lambda good: msgspec.structs.replace(good, from_word=2, to_word=1)),
    ("evidence_unknown", lambda good: msgspec.structs.replace(good, source="correction", from_segment=9)),
    ("evidence_empty", lambda good: msgspec.structs.replace(good, source="correction", from_segment=0)),
    ("wording_changed", lambda good: msgspec.structs.replace(good, seen="0" * 16)),
]


@pytest.mark.parametrize(("code", "spoil"), BAD)
def test_what_is_not_there_is_refused_by_name(code: str, spoil: Callable[[EvidencePick], EvidencePick]) -> None:
    interview = answered()
    with pytest.raises(GreenroomError) as refused:
        resolved(interview, spoil(pick(interview)), T0)
    assert (refused.value.code, refused.value.extra["evidence_id"]) == (code, "pick-1")


@pytest.mark.parametrize(("begin", "end"), [(0, 0), (5, 4), (0, 9_999), (9_998, 9_999)])
def test_a_typed_passage_lies_within_the_answer(begin: int, end: int) -> None:
    interview = answered()
    with pytest.raises(GreenroomError) as refused:
        resolved(interview, pick(interview, "text", from_char=begin, to_char=end), T0)
    assert refused.value.code == "evidence_unknown"


def test_a_correction_makes_another_wording() -> None:
    interview = answered()
    corrected = msgspec.structs.replace(a_take(), corrections={"0": f"{SPOKEN} {SECOND}"})
    with pytest.raises(GreenroomError) as refused:
        resolved(answered(takes=[corrected]), pick(interview), T0)
    assert refused.value.code == "wording_changed"
