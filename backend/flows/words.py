"""What is wrong with a flow, in words: one sentence a code, what and how to mend it, in both languages."""

from backend.kernel.language import LocalText
from backend.questions.words import SENTENCES, filled

_SENTENCES: dict[str, tuple[str, str]] = SENTENCES | {
    "flow_without_questions": ("还没有题目，请至少添加一题。", "There is no question yet. Add at least one."),
    "too_many_steps": ("步骤太多，最多 60 步。", "There are too many steps; 60 are the most."),
    "greeting_not_first": (
        "问候必须有一个，并放在所有题目之前。",
        "There must be one greeting, ahead of all questions.",
    ),
    "closing_not_last": ("结束语必须有一个，并放在最后。", "There must be one closing, at the very end."),
    "step_twice": (
        "有两个步骤用了同一个编号，请删除后重新添加。",
        "Two steps share an id. Remove one and add it again.",
    ),
    "step_out_of_place": (
        "身份确认和设备检测只能各有一个，且放在问候之前。",
        "Identity and device check come once each, ahead of the greeting.",
    ),
    "practice_after_question": ("练习题要放在正式题目之前。", "Practice comes before the first real question."),
    "step_unreachable": (
        "没有任何路径会走到这一步，请调整前面的分支。",
        "No way leads to this step. Change the branch before it.",
    ),
    "greeting_missing_for_segment": (
        "问候语缺少{language}，请为三类候选人都写好。",
        "The greeting lacks {language}. Write it for all three kinds of candidates.",
    ),
    "closing_missing": ("结束语缺少{language}。", "The closing lacks {language}."),
    "placeholder_unknown": (
        "这里用了无法替换的占位符，可用的是 {{first_name}} 和 {{position}}。",
        "A placeholder here cannot be filled in. You can use {{first_name}} and {{position}}.",
    ),
    "question_twice": ("同一道题在流程里出现了两次。", "The same question is asked twice."),
    "competency_unknown": ("评分维度不属于这个岗位。", "A competency is not one of this position's."),
    "competency_without_question": (
        "“{name}”没有任何题目考察，请给某道题加上这个维度。",
        "No question assesses “{name}”. Give it to one of them.",
    ),
    "competency_skippable": (
        "有的路径不会考察“{name}”，这样评分不公平。",
        "Some ways never assess “{name}”, which would be unfair.",
    ),
    "branch_does_nothing": (
        "这个分支没有去向，请添加条件或删除它。",
        "This branch leads nowhere. Add a condition or remove it.",
    ),
    "branch_to_nowhere": ("请选择这里要去的步骤。", "Choose the step that this leads to."),
    "branch_in_a_circle": (
        "分支只能去后面的步骤，否则会绕圈。",
        "A branch leads further down only, or people would go round in a circle.",
    ),
    "too_many_arms": ("条件太多，最多 12 个。", "There are too many conditions; 12 are the most."),
    "condition_empty": ("请为这个条件选择至少一项。", "Choose at least one thing for this condition."),
    "condition_step_unknown": ("条件依据的选择题不存在。", "The condition looks at a choice that does not exist."),
    "condition_step_later": (
        "条件依据的选择题要放在分支之前。",
        "The choice that the condition looks at must come before the branch.",
    ),
    "condition_option_unknown": ("条件里的选项已不存在。", "An option in the condition does not exist any more."),
    "break_out_of_range": ("建议休息 15 秒到 30 分钟。", "A rest of 15 seconds to 30 minutes can be suggested."),
    "pacing_out_of_range": ("节奏参数超出范围。", "A pacing value is out of range."),
    "pacing_out_of_order": ("鼓励要晚于安抚。", "Encouragement comes later than reassurance."),
    "duration_over_promise": (
        "最长可能 {longest} 分钟，超过岗位承诺的 {promised} 分钟。",
        "It may take {longest} minutes; the position promises {promised}.",
    ),
}


def sentence(code: str, field: str | None, facts: dict[str, LocalText]) -> LocalText:
    """The words for a problem; `facts` fill what the sentence names. Raises: KeyError for a code without words."""
    return filled(_SENTENCES[code], field, facts)


CODES = frozenset(_SENTENCES)
