"""What makes a question askable."""

from collections.abc import Iterator

import msgspec

from backend.kernel.language import LocalText
from backend.questions.model import ChoiceOption, FollowUpRule, Question

SHORTEST_ANSWER_S = 15.0
LONGEST_ANSWER_S = 900.0
LONGEST_THINKING_S = 300.0
FOLLOW_UPS_MAX = 5
RETAKES_MAX = 5
OPTIONS_MAX = 20
KEY_POINTS_MAX = 20


class QuestionProblem(msgspec.Struct, frozen=True):
    """`field` is where in the question, such as `prompt.en` or `options.2.text.zh-CN`; `code` is stable."""

    code: str
    field: str


def lacks_words(text: LocalText) -> bool:
    """Whether either language is empty."""
    return not text.zh_cn.strip() or not text.en.strip()


def missing_words(text: LocalText, code: str, field: str) -> list[QuestionProblem]:
    """A problem for each language that is empty."""
    spoken = (("zh-CN", text.zh_cn), ("en", text.en))
    return [QuestionProblem(code, f"{field}.{language}") for language, words in spoken if not words.strip()]


def half_said(text: LocalText | None, field: str) -> list[QuestionProblem]:
    """What may be left out, but not said in one language alone."""
    if text is None or (not text.zh_cn.strip() and not text.en.strip()):
        return []
    return missing_words(text, "translation_missing", field)


def question_problems(question: Question) -> list[QuestionProblem]:
    """All that is wrong with one question, in the order of its form; empty where nothing is."""
    return [*_words(question), *_times(question), *_kind(question), *_follow_up(question)]


def _words(question: Question) -> Iterator[QuestionProblem]:
    yield from missing_words(question.prompt, "prompt_missing", "prompt")
    yield from half_said(question.rephrased, "rephrased")
    yield from half_said(question.material, "material")
    for place, point in enumerate(question.key_points):
        yield from missing_words(point, "key_point_missing", f"key_points.{place}")
    if len(question.key_points) > KEY_POINTS_MAX:
        yield QuestionProblem("too_many_key_points", "key_points")


def _times(question: Question) -> Iterator[QuestionProblem]:
    if not 0 <= question.thinking_s <= LONGEST_THINKING_S:
        yield QuestionProblem("thinking_time_out_of_range", "thinking_s")
    if not SHORTEST_ANSWER_S <= question.hard_limit_s <= LONGEST_ANSWER_S:
        yield QuestionProblem("time_limit_out_of_range", "hard_limit_s")
    if not 0 < question.soft_limit_s <= question.hard_limit_s:
        yield QuestionProblem("soft_limit_above_hard_limit", "soft_limit_s")
    if not 0 <= question.retakes <= RETAKES_MAX:
        yield QuestionProblem("retakes_out_of_range", "retakes")


def _kind(question: Question) -> Iterator[QuestionProblem]:
    match question.kind:
        case "choice":
            yield from _options(question)
        case "code" if not question.code_languages:
            yield QuestionProblem("code_language_missing", "code_languages")
        case "scenario" if question.material is None or lacks_words(question.material):
            if not half_said(question.material, "material"):
                yield QuestionProblem("material_missing", "material")


def _options(question: Question) -> Iterator[QuestionProblem]:
    options: list[ChoiceOption] = question.options
    if len(options) < 2:
        yield QuestionProblem("too_few_options", "options")
    if len(options) > OPTIONS_MAX:
        yield QuestionProblem("too_many_options", "options")
    ids = [option.id for option in options]
    for place, option in enumerate(options):
        yield from missing_words(option.text, "option_missing", f"options.{place}.text")
        if not option.id or ids.index(option.id) < place:
            yield QuestionProblem("option_twice", f"options.{place}.id")
    if not 1 <= question.choices_max <= max(len(options), 1):
        yield QuestionProblem("choices_out_of_range", "choices_max")


def _follow_up(question: Question) -> Iterator[QuestionProblem]:
    rule: FollowUpRule = question.follow_up
    if rule.most == 0:
        return
    if not 0 < rule.most <= FOLLOW_UPS_MAX:
        yield QuestionProblem("follow_ups_out_of_range", "follow_up.most")
    if question.kind in ("choice", "code"):
        yield QuestionProblem("follow_up_not_for_kind", "follow_up.most")
    elif not question.key_points:
        yield QuestionProblem("follow_up_without_key_points", "key_points")
    if not 0 <= rule.thinking_s <= LONGEST_THINKING_S:
        yield QuestionProblem("thinking_time_out_of_range", "follow_up.thinking_s")
    if not SHORTEST_ANSWER_S <= rule.hard_limit_s <= LONGEST_ANSWER_S:
        yield QuestionProblem("time_limit_out_of_range", "follow_up.hard_limit_s")
    if not 0 < rule.soft_limit_s <= rule.hard_limit_s:
        yield QuestionProblem("soft_limit_above_hard_limit", "follow_up.soft_limit_s")
