"""What one API process has on offer while people book at another."""

from dataclasses import replace

import pytest

from backend.kernel.live import LiveBus
from backend.kernel.mongo import Mongo
from backend.scheduling.module import services
from backend.scheduling.tidings import BOOKINGS_TOPIC
from tests.kernel.struct_samples import Question
from tests.kernel.test_live import Reader
from tests.kernel.waiting import running, until
from tests.scheduling.house import TOMORROW_9, BookingHouse

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_time_that_went_elsewhere_is_not_on_offer_once_that_is_told(house: BookingHouse) -> None:
    await house.open()
    booker, looker = await house.candidate(), await house.candidate()
    wiring = house.web.api.wiring
    mongo = await Mongo.connect(wiring.settings.mongodb_uri or "", wiring.settings.mongodb_database)
    live = LiveBus(wiring.redis)
    here, reader = services(replace(wiring, mongo=mongo, live=live)), Reader(live)

    async def is_on_offer() -> bool:
        view = await here.candidate.view(looker.interview.id, looker.interview.candidate_id, None)
        return any(each.is_free and each.start == TOMORROW_9 for each in view.times)

    async def hears() -> bool:
        await wiring.live.publish("anything", "changed", Question(1), keep=False)
        return bool(reader.events)

    async def is_told() -> bool:
        return any(event.topic == BOOKINGS_TOPIC for event in reader.events)

    async with running(reader.run):
        await until(hears)
        assert await is_on_offer()
        await booker.book(TOMORROW_9)
        await until(is_told)
        assert not await is_on_offer()
    await mongo.close()
