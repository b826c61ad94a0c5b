"""A person leads instead of the AI: taking over, asking, handing back, ending; and who leads on when they are gone."""

from backend.interviews import conversing, pausing
from backend.interviews.conducting import Conducting
from backend.interviews.conversing import Publisher
from backend.interviews.model import Interview
from backend.interviews.room_names import CANDIDATE
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Gone
from backend.participants import rules
from backend.participants.model import LiveRoom, Participant
from backend.participants.queue import Queue, one_line
from backend.participants.repository import LiveRooms
from backend.participants.schemas import AskQuestion, StaffRoomView
from backend.participants.service import Participants
from backend.participants.views import Views
from backend.privacy.audit import Audit
from backend.web.auth import Actor


class Leading:
    def __init__(
        self, participants: Participants, rooms: LiveRooms, queue: Queue, conducting: Conducting, views: Views,
        audit: Audit, clock: Clock,
    ) -> None:  # fmt: skip
        self._participants = participants
        self._rooms = rooms
        self._queue = queue
        self._conducting = conducting
        self._views = views
        self._audit = audit
        self._clock = clock

    async def take_over(self, actor: Actor, interview_id: str, participant_id: str) -> StaffRoomView:
        """Raises: as `Participants.own` · Conflict not_taking_part, interview_not_live, interview_paused,
        interview_held, interview_over.
        """
        interview, room, _ = await self._leader(actor, interview_id, participant_id)
        name, senders = await self._views.name(actor.account_id), publishers(room)
        interview = await self._conducting.apply(
            interview.id,
            lambda known, now: conversing.tracked(pausing.hold(known, actor.account_id, name, now), senders, now),
        )
        await self._note(actor, "room.took_over", interview)
        return await self._viewed(actor, interview)

    async def come_to_help(self, interview: Interview, helper: Participant, call_id: str) -> bool:
        """Whoever was called leads as they come in; false where that cannot be now, e.g. because another leads."""
        name, room = await self._views.name(helper.account_id), await self._rooms.of(interview)
        senders = publishers(room)
        try:
            held = await self._conducting.apply(
                interview.id,
                lambda known, now: conversing.tracked(pausing.hold(known, helper.account_id, name, now), senders, now),
            )
        except (Conflict, Gone):
            return False
        await self._audit.append(
            helper.account_id, "member", "room.took_over", interview.id, {"version": str(held.version)},
            event_id=f"room.took_over:{call_id}",
        )  # fmt: skip
        return True

    async def ask(self, actor: Actor, interview_id: str, question: AskQuestion) -> StaffRoomView:
        """Raises: as `Participants.own` · Conflict not_taking_part, nobody_leads, question_not_ahead,
        too_many_questions.
        """
        interview, _, _ = await self._leader(actor, interview_id, question.participant_id)
        text = one_line(question.text)
        interview = await self._conducting.apply(
            interview.id,
            lambda known, now: conversing.asked(known, actor.account_id, text, question.question_id, now),
        )
        if question.queued is not None:
            await self._queue.asked(interview, question.queued)
        await self._note(actor, "room.asked", interview)
        return await self._viewed(actor, interview)

    async def hand_back(self, actor: Actor, interview_id: str, participant_id: str) -> StaffRoomView:
        """Raises: as `Participants.own` · Conflict not_taking_part."""
        interview, _, _ = await self._leader(actor, interview_id, participant_id)
        was_held = interview.held is not None
        interview = await self._conducting.apply(interview.id, pausing.hand_back)
        if was_held:
            await self._note(actor, "room.handed_back", interview)
        return await self._viewed(actor, interview)

    async def finish(self, actor: Actor, interview_id: str, participant_id: str) -> StaffRoomView:
        """Raises: as `Participants.own` · Conflict not_taking_part, nobody_leads, interview_over, interview_paused."""
        interview, _, _ = await self._leader(actor, interview_id, participant_id)
        interview = await self._conducting.apply(interview.id, pausing.finish)
        await self._note(actor, "room.finished", interview)
        return await self._viewed(actor, interview)

    async def follow(self, interview: Interview, room: LiveRoom | None) -> None:
        """Whoever sends is recorded while a person leads. Where that person is gone another leads on, else the AI."""
        if interview.held is None:
            return
        if room is not None and interview.conversation is not None:
            senders = publishers(room)
            interview = await self._conducting.apply(
                interview.id, lambda known, now: conversing.tracked_in(known, senders, now)
            )
        leading = interview.held.account_id if interview.held is not None else None
        if leading is None or rules.leads_still(room, leading):
            return
        heir = rules.successor(room, leading) if room is not None else None
        if heir is None:
            await self._conducting.apply(
                interview.id,
                lambda known, now: pausing.hand_back_from(known, leading, now),
            )
            return
        name = await self._views.name(heir.account_id)
        await self._conducting.apply(
            interview.id, lambda known, now: conversing.led_on(known, leading, heir.account_id, name)
        )

    async def _leader(
        self, actor: Actor, interview_id: str, participant_id: str
    ) -> tuple[Interview, LiveRoom, Participant]:
        found = await self._participants.own(actor, interview_id, participant_id)
        rules.ensure_takes_part(found[2])
        return found

    async def _viewed(self, actor: Actor, interview: Interview) -> StaffRoomView:
        return await self._participants.viewed(actor, interview, await self._rooms.of(interview))

    async def _note(self, actor: Actor, action: str, interview: Interview) -> None:
        await self._audit.record(actor, action, interview.id, {"version": str(interview.version)})


def publishers(room: LiveRoom) -> list[Publisher]:
    """Who sends media now, beside the candidate's own camera."""
    found = [Publisher(each.id, each.account_id, each.role) for each in room.here if each.resource_id is not None]
    found += [
        Publisher(each.id, each.account_id, each.role, "screen") for each in room.here if each.screen_id is not None
    ]
    if room.candidate.screen_id is not None:
        found.append(Publisher(CANDIDATE, room.candidate_id, None, "screen"))
    return found
