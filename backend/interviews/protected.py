"""What no question may touch: attributes that the law protects from employers' curiosity, in both languages. Pure.

PIPL and China's Employment Promotion Law (27, 28), GDPR 9, US Title VII, ADA, ADEA, GINA. The list errs on the side of
asking less: a follow-up that is dropped costs little.
"""

import re

_EN = (
    r"age", r"ages", r"aged", r"years? old", r"how old", r"birth(?:day|date|place)?s?", r"date of birth", r"born",
    r"retire\w*", r"pregnan\w*", r"matern\w*", r"patern\w*", r"child(?:ren|care|birth)?", r"kids?",
    r"bab(?:y|ies)", r"married", r"marriage", r"marital", r"divorc\w*", r"wife", r"husband", r"spouse",
    r"boyfriend", r"girlfriend", r"single mother", r"family plan\w*", r"start(?:ing)? a family", r"genders?",
    r"transgender", r"sex", r"sexual\w*", r"gay", r"lesbian", r"bisexual", r"queer", r"orientation", r"relig\w*",
    r"church", r"mosque", r"temple", r"pray\w*", r"muslim\w*", r"christian\w*", r"jewish", r"buddhis\w*",
    r"hindu\w*", r"race", r"racial", r"ethnic\w*", r"skin colou?r", r"nationalit\w*", r"citizen\w*", r"immigra\w*",
    r"visa", r"native (?:language|speaker)", r"accent", r"hometown", r"where (?:are|were) you (?:really )?from",
    r"disab\w*", r"wheelchair", r"illness\w*", r"disease\w*", r"sick\w*", r"medical", r"medication\w*",
    r"mental health", r"depress\w*", r"anxiety disorder", r"diagnos\w*", r"therap(?:y|ist)", r"hiv", r"cancer",
    r"hepatitis", r"genetic\w*", r"health(?: condition)?", r"height", r"weight", r"politic\w*", r"party member\w*",
    r"union(?: member\w*)?", r"vot(?:e|ed|ing) for", r"arrest\w*", r"military discharge", r"veterans?",
    r"salary history", r"credit (?:score|history)", r"star sign", r"blood type",
)  # fmt: skip
_ZH = (  # noqa: SIM905 - a list of words
    "年龄 多大 几岁 岁数 出生 生日 生肖 属相 退休 怀孕 孕 生育 生孩子 要孩子 二胎 三胎 备孕 产假 哺乳 孩子 "
    "小孩 子女 宝宝 婚 对象 男朋友 女朋友 恋爱 老公 老婆 丈夫 妻子 配偶 性别 性取向 同性恋 双性恋 跨性别 宗教 "
    "信仰 信教 教会 基督 佛教 伊斯兰 穆斯林 清真 民族 种族 肤色 国籍 籍贯 户籍 户口 老家 家乡 哪里人 口音 方言 "
    "残疾 残障 轮椅 疾病 患病 生病 病史 病情 健康状况 身体状况 乙肝 艾滋 癌 抑郁 焦虑症 精神病 心理疾病 服药 "
    "吃药 遗传 基因 身高 体重 相貌 长相 政治 党员 党派 工会 犯罪 案底 服刑 退伍 星座 血型 父母的职业 家庭背景 "
    "家境"
).split()

_PROTECTED = re.compile(rf"\b(?:{'|'.join(_EN)})\b|{'|'.join(_ZH)}", re.IGNORECASE)


def touches_protected(text: str) -> bool:
    """Whether the words come near a protected attribute."""
    return _PROTECTED.search(text) is not None
