"""An application that is taken back: it ends at once wherever it stands, and what was answered is kept."""

import msgspec
import pytest
import pytest_asyncio

from backend.applications.repository import Applications
from backend.contracts.events.interviews import RoomClosed, TakeFinished
from backend.interviews import presence
from backend.kernel.clock import utc_now
from backend.privacy.audit import Audit

from .factories import an_interview
from .house import until
from .places import PLACES
from .test_conducting import speaking

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def house(shared_house):
    return shared_house


async def test_in_mid_answer_the_recording_is_closed_and_the_room_ends():
    talk = PLACES["answering"]()
    take = talk.interview.open_take
    outcome = presence.withdraw(talk.interview, talk.now)
    gone = outcome.interview
    assert [type(event) for event in outcome.events] == [TakeFinished, RoomClosed]
    assert (gone.open_take, gone.take(take.id).finished_at, gone.ended_at) == (None, talk.now, talk.now)
    assert not gone.turn.answering.is_running
    assert presence.withdraw(gone, talk.now).interview is gone


async def test_who_leads_in_person_leads_no_more():
    talk = PLACES["held"]()
    gone = presence.withdraw(talk.interview, talk.now).interview
    assert (gone.held, gone.conversation) == (None, None)


async def test_a_running_interview_ends_for_all_who_follow_it(house):
    interview, seat, take_id = await speaking(house, ("voice", "text"))
    applications = Applications(house.resources.mongo)

    async def is_closed():
        return (await applications.require(interview.application_id)).stage == "closed"

    async def is_logged():
        audit = Audit.of(house.resources.mongo, house.resources.keyring)
        rows = await audit.entries.find({"subject": interview.id})
        return [row for row in rows if row.action == "interview.withdrawn"]

    assert (await seat.post("/withdraw")).json()["state"] == "withdrawn"
    stored = await house.stored(interview.id)
    assert stored.take(take_id).finished_at is not None
    assert stored.erase_after is not None
    await until(is_closed)
    assert len(await until(is_logged)) == 1
    assert interview.id not in await house.parts.conducting.wound()
    assert stored.look_at is None


async def test_nothing_more_is_taken_and_twice_is_once(house):
    seat = await house.as_candidate(await house.interview(("text",)))
    await seat.start()
    await seat.say("continue")
    await seat.say("start_answer")
    await seat.say("draft", text="I listen first.")
    first = (await seat.post("/withdraw")).json()
    again = (await seat.post("/withdraw")).json()
    assert first["state"] == again["state"] == "withdrawn"
    late = await seat.say("done", text="I listen first, then I ask.")
    assert (late.status_code, late.json()["code"]) == (409, "interview_over")
    assert (await seat.post("/start")).json()["code"] == "interview_over"
    assert (await seat.post("/decline", {})).json()["code"] == "decline_not_allowed"
    assert (await seat.get("/live")).json()["state"] == "withdrawn"


async def test_the_timeline_ends_with_what_has_happened(house):
    seat = await house.as_candidate(await house.interview(state="invited"))
    await seat.post("/withdraw")
    timeline = (await seat.get("/timeline")).json()
    assert (timeline["state"], [entry["id"] for entry in timeline["entries"]]) == ("withdrawn", ["invited"])


async def test_what_was_decided_stays_decided(house):
    seat = await house.as_candidate(await house.interview(state="closed"))
    answer = await seat.post("/withdraw")
    assert (answer.status_code, answer.json()["code"]) == (409, "withdraw_not_allowed")


async def test_another_persons_application_cannot_be_taken_back(house):
    interview = await house.interview()
    stranger = await house.as_candidate(await house.interview())
    stranger.interview_id = interview.id
    answer = await stranger.post("/withdraw")
    assert (answer.status_code, answer.json()["code"]) == (404, "interview_unknown")
    assert (await house.stored(interview.id)).state == "checked"


async def test_retention_counts_from_the_end_or_from_the_answers():
    now = utc_now()
    started = presence.withdraw(an_interview(state="invited", updated_at=now), now).announced(an_interview(), now)[0]
    kept_for = started.erase_after - now
    assert kept_for.days == started.occasion.retention_days
    handed_in = an_interview(state="reviewable", submitted_at=now, ended_at=now, updated_at=now)
    later = now + kept_for / 2
    gone, _ = presence.withdraw(handed_in, later).announced(handed_in, later)
    assert msgspec.structs.replace(gone, erase_after=None).ended_at == now
    assert gone.erase_after == now + kept_for
