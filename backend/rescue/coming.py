"""Whoever has taken a call and comes in leads at once: the candidate sees and hears them, and the AI waits.

Once a call: after they have given back to the AI, coming in again is coming in. Idempotent; a lost event leaves them
the button.
"""

from backend.interviews.model import room_of
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.participants.leading import Leading
from backend.participants.repository import LiveRooms
from backend.rescue.repository import Rescues
from backend.rescue.rules import helper_in, led, standing


class Coming:
    def __init__(
        self, rescues: Rescues, rooms: LiveRooms, leading: Leading, interviews: Interviews, clock: Clock
    ) -> None:  # fmt: skip
        self._rescues = rescues
        self._rooms = rooms
        self._leading = leading
        self._interviews = interviews
        self._clock = clock

    async def look(self, interview_id: str) -> None:
        """Somebody has come in, or somebody has taken a call."""
        now = self._clock()
        rescue = standing(await self._rescues.of(interview_id), now)
        helper = helper_in(rescue, await self._rooms.get(room_of(interview_id))) if rescue is not None else None
        if rescue is None or helper is None:
            return
        interview = await self._interviews.get(interview_id)
        if interview is None or interview.erased is not None:
            return
        if await self._leading.come_to_help(interview, helper, rescue.id):
            await self._rescues.update(rescue.id, lambda known: (led(known, now), ()))
