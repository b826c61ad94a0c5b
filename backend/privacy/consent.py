"""What people are told before they agree, in plain words, versioned.

Points: purpose, what the AI does, who sees it, how long, where, rights, right to a human (GDPR 13 and 22; PIPL 17, 24,
28-30; EU AI Act 26(11) and 50; Illinois AI Video Interview Act). A text that was shown never changes; a new wording is
a new version at the end of `TEXTS`.
"""

from backend.kernel.language import LocalText
from backend.privacy.schemas import ConsentSection, ConsentText


def _section(key: str, title: tuple[str, str], body: tuple[str, str]) -> ConsentSection:
    return ConsentSection(key, LocalText(*title), LocalText(*body))


_2026_11 = ConsentText(
    version="2026-11",
    sections=[
        _section(
            "purpose",
            ("为什么", "What it is for"),
            (
                "这次面试只用于评估你是否适合所申请的职位。你的回答不会用于其他用途，不会出售，也不会用来训练人工智能。",
                "This interview serves one purpose: to see whether you and the position you applied for fit each "
                "other. Your answers are used for nothing else, are not sold, and train no AI.",
            ),
        ),
        _section(
            "recorded",
            ("录什么", "What is recorded"),
            (
                "只在你作答时录制：视频题录下画面和声音，语音题只录声音，文字题只保存你提交的文字。思考时间、题目之间和设备检测都不录制。"
                "另外会记录你的设备检测结果和连接情况，以便在出故障时帮助你。",
                "We record only while you answer: picture and sound for a video question, sound alone for a voice "
                "question, your text for a written one. Thinking time, pauses between questions and the device check "
                "are not recorded. We also keep the result of the device check and the state of the connection, to "
                "help you when something fails.",
            ),
        ),
        _section(
            "ai",
            ("人工智能做什么", "What the AI does"),
            (
                "人工智能负责提问、把你的话转成文字，并留意你是否在说话，以免打断你。它不评判你的长相、表情、情绪、口音、语速或停顿。"
                "决定由人来做：没有任何分数会自动淘汰你。",
                "An AI asks the questions, turns your words into text, and notices whether you are speaking so that it "
                "does not interrupt you. It does not judge your looks, expression, emotions, accent, speed or pauses. "
                "People decide: no score rejects you by itself.",
            ),
        ),
        _section(
            "people",
            ("谁能看到", "Who sees it"),
            (
                "只有负责该职位的面试官、招聘人员和用人部门能看到你的回答，每次查看都有记录。系统管理员看不到你的个人信息和结果。",
                "Only the interviewers, recruiters and the department in charge of this position see your answers, and "
                "every look is logged. System administrators see neither your personal data nor your results.",
            ),
        ),
        _section(
            "storage",
            ("保存在哪里、多久", "Where and for how long"),
            (
                "数据加密保存在招聘单位自己的服务器上。到职位设定的期限后删除，期限显示在本页；"
                "你也可以要求提前删除，我们最迟在 30 天内完成。",
                "Your data is stored encrypted on the employer's own servers. It is deleted after the time set for the "
                "position, which this page shows; you may ask for deletion earlier, and it is done within 30 days.",
            ),
        ),
        _section(
            "rights",
            ("你的权利", "Your rights"),
            (
                "你可以查阅、更正、复制和删除自己的数据，可以随时撤回同意，也可以要求说明结果是怎样得出的，或向监管机构投诉。"
                "撤回同意不影响之前的处理，也不会因此对你不利。",
                "You may see, correct, copy and delete your data, withdraw your consent at any time, ask how a result "
                "came about, and complain to an authority. Withdrawing does not undo what was done before, and is not "
                "held against you.",
            ),
        ),
        _section(
            "human",
            ("想和真人谈", "Talking to a person instead"),
            (
                "你可以选择不参加人工智能面试，改由真人与你联系，机会相同。请在本页选择“我想和真人谈”。面试中也可以随时求助。",
                "You need not take the AI interview. A person will talk to you instead, with the same chances: choose "
                "“I would rather talk to a person” on this page. You can also ask for help at any time during it.",
            ),
        ),
    ],
    sensitive=LocalText(
        "我单独同意：作答时录制我的面部画面和声音（敏感个人信息），仅用于评估我对该职位的申请。",
        "Separately, I agree that my face and voice (sensitive personal data) are recorded while I answer, solely to "
        "assess my application for this position.",
    ),
)


def _reworded(
    text: ConsentText, version: str, sections: dict[str, ConsentSection], sensitive: LocalText
) -> ConsentText:
    """A text as it was but for the named sections."""
    return ConsentText(version, [sections.get(section.id, section) for section in text.sections], sensitive)


_2026_12 = _reworded(
    _2026_11,
    "2026-12",
    {
        "recorded": _section(
            "recorded",
            ("录什么", "What is recorded"),
            (
                "只在你作答时，以及有面试官加入并和你交谈时录制：视频题录下画面和声音，语音题只录声音，文字题只保存你提交的文字；"
                "和面试官交谈时，录下双方的画面、声音和共享的屏幕，屏幕上会一直标明。思考时间、题目之间和设备检测都不录制。"
                "另外会记录你的设备检测结果和连接情况，以便在出故障时帮助你。",
                "We record only while you answer, and while a person from the employer has joined and talks with you: "
                "picture and sound for a video question, sound alone for a voice question, your text for a written "
                "one; in a talk the picture, sound and shared screens of everybody in it, and your screen says so all "
                "the while. Thinking time, pauses between questions and the device check are not recorded. We also "
                "keep the result of the device check and the state of the connection, to help you when something "
                "fails.",
            ),
        ),
        "people": _section(
            "people",
            ("谁能看到", "Who sees it"),
            (
                "只有负责该职位的面试官、招聘人员和用人部门能看到你的回答，每次查看都有记录。有人加入面试、旁听或和你交谈时，"
                "你的屏幕上会显示他们的名字。系统管理员看不到你的个人信息和结果。",
                "Only the interviewers, recruiters and the department in charge of this position see your answers, and "
                "every look is logged. Whoever joins the interview, to listen or to talk with you, is shown on your "
                "screen by name. System administrators see neither your personal data nor your results.",
            ),
        ),
    },
    LocalText(
        "我单独同意：作答和与面试官交谈时录制我的面部画面和声音（敏感个人信息），仅用于评估我对该职位的申请。",
        "Separately, I agree that my face and voice (sensitive personal data) are recorded while I answer and while I "
        "talk with an interviewer, solely to assess my application for this position.",
    ),
)

TEXTS: tuple[ConsentText, ...] = (_2026_11, _2026_12)
CONSENT_TEXT = TEXTS[-1]
"""The text that is shown now."""


def covers_conversations(version: str) -> bool:
    """Whether who agreed to this text has agreed that talks with a person are recorded."""
    versions = [text.version for text in TEXTS]
    return version in versions and versions.index(version) >= versions.index(_2026_12.version)
