"""Reports that come within a moment of one another: saved as one, each heard of by whoever told it."""

import asyncio

import msgspec
import pytest

from backend.interviews.gathering import Gathering
from backend.interviews.outcome import Outcome
from backend.kernel.clock import utc_now

from .factories import an_interview


class Shelf:
    """Stores what a step makes of an interview; fails as often as told, and holds each save until it may go on."""

    def __init__(self, failures=0):
        self.interview = an_interview()
        self.saved = []
        self.running = 0
        self.most = 0
        self.has_begun, self.may_go_on = asyncio.Event(), asyncio.Event()
        self._failures = failures

    async def store(self, key, step):
        self.running += 1
        self.most = max(self.most, self.running)
        self.has_begun.set()
        try:
            await self.may_go_on.wait()
            if self._failures:
                self._failures -= 1
                raise RuntimeError("not now")
            outcome = step(self.interview, utc_now())
            self.interview = outcome.interview
            self.saved.append((key, outcome.changes))
        finally:
            self.running -= 1


def naming(change):
    return lambda interview, now: Outcome(interview).having(change, sayings=interview.sayings + 1)


async def told(gathering, *changes, key="tak_1"):
    return [asyncio.create_task(gathering.report(key, naming(change))) for change in changes]


async def test_what_comes_together_is_one_save_in_its_order():
    shelf = Shelf()
    shelf.may_go_on.set()
    gathering = Gathering(shelf.store)
    await asyncio.gather(*await told(gathering, "a", "b", "c"), *await told(gathering, "x", key="tak_2"))
    assert sorted(shelf.saved) == [("tak_1", ("a", "b", "c")), ("tak_2", ("x",))]
    assert shelf.interview.sayings == 4


async def test_what_comes_during_a_save_waits_for_it_and_nobody_is_told_before_their_own():
    shelf = Shelf()
    gathering = Gathering(shelf.store, moment_s=0)
    first = await told(gathering, "a")
    await shelf.has_begun.wait()
    later = await told(gathering, "b", "c")
    for _ in range(20):
        await asyncio.sleep(0)
    assert not any(task.done() for task in [*first, *later])
    shelf.may_go_on.set()
    await asyncio.gather(*first, *later)
    assert shelf.saved == [("tak_1", ("a",)), ("tak_1", ("b", "c"))]
    assert shelf.most == 1


async def test_a_failure_is_heard_by_all_it_concerns_and_told_again_it_is_stored():
    shelf = Shelf(failures=1)
    shelf.may_go_on.set()
    gathering = Gathering(shelf.store)
    results = await asyncio.gather(*await told(gathering, "a", "b"), return_exceptions=True)
    assert [type(result) for result in results] == [RuntimeError, RuntimeError]
    await asyncio.gather(*await told(gathering, "a", "b"))
    assert shelf.saved == [("tak_1", ("a", "b"))]


async def test_who_is_cancelled_takes_nobodys_report_along_unheard():
    shelf = Shelf()
    gathering = Gathering(shelf.store)
    first, second, third = await told(gathering, "a", "b", "c")
    await shelf.has_begun.wait()
    second.cancel()
    await asyncio.wait({second})
    assert not third.done()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await third
    assert shelf.saved == []
    shelf.may_go_on.set()
    await asyncio.gather(*await told(gathering, "c"))
    assert shelf.saved == [("tak_1", ("c",))]


def test_then_adds_to_what_was_before():
    interview = an_interview()
    event = msgspec.defstruct("Said", [])()
    both = Outcome(interview).having("a", event).then(Outcome(interview).having("b", sayings=3))
    assert (both.changes, both.events, both.interview.sayings) == (("a", "b"), (event,), 3)
    assert Outcome(interview).then(Outcome(interview)).interview is interview
