"""What the interviewer says between questions: honest, warm, never a judgement of the answer or of the person.

Variants are chosen by who is asked and how often, so that the same moment always says the same words.
"""

import zlib
from typing import Literal

from backend.interviews.live_schemas import Utterance
from backend.kernel.language import LocalText

UtteranceKind = Literal[
    "greeting", "question", "follow_up", "reassure", "encourage", "offer_next", "acknowledge", "time_warning",
    "break", "held", "handed_back", "closing", "welcome_back",
]  # fmt: skip


def _both(zh_cn: str, en: str) -> LocalText:
    return LocalText(zh_cn=zh_cn, en=en)


REASSURE = (
    _both("不着急，慢慢来。", "Take your time. There is no hurry."),
    _both("想一想没关系，我在听。", "It is fine to think. I am listening."),
    _both("没关系，你可以慢慢组织语言。", "No rush. Find your words in your own time."),
    _both("停顿一下很正常，准备好了再继续。", "A pause is quite normal. Go on when you are ready."),
)
ENCOURAGE = (
    _both(
        "如果需要，我可以把问题再说一遍，或者给你多一点时间。从你最先想到的一点说起就可以。",
        "I can repeat the question or give you more time if you like. Just start with the first thing on your mind.",
    ),
    _both(
        "可以先讲一个具体的例子。已经说完的话，请点“我答完了”。",
        "One concrete example is a good place to start. If you have said all you wanted, press “I'm done”.",
    ),
    _both(
        "不必一次说得完美，想到什么补充什么就好。需要的话可以要求更多时间。",
        "It need not be perfect; add things as they come to you. You can ask for more time whenever you need it.",
    ),
)
ACKNOWLEDGE_ALONE = (
    _both("谢谢，你的回答我收到了。", "Thank you. I have your answer."),
    _both("好的，都记下来了，谢谢。", "Good, I have noted that. Thank you."),
)
"""Where it is open whether anything follows."""
ACKNOWLEDGE = (
    *ACKNOWLEDGE_ALONE,
    _both("谢谢你的分享，我们稍后继续。", "Thank you for sharing that. We go on in a moment."),
)
ACKNOWLEDGE_LAST = (
    _both("谢谢，最后一个回答也收到了。", "Thank you. I have your last answer too."),
    _both("好的，最后一个回答也记下来了，谢谢。", "Good, I have noted your last answer as well. Thank you."),
)
PRACTISED = (
    _both("练习完成了，刚才的内容没有保存。", "That was the practice. Nothing of it is kept."),
    _both("很好，练习到这里。我们没有保存任何内容。", "Good, so much for practice. We have kept nothing of it."),
)
TIME_WARNING = (
    _both(
        "还有大约 {seconds} 秒。需要的话，可以点“再加一分钟”。",
        "About {seconds} seconds left. Press “One more minute” if you need it.",
    ),
)
WELCOME_BACK = (
    _both(
        "欢迎回来。我们还在同一个问题，刚才的时间没有计算。",
        "Welcome back. We are still here; the time away was not counted.",
    ),
    _both(
        "你回来了，真好。之前说的内容都保存着，请继续。",
        "Good to have you back. What you said before is kept. Please go on.",
    ),
)
HELP = (
    _both(
        "已经通知招聘团队。你可以继续，也可以休息一下稍后再来。",
        "I have let the hiring team know. You can go on, or take a break and come back later.",
    ),
)
OFFER_NEXT = (
    _both(
        "说完了的话，可以点“我答完了”，我们接着往下；还想补充就继续说。",
        "If that is all, press “I'm done” and we go on. If there is more, just keep talking.",
    ),
    _both(
        "要进入下一题吗？想补充的话，直接说就好，我听着。",
        "Shall we go on? If you would like to add something, just speak; I am listening.",
    ),
    _both(
        "感觉你讲完了。可以继续下一题，也可以再想想。",
        "It sounds as if you have finished. We can go on, or you can take another moment.",
    ),
)
PUT_OFF = _both(
    "没关系，这题先放一放，最后我们再回来。", "That is fine. We leave this one for now and come back to it at the end."
)
LEFT_OUT = _both("好的，这题就不答了，我们继续。", "All right, we leave this one out and go on.")
LEFT_OUT_LAST = _both(
    "好的，这题就不答了，题目也都问完了。", "All right, we leave this one out. There are no more questions."
)
BREAK = _both(
    "先休息一下，喝口水。准备好了，点“我回来了，继续”。",
    "Time for a short break. Press “I'm back, go on” whenever you are ready.",
)
BREAK_OVER = _both("休息得差不多了吗？不着急，准备好了我们再继续。", "There is no rush. We go on when you are ready.")
PAUSED = _both("已暂停，计时也停了。准备好了再回来。", "Paused, and no time is counted. Come back when you are ready.")
PAUSE_OVER = _both(
    "还好吗？时间没有在走。准备好了，点“我回来了，继续”；需要帮忙，可以随时叫人。",
    "Is everything all right? No time is being counted. Press “I'm back, go on” when you are ready, or call for help.",
)
HELD = _both(
    "{name}来和你谈一会儿，我先停下，计时也停了。",
    "{name} is talking with you now. I am pausing, and no time is counted.",
)
HANDED_BACK = _both("我们从刚才停下的地方继续。", "We go on exactly where we stopped.")
HANDED_BACK_AFTER_QUESTIONS = _both(
    "{name}问过的我都记下了，不会再重复问。我们从刚才停下的地方继续。",
    "I have noted what {name} asked and will not ask it again. We go on exactly where we stopped.",
)
GREETING = _both("你好，{first_name}。准备好了我们就开始。", "Hello {first_name}. We begin when you are ready.")
CLOSING = _both(
    "问题都结束了，{first_name}，感谢你的时间。", "That was the last question, {first_name}. Thank you for your time."
)


def choose(variants: tuple[LocalText, ...], seed: str, count: int) -> LocalText:
    """The `count`-th saying for `seed`: starts somewhere of its own and then goes round."""
    return variants[(zlib.crc32(seed.encode()) + count) % len(variants)]


def filled(text: LocalText, **values: str) -> LocalText:
    """`{name}` replaced in both languages; other braces stay as they are."""
    zh_cn, en = text.zh_cn, text.en
    for name, value in values.items():
        zh_cn, en = zh_cn.replace(f"{{{name}}}", value), en.replace(f"{{{name}}}", value)
    return LocalText(zh_cn=zh_cn, en=en)


def spoken(utterance: Utterance, **values: str) -> Utterance:
    return Utterance(id=utterance.id, kind=utterance.kind, text=filled(utterance.text, **values))
