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


@pytest.mark.asyncio(loop_scope="module")
async def test_what_hr_publishes_is_kept_and_can_be_brought_back(house: WebHouse) -> None:
    editor = await house.bearer(Role.HR_OPERATOR)
    slugs = [each["slug"] for each in (await house.http.get("/api/staff/help", headers=editor)).json()]
    path = f"/api/staff/help/{slugs[0]}"
    (builtin,) = (await house.http.get(f"{path}/versions", headers=editor)).json()
    assert (builtin["number"], builtin["is_current"], builtin["by"]) == (0, True, "")

    first = {"title": builtin["title"] | {"en": "First"}, "body": builtin["body"], "topics": builtin["topics"]}
    one = (await house.http.put(path, headers=editor, json=first)).json()
    assert (one["en"], one["zh-CN"], one["has_builtin"]) == ("edited", "builtin", True)
    second = {**first, "title": {"zh-CN": "二", "en": "Second"}, "version": one["version"]}
    two = (await house.http.put(path, headers=editor, json=second)).json()
    assert (two["en"], two["zh-CN"]) == ("edited", "edited")
    hidden = {**second, "is_hidden": True, "version": two["version"]}
    three = (await house.http.put(path, headers=editor, json=hidden)).json()
    assert (three["en"], three["zh-CN"]) == ("hidden", "hidden")
    shown = [each["slug"] for each in (await house.http.get("/api/help")).json()["items"]]
    assert slugs[0] not in shown

    stood = (await house.http.get(f"{path}/versions", headers=editor)).json()
    assert [(each["number"], each["is_current"]) for each in stood] == [(3, True), (2, False), (1, False), (0, False)]
    assert [each["title"]["en"] for each in stood[1:3]] == ["Second", "First"]
    assert all(each["by"] and each["at"] for each in stood[:3])

    assert (await house.http.delete(path, headers=editor)).status_code == 204
    gone = await house.http.put(path, headers=editor, json={**second, "version": three["version"]})
    assert problem(gone) == (409, "stale_version")
    again = await house.http.put(path, headers=editor, json={**second, "version": None})
    assert again.status_code == 200, again.text
    stood = (await house.http.get(f"{path}/versions", headers=editor)).json()
    assert [each["number"] for each in stood] == [4, 3, 2, 1, 0]
    assert (await house.http.delete(path, headers=editor)).status_code == 204
    unknown = await house.http.get("/api/staff/help/no-such-article/versions", headers=editor)
    assert problem(unknown) == (404, "help_article_unknown")


@pytest.mark.asyncio(loop_scope="module")
async def test_the_preview_is_what_readers_get(house: WebHouse) -> None:
    editor = await house.bearer(Role.HR_OPERATOR)
    sketch = {"zh-CN": "**好** <script>alert(1)</script>", "en": "- [x](http://evil.example)\n- [y](/check)"}
    said = await house.http.post("/api/staff/help-preview", headers=editor, json=sketch)
    draft = {"title": {"zh-CN": "试", "en": "Try"}, "body": sketch, "topics": ["try"]}
    assert (await house.http.put("/api/staff/help/a-try", headers=editor, json=draft)).status_code == 200
    shown = {each["slug"]: each for each in (await house.http.get("/api/help")).json()["items"]}["a-try"]
    assert said.json() == {language: shown[language]["blocks"] for language in ("zh-CN", "en")}
    assert {"text": " <script>alert(1)</script>"} in said.json()["zh-CN"][0]["lines"][0]
    assert said.json()["en"][0]["lines"] == [[{"text": "x"}], [{"text": "y", "href": "/check"}]]
    long = await house.http.post("/api/staff/help-preview", headers=editor, json={**sketch, "en": "x" * 20_001})
    assert problem(long)[0] == 422
    assert (await house.http.delete("/api/staff/help/a-try", headers=editor)).status_code == 204
    recruiter = await house.bearer(Role.RECRUITER)
    assert problem(await house.http.post("/api/staff/help-preview", headers=recruiter, json=sketch)) == (
        403,
        "forbidden",
    )
