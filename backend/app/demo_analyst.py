"""The demo's third flow: a data analyst, with every kind of question, a follow-up, a retake, practice and a break."""

from backend.flows.model import BreakStep, ClosingStep, FlowStep, GreetingStep, PracticeStep, QuestionStep
from backend.kernel.language import LocalText
from backend.questions.model import ChoiceOption, FollowUpRule, Question

_GREETING = LocalText(
    "{first_name}，你好！今天聊“{position}”，一共五个问题，先有一道不保存的练习。慢慢来，随时可以暂停。",
    "Hello {first_name}. Today it is about {position}: five questions, after one for practice that is not kept. "
    "Take your time; you can pause whenever you like.",
)

ANALYST_STEPS: list[FlowStep] = [
    GreetingStep("greeting", {"graduate": _GREETING, "experienced": _GREETING, "returning": _GREETING}),
    PracticeStep(
        "practice",
        Question(
            id="que_demo_analyst_practice",
            kind="voice",
            prompt=LocalText("先热热身：你今天是怎么过来的？", "To warm up: how has your day been so far?"),
            thinking_s=10,
            soft_limit_s=30,
            hard_limit_s=90,
        ),
    ),
    QuestionStep(
        "decision",
        Question(
            id="que_demo_analyst_decision",
            kind="video",
            prompt=LocalText(
                "请讲一次你用数据改变了一个决定的经历。",
                "Tell us about a time when your data changed a decision.",
            ),
            rephrased=LocalText(
                "有没有哪次，大家本来打算这么做，看了你的分析之后改了主意？",
                "Was there a moment when people meant to do one thing and, after your analysis, did another?",
            ),
            thinking_s=20,
            soft_limit_s=90,
            hard_limit_s=180,
            competencies=["analysis", "communication"],
            key_points=[
                LocalText("说清当时的团队和情境", "Describes the team and the situation"),
                LocalText("说出用了什么数据", "Names the data that was used"),
                LocalText("说出结果", "Says what came of it"),
            ],
            follow_up=FollowUpRule(most=1),
            retakes=1,
        ),
    ),
    QuestionStep(
        "doubt",
        Question(
            id="que_demo_analyst_doubt",
            kind="voice",
            prompt=LocalText(
                "同事不相信你的数字。你会怎么和他谈？",
                "A colleague does not believe your figures. How do you talk to them?",
            ),
            thinking_s=15,
            soft_limit_s=60,
            hard_limit_s=150,
            competencies=["communication"],
            key_points=[
                LocalText("先听对方的理由", "Listens to the reasons first"),
                LocalText("一起核对数据来源", "Checks the source together"),
            ],
        ),
    ),
    BreakStep(
        "rest",
        suggested_s=60.0,
        text=LocalText("口头的部分结束了，歇一会儿吧。", "That was the spoken part. Let us rest for a moment."),
    ),
    QuestionStep(
        "first",
        Question(
            id="que_demo_analyst_first",
            kind="choice",
            prompt=LocalText(
                "一张报表的数字突然翻倍。你先做哪两件事？",
                "A figure in a report has doubled overnight. Which two things do you do first?",
            ),
            options=[
                ChoiceOption("source", LocalText("看数据源有没有变化", "See whether the source has changed")),
                ChoiceOption("report", LocalText("马上告诉经理", "Tell the manager at once")),
                ChoiceOption("compare", LocalText("和另一份数据对比", "Compare it with another source")),
                ChoiceOption("wait", LocalText("等一天再看", "Wait a day and look again")),
            ],
            choices_max=2,
            thinking_s=0,
            soft_limit_s=60,
            hard_limit_s=180,
            competencies=["analysis"],
        ),
    ),
    QuestionStep(
        "count",
        Question(
            id="que_demo_analyst_count",
            kind="code",
            prompt=LocalText(
                "写一段代码，统计每位客户已付款的订单数。",
                "Write code that counts the paid orders of each customer.",
            ),
            code_languages=["python", "sql", "javascript", "plain"],
            thinking_s=0,
            soft_limit_s=300,
            hard_limit_s=900,
            competencies=["analysis"],
            key_points=[LocalText("结果正确，写法清楚", "Right, and easy to read")],
        ),
    ),
    QuestionStep(
        "explain",
        Question(
            id="que_demo_analyst_explain",
            kind="creative",
            prompt=LocalText(
                "向一个从没用过表格的人解释什么是“平均数会骗人”。",
                "Explain to someone who has never used a spreadsheet why an average can mislead.",
            ),
            material=LocalText(
                "一家五个人的小店：四个人每月挣 4000 元，店主挣 34000 元。\n平均每人 10000 元。",
                "A small shop of five: four people earn 4,000 a month, the owner earns 34,000.\n"
                "On average everyone earns 10,000.",
            ),
            thinking_s=0,
            soft_limit_s=240,
            hard_limit_s=600,
            competencies=["communication"],
        ),
    ),
    ClosingStep(
        "closing",
        LocalText(
            "{first_name}，问题都答完了，谢谢你。接下来由同事查看，由人来做决定。",
            "That was the last question, {first_name}. Thank you. Our colleagues will look at your answers, and people "
            "decide.",
        ),
    ),
]
