"""Subscribed calendars: read apart, bounded, told by code; what was read before stays."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from backend.scheduling import feeds
from backend.scheduling.feeds import EVERY, after, read_apart
from backend.scheduling.ics_reader import Reading, Task, read
from backend.scheduling.model import Busy, BusyFeed
from backend.web.policy import Role
from tests.scheduling.house import TOMORROW_9, BookingHouse
from tests.web_house import problem

NOW = datetime(2037, 11, 22, tzinfo=UTC)


def a_task(*events: str, zone: str = "Europe/Berlin") -> Task:
    body = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//t//t//EN", *events, "END:VCALENDAR", ""])
    return Task(body.encode(), NOW, NOW + timedelta(days=30), zone)


def an_event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", "UID:1@t", "DTSTAMP:20371101T000000Z", *lines, "END:VEVENT"])


def test_events_rules_whole_days_and_floating_times_make_busy() -> None:
    task = a_task(
        an_event("DTSTART:20371123T080000Z", "DTEND:20371123T090000Z"),
        an_event("DTSTART:20371124T090000", "DURATION:PT1H").replace("1@t", "2@t"),
        an_event("DTSTART;VALUE=DATE:20371125").replace("1@t", "3@t"),
        an_event("DTSTART:20371130T100000Z", "DTEND:20371130T103000Z", "RRULE:FREQ=DAILY;COUNT=2").replace(
            "1@t", "4@t"
        ),
    )
    assert read(task).busy == [
        Busy(datetime(2037, 11, 23, 8, tzinfo=UTC), datetime(2037, 11, 23, 9, tzinfo=UTC)),
        Busy(datetime(2037, 11, 24, 8, tzinfo=UTC), datetime(2037, 11, 24, 9, tzinfo=UTC)),
        Busy(datetime(2037, 11, 24, 23, tzinfo=UTC), datetime(2037, 11, 25, 23, tzinfo=UTC)),
        Busy(datetime(2037, 11, 30, 10, tzinfo=UTC), datetime(2037, 11, 30, 10, 30, tzinfo=UTC)),
        Busy(datetime(2037, 12, 1, 10, tzinfo=UTC), datetime(2037, 12, 1, 10, 30, tzinfo=UTC)),
    ]


@pytest.mark.parametrize("line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED"])
def test_what_blocks_nothing_is_not_busy(line: str) -> None:
    task = a_task(an_event("DTSTART:20371123T080000Z", "DTEND:20371123T090000Z", line))
    assert read(task) == Reading()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "feed_malformed"),
        (b"<html>sign in</html>", "feed_malformed"),
        (b"\x00\xff\xfe" * 100, "feed_malformed"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" * 50, "feed_malformed"),
        (a_task(an_event("DTSTART:20371123T080000Z", "RRULE:FREQ=SECONDLY")).content, "feed_endless"),
        (a_task(an_event("DTSTART:20371123T080000Z", "RRULE:FREQ=MINUTELY;INTERVAL=1")).content, "feed_endless"),
        (a_task(*[an_event("DTSTART:20371123T080000Z")] * 3100).content, "feed_too_many"),
    ],
)
def test_what_is_no_sane_calendar_is_told_by_code(content: bytes, code: str) -> None:
    assert read(Task(content, NOW, NOW + timedelta(days=30), "UTC")).problem == code


async def test_a_rule_that_never_comes_is_ended_by_the_clock() -> None:
    bomb = an_event("DTSTART:19700101T000000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    reading = await read_apart(a_task(*[bomb.replace("1@t", f"{n}@t") for n in range(800)]), within_s=2.0)
    assert reading.problem == "feed_endless"


async def test_the_reader_is_a_process_of_its_own() -> None:
    reading = await read_apart(a_task(an_event("DTSTART:20371123T080000Z", "DTEND:20371123T090000Z")), within_s=60)
    assert [busy.start for busy in reading.busy] == [datetime(2037, 11, 23, 8, tzinfo=UTC)]


def test_a_failed_try_keeps_what_was_read_and_waits_longer_each_time() -> None:
    good = Busy(NOW, NOW + timedelta(hours=1))
    feed = BusyFeed(
        id="fed_1", member_id="mem_1", host="a.example", address_sealed=b"", next_at=NOW, busy=[good], read_at=NOW
    )
    once = after(feed, Reading(problem="feed_slow"), NOW)
    twice = after(once, Reading(problem="feed_slow"), NOW)
    assert (once.busy, once.problem, once.read_at) == ([good], "feed_slow", NOW)
    assert (once.next_at, twice.next_at) == (NOW + EVERY, NOW + 2 * EVERY)
    healed = after(twice, Reading(), NOW)
    assert (healed.busy, healed.problem, healed.failures) == ([], None, 0)


@asynccontextmanager
async def a_server(body: bytes, status: str = "200 OK") -> AsyncIterator[str]:
    """A calendar server on a loopback port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/calendar\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/secret.ics"
    finally:
        server.close()


@pytest.mark.asyncio(loop_scope="module")
async def test_a_subscribed_calendar_takes_times_away_and_its_address_lies_sealed(house: BookingHouse) -> None:
    member = await house.interviewer()
    await house.open(all_of=[member])
    desk = await house.staff(Role.INTERVIEWER, member)
    body = a_task(an_event("DTSTART:20371123T080000Z", "DTEND:20371123T090000Z")).content
    async with a_server(body) as url:
        made = await desk.send("POST", "/staff/calendar/feeds", {"url": url})
    assert made.status_code == 201
    assert (made.json()["problem"], made.json()["busy"]) == (None, 1)
    view = (await (await house.candidate()).get()).json()
    assert TOMORROW_9.isoformat().replace("+00:00", "Z") not in [time["start"] for time in view["times"]]
    assert view["why"]["calendar_busy"] == 2
    feed_id = made.json()["id"]
    row = await house.parts.records.feeds.collection.find_one({"_id": feed_id})
    assert row is not None
    assert b"secret.ics" not in row["address_sealed"]
    gone = (await desk.send("POST", f"/staff/calendar/feeds/{feed_id}/refresh")).json()
    assert (gone["problem"], gone["busy"]) == ("feed_unreachable", 1)
    other = await house.staff(Role.INTERVIEWER)
    assert problem(await other.send("DELETE", f"/staff/calendar/feeds/{feed_id}")) == (404, "feed_unknown")
    assert (await desk.send("DELETE", f"/staff/calendar/feeds/{feed_id}")).status_code == 204


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "url",
    ["http://169.254.169.254/latest/meta-data", "http://10.0.0.1/a.ics", "file:///etc/passwd", "webcal://[::1]/a.ics"],
)
async def test_an_address_inside_the_house_is_refused(house: BookingHouse, url: str) -> None:
    desk = await house.staff(Role.INTERVIEWER)
    assert problem(await desk.send("POST", "/staff/calendar/feeds", {"url": url})) == (422, "feed_address_forbidden")


@pytest.mark.asyncio(loop_scope="module")
async def test_a_server_that_refuses_is_told(house: BookingHouse) -> None:
    desk = await house.staff(Role.INTERVIEWER)
    async with a_server(b"no", "403 Forbidden") as url:
        assert (await desk.send("POST", "/staff/calendar/feeds", {"url": url})).json()["problem"] == "feed_refused"


@pytest.mark.asyncio(loop_scope="module")
async def test_a_calendar_that_is_huge_or_none_or_never_comes_is_told(
    house: BookingHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await house.staff(Role.INTERVIEWER)
    for body, code in ((b"x" * (feeds.MAX_BYTES + 1), "feed_too_large"), (b"<html>Sign in</html>", "feed_malformed")):
        async with a_server(body) as url:
            assert (await desk.send("POST", "/staff/calendar/feeds", {"url": url})).json()["problem"] == code
    monkeypatch.setattr(feeds, "FETCH_WITHIN_S", 0.3)
    silent = await asyncio.start_server(lambda reader, _: reader.read(), "127.0.0.1", 0)
    async with silent:
        url = f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}/a.ics"
        assert (await desk.send("POST", "/staff/calendar/feeds", {"url": url})).json()["problem"] == "feed_slow"
