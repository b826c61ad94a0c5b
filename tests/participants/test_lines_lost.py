"""Whoever a lost run of a node carried hears of it on their screen at once, and nobody else does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import msgspec
import pytest

from backend.contracts.events.live import LinesLost, interview_topic
from backend.contracts.events.media import NodeStarted
from tests.interviews.house import until
from tests.rooms.node import ScriptedNode
from tests.rooms.test_whip import is_told_lost, post

from .talk import a_member, a_talk

pytestmark = pytest.mark.asyncio(loop_scope="module")


def id_in(answer):
    assert answer.status_code == 201, answer.text
    return answer.headers["location"].rpartition("/")[2]


async def told(house, interview):
    """Every resource that the interview's topic has named as lost."""
    events = await house.resources.live.since(interview_topic(interview.id), "0-0") or []
    lost = [msgspec.json.decode(event.data, type=LinesLost) for event in events if event.name == "lines_lost"]
    return {resource for each in lost for resource in each.resources}


@asynccontextmanager
async def without_the_watch(house) -> AsyncIterator[None]:
    """It is somebody else's turn to look after nodes, and they do not."""
    redis = house.resources.redis
    await redis.set("gr:rooms:watch", "1", px=timedelta(minutes=10))
    try:
        yield
    finally:
        await redis.delete("gr:rooms:watch")


async def test_a_node_back_as_another_run_is_told_to_all_whom_it_carried(house, node):
    interview, seat = await a_talk(house)
    candidate = id_in(await post(house, seat, interview.room))
    he_li = await a_member(house, interview, "He Li")
    await he_li.join()
    member = id_in(await he_li.publish())
    watching = id_in(await he_li.watch(interview.room))
    async with ScriptedNode(house.resources.redis, "node-b").serving() as other:
        node.is_full = True
        elsewhere, elsewhere_seat = await a_talk(house)
        await post(house, elsewhere_seat, elsewhere.room)
        assert other.heard
        node.is_full = False
        await node.restart()

        async def all_are_told():
            return await told(house, interview) == {candidate, member, watching}

        await until(all_are_told)
        again = id_in(await post(house, seat, interview.room))
        late = id_in(await he_li.watch(interview.room))
        await until(lambda: is_told_lost(house, member))
        assert {again, late}.isdisjoint(await told(house, interview))
        assert await told(house, elsewhere) == set()


async def test_who_watches_hears_of_it_by_a_publisher_who_is_back_sooner_than_the_watch(house, node):
    interview, seat = await a_talk(house)
    await post(house, seat, interview.room)
    he_li = await a_member(house, interview, "He Li")
    watching = id_in(await he_li.watch(interview.room))
    async with without_the_watch(house):
        await node.restart()
        await post(house, seat, interview.room)
        assert watching in await told(house, interview)


async def test_a_node_that_starts_is_looked_at_without_waiting_for_the_watch(house, node):
    interview, seat = await a_talk(house)
    resource = id_in(await post(house, seat, interview.room))
    async with without_the_watch(house):
        await node.restart()
        await node.bus.publish(NodeStarted(node.node_id, node.status.started_at))

        async def is_told():
            return resource in await told(house, interview)

        await until(is_told)


async def test_a_node_that_is_silent_may_still_carry_them(house, node):
    """Its devices notice by themselves what is so; the interview's clock stands meanwhile."""
    interview, seat = await a_talk(house)
    resource = id_in(await post(house, seat, interview.room))
    await node.die()
    await until(lambda: is_told_lost(house, resource))
    assert await told(house, interview) == set()
