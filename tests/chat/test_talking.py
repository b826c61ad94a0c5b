"""Both sides of a thread over HTTP and the live bus, with the real stores and background tasks."""

import asyncio

import msgspec
import pytest

from backend.contracts.events.notifications import NoticeContent, NoticeWanted, NoticeWithdrawn
from backend.kernel.ids import new_id
from backend.web.policy import Role
from tests.interviews.house import until

from .conftest import Talk, a_talk, notices

pytestmark = pytest.mark.asyncio(loop_scope="module")


def problem(answer) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code")


async def test_a_question_and_its_answer(talk: Talk) -> None:
    asked = await talk.say(talk.candidate, " Can I use my tablet?  ")
    assert asked.status_code == 201
    assert (asked.json()["number"], asked.json()["text"]) == (1, "Can I use my tablet?")
    waiting = await talk.settled(1)
    assert (waiting["unread"], waiting["last_side"], waiting["waiting_since"]) == (1, "candidate", asked.json()["at"])
    answer = await talk.say(talk.recruiter, "Yes, any tablet is fine.", suggestions=["Thank you"])
    assert answer.json()["author"] == "Su Min"
    settled = await talk.settled(2)
    assert (settled["unread"], settled["waiting_since"], settled["preview"]) == (0, None, "Yes, any tablet is fine.")
    view = (await talk.get("/api/chat", talk.candidate)).json()
    assert [message["text"] for message in view["page"]["items"]] == [
        "Can I use my tablet?",
        "Yes, any tablet is fine.",
    ]
    assert view["page"]["items"][1]["suggestions"] == ["Thank you"]
    assert (view["unread"], view["page"]["has_earlier"], view["position"]["en"]) == (
        1,
        False,
        "Customer Sales Consultant",
    )


async def test_sent_twice_is_one_message(talk: Talk) -> None:
    body = {"client_id": new_id("msg"), "text": "Am I late?"}
    path = f"/api/chat/threads/{talk.thread_id}/messages"
    answers = await asyncio.gather(*(talk.post(path, talk.candidate, body) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.json()["id"] for answer in answers} == {answers[0].json()["id"]}
    page = (await talk.get(path, talk.candidate)).json()
    assert len(page["items"]) == 1


async def test_many_at_once_stand_in_one_order_without_gaps(talk: Talk) -> None:
    said = await asyncio.gather(
        *(talk.say(talk.candidate if each % 2 else talk.recruiter, f"message {each}") for each in range(24))
    )
    assert sorted(answer.json()["number"] for answer in said) == list(range(1, 25))
    row = await talk.settled(24)
    assert row["last_number"] == 24
    path = f"/api/chat/threads/{talk.thread_id}/messages"
    newest = (await talk.get(f"{path}?limit=10", talk.recruiter)).json()
    assert [each["number"] for each in newest["items"]] == list(range(15, 25))
    assert newest["has_earlier"]
    before = (await talk.get(f"{path}?limit=10&before=15", talk.recruiter)).json()
    assert [each["number"] for each in before["items"]] == list(range(5, 15))
    after = (await talk.get(f"{path}?after=22", talk.candidate)).json()
    assert [each["number"] for each in after["items"]] == [23, 24]


async def test_marks_tell_what_arrived_and_what_was_read(talk: Talk) -> None:
    await talk.say(talk.recruiter, "Welcome!")
    await talk.settled(1)
    path = f"/api/chat/threads/{talk.thread_id}/marks"
    arrived = (await talk.post(path, talk.candidate, {"delivered": 1})).json()
    assert (arrived["candidate_delivered"], arrived["candidate_read"]) == (1, 0)
    read = (await talk.post(path, talk.candidate, {"read": 99})).json()
    assert (read["candidate_delivered"], read["candidate_read"], read["team_read"]) == (1, 1, 1)


async def test_whoever_is_away_gets_a_notice_that_reading_takes_back(talk: Talk) -> None:
    await talk.say(talk.recruiter, "Are you there?")
    await talk.settled(1)

    async def wanted():
        return await notices(talk, NoticeWanted)

    (notice,) = await until(wanted, within_s=60)
    assert (notice.account_id, notice.kind) == (talk.interview.candidate_id, "chat_message")
    opened = talk.house.resources.keyring.open(notice.sealed, notice.notice_id.encode())
    content = msgspec.json.decode(opened, type=NoticeContent)
    assert (content.path, content.parameters["sender"], content.parameters["count"]) == ("/chat", "Su Min", "1")
    assert "there" not in str(content.parameters)
    await talk.post(f"/api/chat/threads/{talk.thread_id}/marks", talk.candidate, {"read": 1})

    async def withdrawn():
        return await notices(talk, NoticeWithdrawn)

    assert (await until(withdrawn, within_s=60))[0].notice_id == notice.notice_id


async def test_messages_are_told_on_the_topic_in_order(talk: Talk) -> None:
    for text in ("one", "two", "three"):
        await talk.say(talk.candidate, text)
    await talk.settled(3)
    live = talk.house.resources.live

    async def told():
        events = await live.since(f"thread:{talk.thread_id}", "0-0") or []
        numbers = [msgspec.json.decode(each.data)["number"] for each in events if each.name == "message"]
        return numbers if len(set(numbers)) == 3 else None

    numbers = await until(told, within_s=60)
    assert list(dict.fromkeys(numbers)) == [1, 2, 3]


async def test_foreign_threads_are_not_there(talk: Talk) -> None:
    other = await a_talk(talk.house)
    path = f"/api/chat/threads/{talk.thread_id}/messages"
    assert problem(await talk.get(path, other.candidate)) == (404, "thread_unknown")
    assert problem(await talk.post(path, other.candidate, {"client_id": "client-1", "text": "x"})) == (
        404,
        "thread_unknown",
    )
    interviewer = await talk.house.bearer("mem_interviewer", Role.INTERVIEWER)
    assert problem(await talk.get(path, interviewer)) == (404, "thread_unknown")
    auditor = await talk.house.bearer("mem_auditor", Role.AUDITOR)
    assert (await talk.get(path, auditor)).status_code == 200
    assert problem(await talk.post(path, auditor, {"client_id": "client-1", "text": "x"})) == (403, "forbidden")


async def test_empty_long_and_hasty_messages_are_refused_in_kind_words(talk: Talk) -> None:
    assert problem(await talk.say(talk.candidate, "   ")) == (422, "message_empty")
    assert problem(await talk.say(talk.candidate, "x" * 4001)) == (422, "body_invalid")
    answers = await asyncio.gather(*(talk.say(talk.candidate, f"hurry {each}") for each in range(30)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert problem(refused[0]) == (429, "messages_too_fast")
    assert int(refused[0].headers["retry-after"]) >= 1


async def test_nothing_of_a_message_is_readable_at_rest(talk: Talk) -> None:
    await talk.say(talk.candidate, "my salary wish is secret")
    await talk.settled(1)
    mongo = talk.house.resources.mongo
    for name in ("chat_messages", "chat_threads"):
        rows = await mongo.collection(name).find({})
        assert "salary" not in str(rows)
        assert "Xiaotong" not in str(rows)
