"""Interviews conducted by real processes' parts on real stores: time, speech, deaths, and two at once."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

import msgspec
import pytest

from backend.contracts.events.media import LegStored, PeerJoined, PeerLost, SpeechEnded, SpeechStarted, TakeStored
from backend.interviews import processing
from backend.interviews.outcome import Outcome
from backend.interviews.take import Take
from backend.kernel.clock import utc_now
from backend.kernel.events import Received
from backend.kernel.ids import new_id
from backend.kernel.processes import Heartbeat

from .factories import a_flow, a_question
from .house import QUICK, a_house, until

HURRIED = msgspec.structs.replace(QUICK, gap_s=0.05)


class Ear:
    """Hears what is published live, from the start on."""

    def __init__(self, house):
        self._live = house.resources.live
        self.events = []

    async def __aenter__(self):
        self._task = asyncio.create_task(self._listen())
        await until(self._is_subscribed)
        return self

    async def __aexit__(self, *_):
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _listen(self):
        async for event in self._live.listen():
            self.events.append(event)

    async def _is_subscribed(self):
        await self._live.publish("test:ear", "knock", {}, keep=False)
        return self.events

    async def hushed(self, house, interview):
        """What was decided to be said to them has been said, and heard here; nobody looks at their silence any more."""

        async def is_left_alone():
            running = any(task.get_name() == f"timer {looks.namespace}" for task in asyncio.all_tasks())
            return not running and interview.id not in await looks.pending()

        looks = house.parts.looks
        for _ in range(2):  # a look that was just being taken as the first one was asked for
            await until(is_left_alone)
            await self._caught_up()

    async def _caught_up(self):
        knock = new_id("knock")
        await self._live.publish("test:ear", knock, {}, keep=False)
        await until(lambda: _named(self, "test:ear", knock))

    def named(self, topic, name):
        return [msgspec.json.decode(event.data) for event in self.events if (event.topic, event.name) == (topic, name)]

    def said(self, interview):
        return [utterance["kind"] for utterance in self.named(f"interview:{interview.id}", "say")]


async def speaking(house, kinds=("voice",), **changes):
    """A connected candidate who has just begun their first answer."""
    interview = await house.interview(kinds, **changes)
    seat = await house.as_candidate(interview)
    bus = house.resources.bus
    await bus.publish(PeerJoined(interview.room, "whp_1", "node-a", utc_now()))
    await until(lambda: _presence(house, interview, "whp_1"))
    await seat.start()
    await seat.say("continue")
    view = (await seat.say("start_answer")).json()
    return interview, seat, view["turn"]["take_id"]


async def _presence(house, interview, resource_id):
    return (await house.stored(interview.id)).presence.resource_id == resource_id


async def _phase(house, interview, phase):
    return (await house.stored(interview.id)).phase == phase


async def test_time_alone_leads_on(house):
    flow = a_flow([a_question(1, "text", thinking_s=0.1, soft_limit_s=1.0, hard_limit_s=0.3)], HURRIED)
    interview = await house.interview(("text",), flow=flow)
    seat = await house.as_candidate(interview)
    await seat.start()
    await seat.say("continue")
    await until(lambda: _phase(house, interview, "closing"))
    stored = await house.stored(interview.id)
    assert stored.turns[0].ended_by == "limit"


async def test_a_silence_is_answered_calmly_and_speech_ends_it(house):
    async with Ear(house) as ear:
        interview, _, take_id = await speaking(house)
        await until(lambda: _encouraged(ear, interview, 1))
        bus = house.resources.bus
        await bus.publish(SpeechStarted(interview.room, "whp_1", take_id, "leg", 0, utc_now()))
        await until(lambda: _speech(ear, interview, True))
        await ear.hushed(house, interview)
        before = ear.said(interview)
        await asyncio.sleep(0.5)  # longer than the policy's waits: who speaks is not spoken to
        assert ear.said(interview) == before
        await bus.publish(SpeechEnded(interview.room, "whp_1", take_id, "leg", 500, utc_now()))
        await until(lambda: _encouraged(ear, interview, 2))
        ids = [utterance["id"] for utterance in ear.named(f"interview:{interview.id}", "say")]
        assert len(set(ids)) == len(ids)


async def test_nothing_is_said_while_the_clock_stands_or_after_the_answer(house):
    async with Ear(house) as ear:
        interview, seat, _ = await speaking(house)
        await house.resources.bus.publish(PeerLost(interview.room, "whp_1", "node-a", utc_now(), "silent"))
        await until(lambda: _presence(house, interview, None))
        await ear.hushed(house, interview)
        before = ear.said(interview)
        await asyncio.sleep(0.6)  # the policy's waits, passed with nobody there
        assert ear.said(interview) == before
        await house.resources.bus.publish(PeerJoined(interview.room, "whp_2", "node-a", utc_now()))
        await until(lambda: _presence(house, interview, "whp_2"))
        await seat.say("done")
        await ear.hushed(house, interview)
        before = ear.said(interview)
        await asyncio.sleep(0.6)
        assert ear.said(interview) == before


async def test_every_change_shows_on_both_screens(house):
    async with Ear(house) as ear:
        interview, seat, _ = await speaking(house)
        await seat.say("help")
        await until(lambda: _named(ear, "staff:interviews", "help"))
        stored = await house.stored(interview.id)
        await until(lambda: _version(ear, f"interview:{interview.id}", "view", stored.version))
        row = await until(lambda: _connected_row(ear))
        assert (row["id"], row["candidate"]) == (interview.id, "Lin Xiaotong")


async def test_a_lost_redis_costs_no_answer_and_no_timer(house):
    interview, _, _ = await speaking(house)
    flow = a_flow([a_question(1, "voice", thinking_s=60.0, hard_limit_s=1.5), a_question(2, "voice")], HURRIED)
    await house.apply(
        interview.id,
        lambda known, _: Outcome(known).having(
            "changed", flow=flow, turns=[msgspec.structs.replace(known.turn, hard_limit_s=1.5)]
        ),
    )
    await house.resources.redis.flushall()
    await house.parts.watch.look()
    await until(lambda: _turn(house, interview, 1))
    assert (await house.stored(interview.id)).turns[0].ended_by == "limit"


async def test_two_processes_conduct_one_interview_without_a_double_effect(settings, redis):
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(a_house(settings))
        second = await stack.enter_async_context(a_house(settings))
        interview = await first.interview(("text",) * 3)
        seats = [await first.as_candidate(interview), await second.as_candidate(interview)]
        await asyncio.gather(*(seat.start() for seat in seats))
        seats[1].sent = 1000
        for _ in range(3):
            view = (await seats[0].get("/live")).json()
            if view["phase"] in ("greeting", "acknowledged"):
                members = {"turn_id": view["turn"]["id"]} if view["turn"] else {}
                await seats[0].say("continue", **members)
            await seats[0].say("start_answer")
            turn = (await seats[0].get("/live")).json()["turn"]["id"]
            answers = await asyncio.gather(*(seat.say("done", turn_id=turn, text="Yes.") for seat in seats))
            assert sorted(answer.status_code for answer in answers) == [200, 409]
        stored = await first.stored(interview.id)
        assert [turn.text for turn in stored.turns] == ["Yes."] * 3
        assert len({turn.id for turn in stored.turns}) == 3
        await first.resources.mongo.drop()


async def test_what_a_dead_process_saved_is_shown_by_another(settings, redis):
    async with a_house(settings, has_background=False) as dying:
        interview = await dying.interview(("text",))
        saved = await dying.apply(interview.id, lambda known, now: _started(known, now))
        await dying.resources.redis.flushall()
        async with a_house(settings) as house, Ear(house) as ear:
            topic = f"interview:{interview.id}"
            await until(lambda: _version(ear, topic, "view", saved.version))
            await house.resources.mongo.drop()


async def test_a_stored_take_is_handed_to_the_workers_once(house):
    interview, seat, take_id = await speaking(house)
    bus = house.resources.bus
    await seat.say("done")
    await bus.publish(LegStored(take_id, "leg_1", 900))
    await bus.publish(TakeStored(take_id, utc_now()), id="evt_twice")
    await bus.publish(TakeStored(take_id, utc_now()), id="evt_twice")
    await until(lambda: _requests(house, interview, 1))
    assert (await house.resources.jobs.depth())["media.process_take"] == 1


async def test_what_is_told_of_a_stored_take_and_the_request_for_its_work_are_one_save(house):
    interview = await house.interview()
    take = Take("tak_new", "turn", ["audio"], utc_now(), finished_at=utc_now())
    before = await house.parts.interviews.save(msgspec.structs.replace(interview, state="submitted", takes=[take]))
    told = [LegStored(take.id, "leg_1", 900), TakeStored(take.id, utc_now())]
    handlers = house.parts.reports.handlers
    await asyncio.gather(*(handlers[type(event)](Received(f"evt_{event}", event, 1)) for event in told))
    after = await house.stored(interview.id)
    assert (after.version, after.state, after.takes[0].requests) == (before.version + 1, "processing", 1)
    assert after.takes[0].stored_at is not None
    assert after.takes[0].legs[0].is_stored
    assert (await house.resources.jobs.depth())["media.process_take"] == 1


async def test_a_take_of_a_dead_node_is_processed_anyway(house):
    interview = await house.interview()
    long_ago = utc_now() - timedelta(seconds=21)
    take = Take("tak_lost", "turn", ["audio"], long_ago, finished_at=long_ago)
    await house.parts.interviews.save(
        msgspec.structs.replace(interview, state="submitted", takes=[take], has_work=True)
    )
    await house.parts.watch.look()
    assert (await house.stored(interview.id)).state == "processing"
    assert (await house.resources.jobs.depth())["media.process_take"] == 1


@pytest.mark.parametrize("problems", [[], [processing.MODEL_MISSING]], ids=["model there", "model missing"])
async def test_waiting_transcripts_are_asked_for_when_a_model_is_there(house, problems):
    interview = await house.interview()
    long_ago = utc_now() - timedelta(minutes=5)
    take = Take(
        "tak_waiting", "turn", ["audio"], long_ago, finished_at=long_ago, processed_at=long_ago, requests=1,
        requested_at=long_ago, transcript="waiting_for_model",
    )  # fmt: skip
    await house.parts.interviews.save(
        msgspec.structs.replace(interview, state="reviewable", takes=[take], waits_for_model=True)
    )
    await Heartbeat(house.resources.redis, "worker", "w1", lambda: problems).beat()
    await house.parts.watch.look()
    stored = (await house.stored(interview.id)).takes[0]
    assert stored.transcript == ("waiting_for_model" if problems else "running")


def _started(interview, now):
    from backend.interviews import presence

    return presence.start(interview, now)


async def _encouraged(ear, interview, times):
    return ear.said(interview).count("encourage") == times


async def _speech(ear, interview, is_speaking):
    heard = ear.named(f"interview:{interview.id}", "speech")
    return heard and heard[-1]["is_speaking"] == is_speaking


async def _named(ear, topic, name):
    return ear.named(topic, name)


async def _connected_row(ear):
    return next((row for row in ear.named("staff:interviews", "row") if row["is_connected"]), None)


async def _version(ear, topic, name, version):
    return any(event["version"] >= version for event in ear.named(topic, name))


async def _turn(house, interview, index):
    turn = (await house.stored(interview.id)).turn
    return turn is not None and turn.index == index


async def _requests(house, interview, count):
    return (await house.stored(interview.id)).takes[0].requests == count
