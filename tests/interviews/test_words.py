import pytest

from backend.flows.model import BreakStep
from backend.interviews import utterances
from backend.interviews.acknowledgement import count_words, spoken_fit, typed_fit
from backend.interviews.utterances import choose, filled
from backend.questions.model import FollowUpRule

from .factories import both
from .talks import answer, question, talk_through

GOES_ON = {"go on", "继续"}
ALL = [utterances.REASSURE, utterances.ENCOURAGE, utterances.ACKNOWLEDGE, utterances.TIME_WARNING,
       utterances.ACKNOWLEDGE_LAST, (utterances.LEFT_OUT, utterances.LEFT_OUT_LAST),
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


def _says_it_goes_on(talk):
    said = talk.interview.say.text
    return any(words in text for words in GOES_ON for text in (said.en, said.zh_cn))


def test_after_the_last_answer_nobody_is_told_that_it_goes_on():
    for number in range(12):  # the words start somewhere of their own in each interview
        talk = talk_through(question(1), question(2), id=f"int_{number}")
        answer(talk)
        assert talk.interview.say.text in utterances.ACKNOWLEDGE
        answer(talk)
        assert talk.interview.say.text in utterances.ACKNOWLEDGE_LAST
        assert not _says_it_goes_on(talk)


def test_where_a_follow_up_may_come_an_answer_is_not_called_the_last():
    for number in range(12):
        talk = talk_through(question(1, follow_up=FollowUpRule(most=1)), id=f"int_{number}")
        answer(talk)
        assert talk.interview.say.text in utterances.ACKNOWLEDGE_ALONE
        assert not _says_it_goes_on(talk)
        talk.take_proposal(both("You mentioned “bread”. How did it turn out?"))
        answer(talk)
        assert talk.interview.say.text in utterances.ACKNOWLEDGE_LAST


def test_with_a_break_or_a_question_put_off_still_ahead_it_goes_on():
    resting = talk_through(question(1), BreakStep("rest"))
    answer(resting)
    waiting = talk_through(question(1), question(2))
    waiting.say("continue")
    waiting.say("skip")
    answer(waiting)
    for talk in (resting, waiting):
        assert talk.interview.say.text in utterances.ACKNOWLEDGE


def test_the_last_question_left_out_leads_to_the_good_bye():
    talk = talk_through(question(1))
    for _ in range(2):
        talk.say("continue")
        talk.say("skip")
    assert talk.interview.say.text == utterances.LEFT_OUT_LAST
    talk.say("continue")
    assert talk.interview.phase == "closing"
