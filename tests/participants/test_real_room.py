"""Three people with real media on a real node: each receives the others, all are recorded in step, and a killed node
costs nobody their place.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiortc import RTCSessionDescription
from redis.asyncio import Redis

from backend.kernel.settings import Settings
from media.workers.main import serve as serve_worker
from tests.interviews.conftest import house
from tests.interviews.house import House, until
from tests.media.node.test_main import node_process
from tests.media.node.viewers import WatchingViewer

from .synced import BEEP_S, PERIOD_S, Beeper, beeps_s
from .talk import SDP, Staff, a_member, a_talk

__all__ = ["house"]
PATIENCE_S = 60.0
STEP_MS = 80


@dataclass
class Person:
    """Somebody in the room with their connections. `headers` sign them in."""

    house: House
    headers: dict[str, str]
    room: str
    publisher: Beeper = field(default_factory=Beeper)
    views: dict[str, WatchingViewer] = field(default_factory=dict)

    async def publish(self) -> None:
        """As browsers do: again until the node answers."""
        answer = await self._post(f"/rtc/whip/{self.room}", await self.publisher.offer())
        await self.publisher.accept(answer)

    async def rejoin(self) -> None:
        await self.publisher.close()
        self.publisher = Beeper()
        await self.publish()

    async def watch(self, room: str) -> None:
        viewer = WatchingViewer()
        await viewer.connection.setLocalDescription(await viewer.connection.createOffer())
        answer = await self._post(f"/rtc/whep/{room}", str(viewer.connection.localDescription.sdp))
        await viewer.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        if (former := self.views.pop(room, None)) is not None:
            await former.close()
        self.views[room] = viewer

    async def close(self) -> None:
        await self.publisher.close()
        for viewer in self.views.values():
            await viewer.close()

    async def _post(self, url: str, offer: str) -> str:
        async def answered() -> str | None:
            answer = await self.house.http.post(url, content=offer, headers={**self.headers, **SDP})
            return answer.text if answer.status_code == 201 else None

        return str(await until(answered, within_s=PATIENCE_S))

    def heard(self) -> dict[str, int]:
        """Sound packets so far, by room."""
        return {room: len(view.packets["audio"]) for room, view in self.views.items()}

    def receives(self, more_than: dict[str, int]) -> bool:
        return all(count > more_than.get(room, 0) for room, count in self.heard().items())


@asynccontextmanager
async def present(*people: Person) -> AsyncIterator[None]:
    try:
        yield
    finally:
        for person in people:
            await person.close()


async def all_receive(people: list[Person]) -> None:
    """Each hears more of every other one than until now."""
    before = {id(person): person.heard() for person in people}

    async def flows() -> bool:
        return all(person.receives(before[id(person)]) for person in people)

    await until(flows, within_s=PATIENCE_S)


async def see_each_other(people: list[Person]) -> None:
    for person in people:
        for other in people:
            if other is not person:
                await person.watch(other.room)


async def test_three_people_talk_are_recorded_in_step_and_survive_their_node(
    settings: Settings, redis: Redis, house: House, tmp_path: Path
) -> None:
    interview, seat = await a_talk(house)
    async with AsyncExitStack() as stack:
        process = await stack.enter_async_context(node_process(settings, redis))
        candidate = Person(house, dict(seat.headers), interview.room)
        await candidate.publish()
        staff: list[Staff] = []
        people = [candidate]
        for name in ("He Li", "Su Min"):
            member = await a_member(house, interview, name)
            await member.join()
            staff.append(member)
            people.append(Person(house, member.headers, str(member.room)))
            await people[-1].publish()
        await stack.enter_async_context(present(*people))
        await all_are_connected(house, staff[0], 3)
        await see_each_other(people)
        await all_receive(people)
        assert (await staff[0].post("/take-over")).status_code == 200
        await all_are_recorded(house, interview.id, legs=1)
        await beeps_pass(people)
        process.kill()
        await process.wait()
        await stack.enter_async_context(node_process(settings, redis))
        await asyncio.gather(*(person.rejoin() for person in people))
        await see_each_other(people)
        await all_receive(people)
        view = (await staff[1].see()).json()["room"]
        assert [each["id"] for each in view["participants"]] == ["candidate", staff[0].me, staff[1].me]
        await all_are_recorded(house, interview.id, legs=2)
        await beeps_pass(people)
        assert (await staff[0].post("/hand-back")).status_code == 200
        await stack.enter_async_context(serve_worker(settings, redis))
        tracks = await playable(house, staff[0], interview.id)
    moments = [await heard_at(house, track, tmp_path) for track in tracks]
    assert len(moments) == 3
    for first, other in ((0, 1), (0, 2), (1, 2)):
        apart = [abs(ms_apart(a, b)) for a in moments[first] for b in moments[other]]
        assert max(apart) <= STEP_MS, (moments, tracks)


async def all_are_connected(house: House, member: Staff, count: int) -> None:
    async def connected() -> bool:
        view = (await member.see()).json()["room"]
        return sum(1 for each in view["participants"] if each["is_connected"]) == count

    await until(connected, within_s=PATIENCE_S)


async def all_are_recorded(house: House, interview_id: str, *, legs: int) -> None:
    """Every track has begun its `legs`-th leg."""

    async def recorded() -> bool:
        takes = [take for take in (await house.stored(interview_id)).takes if take.track]
        return len(takes) == 3 and all(len(take.legs) >= legs for take in takes)

    await until(recorded, within_s=PATIENCE_S)


async def beeps_pass(people: list[Person]) -> None:
    """Three periods of media go out from each."""
    before = [person.publisher.audio.sent for person in people if person.publisher.audio is not None]
    wanted = 3 * PERIOD_S / 0.02

    async def passed() -> bool:
        sent = [person.publisher.audio.sent for person in people if person.publisher.audio is not None]
        return all(now - then >= wanted for now, then in zip(sent, before, strict=True))

    await until(passed, within_s=PATIENCE_S)


async def playable(house: House, member: Staff, interview_id: str) -> list[dict[str, Any]]:
    """The review's tracks, once all of them can be played."""

    async def ready() -> list[dict[str, Any]] | None:
        review = await house.http.get(f"/api/staff/interviews/{interview_id}", headers=member.headers)
        tracks = review.json()["conversations"][0]["tracks"]
        return tracks if all(track["media_state"] == "ready" and len(track["gaps"]) for track in tracks) else None

    return list(await until(ready, within_s=PATIENCE_S))


async def heard_at(house: House, track: dict[str, Any], folder: Path) -> list[float]:
    """The moments of a track's beeps in its conversation, in ms, as the player lays it.

    Not of those where two legs meet: the later one may begin in the middle of a beep.
    """
    interview = await house.parts.interviews.with_take(track["take_id"])
    take = interview.take(track["take_id"]) if interview is not None else None
    assert take is not None
    assert take.rendition is not None
    path = folder / f"{track['take_id']}.webm"
    await house.resources.store.get_file(take.rendition.key, path)
    moments = []
    for beep_s in beeps_s(path):
        if any(abs(gap["at_s"] - beep_s) < 2 * BEEP_S for gap in track["gaps"]):
            continue
        gone_s = sum(gap["lost_ms"] for gap in track["gaps"] if gap["at_s"] <= beep_s) / 1000
        moments.append((track["offset_s"] + beep_s + gone_s) * 1000)
    assert len(moments) >= 3, track
    return moments


def ms_apart(first: float, other: float) -> float:
    """Of two moments of the same beep or of others: what is left of whole periods."""
    period = PERIOD_S * 1000
    return (first - other + period / 2) % period - period / 2
