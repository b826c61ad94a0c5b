"""What a socket's mailbox keeps, and what it drops when nobody reads."""

import asyncio

import msgspec
import pytest

from backend.contracts.events.live import Gone, Pong
from backend.kernel.live import LiveEvent
from backend.web.mailbox import Frame, Mailbox


def event(number: int, topic: str = "interview:a") -> LiveEvent:
    return LiveEvent(topic, f"{number}-0", "view", msgspec.Raw(b"{}"))


async def drain(mailbox: Mailbox) -> list[Frame]:
    frames = []
    while len(mailbox) or mailbox._gone:
        frame = await asyncio.wait_for(mailbox.take(), 30)
        assert frame is not None
        frames.append(frame)
    return frames


async def test_events_come_out_in_order() -> None:
    mailbox = Mailbox()
    for number in range(1, 6):
        mailbox.offer(event(number))
    assert [frame.id for frame in await drain(mailbox) if isinstance(frame, LiveEvent)] == [
        f"{n}-0" for n in range(1, 6)
    ]


async def test_a_reader_that_is_too_slow_is_told_once_and_goes_on() -> None:
    mailbox = Mailbox(limit=4)
    for number in range(1, 50):
        mailbox.offer(event(number))
    assert len(mailbox) <= 4
    assert await drain(mailbox) == [Gone("interview:a", "49-0")]
    mailbox.offer(event(50))
    assert await drain(mailbox) == [event(50)]


async def test_one_topics_flood_leaves_the_others_alone() -> None:
    mailbox = Mailbox(limit=4)
    mailbox.offer(event(1, "account:me"))
    for number in range(1, 50):
        mailbox.offer(event(number))
    frames = await drain(mailbox)
    assert event(1, "account:me") in frames
    assert Gone("interview:a", "49-0") in frames


async def test_what_happens_during_a_replay_comes_after_it_and_not_twice() -> None:
    mailbox = Mailbox()
    mailbox.hold("interview:a")
    mailbox.offer(event(2))
    mailbox.offer(event(3))
    await mailbox.put(event(1))
    await mailbox.put(event(2))
    mailbox.release("interview:a", "2-0")
    assert await drain(mailbox) == [event(1), event(2), event(3)]


async def test_answers_wait_for_room() -> None:
    mailbox = Mailbox(limit=1)
    await mailbox.put(Pong())
    waiting = asyncio.create_task(mailbox.put(Pong()))
    await asyncio.sleep(0)
    assert not waiting.done()
    await mailbox.take()
    await asyncio.wait_for(waiting, 30)


@pytest.mark.parametrize("code", [None, 4401])
async def test_closing_ends_reader_and_writer(code: int | None) -> None:
    mailbox = Mailbox(limit=1)
    taking = asyncio.create_task(mailbox.take())
    await asyncio.sleep(0)
    mailbox.close(code)
    mailbox.close(1000)
    assert await asyncio.wait_for(taking, 30) is None
    assert mailbox.close_code == code


async def test_asking_again_after_falling_behind_tells_it_once() -> None:
    mailbox = Mailbox(limit=2)
    for number in range(1, 9):
        mailbox.offer(event(number))
    mailbox.hold("interview:a")
    mailbox.release("interview:a", "8-0")
    mailbox.offer(event(9))
    assert await drain(mailbox) == [Gone("interview:a", "9-0")]
