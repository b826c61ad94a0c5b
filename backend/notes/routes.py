"""Routes of staff's private notes on an interview."""

from litestar import delete, get, post, put

from backend.notes.schemas import EditNote, StaffNoteView, WriteNote
from backend.notes.service import Notes
from backend.web.auth import Actor
from backend.web.policy import Permission

_READ = {"permission": Permission.INTERVIEW_REVIEW}
_WRITE = {"permission": Permission.INTERVIEW_WATCH}
NOTES = "/staff/interviews/{interview_id:str}/notes"


@get(NOTES, opt=_READ)
async def read_notes(interview_id: str, actor: Actor, notes: Notes) -> list[StaffNoteView]:
    """By the moments that they are about; never seen by the candidate."""
    return await notes.read(actor, interview_id)


@post(NOTES, opt=_WRITE)
async def write_note(interview_id: str, data: WriteNote, actor: Actor, notes: Notes) -> StaffNoteView:
    """Kept with the moment, and put on the timeline of the review."""
    return await notes.write(actor, interview_id, data.text, data.at)


@put(f"{NOTES}/{{note_id:str}}", opt=_WRITE)
async def edit_note(interview_id: str, note_id: str, data: EditNote, actor: Actor, notes: Notes) -> StaffNoteView:
    """Other words for a note of one's own."""
    return await notes.edit(actor, interview_id, note_id, data.text)


@delete(f"{NOTES}/{{note_id:str}}", opt=_WRITE, status_code=204)
async def drop_note(interview_id: str, note_id: str, actor: Actor, notes: Notes) -> None:
    """Removes a note of one's own."""
    await notes.drop(actor, interview_id, note_id)


ROUTES = [read_notes, write_note, edit_note, drop_note]
