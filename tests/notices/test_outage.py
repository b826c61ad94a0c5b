"""A mail server that is away is not the notice's fault: it waits for it, and staff see that it does."""

from datetime import timedelta

import msgspec

from backend.notices import rules
from backend.notices.model import Channel, Notice, Sending
from backend.web.policy import Role
from tests.notices.conftest import Desk
from tests.notices.test_slow_mail import impatient
from tests.notices.test_ways import states

NOWHERE = 1
AWAY = rules.Outcome("failed", "push_503", 0.0, is_passing=True)


async def test_a_notice_waits_for_the_mail_server_with_growing_pauses_and_goes_once(desk: Desk) -> None:
    person, begun = await desk.person(), desk.house.clock()
    async with impatient(desk, NOWHERE) as away:
        notice = await away.tell(person)
        pauses = []
        while desk.house.clock() < begun + timedelta(hours=6):
            assert states(notice) == [("email", "queued", "smtp_unreachable")]
            assert notice.look_at is not None
            pauses.append(notice.look_at - desk.house.clock())
            desk.house.clock.now = notice.look_at
            notice = await away.step(notice.id)
        assert pauses == sorted(pauses)
        assert pauses[-1] == timedelta(minutes=15)
        assert away.parts.problems() == ["smtp_away"]
        hr = await desk.house.bearer(Role.RECRUITER)
        (row,) = (await desk.house.http.get("/api/staff/deliveries", headers=hr)).json()["items"]
        (sending,) = row["sendings"]
        assert (row["state"], sending["state"], sending["reason"]) == ("open", "queued", "smtp_unreachable")
        assert sending["attempts"] > rules.TRIES_MAX
    desk.house.clock.now = notice.look_at or begun
    after = await desk.step(notice.id)  # by a notifier whose server answers
    assert (after.state, states(after), len(desk.mails.mails)) == ("done", [("email", "accepted", None)], 1)
    assert desk.parts.problems() == []


async def test_what_is_of_no_use_any_more_is_a_dead_letter(desk: Desk) -> None:
    person, now = await desk.person(), desk.house.clock()
    async with impatient(desk, NOWHERE) as away:
        endless = await tired(away, await away.tell(person))
        ends = await tired(away, await away.tell(person, expires_at=now + timedelta(hours=2)))
        desk.house.clock.now = now + timedelta(hours=2)
        assert (await away.step(ends.id)).state == "failed"
        assert (await away.step(endless.id)).state == "open"
        desk.house.clock.now = now + rules.OF_USE
        dead = await away.step(endless.id)
        assert (dead.state, states(dead)) == ("failed", [("email", "failed", "smtp_unreachable")])


async def tired(desk: Desk, notice: Notice) -> Notice:
    """After as many tries as one gets that is refused itself."""
    (sending,) = notice.sendings
    often = msgspec.structs.replace(sending, attempts=rules.TRIES_MAX)
    return await desk.records.notices.save(msgspec.structs.replace(notice, sendings=[often]))


async def test_nobody_waits_for_a_channel_where_another_is_left(desk: Desk) -> None:
    notice = await desk.records.notices.require(await desk.want(await desk.person()))
    now, order = desk.house.clock(), list[Channel](["push", "email"])
    often = msgspec.structs.replace(notice, sendings=[Sending("push", "queued", "push_503", rules.TRIES_MAX - 1)])
    after = rules.tried(often, "push", AWAY, now, order)
    assert (after.sendings[0].state, rules.next_channel(order, after.sendings)) == ("failed", "email")
    assert rules.tried(often, "push", AWAY, now, ["push"]).sendings[0].state == "queued"
    mailed = msgspec.structs.replace(after, sendings=[*after.sendings, Sending("email", "queued", "smtp_451", 40)])
    assert rules.tried(mailed, "email", AWAY, now, order).sendings[-1].state == "queued"
