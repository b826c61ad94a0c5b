"""Articles of the repository, what HR makes of them, and Markdown that cannot hurt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.helpcentre.library import shipped_articles
from backend.helpcentre.markdown import Block, Span, blocks_of, plain_text
from backend.web.policy import Role
from tests.api.conftest import house
from tests.web_house import WebHouse, problem

__all__ = ["house"]


def test_every_shipped_article_is_whole_in_both_languages() -> None:
    articles = shipped_articles()
    assert len(articles) >= 12
    for article in articles.values():
        assert blocks_of(article.body.zh_cn), article.id
        assert blocks_of(article.body.en), article.id
        assert "您" not in article.body.zh_cn + article.title.zh_cn


def test_markdown_becomes_blocks_without_any_html() -> None:
    blocks = blocks_of(
        "# Head\n\nA **bold** [link](/check) and [bad](javascript:alert(1)) <b>x</b>\n\n1. one\n2. two `code`"
    )
    assert blocks[0] == Block("heading", [[Span("Head")]])
    assert Span("bold", "strong") in blocks[1].lines[0]
    assert Span("link", href="/check") in blocks[1].lines[0]
    assert "javascript" not in str([span.href for span in blocks[1].lines[0]])
    assert "<b>x</b>" in plain_text(blocks)
    assert blocks[2] == Block("numbers", [[Span("one")], [Span("two "), Span("code", "code")]])


@given(st.text(max_size=400))
def test_no_text_breaks_the_parser_and_no_link_leaves_by_another_way(text: str) -> None:
    for block in blocks_of(text + "\n\n[x](//evil.example) [y](data:text/html,1) [z](HTTP://a.b)"):
        for line in block.lines:
            assert all(span.href is None or span.href.startswith(("/", "https://")) for span in line)
            assert not any((span.href or "").startswith("//") for span in line)


@pytest.mark.asyncio(loop_scope="module")
async def test_hr_rewrites_an_article_and_takes_it_back(house: WebHouse) -> None:
    editor = await house.bearer(Role.HR_OPERATOR)
    sources = {each["slug"]: each for each in (await house.http.get("/api/staff/help", headers=editor)).json()}
    network = sources["if-the-network-drops"]
    assert not network["is_own"]
    draft = {
        "title": {"zh-CN": "断网", "en": "No network"}, "body": {"zh-CN": "别担心。", "en": "Do not **worry**."},
        "topics": ["network"], "order": 1,
    }  # fmt: skip
    path = "/api/staff/help/if-the-network-drops"
    saved = await house.http.put(path, headers=editor, json=draft)
    assert saved.status_code == 200, saved.text
    shown = {each["slug"]: each for each in (await house.http.get("/api/help")).json()["items"]}
    assert shown["if-the-network-drops"]["en"]["plain"] == "Do not worry."
    stale = await house.http.put(path, headers=editor, json={**draft, "version": 9})
    assert problem(stale) == (409, "stale_version")
    broken = {**draft, "title": {"zh-CN": "", "en": "x"}, "version": 0}
    assert problem(await house.http.put("/api/staff/help/Bad_Slug", headers=editor, json=broken)) == (
        422,
        "fields_invalid",
    )
    assert (await house.http.delete(path, headers=editor)).status_code == 204
    shown = {each["slug"]: each for each in (await house.http.get("/api/help")).json()["items"]}
    assert shown["if-the-network-drops"]["en"]["title"] == network["title"]["en"]
    assert problem(await house.http.delete(path, headers=editor)) == (404, "help_article_unknown")
    recruiter = await house.bearer(Role.RECRUITER)
    assert problem(await house.http.get("/api/staff/help", headers=recruiter)) == (403, "forbidden")
