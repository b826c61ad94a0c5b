"""The rescue drill on a running house: pressed, called, accepted, a face on the screen, each measured.

Everything travels as it does in production: outbox, event bus, subscriptions, live topics. A second process of the
same house takes over in the middle, as after kill -9 of the first.
"""

from pathlib import Path

import pytest

from backend.rescue.module import services
from backend.web.policy import Role
from tests.kernel.waiting import until
from tests.web_house import a_web_house

from .conftest import a_ward, settings_of

pytestmark = [pytest.mark.asyncio(loop_scope="function"), pytest.mark.usefixtures("redis")]  # which is empty then


async def test_from_the_press_to_a_face_each_step_is_measured(mongodb_uri: str, redis_url: str, tmp_path: Path) -> None:
    async with a_web_house(settings_of(mongodb_uri, redis_url, tmp_path), has_background=True) as house:
        ward = await a_ward(house)
        assert (await ward.seat.say("help")).status_code == 200
        await until(lambda: ward.calls(ward.li), within_s=30)
        house.clock.advance(seconds=12)
        assert (await ward.post(ward.li, "accept")).status_code == 200
        house.clock.advance(seconds=6)
        await ward.enters(ward.li)

        async def is_seen() -> bool:
            return (await ward.interview()).held is not None

        await until(is_seen, within_s=30)
        assert (await ward.interview()).held.account_id == ward.li.id
        face = f"/api/interviews/{ward.seat.interview_id}/rescue/face"
        assert (await house.http.post(face, headers=ward.seat.headers)).status_code == 204
        house.clock.advance(seconds=60)
        assert (await house.http.post(face, headers=ward.seat.headers)).status_code == 204
        [call] = await ward.calls(ward.anna) or [
            (
                await house.http.get(
                    f"/api/staff/rescue/calls/{(await ward.rescue()).id}", headers=await ward.as_(ward.anna)
                )
            ).json()
        ]
        assert call["times"] == {"called_s": 0.0, "accepted_s": 12.0, "face_s": 18.0}
        times = await house.http.get("/api/staff/monitor/response-times", headers=await house.bearer(Role.RECRUITER))
        assert {key: times.json()[key] for key in ("median_s", "called_median_s", "face_median_s")} == {
            "median_s": 12.0, "called_median_s": 0.0, "face_median_s": 18.0,
        }  # fmt: skip


async def test_a_call_goes_on_when_its_process_dies(mongodb_uri: str, redis_url: str, tmp_path: Path) -> None:
    settings = settings_of(mongodb_uri, redis_url, tmp_path)
    async with a_web_house(settings) as first:
        ward = await a_ward(first)
        await ward.press()  # saved, and nothing of it sent: this process has no relay and dies here
        rescue = await ward.rescue()
        async with a_web_house(settings, has_background=True, has_indexes=False) as second:
            rescues = services(second.api.wiring).rescues
            second.clock.now = first.clock.now
            second.clock.advance(seconds=61)

            async def has_gone_on() -> bool:
                rows = await rescues.collection.find({"_id": rescue.id})
                known = await rescues.require(rescue.id)
                return len(known.rounds) == 2 and not rows[0].get("outbox")

            await until(has_gone_on, within_s=60)
            assert (await rescues.require(rescue.id)).members == [ward.li.id, ward.anna.id]
