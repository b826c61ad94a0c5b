"""What nodes and workers report, into the interview's document. Every handler may be called twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from backend.contracts.events.media import (
    LegStored,
    PeerJoined,
    PeerLost,
    SegmentTranscribed,
    TakeOpened,
    TakePreviewed,
    TakeProcessed,
    TakeStored,
    TakeTranscoded,
    TakeTranscribed,
)
from backend.interviews import copies, presence, processing
from backend.interviews.conducting import Conducting
from backend.interviews.gathering import Gathering, Step
from backend.interviews.model import Interview, interview_of
from backend.interviews.outcome import Outcome
from backend.interviews.recent import Recent
from backend.interviews.room_names import is_main, main_of
from backend.kernel.errors import NotFound
from backend.kernel.events import Received, unordered
from backend.web.module import EventHandler


class MediaReports:
    def __init__(self, recent: Recent, conducting: Conducting) -> None:
        self._recent = recent
        self._conducting = conducting
        self._of_takes = Gathering(self._of_take)
        self._from_workers = Gathering(self._known)

    @property
    def handlers(self) -> dict[type[msgspec.Struct], EventHandler]:
        return {
            PeerJoined: self.peer_joined,
            PeerLost: self.peer_lost,
            TakeOpened: self.take_opened,
            LegStored: self.leg_stored,
            TakeStored: self.take_stored,
            TakeProcessed: self.take_processed,
            SegmentTranscribed: self.segment_transcribed,
            TakeTranscribed: self.take_transcribed,
            TakePreviewed: self.take_previewed,
            TakeTranscoded: self.take_transcoded,
        }

    async def peer_joined(self, received: Received[PeerJoined]) -> None:
        event = received.event
        if is_main(event.room):
            await self._in_room(event.room, lambda i, _: presence.peer_joined(i, event.resource_id, event.at))

    async def peer_lost(self, received: Received[PeerLost]) -> None:
        event = received.event
        if is_main(event.room):
            await self._in_room(event.room, lambda i, _: presence.peer_lost(i, event.resource_id, event.at))

    async def take_opened(self, received: Received[TakeOpened]) -> None:
        event = received.event
        await self._in_room(event.room, lambda i, _: processing.leg_opened(i, event.take_id, event.leg_id))

    @unordered
    async def leg_stored(self, received: Received[LegStored]) -> None:
        event = received.event
        await self._of_takes.report(
            event.take_id, lambda i, _: processing.leg_stored(i, event.take_id, event.leg_id, event.duration_ms)
        )

    @unordered
    async def take_stored(self, received: Received[TakeStored]) -> None:
        event = received.event
        await self._of_takes.report(event.take_id, lambda i, _: processing.take_stored(i, event.take_id, event.at))

    @unordered
    async def take_processed(self, received: Received[TakeProcessed]) -> None:
        await self._from_worker(received.event, processing.take_processed)

    @unordered
    async def segment_transcribed(self, received: Received[SegmentTranscribed]) -> None:
        await self._from_worker(received.event, processing.segment_transcribed)

    @unordered
    async def take_transcribed(self, received: Received[TakeTranscribed]) -> None:
        await self._from_worker(received.event, processing.take_transcribed)

    @unordered
    async def take_previewed(self, received: Received[TakePreviewed]) -> None:
        await self._from_worker(received.event, copies.take_previewed)

    async def take_transcoded(self, received: Received[TakeTranscoded]) -> None:
        await self._from_worker(received.event, copies.take_transcoded)

    async def _from_worker(self, event: Any, step: Callable[[Interview, Any, datetime], Outcome]) -> None:
        await self._from_workers.report(event.interview_id, lambda interview, now: step(interview, event, now))

    async def _in_room(self, room: str, step: Step) -> None:
        await self._known(interview_of(main_of(room)), step)

    async def _of_take(self, take_id: str, step: Step) -> None:
        """What was told before, by a process that may not have lived to ask for work, asks for it."""
        known = await self._recent.with_take(take_id)
        if known is not None:
            await self._conducting.report(known.id, step, known=known)

    async def _known(self, interview_id: str, step: Step) -> None:
        """A report about an interview that is gone (erased) is about nothing."""
        try:
            await self._conducting.apply(interview_id, step)
        except NotFound:
            return
