import pytest

from backend.interviews import utterances
from backend.interviews.acknowledgement import count_words, spoken_fit, typed_fit
from backend.interviews.utterances import choose, filled

from .factories import both

ALL = [utterances.REASSURE, utterances.ENCOURAGE, utterances.ACKNOWLEDGE, utterances.TIME_WARNING,
       utterances.WELCOME_BACK, utterances.HELP, (utterances.GREETING,), (utterances.CLOSING,)]  # fmt: skip


@pytest.mark.parametrize("variants", ALL)
def test_every_saying_is_there_in_both_languages(variants):
    assert all(variant.zh_cn.strip() and variant.en.strip() for variant in variants)
    assert len({variant.en for variant in variants}) == len(variants)


def test_the_same_moment_says_the_same_and_the_next_one_something_else():
    said = [choose(utterances.REASSURE, "turn-1", count) for count in range(4)]
    assert said == [choose(utterances.REASSURE, "turn-1", count) for count in range(4)]
    assert len(set(said)) == 4


def test_names_cannot_smuggle_in_placeholders():
    assert filled(both("Hi {first_name} {x}"), first_name="{position}").en == "Hi {position} {x}"


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("one two", 2), ("it's well-known", 2), ("我觉得很好", 5), ("我用 Python 3", 4), ("…!?", 0)],
)
def test_words_are_counted_in_both_scripts(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("length_s", "fit"), [(5, "short"), (22.5, "fits"), (90, "fits"), (112, "fits"), (113, "long")]
)
def test_the_length_of_a_spoken_answer_is_put_beside_what_was_asked_for(length_s, fit):
    assert spoken_fit(length_s, 90) == fit


def test_a_typed_answer_is_never_too_long():
    assert [typed_fit(words, 120) for words in (0, 14, 15, 5000)] == ["short", "short", "fits", "fits"]
