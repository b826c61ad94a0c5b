"""Asks the workers for the text of what has just been said, while the answer still runs."""

from backend.contracts.events.media import SegmentSpoken
from backend.contracts.jobs import TranscribeSegment
from backend.interviews.model import interview_of
from backend.interviews.repository import Interviews
from backend.interviews.room_names import main_of
from backend.kernel.clock import Clock, utc_now
from backend.kernel.events import Received
from backend.kernel.jobs import Jobs


class LiveTranscripts:
    """Loses, with a job, nothing but the time that the final pass over the take then takes longer."""

    def __init__(self, interviews: Interviews, jobs: Jobs, clock: Clock = utc_now) -> None:
        self._interviews = interviews
        self._jobs = jobs
        self._clock = clock

    async def segment_spoken(self, received: Received[SegmentSpoken]) -> None:
        """Of a take that is transcribed already, or belongs to nobody any more, there is nothing to ask."""
        event = received.event
        interview = await self._interviews.get(interview_of(main_of(event.room)))
        take = interview.take(event.take_id) if interview else None
        if interview is None or take is None or take.processed_at is not None:
            return
        job = TranscribeSegment(
            take_id=event.take_id,
            interview_id=interview.id,
            language=interview.language,
            leg_id=event.leg_id,
            begin_ms=event.begin_ms,
            start_ms=event.start_ms,
            end_ms=event.end_ms,
            sounds=event.sounds,
            key=event.key,
            asked_at=self._clock(),
        )
        await self._jobs.enqueue(job, id=f"segment:{event.leg_id}:{event.index}")
