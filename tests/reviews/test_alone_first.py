"""Who is to score judges alone first: colleagues' notes wait for the own card, and who forgets it is reminded."""

from datetime import timedelta

import msgspec
import pytest

from backend.contracts.events.notifications import NoticeContent, NoticeWanted, NoticeWithdrawn
from backend.interviews.repository import Interviews
from backend.kernel.clock import utc_now
from backend.kernel.events import STREAM
from backend.kernel.language import LocalText
from backend.reviews.module import services
from backend.reviews.reminding import Reminding
from backend.web.policy import Role
from tests.reviews.panels import Panel, Rater, a_panel
from tests.web_house import WebHouse

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def notes(rater: Rater) -> list[dict[str, object]]:
    answer = await rater.house.http.get(f"/api/staff/interviews/{rater.interview.id}/notes", headers=rater.headers)
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def test_colleagues_notes_open_with_ones_own_card(house: WebHouse) -> None:
    panel = await a_panel(house)
    first, second = panel.asked
    assert (await first.post("notes", text="Very calm.")).status_code == 201
    await second.post("notes", text="Mine.")
    assert [(each["text"], each["is_hidden"], each["is_mine"]) for each in await notes(second)] == [
        ("", True, False), ("Mine.", False, True),
    ]  # fmt: skip
    told = await house.resources.live.since(f"room:{panel.interview.id}", "0-0") or []
    assert not [each for each in told if b"calm" in bytes(each.data)]
    reader = await panel.of(Role.HR_OPERATOR)
    assert [each["text"] for each in await notes(reader)] == ["Very calm.", "Mine."]
    await second.score()
    assert [each["text"] for each in await notes(second)] == ["Very calm.", "Mine."]
    assert [each["is_hidden"] for each in await notes(first)] == [False, True]


async def test_without_a_rubric_there_is_nothing_to_wait_for(house: WebHouse) -> None:
    panel = await a_panel(house, has_rubric=False)
    first, second = panel.asked
    await first.post("notes", text="Very calm.")
    assert [each["text"] for each in await notes(second)] == ["Very calm."]


def reminding(house: WebHouse, ahead: timedelta) -> Reminding:
    """As it looks when so much time has passed."""
    wiring = house.api.wiring
    parts = services(wiring)
    people = house.accounts.people
    return Reminding(
        Interviews(wiring.mongo, wiring.keyring), parts.staff, parts.desks, people, wiring.keyring, wiring.bus,
        wiring.redis, lambda: utc_now() + ahead,
    )  # fmt: skip


async def asked_for(house: WebHouse, panel: Panel) -> list[NoticeWanted]:
    entries = await house.resources.redis.xrange(STREAM)
    tag = b"notifications.notice_wanted"
    found = [msgspec.json.decode(row[b"data"], type=NoticeWanted) for _, row in entries if row[b"tag"] == tag]
    return [each for each in found if each.kind == "scorecard_due" and panel.interview.id in each.notice_id]


async def test_whose_card_is_missing_is_reminded_once_each_time(house: WebHouse) -> None:
    now = utc_now()
    await house.accounts.people.name_employer(LocalText("澄光物流", "Clearlight Logistics"))
    panel = await a_panel(house, state="reviewable", submitted_at=now, reviewable_at=now)
    done, late = panel.asked
    await done.score()
    await reminding(house, timedelta(hours=20)).look()
    assert await asked_for(house, panel) == []
    for _ in range(2):
        await reminding(house, timedelta(hours=25)).look()
    (notice,) = await asked_for(house, panel)
    assert (notice.account_id, notice.urgency) == (late.member_id, "low")
    content = msgspec.json.decode(
        house.resources.keyring.open(notice.sealed, notice.notice_id.encode()), type=NoticeContent
    )
    assert content.path == f"/staff/interviews/{panel.interview.id}"
    await reminding(house, timedelta(days=4)).look()
    assert len(await asked_for(house, panel)) == 2
    await late.score()
    await reminding(house, timedelta(days=8)).look()
    assert len(await asked_for(house, panel)) == 2
    entries = await house.resources.redis.xrange(STREAM)
    gone = [row[b"data"] for _, row in entries if row[b"tag"] == b"notifications.notice_withdrawn"]
    kept = await house.api.wiring.mongo.collection("scorecards").find_one(
        {"interview_id": panel.interview.id, "rater_id": late.member_id}
    )
    ids = {msgspec.json.decode(data, type=NoticeWithdrawn).notice_id for data in gone}
    waiting = {msgspec.json.decode(each["data"])["notice_id"] for each in (kept or {}).get("outbox", [])}
    assert notice.notice_id in ids | waiting
