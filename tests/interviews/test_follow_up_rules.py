import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.interviews import follow_up_rules
from backend.interviews.follow_up_rules import QUOTED_FROM
from backend.interviews.heard import Stretch
from backend.interviews.protected import touches_protected
from backend.interviews.wording import coverage, stem, tokens
from backend.kernel.language import Language, LocalText

POINTS = [
    LocalText("先倾听并道歉", "Listens first and apologises"),
    LocalText("给出补救的时间", "Names a time for the remedy"),
]
EN = [
    "A bakery had been let down by two carriers before us.",
    "I visited their night shift and listened to them first.",
]
ZH = ["有一家面包店之前被两家承运商耽误过", "我先去他们的夜班倾听并且道歉"]
ANSWERS: list[tuple[Language, list[str]]] = [("en", EN), ("zh-CN", ZH)]


def propose(points: list[LocalText], said: list[str], language: Language, asked: int) -> LocalText | None:
    """After what was heard well."""
    return follow_up_rules.propose(points, [Stretch(text) for text in said], language, asked)


def test_it_quotes_the_persons_own_words_and_never_the_key_point() -> None:
    asked = propose(POINTS, EN, "en", 0)
    assert asked is not None
    quote = asked.en.split("“")[1].split("”")[0].removesuffix("…")
    assert quote in " ".join(EN)
    assert "remedy" not in asked.en
    in_chinese = propose(POINTS, ZH, "zh-CN", 0)
    assert in_chinese is not None
    assert in_chinese.zh_cn.split("“")[1].split("”")[0].removesuffix("…") in "".join(ZH)
    assert in_chinese.zh_cn.endswith("？")


def test_a_further_one_asks_something_else() -> None:
    first, second = propose(POINTS, EN, "en", 0), propose(POINTS, EN, "en", 1)
    assert first is not None
    assert second is not None
    assert first.en != second.en


@pytest.mark.parametrize(("language", "said"), ANSWERS)
def test_what_may_have_been_misheard_is_asked_about_but_not_quoted(language: Language, said: list[str]) -> None:
    unsure, sure = QUOTED_FROM[language] - 0.01, QUOTED_FROM[language]
    unquoted = [
        follow_up_rules.propose(POINTS, [Stretch(text, unsure) for text in said], language, asked) for asked in (0, 1)
    ]
    for question in unquoted:
        assert question is not None
        words = question.in_language(language)
        assert words.endswith(("?", "？"))
        assert not any(mark in words for mark in "“”{}")
    assert unquoted[0] != unquoted[1]
    for at in (0, 1):
        heard = [Stretch(text, sure if at == number else unsure) for number, text in enumerate(said)]
        question = follow_up_rules.propose(POINTS, heard, language, 0)
        assert question is not None
        quote = question.in_language(language).split("“")[1].split("”")[0].removesuffix("…")
        assert quote in said[at]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_what_nobody_asks_after_is_not_asked_after_without_a_quote_either(language: Language) -> None:
    private = {
        "en": "My husband and our two children moved with me to the new city last spring for the company",
        "zh-CN": "我和丈夫还有两个孩子去年一起搬到了这个城市",
    }
    assert follow_up_rules.propose(POINTS, [Stretch(private[language], 0.1)], language, 0) is None


@pytest.mark.parametrize(
    ("points", "heard"),
    [
        (POINTS, []),
        (POINTS, ["I do not know."]),
        (POINTS, ["um, uh, er, you know, like, well, and, so, but"]),
        (POINTS, [*EN, "I apologised and named a time by when the remedy would come."]),
        ([], ["For example one day I decided to call because it mattered, and in the end it worked out very well."]),
    ],
    ids=["nothing", "too little", "fillers", "all covered", "nothing missing"],
)
def test_it_asks_nothing_where_there_is_nothing_to_ask(points: list[LocalText], heard: list[str]) -> None:
    assert propose(points, heard, "en", 0) is None


@pytest.mark.parametrize(
    "heard",
    [
        ["My husband and our two children moved with me to the new city last spring for the company."],
        ["Since my pregnancy ended I have worked from home on several long projects with customers."],
        ["Write to kim@example.org or call 4915551234567 about all of the details of that project."],
    ],
)
def test_what_is_protected_or_private_is_never_quoted(heard: list[str]) -> None:
    asked = propose(POINTS, heard, "en", 0)
    assert asked is None or (not touches_protected(asked.en) and "@" not in asked.en and "4915" not in asked.en)


@given(st.lists(st.text(max_size=80), max_size=6), st.integers(0, 5), st.sampled_from(["en", "zh-CN"]))
def test_nobody_is_ever_asked_about_what_is_protected(heard, asked, language):
    text = propose(POINTS, heard, language, asked)
    assert text is None or not (touches_protected(text.en) or touches_protected(text.zh_cn))


@pytest.mark.parametrize(
    "question",
    [
        "How old are you?", "Are you married?", "Do you plan to have children?", "What is your religion?",
        "Which church do you go to?", "Are you pregnant?", "Do you have a disability?", "What is your nationality?",
        "Where is your accent from?", "Are you a member of a union?", "What is your sexual orientation?",
        "Have you ever been arrested?", "When do you want to retire?", "Are you taking any medication?",
        "你多大了？", "你结婚了吗？", "打算什么时候要孩子？", "你有宗教信仰吗？", "你是哪个民族？", "你怀孕了吗？",
        "你的户口在哪里？",
        "你有男朋友吗？", "你身体状况怎么样？", "你是党员吗？", "老家是哪里的？", "你的身高体重是多少？",
    ],
)  # fmt: skip
def test_the_deny_list_knows_protected_attributes_in_both_languages(question: str) -> None:
    assert touches_protected(question)


@pytest.mark.parametrize(
    "question",
    [
        "You mentioned the night shift. How did it turn out?", "Could you give a concrete example?",
        "What was your own part in the migration?", "Which stage was the hardest?", "How did you manage the team?",
        "你刚才提到夜班，后来结果怎么样？", "能举一个具体的例子吗？", "其中你自己具体做了什么？",
    ],
)  # fmt: skip
def test_the_deny_list_lets_good_questions_through(question: str) -> None:
    assert not touches_protected(question)


def test_words_are_compared_by_their_stems_and_characters_in_pairs() -> None:
    assert stem("listens") == stem("listening") == stem("listened")
    assert tokens("I listened to the customers", "en") == tokens("listening customers", "en")
    assert coverage("给出补救的时间", "我承诺了补救的具体时间", "zh-CN") > 0.5
    assert coverage("", "anything", "en") == 1.0
