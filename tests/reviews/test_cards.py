"""A card's life over the API: written on two devices, submitted, amended; and what stays hidden meanwhile."""

import msgspec
import pytest

from backend.interviews.repository import Interviews
from backend.web.policy import Role
from tests.reviews.factories import a_take, pick
from tests.reviews.panels import a_panel, rating, whole
from tests.web_house import WebHouse, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_card_is_begun_saved_and_found_again(house: WebHouse) -> None:
    panel = await a_panel(house)
    rater = panel.asked[0]
    empty = await rater.get()
    assert (empty["own"], empty["refused"], empty["hidden"], empty["waiting"]) == (None, None, "own_first", 2)
    assert [each["id"] for each in empty["rubric"]["competencies"]] == ["customer", "calm"]
    begun = (await rater.put(ratings=[rating("customer", 4, pick(panel.interview))])).json()
    assert begun["state"] == "draft"
    (evidence,) = begun["content"]["ratings"][0]["evidence"]
    assert (evidence["quote"], evidence["take_id"]) == ("I first asked", panel.interview.takes[0].id)
    own = (await rater.get())["own"]
    assert own["content"] == begun["content"]
    assert {each["code"] for each in own["problems"]} == {
        "level_missing", "reason_missing", "evidence_missing", "recommendation_missing",
    }  # fmt: skip


async def test_the_same_once_more_is_no_conflict_and_changes_nothing(house: WebHouse) -> None:
    rater = (await a_panel(house)).asked[0]
    card = whole(rater.interview)
    first = (await rater.put(**card)).json()
    rater.revision = None  # the answer was lost on its way
    again = await rater.put(**card)
    assert (again.status_code, again.json()["revision"]) == (200, first["revision"])


async def test_of_two_devices_the_second_is_told_and_both_keep_what_they_have(house: WebHouse) -> None:
    panel = await a_panel(house)
    phone = panel.asked[0]
    desk = await panel.of(Role.INTERVIEWER, phone.member_id)
    await phone.put(comment="from the phone")
    desk.revision = phone.revision
    await phone.put(comment="from the phone, more")
    late = await desk.put(comment="from the desk")
    assert problem(late) == (409, "scorecard_changed")
    assert (late.json()["revision"], bool(late.json()["saved_at"])) == (phone.revision, True)
    assert (await phone.get())["own"]["content"]["comment"] == "from the phone, more"
    desk.revision = late.json()["revision"]
    assert (await desk.put(comment="both")).status_code == 200


async def test_an_incomplete_card_says_what_it_lacks(house: WebHouse) -> None:
    rater = (await a_panel(house)).asked[0]
    await rater.put(ratings=[rating("customer", 4, reason=" ")])
    refused = await rater.submit()
    assert problem(refused) == (422, "scorecard_incomplete")
    assert {"code": "evidence_missing", "competency_id": "customer"} in refused.json()["problems"]
    assert (await rater.get())["own"]["state"] == "draft"


async def test_a_submitted_card_stands_and_submitting_twice_is_once(house: WebHouse) -> None:
    rater = (await a_panel(house)).asked[0]
    panel = await rater.score()
    assert (panel["own"]["state"], panel["own"]["versions"][0]["mean"]) == ("submitted", pytest.approx(3.6))
    assert problem(await rater.put(comment="later")) == (409, "scorecard_submitted")
    again = await rater.submit()
    assert (again.status_code, len(again.json()["own"]["versions"])) == (200, 1)
    address = f"/api/staff/interviews/{rater.interview.id}/scorecard"
    assert problem(await house.http.delete(address, headers=rater.headers)) == (409, "scorecard_submitted")


async def test_an_amendment_needs_a_reason_and_keeps_what_was(house: WebHouse) -> None:
    rater = (await a_panel(house)).asked[0]
    await rater.score(4)
    amended = (await rater.post("scorecard/amendment")).json()
    assert (amended["state"], amended["content"]["ratings"][0]["level"]) == ("amending", 4)
    assert (await rater.post("scorecard/amendment")).json()["revision"] == amended["revision"]
    rater.revision = amended["revision"]
    await rater.put(**whole(rater.interview, 2))
    assert problem(await rater.submit()) == (422, "amendment_reason_missing")
    own = (await rater.submit("I had misheard her.")).json()["own"]
    told = [(each["number"], each["content"]["ratings"][0]["level"], each["reason"]) for each in own["versions"]]
    assert told == [(2, 2, "I had misheard her."), (1, 4, "")]
    assert [each["was_open"] for each in own["versions"]] == [True, False]


async def test_a_discarded_amendment_leaves_the_submitted_version(house: WebHouse) -> None:
    rater = (await a_panel(house)).asked[0]
    await rater.score(4)
    rater.revision = (await rater.post("scorecard/amendment")).json()["revision"]
    await rater.put(**whole(rater.interview, 1))
    address = f"/api/staff/interviews/{rater.interview.id}/scorecard"
    assert (await house.http.delete(address, headers=rater.headers)).status_code == 204
    own = (await rater.get())["own"]
    assert (own["state"], own["content"]["ratings"][0]["level"]) == ("submitted", 4)


async def test_others_cards_open_with_ones_own_and_the_summary_once_all_are_in(house: WebHouse) -> None:
    panel = await a_panel(house)
    first, second = panel.asked
    await first.score(5)
    waiting = await second.get()
    assert (waiting["hidden"], waiting["cards"], waiting["summary"]) == ("own_first", [], None)
    assert sorted((each["state"], each["is_you"]) for each in waiting["raters"]) == [
        ("none", True), ("submitted", False),
    ]  # fmt: skip
    await second.put(comment="begun")
    assert (await second.get())["cards"] == []
    assert ((await first.get())["summary"], (await first.get())["waiting"]) == (None, 1)
    done = await second.score(2)
    assert [each["versions"][0]["content"]["ratings"][0]["level"] for each in done["cards"]] == [5]
    told = done["summary"]["competencies"][0]
    assert (told["levels"], told["mean"], told["spread"]) == ([2, 5], 3.5, 3)
    assert done["summary"]["recommendations"] == {"yes": 2}


async def test_who_was_not_asked_either_scores_or_reads(house: WebHouse) -> None:
    panel = await a_panel(house, interviewers=1)
    await panel.asked[0].score()
    reader, scorer = await panel.of(Role.RECRUITER), await panel.of(Role.HR_OPERATOR)
    assert ((await reader.get())["hidden"], (await reader.get())["cards"]) == ("unopened", [])
    opened = (await reader.post("scorecards/disclosure")).json()
    assert (opened["hidden"], opened["refused"], len(opened["cards"])) == (None, "cards_seen", 1)
    refused = await reader.put(**whole(panel.interview))
    assert (problem(refused), refused.json()["why"]) == ((409, "scorecard_refused"), "cards_seen")
    await scorer.put(comment="mine")
    assert problem(await scorer.post("scorecards/disclosure")) == (409, "own_card_first")
    assert [each["is_asked"] for each in (await scorer.get())["raters"]] == [True, False]


async def test_managers_read_once_all_are_in_and_auditors_always(house: WebHouse) -> None:
    panel = await a_panel(house)
    auditor, asked = await panel.of(Role.AUDITOR), panel.asked
    await asked[0].score()
    assert ((await auditor.get())["hidden"], len((await auditor.get())["cards"])) == (None, 1)
    assert problem(await auditor.put()) == (403, "forbidden")
    manager = await panel.of(Role.HIRING_MANAGER)
    address = f"/api/staff/interviews/{panel.interview.id}/scorecards"
    assert problem(await house.http.get(address, headers=manager.headers)) == (404, "interview_unknown")


async def test_a_foreign_interviewer_finds_nothing(house: WebHouse) -> None:
    panel = await a_panel(house)
    stranger = await panel.of(Role.INTERVIEWER)
    for response in (await stranger.put(), await stranger.submit(), await stranger.post("scorecard/amendment")):
        assert problem(response)[0] in (404, 422)
    address = f"/api/staff/interviews/{panel.interview.id}/scorecards"
    assert problem(await house.http.get(address, headers=stranger.headers)) == (404, "interview_unknown")


async def test_what_was_picked_stays_as_it_was_read_and_new_picks_need_the_new_words(house: WebHouse) -> None:
    panel = await a_panel(house)
    rater, interview = panel.asked[0], panel.interview
    card = whole(interview)
    await rater.put(**card)
    interviews = Interviews(house.api.wiring.mongo, house.resources.keyring)
    take = a_take(interview.takes[0].id)
    corrected = msgspec.structs.replace(take, corrections={"0": "I asked her"})
    await interviews.update(interview.id, lambda known: (msgspec.structs.replace(known, takes=[corrected]), ()))
    kept = await rater.put(**card | {"comment": "more"})
    assert kept.json()["content"]["ratings"][0]["evidence"][0]["quote"] == "I first asked"
    new = rating("customer", 4, pick(interview), pick(interview, id="pick-9", to_word=5))
    refused = await rater.put(**card | {"ratings": [new]})
    assert (problem(refused), refused.json()["evidence_id"]) == ((409, "wording_changed"), "pick-9")


async def test_all_cards_of_an_interview_are_on_one_rubric(house: WebHouse) -> None:
    panel = await a_panel(house)
    first, second = panel.asked
    await first.put()
    hr = await house.bearer(Role.HR_OPERATOR)
    position = panel.interview.position_id
    draft = (await house.http.post(f"/api/staff/positions/{position}/rubrics", headers=hr)).json()
    address = f"/api/staff/rubrics/{draft['row']['id']}"
    published = await house.http.post(f"{address}/publish", headers=hr, json={"version": draft["row"]["version"]})
    assert published.json()["row"]["is_current"]
    assert ((await second.get())["rubric"]["number"], draft["row"]["number"]) == (1, 2)
    other = await a_panel(house, position_id=position)
    assert other.interview.position_id == position
    assert (await other.asked[0].get())["rubric"]["number"] == 2


async def test_without_a_rubric_nobody_scores(house: WebHouse) -> None:
    rater = (await a_panel(house, has_rubric=False)).asked[0]
    assert ((await rater.get())["rubric"], (await rater.get())["refused"]) == (None, "rubric_missing")
    refused = await rater.put()
    assert (problem(refused), refused.json()["why"]) == ((409, "scorecard_refused"), "rubric_missing")


async def test_a_running_interview_is_scored_but_not_submitted(house: WebHouse) -> None:
    rater = (await a_panel(house, submitted_at=None, state="live")).asked[0]
    await rater.put(**whole(rater.interview))
    assert problem(await rater.submit()) == (409, "interview_unfinished")


async def test_what_waits_for_me(house: WebHouse) -> None:
    panel = await a_panel(house)
    rater = panel.asked[0]
    address = "/api/staff/scorecards/waiting"
    (row,) = (await house.http.get(address, headers=rater.headers)).json()
    assert (row["interview_id"], row["state"], row["candidate"]) == (panel.interview.id, "none", "Lin Xiaotong")
    await rater.put(comment="begun")
    assert (await house.http.get(address, headers=rater.headers)).json()[0]["state"] == "draft"
    await rater.score()
    assert (await house.http.get(address, headers=rater.headers)).json() == []


async def test_nothing_of_accommodations_or_pacing_is_told_to_scorers(house: WebHouse) -> None:
    panel = await a_panel(house)
    review = await house.http.get(f"/api/staff/interviews/{panel.interview.id}", headers=panel.asked[0].headers)
    told = review.text + (await house.http.get(f"/api/staff/interviews/{panel.interview.id}/scorecards",
                                               headers=panel.asked[0].headers)).text  # fmt: skip
    for word in ("accommodation", "in_force", "speech_rate", "gap_s", "extension", "pauses", "interpreter", 'segment"'):
        assert word not in told, word


async def test_everything_is_written_down(house: WebHouse) -> None:
    panel = await a_panel(house, interviewers=1)
    rater = panel.asked[0]
    await rater.score()
    await rater.post("scorecard/amendment")
    await (await panel.of(Role.RECRUITER)).post("scorecards/disclosure")
    rows = await house.api.wiring.mongo.collection("audit").find({})
    card = f"crd_{panel.interview.id[4:]}_{rater.member_id[4:]}"
    told = {row["action"] for row in rows if row["subject"] in (card, panel.interview.id)}
    assert told >= {
        "scorecard.begun", "scorecard.submitted", "scorecard.reopened", "scorecards.opened", "scorecards.read",
        "scorecard.looked",
    }  # fmt: skip


async def test_what_raters_write_lies_sealed(house: WebHouse) -> None:
    panel = await a_panel(house, interviewers=1)
    await panel.asked[0].score(comment="Quimby is splendid")
    rows = await house.api.wiring.mongo.collection("scorecards").find({"interview_id": panel.interview.id})
    assert b"Quimby" not in msgspec.json.encode([str(row) for row in rows])
    assert b"listens" not in msgspec.json.encode([str(row) for row in rows])
