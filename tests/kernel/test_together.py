"""Looks that are shared: fewer than askers, and never older than the question."""

import asyncio
from collections.abc import Sequence

import pytest

from backend.kernel.together import Together, TogetherEach


async def test_whoever_asks_at_once_shares_a_look_that_began_after_they_asked() -> None:
    together, stored, looks = Together[int](), 0, 0
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def load() -> int:
        nonlocal looks
        looks += 1
        found = stored
        begun.set()
        await go_on.wait()
        return found

    first = asyncio.create_task(together.look("sheet", load))
    await begun.wait()
    stored = 1
    later = [asyncio.create_task(together.look("sheet", load)) for _ in range(50)]
    await asyncio.sleep(0)
    go_on.set()
    assert await first == 0
    assert set(await asyncio.gather(*later)) == {1}
    assert looks == 2


async def test_another_question_is_another_look_and_a_failure_is_everybodys() -> None:
    together = Together[str]()

    async def fails() -> str:
        raise LookupError("away")

    async def works() -> str:
        return "there"

    failing = [asyncio.create_task(together.look("a", fails)) for _ in range(3)]
    assert await together.look("b", works) == "there"
    for each in failing:
        with pytest.raises(LookupError):
            await each
    assert await together.look("a", works) == "there"


async def test_whoever_goes_leaves_the_look_to_the_others() -> None:
    together, go_on = Together[int](), asyncio.Event()

    async def load() -> int:
        await go_on.wait()
        return 7

    one, other = (asyncio.create_task(together.look("x", load)) for _ in range(2))
    await asyncio.sleep(0)
    one.cancel()
    go_on.set()
    assert await other == 7
    with pytest.raises(asyncio.CancelledError):
        await one


async def test_what_many_look_up_by_key_meanwhile_is_looked_up_in_one_go() -> None:
    stored, asked = {"a": 1, "b": 2, "c": 3}, list[list[str]]()
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def load(keys: Sequence[str]) -> dict[str, int]:
        asked.append(sorted(keys))
        found = {key: stored[key] for key in keys if key in stored}
        begun.set()
        await go_on.wait()
        return found

    each = TogetherEach(load)
    first = asyncio.create_task(each.look("a"))
    await begun.wait()
    stored["b"] = 20
    later = [asyncio.create_task(each.look(key)) for key in ("b", "c", "b", "missing")]
    await asyncio.sleep(0)
    go_on.set()
    assert await first == 1
    assert await asyncio.gather(*later) == [20, 3, 20, None]
    assert asked == [["a"], ["b", "c", "missing"]]
