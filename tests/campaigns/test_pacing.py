"""A morning on which many wake at once is no faster than the campaign, and disturbs nobody's rest."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.campaigns.pacing import Line, Stretch
from backend.notices.model import Preferences
from backend.notices.rules import rest_ends_at, zone_of
from backend.web.policy import Role
from tests.campaigns.test_campaigns import DRAFT, an_application, gone_back, post, runner_of
from tests.notices.conftest import Desk

NIGHT = datetime(2037, 11, 22, 15, 30, tzinfo=UTC)
"""23:30 in Shanghai, 16:30 in Berlin."""

MORNING = datetime(2037, 11, 23, 0, 0, tzinfo=UTC)
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"]),
        st.sampled_from([("22:00", "08:00"), ("20:00", "09:30"), ("12:00", "13:00"), ("09:00", "08:00"), ("", "")]),
    ),
    min_size=1,
    max_size=60,
)


@given(people=PEOPLE, rate=st.integers(1, 6000), hour=st.integers(0, 23), batch=st.integers(1, 20))
@settings(max_examples=80, deadline=None)
def test_all_lines_together_stay_within_the_rate(
    people: list[tuple[str, tuple[str, str]]], rate: int, hour: int, batch: int
) -> None:
    step, full, ahead = timedelta(minutes=1) / rate, list[Stretch](), list[datetime]()
    began = NIGHT.replace(hour=hour)
    for begin in range(0, len(people), batch):
        now = began + step * begin
        line = Line(full, rate, now)
        for zone, (quiet_from, quiet_to) in people[begin : begin + batch]:
            own = Preferences(id="can_1", quiet_from=quiet_from, quiet_to=quiet_to)
            at = line.turn(lambda at, own=own, zone=zone: rest_ends_at(own, "low", zone_of(zone), at))  # type: ignore[misc]
            assert at >= now
            assert rest_ends_at(own, "low", zone_of(zone), at) is None
            if at > now:
                ahead.append(at)
        full = line.full
        assert all(one.ends_at < other.begins_at for one, other in pairwise(full))
    assert all(other - one >= step for one, other in pairwise(sorted(ahead)))


def test_a_line_is_as_short_to_write_down_as_there_are_mornings() -> None:
    line = Line([], 600, NIGHT)
    turns = [line.turn(lambda at: MORNING if at < MORNING else None) for _ in range(20_000)]
    assert sorted(turns, key=str) == [MORNING + timedelta(seconds=0.1) * place for place in range(20_000)]
    assert line.full == [Stretch(MORNING, MORNING + timedelta(seconds=2000))]
    assert Line(line.full, 600, MORNING + timedelta(seconds=2000)).full == []


async def test_whom_the_night_held_gets_it_at_the_campaigns_rate_in_the_morning(desk: Desk) -> None:
    desk.house.clock.now = NIGHT
    asleep = [await an_application(desk) for _ in range(5)]
    awake = await an_application(desk)
    elsewhere = {"channels": ["email"], "quiet_from": "22:00", "quiet_to": "08:00", "zone": "Europe/Berlin"}
    headers = await desk.house.bearer(Role.CANDIDATE, awake)
    assert (await desk.house.http.put("/api/me/notices", json=elsewhere, headers=headers)).status_code == 200
    hr = await desk.house.bearer(Role.HR_OPERATOR)
    campaign = await post(desk, hr, "", {**DRAFT, "rate_per_min": 60})
    await post(desk, hr, f"/{campaign['id']}/start", {})
    for _ in range(8):
        await runner_of(desk).look()  # each with an empty memory, as after a kill
        desk.house.clock.advance(seconds=1)
    await gone_back(desk, campaign["id"])
    await runner_of(desk).look()
    assert await out(desk) == {awake}
    notices = {each.account_id: each for each in await desk.records.notices.find({})}
    turns = [notices[person].look_at for person in asleep]
    assert sorted(turns, key=str) == [MORNING + timedelta(seconds=place) for place in range(5)]
    desk.house.clock.now = MORNING
    for count in (1, 2, 3):
        assert len(await out(desk)) == 1 + count
        desk.house.clock.advance(seconds=1)
    reminder = await desk.tell(await desk.house.accounts.people.person(awake), urgency="high")
    assert reminder.state == "done", "a reminder waits for no campaign"
    hr = await desk.house.bearer(Role.HR_OPERATOR)
    assert (await post(desk, hr, f"/{campaign['id']}/stop"))["state"] == "stopped"
    desk.house.clock.advance(minutes=1)
    assert len(await out(desk)) == 4
    assert len(desk.mails.mails) == 5
    assert await desk.records.notices.count({"state": "withdrawn"}) == 2


async def out(desk: Desk) -> set[str]:
    """Whom the campaign has reached, after a step of all that is due."""
    notices = [await desk.step(each.id) for each in await desk.records.notices.find({"kind": "campaign"})]
    return {each.account_id for each in notices if each.state == "done"}
