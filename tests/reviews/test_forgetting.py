"""Cards go with the interview, and with the person."""

import pytest

from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.privacy import PersonErased
from backend.interviews.repository import Interviews
from backend.interviews.retention import tombstone
from backend.kernel.clock import utc_now
from backend.kernel.events import Received
from backend.reviews.forgetting import Forgetting
from backend.reviews.module import services
from tests.reviews.panels import a_panel
from tests.web_house import WebHouse, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


def received(event: object) -> Received:  # type: ignore[type-arg]
    return Received("evt_1", event, 1)


async def kept(house: WebHouse, interview_id: str) -> int:
    parts = services(house.api.wiring)
    return await parts.scorecards.count({"interview_id": interview_id}) + await parts.panels.count(
        {"interview_id": interview_id}
    )


async def test_an_erased_interview_takes_its_cards_along(house: WebHouse) -> None:
    parts = services(house.api.wiring)
    forgetting = Forgetting(parts.scorecards, parts.panels)
    panel, other = await a_panel(house), await a_panel(house)
    await panel.asked[0].score()
    await other.asked[0].put(comment="another person")
    gone = InterviewChanged(panel.interview.id, "app_1", "closed", version=9, change="erased", at=utc_now())
    for _ in range(2):
        await forgetting.interview_changed(received(gone))
    assert (await kept(house, panel.interview.id), await kept(house, other.interview.id)) == (0, 2)
    await forgetting.person_erased(received(PersonErased(other.interview.candidate_id, utc_now())))
    assert await kept(house, other.interview.id) == 0


async def test_nothing_is_written_about_an_erased_interview(house: WebHouse) -> None:
    panel = await a_panel(house)
    interviews = Interviews(house.api.wiring.mongo, house.resources.keyring)
    await interviews.update(panel.interview.id, lambda known: tombstone(known, "ers_1", utc_now()))
    assert problem(await panel.asked[0].put(comment="late")) == (410, "interview_erased")
    assert await kept(house, panel.interview.id) == 0
