"""500 interviews at once against one API process and one worker on the embedded stores, at the pace of people.

Every candidate joins, answers by voice (with the node's reports of speech and the worker's words), in writing with
drafts, by choosing, and by voice again. An effect is what reaches the live bus that every screen hangs on; of a draft,
which is shown to nobody else, it is the reply that it is stored. Nothing may be lost: each report of speech shows, each
text stands in the database as it was sent, each interview ends handed in.

The pace: people arrive within 45 s, so that all 500 are in the room together; they read and think for 6-15 s, speak in
stretches of 4-6 s with breaths of 0.6-1.8 s and, after each tenth, 4-7 s to ponder (when the interviewer reassures
them), and write with a draft kept every 3-5 s. Answers are 40-55 s long, the shorter of what is usual, which makes an
interview denser in commands than a real one: about 0.3 effects a second each, 130-150 in all while 500 are at it.
`pressed_interviews` is the same with nobody pausing.
"""

import asyncio
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import uvloop

from backend.kernel.live import LiveBus
from backend.kernel.redis import connect_redis
from load_tests.bench.rows import Row
from load_tests.budgets import quantile_ms, row
from load_tests.counts import Counts, told
from load_tests.interview_house import KINDS, Interviewing, an_interviewing_house
from load_tests.interview_people import Candidate, Measured, Pace, answer_of

SIZE = 500
SETTLES_WITHIN_S = 30.0
PEOPLE = Pace(
    ramp_s=45.0, reads_s=(2.0, 5.0), thinks_s=(6.0, 15.0), answers_s=(40.0, 55.0), speaks_s=(4.0, 6.0),
    breathes_s=(0.6, 1.8), ponders_s=(4.0, 7.0), types_s=(20.0, 30.0), drafts_every_s=(3.0, 5.0), chooses_s=(4.0, 10.0),
    gap_s=5.0,
)  # fmt: skip


def rows(size: int | None = None) -> Iterator[Row]:
    yield from measured_rows("interviews", size or SIZE, PEOPLE)


def measured_rows(scenario: str, many: int, pace: Pace) -> Iterator[Row]:
    with an_interviewing_house(many, pace.gap_s) as house:
        yield from uvloop.run(_measure(scenario, house, many, pace))


async def _measure(scenario: str, house: Interviewing, many: int, pace: Pace) -> list[Row]:
    measured = Measured()
    redis = await connect_redis(house.place.redis_url)
    listener = asyncio.create_task(measured.listen(LiveBus(redis)), name="listener")
    began, before, cpu_s = time.monotonic(), await asyncio.to_thread(house.counts), house.cpu_s()
    candidates = [
        Candidate(seat, house.place, redis, measured, pace, number) for number, seat in enumerate(house.place.seats)
    ]
    await asyncio.gather(*(candidate.whole() for candidate in candidates))
    await _settled(measured)
    took_s, taken = time.monotonic() - began, (await asyncio.to_thread(house.counts)).since(before)
    shares = {name: 100 * (s - cpu_s[name]) / took_s for name, s in house.cpu_s().items()}
    listener.cancel()
    with suppress(asyncio.CancelledError):
        await listener
    await redis.aclose()
    return _rows(scenario, house, measured, many, took_s, taken, shares)


async def _settled(measured: Measured) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(SETTLES_WITHIN_S):
            while measured.speech_lost:  # noqa: ASYNC110
                await asyncio.sleep(0.05)


def _rows(
    scenario: str, house: Interviewing, measured: Measured, many: int, took_s: float, taken: Counts,
    shares: dict[str, float],
) -> list[Row]:  # fmt: skip
    whole = [
        each for each in house.stored()
        if each.answers == len(KINDS) and each.texts == [answer_of(each.interview_id)]
        and each.state in ("submitted", "processing", "reviewable")
    ]  # fmt: skip
    for failure in measured.failed[:5]:
        print(failure, file=sys.stderr)
    effects = [*measured.speech_s, *measured.command_s]
    each = max(1, len(effects))
    print(told(taken, each), measured.told(), sep="\n", file=sys.stderr)
    told_speech = f"{len(measured.speech_s)} did"
    own_s = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    return [
        row(scenario, "interviews not whole in the database", many - len(whole), "", f"{many} at once"),
        row(scenario, "candidates who met an error", len(measured.failed)),
        row(scenario, "reports of speech not shown", measured.speech_lost, "", told_speech),
        row(scenario, "event → effect p99", quantile_ms(effects, 0.99), "ms", f"{len(effects)} effects"),
        row(scenario, "event → effect p50", quantile_ms(effects, 0.5), "ms"),
        row(scenario, "speech → screen p99", quantile_ms(measured.speech_s, 0.99), "ms"),
        row(scenario, "command → screen p99", quantile_ms(measured.command_s, 0.99), "ms"),
        row(scenario, "command → reply p99", quantile_ms(measured.reply_s, 0.99), "ms"),
        row(scenario, "next question comes late p99", quantile_ms(measured.gap_late_s, 0.99), "ms"),
        row(scenario, "effects a second", len(effects) / took_s, "/s", f"{took_s:.0f} s"),
        *(row(scenario, f"CPU of {name}", share, "% of a core") for name, share in shares.items()),
        row(scenario, "CPU of these people", 100 * own_s / took_s, "% of a core"),
        row(scenario, "CPU of the API an effect", 1000 * taken.cpu_s / each, "ms"),
        row(scenario, "MongoDB requests an effect", taken.requests / each),
        row(scenario, "Redis requests an effect", taken.redis / each),
    ]
