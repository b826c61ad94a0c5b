"""A campaign from its segment to its results, cut off and gone on with, stopped, tried on oneself."""

import asyncio
from typing import Any

import msgspec
import pytest

from backend.applications.model import Application
from backend.applications.repository import Applications
from backend.campaigns.audience import Audience
from backend.campaigns.model import Campaign, CampaignSegment
from backend.campaigns.repository import Campaigns
from backend.campaigns.runner import Runner, prefix_of
from backend.contracts.events.notifications import NoticeWanted
from backend.interviews.repository import Interviews
from backend.kernel.events import Received
from backend.kernel.ids import new_id
from backend.notices.repository import PreferenceRecords
from backend.reminders.repository import Remindings
from backend.web.policy import Role
from tests.notices.conftest import Desk

WORDS = {"zh-CN": "$first_name，还有名额", "en": "There are places left, $first_name"}
TEXT = {"title": WORDS, "short": WORDS, "button": WORDS, "body": WORDS}
DRAFT = {"name": "Spring", "segment": {"stages": ["invited"]}, "text": TEXT, "path": "/booking", "rate_per_min": 6000}


def runner_of(desk: Desk) -> Runner:
    """As a process that has just started: nothing in memory."""
    wiring, people = desk.house.api.wiring, desk.house.accounts.people
    interviews = Interviews(wiring.mongo, wiring.keyring)
    audience = Audience(Applications(wiring.mongo), interviews, Remindings(wiring.mongo), people)
    preferences = PreferenceRecords(wiring.mongo)
    return Runner(
        Campaigns(wiring.mongo), audience, desk.records.notices, preferences, wiring.keyring, people,
        wiring.settings.zone, desk.house.clock,
    )  # fmt: skip


async def an_application(desk: Desk, stage: str = "invited", language: str = "en") -> str:
    person = await desk.person(language=language)
    now = desk.house.clock()
    application = Application(
        id=new_id("app"), candidate_id=person.id, position_id="pos_1", flow_id="flw_1", segment="graduate", stage=stage,  # type: ignore[arg-type]
        stage_since=now, invited_by="mem_1", invited_at=now,
    )  # fmt: skip
    await Applications(desk.house.api.wiring.mongo).insert(application)
    return person.id


async def relay(desk: Desk) -> int:
    """What was wanted on trial, at the notifier; gives how many."""
    collection = desk.house.api.wiring.mongo.collection("campaigns")
    count = 0
    for row in await collection.find({"outbox_at": {"$exists": True}}):
        for entry in row["outbox"]:
            wanted = msgspec.json.decode(entry["data"], type=NoticeWanted)
            await desk.parts.keeping.wanted(Received(entry["id"], wanted, 1))
            count += 1
        await collection.update_one({"_id": row["_id"]}, {"$unset": {"outbox": "", "outbox_at": ""}})
    return count


async def gone_back(desk: Desk, campaign_id: str) -> None:
    """As where the process died after it had asked for everybody's notices and before it noted so."""
    campaigns = Campaigns(desk.house.api.wiring.mongo)
    known = await campaigns.require(campaign_id)
    await campaigns.save(msgspec.structs.replace(known, state="running", cursor="", ended_at=None))


async def post(desk: Desk, headers: dict[str, str], path: str, body: object = None) -> Any:
    answer = await desk.house.http.post(f"/api/staff/campaigns{path}", json=body, headers=headers)
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


async def all_asked(desk: Desk, people: int) -> tuple[dict[str, str], Any]:
    """HR's headers and a campaign that has asked for its notice to each of so many people."""
    for _ in range(people):
        await an_application(desk)
    hr = await desk.house.bearer(Role.HR_OPERATOR)
    campaign = await post(desk, hr, "", DRAFT)
    await post(desk, hr, f"/{campaign['id']}/start", {})
    for _ in range(2):
        await runner_of(desk).look()
    return hr, campaign


async def detail_of(desk: Desk, headers: dict[str, str], campaign_id: str) -> Any:
    """With its results counted."""
    async with asyncio.timeout(60):
        while True:
            answer = await desk.house.http.get(f"/api/staff/campaigns/{campaign_id}", headers=headers)
            if not answer.json()["results"]["is_counting"]:
                return answer.json()


async def test_a_campaign_reaches_its_segment_once_though_processes_die(desk: Desk) -> None:
    people = [await an_application(desk, language=language) for language in ("en", "zh-CN") * 3]
    await an_application(desk, stage="closed")
    hr = await desk.house.bearer(Role.HR_OPERATOR)
    assert await post(desk, hr, "/audience", {"stages": ["invited"]}) == {"count": 6, "is_exact": True}
    assert await post(desk, hr, "/audience", {"stages": ["invited"], "language": "en"}) == {
        "count": 3,
        "is_exact": True,
    }
    campaign = await post(desk, hr, "", {**DRAFT, "rate_per_min": 60})
    started = await post(desk, hr, f"/{campaign['id']}/start", {})
    assert started["state"] == "scheduled"
    for _ in range(12):
        await runner_of(desk).look()  # each with an empty memory, as after a kill
        desk.house.clock.advance(seconds=1)
    await gone_back(desk, campaign["id"])
    await runner_of(desk).look()
    assert await desk.records.notices.count({}) == 6
    for notice in await desk.records.notices.find({}):
        await desk.step(notice.id)
    assert sorted(to for to, _ in desk.mails.mails) == sorted(
        [(await desk.house.accounts.people.person(person)).email for person in people]
    )
    subjects = {str(mail["Subject"]) for _, mail in desk.mails.mails}
    assert subjects == {"Xiaotong，还有名额", "There are places left, Xiaotong"}
    detail = await detail_of(desk, hr, campaign["id"])
    assert detail["campaign"]["state"] == "done"
    results = detail["results"]
    assert (results["asked"], results["out"], results["waiting"], results["failed"]) == (6, 6, 0, 0)
    assert results["channels"] == [{"channel": "email", "state": "accepted", "count": 6}]


async def test_the_pace_is_kept_and_the_stop_button_stops(desk: Desk) -> None:
    for _ in range(8):
        await an_application(desk)
    hr = await desk.house.bearer(Role.HR_OPERATOR)
    campaign = await post(desk, hr, "", {**DRAFT, "rate_per_min": 60})
    await post(desk, hr, f"/{campaign['id']}/start", {})
    for _ in range(3):
        await runner_of(desk).look()
        desk.house.clock.advance(seconds=1)
    assert await desk.records.notices.count({"state": "waiting"}) == 3
    stopped = await post(desk, hr, f"/{campaign['id']}/stop")
    assert stopped["state"] == "stopped"
    await runner_of(desk).look()
    for notice in await desk.records.notices.find({}):
        await desk.step(notice.id)
    assert desk.mails.mails == []
    states = {notice.state for notice in await desk.records.notices.find({})}
    assert states == {"withdrawn"}
    twice = await desk.house.http.post(f"/api/staff/campaigns/{campaign['id']}/stop", headers=hr)
    assert (twice.status_code, twice.json()["code"]) == (409, "campaign_over")


async def test_what_rest_still_holds_can_be_stopped_though_everybody_was_asked_for(desk: Desk) -> None:
    hr, campaign = await all_asked(desk, 3)
    detail = await detail_of(desk, hr, campaign["id"])
    assert (detail["campaign"]["state"], detail["results"]["waiting"]) == ("done", 3)
    first = (await desk.records.notices.find({}))[0]
    assert (await desk.step(first.id)).state == "done"
    assert (await post(desk, hr, f"/{campaign['id']}/stop"))["state"] == "stopped"
    second = (await desk.records.notices.find({"state": "waiting"}))[0]
    assert (await desk.step(second.id)).state == "withdrawn"
    detail = await detail_of(desk, hr, campaign["id"])
    assert [detail["results"][part] for part in ("out", "waiting", "withdrawn")] == [1, 0, 2]
    for notice in await desk.records.notices.find({"state": "waiting"}):
        await desk.step(notice.id)
    assert len(desk.mails.mails) == 1
    states = sorted(notice.state for notice in await desk.records.notices.find({}))
    assert states == ["done", "withdrawn", "withdrawn"]


async def test_what_waits_for_a_mail_server_that_is_away_is_stopped_too(desk: Desk) -> None:
    hr, campaign = await all_asked(desk, 2)
    desk.mails.refusals = ["451 later"] * 2
    for notice in await desk.records.notices.find({}):
        assert (await desk.step(notice.id)).state == "open"
    await post(desk, hr, f"/{campaign['id']}/stop")
    desk.house.clock.advance(hours=1)
    for notice in await desk.records.notices.find({}):
        assert (await desk.step(notice.id)).state == "withdrawn"
    assert desk.mails.mails == []


async def test_one_tries_it_on_oneself_in_both_languages(desk: Desk) -> None:
    member = await desk.house.member(Role.HR_OPERATOR)
    hr = await desk.house.bearer(Role.HR_OPERATOR, member.id)
    campaign = await post(desk, hr, "", DRAFT)
    await post(desk, hr, f"/{campaign['id']}/test")
    assert await relay(desk) == 2
    for notice in await desk.records.notices.find({}):
        await desk.step(notice.id)
    assert len({str(mail["Subject"]) for _, mail in desk.mails.mails}) == 2
    assert {to for to, _ in desk.mails.mails} == {(await desk.house.accounts.people.person(member.id)).email}


async def test_what_makes_no_campaign_is_refused(desk: Desk) -> None:
    hr = await desk.house.bearer(Role.HR_OPERATOR)
    half = {**TEXT, "title": {"zh-CN": "", "en": "x"}}
    for change, code in (
        ({"name": " "}, "campaign_invalid"), ({"path": "https://evil.example"}, "campaign_invalid"),
        ({"rate_per_min": 0}, "campaign_invalid"),
        ({"text": {**TEXT, "body": {"zh-CN": "$pay", "en": "x"}}}, "template_placeholder_unknown"),
        ({"text": {**TEXT, "body": {"zh-CN": "5 $ ", "en": "x"}}}, "template_malformed"),
        ({"text": {**TEXT, "title": {"zh-CN": "x" * 121, "en": "x"}}}, "text_too_long"),
    ):  # fmt: skip
        refused = await desk.house.http.post("/api/staff/campaigns", json=DRAFT | change, headers=hr)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    draft = await post(desk, hr, "", {**DRAFT, "text": half})
    early = await desk.house.http.post(f"/api/staff/campaigns/{draft['id']}/start", json={}, headers=hr)
    assert (early.json()["code"], early.json()["parts"]) == ("template_incomplete", ["title.zh-CN"])
    changed = await desk.house.http.put(
        f"/api/staff/campaigns/{draft['id']}", json={**DRAFT, "version": draft["version"]}, headers=hr
    )
    assert changed.status_code == 200
    past = await desk.house.http.post(
        f"/api/staff/campaigns/{draft['id']}/start", json={"starts_at": "2020-01-01T00:00:00Z"}, headers=hr
    )
    assert past.json()["code"] == "campaign_invalid"


@pytest.mark.parametrize("count", [600])
async def test_many_recipients_are_read_in_bounded_pieces(desk: Desk, count: int) -> None:
    collection = desk.house.api.wiring.mongo.collection("applications")
    await collection.ensure()
    ids = [new_id("app") for _ in range(count)]
    for begin in range(0, count, 500):
        await collection.insert_many([
            {"_id": id, "version": 0, "candidate_id": id, "position_id": "pos_1", "stage": "invited"}
            for id in ids[begin : begin + 500]
        ])  # fmt: skip
    audience = runner_of(desk)._audience
    segment = CampaignSegment(stages=["invited"])
    read, after = [], ""
    while piece := await audience.next_ids(segment, after, 100):
        assert len(piece) <= 100
        read += piece
        after = piece[-1]
    assert read == sorted(ids)
    assert prefix_of("cmp_1") == "campaign:cmp_1:"
    assert Campaign.id_prefix == "cmp"
