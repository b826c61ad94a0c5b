"""What is wrong with a question, in words: one sentence a code, what and how to mend it, in both languages."""

from collections.abc import Mapping

from backend.kernel.language import LocalText

_LANGUAGES = {"zh-CN": LocalText("中文", "Chinese"), "en": LocalText("英文", "English")}

SENTENCES: dict[str, tuple[str, str]] = {
    "prompt_missing": ("题目缺少{language}。", "The question lacks {language}."),
    "translation_missing": (
        "只写了一种语言，还缺{language}。",
        "This is said in one language only; {language} is missing.",
    ),
    "key_point_missing": ("要点缺少{language}。", "A key point lacks {language}."),
    "too_many_key_points": ("要点太多，最多 20 条。", "There are too many key points; 20 are the most."),
    "thinking_time_out_of_range": ("思考时间应在 0 到 5 分钟之间。", "Thinking time lies between 0 and 5 minutes."),
    "time_limit_out_of_range": (
        "作答上限应在 15 秒到 15 分钟之间。",
        "The hard limit lies between 15 seconds and 15 minutes.",
    ),
    "soft_limit_above_hard_limit": (
        "建议时长要大于零，且不超过作答上限。",
        "The suggested length is more than zero and not above the hard limit.",
    ),
    "retakes_out_of_range": ("重录次数应在 0 到 5 之间。", "Retakes lie between 0 and 5."),
    "too_few_options": ("选择题至少要有两个选项。", "A choice needs at least two options."),
    "too_many_options": ("选项太多，最多 20 个。", "There are too many options; 20 are the most."),
    "option_missing": ("选项缺少{language}。", "An option lacks {language}."),
    "option_twice": (
        "有两个选项用了同一个编号，请删除后重新添加。",
        "Two options share an id. Remove one and add it again.",
    ),
    "choices_out_of_range": (
        "可选数量至少为 1，且不超过选项数。",
        "How many may be chosen is at least 1 and at most the number of options.",
    ),
    "code_language_missing": ("请至少选择一种编程语言。", "Choose at least one programming language."),
    "material_missing": ("情景题需要写明情景材料。", "A scenario needs its material: what it is about."),
    "follow_ups_out_of_range": ("追问次数应在 0 到 5 之间。", "Follow-ups lie between 0 and 5."),
    "follow_up_not_for_kind": ("选择题和编程题不能追问。", "Choices and code have no follow-ups."),
    "follow_up_without_key_points": (
        "要追问就需要要点：没提到的要点才会被追问。",
        "Follow-ups need key points: they ask after those that were not touched.",
    ),
}


def filled(words: tuple[str, str], field: str | None, facts: Mapping[str, LocalText]) -> LocalText:
    """A sentence, Chinese and English, with what it names: the language that `field` ends in, and `facts`."""
    zh_cn, en = words
    language = _LANGUAGES.get((field or "").rpartition(".")[2], LocalText("文字", "words"))
    known = {"language": language, **facts}
    return LocalText(
        zh_cn.format(**{name: text.zh_cn for name, text in known.items()}),
        en.format(**{name: text.en for name, text in known.items()}),
    )
