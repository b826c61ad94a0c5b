"""The team's inbox, attachments and canned replies over HTTP."""

from datetime import timedelta

import pytest

from backend.contracts.events.privacy import PersonErased
from backend.kernel.clock import utc_now
from backend.web.policy import Role
from tests.interviews.house import until

from .conftest import Talk, a_talk
from .test_talking import problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def listed(talk: Talk, view: str) -> list[str]:
    page = (await talk.get(f"/api/staff/chat/threads?view={view}&limit=100", talk.recruiter)).json()
    return [row["id"] for row in page["items"]]


async def test_threads_wait_are_taken_snoozed_and_handed_over(talk: Talk) -> None:
    await talk.say(talk.candidate, "Hello?")
    await talk.settled(1)
    assert talk.thread_id in await listed(talk, "waiting")
    assert talk.thread_id in await listed(talk, "unassigned")
    thread = f"/api/staff/chat/threads/{talk.thread_id}"
    taken = await talk.put(f"{thread}/assignee", talk.recruiter, {"assignee_id": talk.recruiter_id, "note": "Mine."})
    assert taken.json()["assignee"] == "Su Min"
    assert talk.thread_id in await listed(talk, "mine")
    assert [note["text"] for note in (await talk.get(f"{thread}/notes", talk.recruiter)).json()] == ["Mine."]
    assert "Mine." not in (await talk.get("/api/chat", talk.candidate)).text
    later = (utc_now() + timedelta(hours=2)).isoformat()
    await talk.put(f"{thread}/snooze", talk.recruiter, {"until": later})
    assert talk.thread_id not in await listed(talk, "waiting")
    assert talk.thread_id in await listed(talk, "snoozed")
    await talk.say(talk.candidate, "Still here.")
    await talk.settled(2)
    assert talk.thread_id in await listed(talk, "waiting")
    stranger = await talk.put(f"{thread}/assignee", talk.recruiter, {"assignee_id": "mem_nobody"})
    assert problem(stranger) == (422, "assignee_unknown")
    team = (await talk.get("/api/staff/chat/team", talk.recruiter)).json()
    assert talk.recruiter_id in {member["id"] for member in team}


async def test_search_finds_by_name_and_by_words(talk: Talk) -> None:
    await talk.say(talk.candidate, "我想改时间, my umbrella broke")
    await talk.settled(1)
    for query in ("umbr", "改时间"):
        found = (await talk.get(f"/api/staff/chat/search?q={query}", talk.recruiter)).json()
        assert talk.thread_id in {each["row"]["id"] for each in found if each["message"]}, query
    by_name = (await talk.get("/api/staff/chat/search?q=xiaot", talk.recruiter)).json()
    assert talk.thread_id in {each["row"]["id"] for each in by_name if each["message"] is None}
    assert (await talk.get("/api/staff/chat/search?q=zeppelin", talk.recruiter)).json() == []


async def test_a_file_is_taken_by_its_content_and_given_as_a_download(talk: Talk) -> None:
    path = f"/api/chat/threads/{talk.thread_id}/attachments"
    http = talk.house.http
    kept = await http.post(f"{path}?name=../../简历.pdf", headers=talk.candidate, content=b"%PDF-1.7 resume")
    assert kept.status_code == 201, kept.text
    assert (kept.json()["name"], kept.json()["mime_type"]) == ("简历.pdf", "application/pdf")
    sent = await talk.say(talk.candidate, "", attachment_ids=[kept.json()["id"]])
    assert sent.json()["attachments"][0]["name"] == "简历.pdf"
    again = await talk.say(talk.candidate, "again", attachment_ids=[kept.json()["id"]])
    assert problem(again) == (422, "attachment_foreign")
    got = await talk.get(sent.json()["attachments"][0]["url"], talk.recruiter)
    assert got.content == b"%PDF-1.7 resume"
    assert got.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in got.headers["content-security-policy"]
    other = await a_talk(talk.house)
    assert (await talk.get(sent.json()["attachments"][0]["url"], other.candidate)).status_code == 404
    for content, status, code in (
        (b"MZ\x90 program", 415, "attachment_type_refused"),
        (b"", 422, "attachment_empty"),
        (b"%PDF-" + b"x" * (10 * 1024 * 1024), 413, "attachment_too_large"),
    ):
        assert problem(await http.post(path, headers=talk.candidate, content=content)) == (status, code)


async def test_canned_replies_are_whole_in_both_languages_and_filled_in(talk: Talk) -> None:
    draft = {
        "title": {"zh-CN": "改时间", "en": "Reschedule"},
        "text": {
            "zh-CN": "{first_name}，你可以在这里改时间：{booking_link}",
            "en": "{first_name}, pick a time: {booking_link}",
        },
    }
    made = await talk.post("/api/staff/chat/canned", talk.recruiter, draft)
    assert made.status_code == 201, made.text
    shelf = (await talk.get(f"/api/staff/chat/canned?thread={talk.thread_id}", talk.recruiter)).json()
    (filled,) = [each["filled"] for each in shelf if each["id"] == made.json()["id"]]
    assert filled.startswith("Xiaotong, pick a time: http")
    assert filled.endswith("/booking")
    broken = {"title": {"zh-CN": "", "en": "x"}, "text": {"zh-CN": "{nonsense}", "en": "{first_name}"}}
    refused = await talk.post("/api/staff/chat/canned", talk.recruiter, broken)
    assert problem(refused) == (422, "fields_invalid")
    assert {(each["field"], each["code"]) for each in refused.json()["problems"]} == {
        ("title.zh-CN", "missing"), ("text.zh-CN", "placeholder_unknown"), ("text", "placeholders_differ"),
    }  # fmt: skip
    stale = await talk.put(f"/api/staff/chat/canned/{made.json()['id']}", talk.recruiter, {**draft, "version": 7})
    assert problem(stale) == (409, "stale_version")
    hiring = await talk.house.bearer("mem_manager", Role.HIRING_MANAGER)
    assert problem(await talk.get("/api/staff/chat/canned", hiring)) == (403, "forbidden")


async def test_erased_means_no_thread_no_message_no_file(talk: Talk) -> None:
    path = f"/api/chat/threads/{talk.thread_id}/attachments"
    kept = await talk.house.http.post(f"{path}?name=a.txt", headers=talk.candidate, content=b"hello")
    await talk.say(talk.candidate, "forget me", attachment_ids=[kept.json()["id"]])
    await talk.settled(1)
    await talk.house.resources.bus.publish(PersonErased(talk.interview.candidate_id, utc_now()))
    mongo, store = talk.house.resources.mongo, talk.house.resources.store

    async def is_gone() -> bool:
        left = [
            await mongo.collection(name).count({"thread_id": talk.thread_id})
            for name in ("chat_messages", "chat_attachments")
        ]
        threads = await mongo.collection("chat_threads").count({"_id": talk.thread_id})
        return not any(left) and not threads

    await until(is_gone, within_s=60)
    assert await store.list(f"chat/{talk.thread_id}") == []
