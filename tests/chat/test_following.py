"""Threads follow their messages, whoever stored them and whoever died in between."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import msgspec
import pytest
import pytest_asyncio

from backend.chat.following import Following
from backend.chat.left_behind import LeftBehind
from backend.chat.model import Mark, Message, MessageBody, Side, Thread, message_id
from backend.chat.module import ChatServices, services
from backend.chat.repository import Threads
from backend.chat.schemas import NewMessage
from backend.contracts.events.notifications import NoticeWanted, NoticeWithdrawn
from backend.kernel.clock import utc_now
from backend.kernel.events import STREAM
from backend.kernel.ids import new_id
from backend.kernel.mongo import SortKeys
from tests.interviews.house import House, until

from .conftest import Talk, a_talk, notices

pytestmark = pytest.mark.asyncio(loop_scope="module")
UNTIL = "gr:chat:followed_until"


@pytest_asyncio.fixture(loop_scope="module")
async def talk(shared_house: House) -> AsyncIterator[Talk]:
    """In a house that does not look for what was left behind by itself."""
    redis = shared_house.resources.redis
    await redis.set("gr:chat:left_behind", "1", ex=600)
    yield await a_talk(shared_house)
    await redis.delete(UNTIL)


def another(talk: Talk) -> ChatServices:
    """The chat of another process on the same stores."""
    return services(talk.house.api.wiring)


async def left(talk: Talk, number: int, text: str, side: Side = "candidate") -> Message:
    """A message whose process was killed as soon as it was stored."""
    id = message_id(talk.thread_id, "talk", number)
    sealed = talk.house.resources.keyring.seal(msgspec.json.encode(MessageBody(text)), id.encode())
    author_id = talk.interview.candidate_id if side == "candidate" else talk.recruiter_id
    return await another(talk).conversations.messages.insert(
        Message(
            id=id, thread_id=talk.thread_id, interview_id=talk.interview.id, lane="talk", number=number, side=side,
            author_id=author_id, client_id=new_id("msg"), sealed=sealed, at=utc_now(),
        )
    )  # fmt: skip


async def look(talk: Talk, ahead: timedelta) -> None:
    """A look for what was left behind, so much later."""
    parts, wiring = another(talk), talk.house.api.wiring
    threads, messages = parts.conversations.threads, parts.conversations.messages
    await LeftBehind(threads, messages, parts.following, wiring.redis, lambda: utc_now() + ahead).look()


async def numbers_told(talk: Talk) -> list[int]:
    events = await talk.house.resources.live.since(f"thread:{talk.thread_id}", "0-0") or []
    return [msgspec.json.decode(each.data)["number"] for each in events if each.name == "message"]


async def test_what_a_killed_process_left_is_found_shown_and_noticed(talk: Talk) -> None:
    path = f"/api/staff/chat/threads/{talk.thread_id}/assignee"
    assert (await talk.put(path, talk.recruiter, {"assignee_id": talk.recruiter_id})).status_code == 200
    await left(talk, 1, "Is anybody there?")
    await left(talk, 2, "I am early.")
    assert await numbers_told(talk) == []
    await look(talk, timedelta(seconds=10))
    row = await talk.settled(2)
    assert (row["preview"], row["unread"], row["last_side"]) == ("I am early.", 2, "candidate")
    assert row["waiting_since"] is not None

    async def is_told() -> bool:
        return set(await numbers_told(talk)) == {1, 2}

    await until(is_told, within_s=60)
    asked = [each for each in await notices(talk, NoticeWanted) if each.account_id == talk.recruiter_id]
    assert {each.revision for each in asked} == {2}


async def test_where_redis_remembers_nothing_two_days_are_looked_through(talk: Talk) -> None:
    await left(talk, 1, "Yesterday's question")
    await talk.house.resources.redis.delete(UNTIL)
    await look(talk, timedelta(hours=30))
    assert (await talk.settled(1))["preview"] == "Yesterday's question"


async def test_two_processes_follow_one_thread_to_the_same_end(talk: Talk) -> None:
    parts = [another(talk), another(talk)]
    thread = await parts[0].conversations.threads.require(talk.thread_id)

    async def say(number: int) -> None:
        side: Side = "candidate" if number % 3 else "team"
        author = talk.interview.candidate_id if side == "candidate" else talk.recruiter_id
        new = NewMessage(new_id("msg"), f"message {number}")
        await parts[number % 2].conversations.say(thread, side, author, new)

    await asyncio.gather(*(say(number) for number in range(18)))
    await talk.settled(18)
    known = await parts[0].conversations.threads.require(talk.thread_id)
    messages = await parts[0].conversations.messages.between(talk.thread_id, "talk", 1, 20)
    assert [each.number for each in messages] == list(range(1, 19))
    last = messages[-1]
    assert (known.last_number, known.last_side, known.last_sealed) == (18, last.side, last.sealed)
    assert known.last_at == max(each.at for each in messages)
    assert (known.waiting_since is None) == (last.side == "team")


async def test_marks_that_come_at_once_are_all_stored_when_they_are_answered(talk: Talk) -> None:
    for text in ("one", "two", "three"):
        await talk.say(talk.recruiter, text)
    path = f"/api/chat/threads/{talk.thread_id}/marks"
    answers = await asyncio.gather(*(talk.post(path, talk.candidate, {"read": number}) for number in (1, 3, 2)))
    assert {each.status_code for each in answers} == {200}
    after = await another(talk).conversations.threads.require(talk.thread_id)
    assert after.mark(talk.interview.candidate_id) == Mark(3, 3)


async def test_a_mark_that_comes_before_its_thread_has_followed_is_kept(talk: Talk) -> None:
    await left(talk, 1, "Quick as a flash")
    answer = await talk.post(f"/api/chat/threads/{talk.thread_id}/marks", talk.recruiter, {"delivered": 1, "read": 1})
    assert (answer.json()["team_delivered"], answer.json()["team_read"]) == (1, 1)
    row = await talk.row()
    assert (row["last_number"], row["unread"]) == (1, 0)


async def test_opening_a_thread_mends_what_it_does_not_know_of(talk: Talk) -> None:
    await left(talk, 1, "Hello from before")
    view = (await talk.get("/api/chat", talk.candidate)).json()
    assert [each["text"] for each in view["page"]["items"]] == ["Hello from before"]
    assert (await talk.settled(1))["preview"] == "Hello from before"


class _Overtaken(Threads):
    """Loads threads, and before they can be saved the candidate reads what was said."""

    talk: Talk
    is_over = False

    async def find(
        self, filter: Mapping[str, Any], *, sort: SortKeys | None = None, limit: int | None = None
    ) -> list[Thread]:
        found = await super().find(filter, sort=sort, limit=limit)
        if not self.is_over:
            self.is_over = True
            path = f"/api/chat/threads/{self.talk.thread_id}/marks"
            assert (await self.talk.post(path, self.talk.candidate, {"read": 1})).json()["candidate_read"] == 1
        return found


async def test_a_notice_for_what_was_read_meanwhile_is_taken_back(talk: Talk) -> None:
    threads = _Overtaken(talk.house.resources.mongo)
    threads.talk = talk
    parts = another(talk)
    slow = Following(threads, parts.conversations.messages, parts.arrivals)
    slow.said(await left(talk, 1, "Hello!", "team"))

    async def is_taken_back() -> bool:
        said = await said_of_notices(talk, talk.interview.candidate_id)
        return NoticeWanted in said and said[-1] is NoticeWithdrawn

    await until(is_taken_back, within_s=60)
    assert (await talk.row())["last_number"] == 1


async def said_of_notices(talk: Talk, account_id: str) -> list[type[NoticeWanted] | type[NoticeWithdrawn]]:
    """Kinds of what was said about notices of this thread to somebody, in order."""
    kinds = {str(kind.__struct_config__.tag).encode(): kind for kind in (NoticeWanted, NoticeWithdrawn)}
    found = []
    for _, fields in await talk.house.resources.redis.xrange(STREAM):
        if (kind := kinds.get(fields[b"tag"])) is not None:
            notice = msgspec.json.decode(fields[b"data"], type=kind)
            if talk.thread_id in notice.notice_id and notice.account_id == account_id:
                found.append(kind)
    return found


async def test_what_is_said_after_an_erasure_does_not_stay(talk: Talk) -> None:
    parts = another(talk)
    thread = await parts.conversations.threads.require(talk.thread_id)
    await parts.conversations.threads.delete(thread.id)
    await parts.conversations.say(thread, "team", talk.recruiter_id, NewMessage(new_id("msg"), "Too late."))

    async def is_gone() -> bool:
        return not await parts.conversations.messages.count({"thread_id": thread.id})

    await until(is_gone, within_s=60)
