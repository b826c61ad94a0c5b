"""Notes as staff write and read them."""

from datetime import datetime
from typing import Annotated

import msgspec

NoteText = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class StaffNoteView(msgspec.Struct, frozen=True):
    """`at_s`: seconds since the interview began. `take_id` and `take_s` say where in which recording of the candidate
    the moment lies, None where nothing was recorded then or it is not ready yet; `turn_id` the question that was open.
    `is_hidden`: a colleague's, without its text until the reader's own scorecard is in, so that everybody judges alone.
    Also the data of the event `note` on `room:{id}`, there always hidden: who hears of it fetches the notes.
    """

    id: str
    interview_id: str
    text: str
    at: datetime
    at_s: float | None
    turn_id: str | None
    take_id: str | None
    take_s: float | None
    by: str
    is_mine: bool
    edited_at: datetime | None
    is_hidden: bool = False


class NoteGone(msgspec.Struct, frozen=True):
    """Data of the event `note_gone` on `room:{id}`."""

    id: str


class WriteNote(msgspec.Struct, frozen=True):
    """`at`: the moment that it is about, None: now. What lies ahead counts as now."""

    text: NoteText
    at: datetime | None = None


class EditNote(msgspec.Struct, frozen=True):
    text: NoteText
