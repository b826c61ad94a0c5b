"""What is heard of a running answer: told again, in any order, each stretch keeps the report that reaches furthest."""

import asyncio
from itertools import permutations

from redis.asyncio import Redis

from backend.contracts.events.media import SegmentHeard
from backend.interviews.heard import STRETCHES_MAX, HeardWords, Stretch
from backend.kernel.crypto import Keyring
from backend.kernel.redis import connect_redis


def heard(take_id: str, text: str, end_ms: int, start_ms: int = 1000, confidence: float = 0.5) -> SegmentHeard:
    return SegmentHeard(take_id, "int_1", "leg_1", start_ms, end_ms, text, confidence=confidence)


REPORTS = [("First I", 2000), ("First I called", 3000), ("First I called the driver", 4000)]


async def test_of_reports_that_come_at_once_the_one_that_reaches_furthest_stays(
    redis: Redis, redis_url: str, keyring: Keyring
) -> None:
    other = await connect_redis(redis_url)
    processes = [HeardWords(redis, keyring), HeardWords(other, keyring)]
    orders = [(f"tak_{number}", order) for number, order in enumerate(permutations(REPORTS))]
    await asyncio.gather(
        *(
            processes[number % 2].note(heard(take_id, text, end_ms))
            for take_id, order in orders
            for number, (text, end_ms) in enumerate(order)
        )
    )
    kept = [await processes[0].stretches(take_id) for take_id, _ in orders]
    await other.aclose()
    assert kept == [[Stretch("First I called the driver", 0.5)]] * len(orders)


async def test_who_reads_further_may_read_less_and_the_same_again_changes_nothing(
    redis: Redis, keyring: Keyring
) -> None:
    words = HeardWords(redis, keyring)
    for text, end_ms in (("Thank you for watching", 1500), ("Thanks, I led", 4000), ("Thank you", 1500)):
        await words.note(heard("tak_1", text, end_ms))
    await words.note(heard("tak_1", "Thanks, I led", 4000))
    assert await words.words("tak_1") == ["Thanks, I led"]


async def test_stretches_are_told_in_the_order_in_which_they_were_said(redis: Redis, keyring: Keyring) -> None:
    words = HeardWords(redis, keyring)
    for start_ms in (90_000, 5_000, 100_000):
        await words.note(heard("tak_1", f"at {start_ms}", start_ms + 900, start_ms))
    assert await words.words("tak_1") == ["at 5000", "at 90000", "at 100000"]
    assert b"at " not in b"".join(await redis.hvals("gr:heard:tak_1"))  # type: ignore[misc]
    assert await redis.ttl("gr:heard:tak_1") > 0


async def test_a_very_long_answer_is_full_and_what_it_holds_may_still_grow(redis: Redis, keyring: Keyring) -> None:
    words = HeardWords(redis, keyring)
    await asyncio.gather(
        *(words.note(heard("tak_1", "one", at + 500, at)) for at in range(0, 1000 * STRETCHES_MAX, 1000))
    )
    await words.note(heard("tak_1", "too late", 1000 * STRETCHES_MAX + 500, 1000 * STRETCHES_MAX))
    await words.note(heard("tak_1", "one and more", 900, 0))
    told = await words.words("tak_1")
    assert (len(told), told[0], told[-1]) == (STRETCHES_MAX, "one and more", "one")


async def test_what_was_noted_before_its_end_was_opens_and_is_overtaken(redis: Redis, keyring: Keyring) -> None:
    words, place = HeardWords(redis, keyring), "leg_1:000000001000"
    sealed = keyring.seal(b"First\x000.500", f"heard/tak_1/{place}".encode())
    await redis.hset("gr:heard:tak_1", place, sealed)  # type: ignore[misc,arg-type]
    assert await words.stretches("tak_1") == [Stretch("First", 0.5)]
    await words.note(heard("tak_1", "First I called", 3000))
    assert await words.words("tak_1") == ["First I called"]
