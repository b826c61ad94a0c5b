"""What makes a question askable."""

from backend.kernel.language import LocalText
from backend.questions.model import Question

SHORTEST_ANSWER_S = 15.0
LONGEST_ANSWER_S = 900.0
LONGEST_THINKING_S = 300.0


def lacks_words(text: LocalText) -> bool:
    """Whether either language is empty."""
    return not text.zh_cn.strip() or not text.en.strip()


def question_problems(question: Question) -> list[str]:
    """Codes of all that is wrong with one question, empty where nothing is."""
    problems = []
    if lacks_words(question.prompt):
        problems.append("prompt_missing")
    if not 0 <= question.thinking_s <= LONGEST_THINKING_S:
        problems.append("thinking_time_out_of_range")
    if not SHORTEST_ANSWER_S <= question.hard_limit_s <= LONGEST_ANSWER_S:
        problems.append("time_limit_out_of_range")
    if not 0 < question.soft_limit_s <= question.hard_limit_s:
        problems.append("soft_limit_above_hard_limit")
    return problems
