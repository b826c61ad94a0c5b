"""Mail about what was not read in a while: to the candidate of a quiet thread, to the team of who waits."""

from datetime import timedelta

import msgspec
import pytest

from backend.chat.digests import AT_REST, EVERY_H, UNANSWERED, Digests, waiting_of
from backend.chat.module import services
from backend.contracts.events.notifications import NoticeContent, NoticeWanted, NoticeWithdrawn
from backend.kernel.clock import utc_now
from tests.interviews.house import until

from .conftest import Talk, notices, published

pytestmark = pytest.mark.asyncio(loop_scope="module")


def digests(talk: Talk, ahead: timedelta) -> Digests:
    """As they look when so much time has passed."""
    wiring = talk.house.api.wiring
    parts = services(wiring)
    return Digests(
        parts.conversations.threads, parts.conversations.messages, parts.views, talk.house.people, wiring.keyring,
        wiring.bus, wiring.redis, lambda: utc_now() + ahead,
    )  # fmt: skip


async def mails(talk: Talk, kind: str) -> list[NoticeWanted]:
    return [each for each in await notices(talk, NoticeWanted) if each.kind == kind]


def said(talk: Talk, notice: NoticeWanted) -> NoticeContent:
    opened = talk.house.resources.keyring.open(notice.sealed, notice.notice_id.encode())
    return msgspec.json.decode(opened, type=NoticeContent)


async def test_a_candidate_gets_one_mail_once_the_talk_has_come_to_rest(talk: Talk) -> None:
    await talk.say(talk.recruiter, "Are you there?")
    await talk.say(talk.recruiter, "Take your time.")
    await talk.settled(2)
    await digests(talk, AT_REST - timedelta(minutes=2)).look()
    assert await mails(talk, "chat_digest") == []
    for _ in range(2):
        await digests(talk, AT_REST + timedelta(minutes=1)).look()
    (notice,) = await mails(talk, "chat_digest")
    assert (notice.account_id, notice.urgency, notice.channels) == (talk.interview.candidate_id, "low", ["email"])
    content = said(talk, notice)
    assert (content.path, content.parameters["senders"], content.parameters["count"]) == ("/chat", "Su Min", "2")
    await talk.post(f"/api/chat/threads/{talk.thread_id}/marks", talk.candidate, {"read": 2})

    async def is_taken_back() -> bool:
        return notice.notice_id in {each.notice_id for each in await notices(talk, NoticeWithdrawn)}

    await until(is_taken_back, within_s=60)
    await digests(talk, AT_REST * 2).look()
    assert len(await mails(talk, "chat_digest")) == 1


async def test_who_has_a_thread_hears_of_who_waits_and_no_more_once_answered(talk: Talk) -> None:
    assigned = await talk.put(
        f"/api/staff/chat/threads/{talk.thread_id}/assignee", talk.recruiter, {"assignee_id": talk.recruiter_id}
    )
    assert assigned.status_code == 200, assigned.text
    await talk.say(talk.candidate, "May I bring my own headset?")
    await talk.settled(1)
    late = digests(talk, UNANSWERED + timedelta(minutes=1))

    async def asked() -> list[NoticeWanted]:
        found = await published(talk, NoticeWanted)
        return [each for each in found if each.kind == "chat_waiting" and each.account_id == talk.recruiter_id]

    await digests(talk, UNANSWERED - timedelta(minutes=2)).look()
    assert await asked() == []
    await late.look()
    await late.look()
    (notice,) = await asked()
    assert notice.channels == ["email"]
    content = said(talk, notice)
    assert (content.path, content.parameters["count"]) == ("/staff/inbox", "1")
    assert content.parameters["candidates"]

    await talk.say(talk.recruiter, "Yes, please do.")
    await talk.settled(2)
    await late.look()
    gone = [each.notice_id for each in await published(talk, NoticeWithdrawn)]
    assert notice.notice_id in gone
    assert len(await asked()) == 1


async def test_a_snoozed_thread_asks_for_nobody(talk: Talk) -> None:
    await talk.put(
        f"/api/staff/chat/threads/{talk.thread_id}/assignee", talk.recruiter, {"assignee_id": talk.recruiter_id}
    )
    await talk.say(talk.candidate, "No hurry.")
    await talk.settled(1)
    until_later = (utc_now() + timedelta(days=3)).isoformat()
    path = f"/api/staff/chat/threads/{talk.thread_id}/snooze"
    assert (await talk.put(path, talk.recruiter, {"until": until_later})).status_code == 200
    await digests(talk, UNANSWERED + timedelta(hours=1)).look()
    found = await published(talk, NoticeWanted)
    assert not [each for each in found if each.kind == "chat_waiting" and each.account_id == talk.recruiter_id]


async def test_the_team_hears_once_a_stretch_of_hours() -> None:
    now = utc_now()
    assert waiting_of("mem_1", now) != waiting_of("mem_1", now + timedelta(hours=EVERY_H))
