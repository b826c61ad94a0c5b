"""The demo employer: 澄光物流 / Clearlight Logistics, its people, three positions with flows, eight candidates."""

from typing import Literal

import msgspec

from backend.app.demo_analyst import ANALYST_STEPS
from backend.flows.model import ClosingStep, FlowStep, GreetingStep, QuestionStep, Segment
from backend.kernel.language import Language, LocalText
from backend.positions.model import Competency
from backend.questions.model import AnswerKind, Question
from backend.web.policy import Role

EMPLOYER = LocalText("澄光物流", "Clearlight Logistics")
DOMAIN = "clearlight.example"
OPEN_FOR_DAYS = 30

Progress = Literal["invited", "consented", "checked", "submitted", "human_route"]
"""How far a demo candidate is."""


class DemoMember(msgspec.Struct, frozen=True):
    role: Role
    name: str
    email: str
    language: Language
    departments: list[str] = []


class DemoPosition(msgspec.Struct, frozen=True):
    key: str
    title: LocalText
    department: str
    competencies: list[Competency]
    steps: list[FlowStep]
    earlier_steps: list[FlowStep] = []


class DemoCandidate(msgspec.Struct, frozen=True):
    name: str
    first_name: str
    email: str
    language: Language
    position: str
    segment: Segment
    progress: Progress
    answers: list[str] = []


DEPARTMENTS = {
    "dep_demo_sales": LocalText("客户与销售部", "Customers and Sales"),
    "dep_demo_platform": LocalText("数字平台部", "Digital Platform"),
    "dep_demo_people": LocalText("人力资源部", "People"),
    "dep_demo_it": LocalText("信息技术部", "Information Technology"),
}

MEMBERS = [
    DemoMember(Role.INTERVIEWER, "陈思远", f"interviewer@{DOMAIN}", "zh-CN"),
    DemoMember(Role.RECRUITER, "Maya Lindqvist", f"recruiter@{DOMAIN}", "en"),
    DemoMember(Role.HR_OPERATOR, "周雅琴", f"hr@{DOMAIN}", "zh-CN"),
    DemoMember(Role.HIRING_MANAGER, "Tomás Herrera", f"manager@{DOMAIN}", "en", ["dep_demo_sales"]),
    DemoMember(Role.IT_ADMIN, "Priya Nair", f"it@{DOMAIN}", "en"),
    DemoMember(Role.AUDITOR, "何文博", f"auditor@{DOMAIN}", "zh-CN"),
]


def _question(
    step: str, kind: AnswerKind, prompt: LocalText, competencies: list[str], key_points: list[LocalText],
    *, thinking_s: float, soft_s: float, hard_s: float,
) -> QuestionStep:  # fmt: skip
    return QuestionStep(
        step,
        Question(
            id=f"que_demo_{step}",
            kind=kind,
            prompt=prompt,
            thinking_s=thinking_s,
            may_offline=True,
            soft_limit_s=soft_s,
            hard_limit_s=hard_s,
            competencies=competencies,
            key_points=key_points,
        ),
    )


_GREETING = GreetingStep(
    "greeting",
    {
        "graduate": LocalText(
            "{first_name}，你好！很高兴在你毕业之际认识你。我们聊聊“{position}”，有三个问题。请像平时说话一样，慢慢来，想好了再答。",
            "Hello {first_name}, how good to meet you at the start of your career. We will talk about {position}: "
            "three questions. Speak as you always do, take your time, and think before you answer if you like.",
        ),
        "experienced": LocalText(
            "{first_name}，你好！感谢你抽时间来聊“{position}”。一共三个问题，我们最想听你亲身做过的事。请慢慢来。",
            "Hello {first_name}, thank you for making time to talk about {position}. There are three questions, and we "
            "are most interested in what you have done yourself. Take your time.",
        ),
        "returning": LocalText(
            "{first_name}，欢迎回来！很高兴再次见到你。今天聊“{position}”，一共三个问题，请慢慢来。",
            "Welcome back, {first_name}, it is good to see you again. Today it is about {position}, in three "
            "questions. Take your time.",
        ),
    },
)

_CLOSING = ClosingStep(
    "closing",
    LocalText(
        "{first_name}，问题都答完了，谢谢你认真的回答。接下来由同事查看，由人来做决定，有消息会尽快写信给你。祝你今天愉快！",
        "That was the last question, {first_name}. Thank you for your thoughtful answers. Our colleagues will look at "
        "them, people decide, and we will write to you soon. Have a good day!",
    ),
)

_SALES_STEPS: list[FlowStep] = [
    _GREETING,
    _question(
        "customer",
        "video",
        LocalText(
            "请讲一次你赢得客户信任的经历：当时是什么情况，你做了什么，结果如何？",
            "Tell us about a time when you won a customer's trust. What was the situation, what did you do, and how "
            "did it turn out?",
        ),
        ["customer", "communication"],
        [
            LocalText("有具体的客户和情境", "Names a real customer and situation"),
            LocalText("说清自己做了什么", "Says what they did themselves"),
            LocalText("有可以核对的结果", "Gives a result that can be checked"),
        ],
        thinking_s=20,
        soft_s=90,
        hard_s=180,
    ),
    _question(
        "delay",
        "voice",
        LocalText(
            "一位老客户的货晚到了两天，打电话来很生气。你会怎么开口，接下来怎么做？",
            "A long-standing customer calls, upset because a shipment is two days late. How do you begin, and what do "
            "you do next?",
        ),
        ["customer", "resilience"],
        [
            LocalText("先听，再道歉", "Listens first, then apologises"),
            LocalText("给出时间和下一步", "Gives a time and a next step"),
            LocalText("事后跟进，避免再发生", "Follows up so that it does not happen again"),
        ],
        thinking_s=15,
        soft_s=60,
        hard_s=150,
    ),
    _question(
        "offer",
        "text",
        LocalText(
            "请用几句话给一家第一次找我们运货的小店写一封报价回信。",
            "In a few sentences, write a reply with an offer to a small shop that asks us to ship for the first time.",
        ),
        ["communication"],
        [
            LocalText("语气友好、清楚", "Friendly and clear"),
            LocalText("说明价格包含什么", "Says what the price includes"),
        ],
        thinking_s=15,
        soft_s=240,
        hard_s=480,
    ),
    _CLOSING,
]

_SALES_WRITTEN: list[FlowStep] = [
    _GREETING,
    *(
        QuestionStep(
            step.id,
            msgspec.structs.replace(step.question, kind="text", soft_limit_s=240, hard_limit_s=480),
        )
        for step in _SALES_STEPS
        if isinstance(step, QuestionStep)
    ),
    _CLOSING,
]

_ENGINEER_STEPS: list[FlowStep] = [
    _GREETING,
    _question(
        "proud",
        "video",
        LocalText(
            "请介绍一个你参与过、现在仍觉得自豪的系统。你负责哪一部分，最难的决定是什么？",
            "Show us a system you helped to build and are still proud of. Which part was yours, and what was the "
            "hardest decision?",
        ),
        ["engineering", "communication"],
        [
            LocalText("说清自己的部分", "Is clear about their own part"),
            LocalText("说出权衡与理由", "Names the trade-off and the reason"),
        ],
        thinking_s=20,
        soft_s=90,
        hard_s=180,
    ),
    _question(
        "outage",
        "voice",
        LocalText(
            "凌晨三点，包裹追踪服务变慢，但没有报错。你先看什么，再看什么？",
            "It is three in the morning, and parcel tracking has become slow without any errors. What do you look at "
            "first, and what next?",
        ),
        ["engineering", "judgement"],
        [
            LocalText("先止损，再找原因", "Limits the damage before finding the cause"),
            LocalText("按数据排查，不靠猜", "Goes by data, not by guessing"),
            LocalText("及时告知受影响的人", "Tells the people concerned in time"),
        ],
        thinking_s=20,
        soft_s=75,
        hard_s=180,
    ),
    _question(
        "review",
        "text",
        LocalText(
            "同事的代码能用，但很难读。请写下你在代码评审里会怎么说。",
            "A colleague's code works but is hard to read. Write what you would say in the code review.",
        ),
        ["communication", "judgement"],
        [
            LocalText("对事不对人，具体", "Specific, about the code and not the person"),
            LocalText("给出可行的改法", "Offers a way to improve it"),
        ],
        thinking_s=15,
        soft_s=240,
        hard_s=480,
    ),
    _CLOSING,
]

POSITIONS = [
    DemoPosition(
        "sales",
        LocalText("客户销售顾问", "Customer Sales Consultant"),
        "dep_demo_sales",
        [
            Competency("customer", LocalText("客户导向", "Customer focus"), 40),
            Competency("communication", LocalText("沟通表达", "Communication"), 30),
            Competency("resilience", LocalText("抗压与应变", "Composure"), 30),
        ],
        _SALES_STEPS,
        _SALES_WRITTEN,
    ),
    DemoPosition(
        "engineer",
        LocalText("平台软件工程师", "Platform Software Engineer"),
        "dep_demo_platform",
        [
            Competency("engineering", LocalText("工程能力", "Engineering"), 40),
            Competency("judgement", LocalText("判断力", "Judgement"), 30),
            Competency("communication", LocalText("沟通表达", "Communication"), 30),
        ],
        _ENGINEER_STEPS,
    ),
    DemoPosition(
        "analyst",
        LocalText("数据分析师", "Data Analyst"),
        "dep_demo_platform",
        [
            Competency("analysis", LocalText("分析能力", "Analysis"), 60),
            Competency("communication", LocalText("沟通表达", "Communication"), 40),
        ],
        ANALYST_STEPS,
    ),
]

CANDIDATES = [
    DemoCandidate("林晓雨", "晓雨", f"lin.xiaoyu@mail.{DOMAIN}", "zh-CN", "sales", "graduate", "invited"),
    DemoCandidate(
        "Amelia Brooks", "Amelia", f"amelia.brooks@mail.{DOMAIN}", "en", "engineer", "experienced", "invited"
    ),
    DemoCandidate("王子涵", "子涵", f"wang.zihan@mail.{DOMAIN}", "zh-CN", "engineer", "experienced", "consented"),
    DemoCandidate("Daniel Okafor", "Daniel", f"daniel.okafor@mail.{DOMAIN}", "en", "sales", "returning", "checked"),
    DemoCandidate(
        "Sofia Marchetti",
        "Sofia",
        f"sofia.marchetti@mail.{DOMAIN}",
        "en",
        "sales",
        "experienced",
        "submitted",
        [
            "A bakery chain had been let down by two carriers before us. I visited their night shift, wrote down when "
            "each shop could take deliveries, and called the owner every Friday for six weeks with the numbers, good "
            "or bad. After that they moved all nine shops to us, and they still call me first when something is odd.",
            "I would let her finish, say that two days late is not what she pays for, and that I am sorry. Then I "
            "would find out where the pallet is while she is on the line, tell her when I will ring back, and do so. "
            "Afterwards I would ask the depot what went wrong and tell her what we have changed.",
            "Dear Mrs Hoffmann, thank you for thinking of us. For up to five parcels a week we charge 6.90 each, "
            "collected at your door before 16:00 and delivered the next working day, with tracking and cover up to 500 "
            "included. There is nothing to sign for the first month. Shall I send a driver on Monday so that you can "
            "try it?",
        ],
    ),
    DemoCandidate("赵明轩", "明轩", f"zhao.mingxuan@mail.{DOMAIN}", "zh-CN", "engineer", "graduate", "human_route"),
    DemoCandidate("Hannah Weiss", "Hannah", f"hannah.weiss@mail.{DOMAIN}", "en", "analyst", "experienced", "checked"),
    DemoCandidate("陈可欣", "可欣", f"chen.kexin@mail.{DOMAIN}", "zh-CN", "analyst", "graduate", "checked"),
]
