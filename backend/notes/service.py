"""Writing, changing and reading notes. They are private to staff who may see the interview, and everybody's own.

Who is still to score the interview reads their own alone.
"""

from contextlib import suppress
from datetime import datetime

import msgspec

from backend.accounts.people import People
from backend.contracts.events.live import room_topic
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.interviews.scope import StaffScope
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, Invalid, NotFound, Unavailable
from backend.kernel.ids import new_id
from backend.kernel.live import LiveBus
from backend.notes.model import StaffNote
from backend.notes.places import place_of
from backend.notes.repository import StaffNotes
from backend.notes.schemas import NoteGone, StaffNoteView
from backend.privacy.audit import Audit
from backend.reviews.desk import Desks
from backend.web.auth import Actor

NOTES_MAX = 500


class Notes:
    def __init__(
        self, notes: StaffNotes, interviews: Interviews, scope: StaffScope, desks: Desks, people: People,
        keyring: Keyring, audit: Audit, live: LiveBus, clock: Clock,
    ) -> None:  # fmt: skip
        self._notes = notes
        self._interviews = interviews
        self._scope = scope
        self._desks = desks
        self._people = people
        self._keyring = keyring
        self._audit = audit
        self._live = live
        self._clock = clock

    async def read(self, actor: Actor, interview_id: str) -> list[StaffNoteView]:
        """Reading them is written down once a session. Raises: NotFound interview_unknown · Gone interview_erased."""
        interview = await self._visible(actor, interview_id)
        await self._audit.record_once(actor, "note.read", interview.id, {})
        views = [await self._view(interview, note, actor.account_id) for note in await self._notes.of(interview.id)]
        if all(view.is_mine for view in views) or not await self._judges_alone(actor, interview):
            return views
        return [view if view.is_mine else _hidden(view) for view in views]

    async def _judges_alone(self, actor: Actor, interview: Interview) -> bool:
        """Whether the actor has a scorecard to submit first."""
        desk = await self._desks.desk(actor, interview.id)
        return desk.rubric is not None and desk.hidden == "own_first"

    async def write(self, actor: Actor, interview_id: str, text: str, at: datetime | None) -> StaffNoteView:
        """Raises: as `read` · Invalid text_missing, note_time_without_zone · Conflict too_many_notes."""
        interview = await self._visible(actor, interview_id)
        if at is not None and at.tzinfo is None:
            raise Invalid("note_time_without_zone", "Give the moment with its time zone.")
        if len(await self._notes.of(interview.id)) >= NOTES_MAX:
            raise Conflict("too_many_notes", "There are as many notes on this interview as can be kept.")
        now, note_id = self._clock(), new_id(StaffNote.id_prefix)
        note = await self._notes.insert(
            StaffNote(
                id=note_id, interview_id=interview.id, candidate_id=interview.candidate_id, by=actor.account_id,
                at=min(at or now, now), text_sealed=self._sealed(note_id, text),
            )
        )  # fmt: skip
        await self._audit.record(actor, "note.written", interview.id, {"note": note.id})
        return await self._shown(interview, note, actor)

    async def edit(self, actor: Actor, interview_id: str, note_id: str, text: str) -> StaffNoteView:
        """One's own. Raises: as `read` · NotFound note_unknown · Invalid text_missing."""
        interview = await self._visible(actor, interview_id)
        known = await self._notes.own(interview.id, note_id, actor.account_id)
        sealed, now = self._sealed(known.id, text), self._clock()
        note = await self._notes.update(
            known.id, lambda note: (msgspec.structs.replace(note, text_sealed=sealed, edited_at=now), ())
        )
        await self._audit.record(actor, "note.edited", interview.id, {"note": note.id})
        return await self._shown(interview, note, actor)

    async def drop(self, actor: Actor, interview_id: str, note_id: str) -> None:
        """One's own. Raises: as `read` · NotFound note_unknown."""
        interview = await self._visible(actor, interview_id)
        known = await self._notes.own(interview.id, note_id, actor.account_id)
        await self._notes.delete(known.id)
        await self._audit.record(actor, "note.dropped", interview.id, {"note": known.id})
        await self._tell(interview, "note_gone", NoteGone(known.id))

    async def forget_interview(self, interview_id: str) -> None:
        for note in await self._notes.find({"interview_id": interview_id}):
            await self._notes.delete(note.id)

    async def forget_person(self, candidate_id: str) -> None:
        for note in await self._notes.find({"candidate_id": candidate_id}):
            await self._notes.delete(note.id)

    async def _shown(self, interview: Interview, note: StaffNote, actor: Actor) -> StaffNoteView:
        view = await self._view(interview, note, actor.account_id)
        await self._tell(interview, "note", msgspec.structs.replace(_hidden(view), is_mine=False))
        return view

    async def _tell(self, interview: Interview, name: str, told: msgspec.Struct) -> None:
        """What was noted stays noted where nobody can be told of it now."""
        with suppress(Unavailable):
            await self._live.publish(room_topic(interview.id), name, told, keep=False)

    async def _view(self, interview: Interview, note: StaffNote, reader: str) -> StaffNoteView:
        place = place_of(interview, note.at)
        return StaffNoteView(
            id=note.id,
            interview_id=interview.id,
            text=self._keyring.open(note.text_sealed, _place(note.id)).decode(),
            at=note.at,
            at_s=place.at_s,
            turn_id=place.turn_id,
            take_id=place.take_id,
            take_s=place.take_s,
            by=await self._name(note.by),
            is_mine=note.by == reader,
            edited_at=note.edited_at,
        )

    async def _name(self, account_id: str) -> str:
        """Empty where the account is gone."""
        try:
            return (await self._people.person(account_id)).name
        except NotFound:
            return ""

    async def _visible(self, actor: Actor, interview_id: str) -> Interview:
        return await self._interviews.assigned(interview_id, await self._scope.applications_of(actor))

    def _sealed(self, note_id: str, text: str) -> bytes:
        plain = text.strip()
        if not plain:
            raise Invalid("text_missing", "Write something first.")
        return self._keyring.seal(plain.encode(), _place(note_id))


def _hidden(view: StaffNoteView) -> StaffNoteView:
    return msgspec.structs.replace(view, text="", is_hidden=True)


def _place(note_id: str) -> bytes:
    return f"staff_notes/{note_id}/text".encode()
