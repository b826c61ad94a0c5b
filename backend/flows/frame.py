"""What a position's very first flow begins as: the frame that every interview has, ready to be filled."""

from backend.flows.model import ClosingStep, DeviceStep, FlowStep, GreetingStep, IdentityStep
from backend.kernel.ids import new_id
from backend.kernel.language import LocalText

STEP_PREFIX = "stp"


def new_steps() -> list[FlowStep]:
    """Identity, device check, greeting and closing, with ids of their own."""
    return [
        IdentityStep(new_id(STEP_PREFIX)),
        DeviceStep(new_id(STEP_PREFIX)),
        GreetingStep(
            new_id(STEP_PREFIX),
            {
                "graduate": LocalText(
                    "{first_name}，你好！很高兴在你毕业之际认识你。我们聊聊“{position}”，慢慢来，想好了再答。",
                    "Hello {first_name}, how good to meet you at the start of your career. We will talk about "
                    "{position}. Take your time, and think before you answer if you like.",
                ),
                "experienced": LocalText(
                    "{first_name}，你好！感谢你抽时间来聊“{position}”。我们最想听你亲身做过的事，请慢慢来。",
                    "Hello {first_name}, thank you for making time to talk about {position}. We are most interested "
                    "in what you have done yourself. Take your time.",
                ),
                "returning": LocalText(
                    "{first_name}，欢迎回来！很高兴再次见到你，今天聊“{position}”，请慢慢来。",
                    "Welcome back, {first_name}, it is good to see you again. Today it is about {position}. Take your "
                    "time.",
                ),
            },
        ),
        ClosingStep(
            new_id(STEP_PREFIX),
            LocalText(
                "{first_name}，问题都答完了，谢谢你认真的回答。接下来由同事查看，由人来做决定，有消息会尽快写信给你。",
                "That was the last question, {first_name}. Thank you for your thoughtful answers. Our colleagues will "
                "look at them, people decide, and we will write to you soon.",
            ),
        ),
    ]
