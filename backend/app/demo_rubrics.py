"""The rubrics of the demo employer: what each level looks like in what people say."""

from backend.app.demo_data import POSITIONS
from backend.kernel.language import LocalText
from backend.positions.rubric import RubricCompetency

_ANCHORS: dict[str, list[LocalText]] = {
    "customer": [
        LocalText("只讲公司的规定，没有提到客户", "Speaks of the company's rules; the customer does not appear"),
        LocalText("提到客户，但没有弄清对方要什么", "Mentions the customer, but does not find out what they need"),
        LocalText("听完客户的话，说出对方的需要", "Hears the customer out and names what they need"),
        LocalText("体察感受，约定下一步，并按时做到", "Names the feeling, agrees a next step, and keeps it"),
        LocalText(
            "还主动回访，让同样的问题不再发生",
            "Also checks back unasked and sees to it that the same does not happen again",
        ),
    ],
    "communication": [
        LocalText("听不出要点，例子缺失", "The point cannot be found; no example"),
        LocalText("有要点，但顺序混乱或过于笼统", "There is a point, but out of order or in general words"),
        LocalText("清楚说出情况、做法和结果", "Says clearly what the matter was, what was done, and the result"),
        LocalText("按听的人来组织，用词具体", "Arranges it for the listener, in concrete words"),
        LocalText("复杂的事也能用几句话讲明白", "Makes even a complicated matter plain in a few sentences"),
    ],
    "resilience": [
        LocalText("把责任推给别人，事情停在那里", "Puts it on others, and the matter rests there"),
        LocalText("承认困难，但没有自己的办法", "Admits the difficulty, without a way of their own"),
        LocalText("保持冷静，找到一个可行的办法", "Stays calm and finds a way that works"),
        LocalText("压力下分清轻重，及时请人帮忙", "Puts first things first under pressure, and asks for help in time"),
        LocalText("事后总结，下次做得更好", "Draws a lesson afterwards, and has used it since"),
    ],
    "engineering": [
        LocalText("只说用了哪些工具，没有自己的部分", "Names tools; own part cannot be made out"),
        LocalText("说清自己的部分，但没有理由", "Is clear about the own part, without reasons"),
        LocalText("说出一个权衡和选择的理由", "Names a trade-off and why it was decided so"),
        LocalText("用数据或试验检验了决定", "Checked the decision by figures or a trial"),
        LocalText(
            "考虑到以后的维护，并说出代价",
            "Weighs what it means for those who keep it running later, and names the price",
        ),
    ],
    "judgement": [
        LocalText("凭感觉做，没有说出依据", "Acts on a feeling; nothing to go by is named"),
        LocalText("有依据，但忽略了明显的风险", "Has something to go by, but overlooks a plain risk"),
        LocalText("先止损，再找原因", "Limits the damage first, then looks for the cause"),
        LocalText("按证据一步步缩小范围", "Narrows it down by evidence, step by step"),
        LocalText(
            "还及时告知有关的人，并防止再次发生", "Also tells those concerned in time, and prevents the next time"
        ),
    ],
    "analysis": [
        LocalText("直接给结论，没有看数据", "Gives a conclusion without looking at the data"),
        LocalText("看了数据，但没有质疑来源", "Looks at the data, but does not question where they come from"),
        LocalText("检查数据的质量，再下结论", "Checks the quality of the data before concluding"),
        LocalText("比较几种解释，说出取舍", "Compares several explanations and says why one is preferred"),
        LocalText("说出结论有多可靠，什么会推翻它", "Says how sure the conclusion is, and what would overturn it"),
    ],
}

RUBRICS: dict[str, list[RubricCompetency]] = {
    position.key: [
        RubricCompetency(each.id, each.name, each.weight, _ANCHORS[each.id]) for each in position.competencies
    ]
    for position in POSITIONS
}
"""By the position's key."""
