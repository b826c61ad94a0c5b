"""What the chat routes and topics say and hear.

Topic `thread:{id}` (its candidate, and the team): `message` carries a `MessageView`, `marks` a `MarksView`, `typing` a
`TypingView` (not kept). Topic `chat:desk` (the team): `thread` carries a `ThreadRow` after each change.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from backend.chat.model import Side
from backend.kernel.language import LocalText

TEXT_CHARS_MAX = 4000
ATTACHMENTS_MAX = 5
SUGGESTIONS_MAX = 4

Text = Annotated[str, msgspec.Meta(max_length=TEXT_CHARS_MAX)]
Suggestion = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
ClientId = Annotated[str, msgspec.Meta(min_length=8, max_length=64)]
Number = Annotated[int, msgspec.Meta(ge=0, le=999_999_999)]


class AttachmentView(msgspec.Struct, frozen=True):
    """`url` gives the file as a download, to those who may read the thread."""

    id: str
    name: str
    mime_type: str
    size_bytes: int
    url: str


class MessageView(msgspec.Struct, frozen=True):
    """`number` counts a thread's messages from 1 without gaps: who misses one fetches it."""

    id: str
    thread_id: str
    number: int
    client_id: str
    side: Side
    author: str
    text: str
    suggestions: list[str]
    attachments: list[AttachmentView]
    at: datetime


class MarksView(msgspec.Struct, frozen=True):
    """How far each side has got, by number."""

    candidate_delivered: int
    candidate_read: int
    team_delivered: int
    team_read: int


class TypingView(msgspec.Struct, frozen=True):
    side: Side
    author: str


class MessagePage(msgspec.Struct, frozen=True):
    """In order of number. `has_earlier`: there are messages before the first one here."""

    items: list[MessageView]
    has_earlier: bool


class ThreadView(msgspec.Struct, frozen=True):
    """A conversation as one of its people sees it. `is_someone_here`: someone of the team is in the app now.

    `answers_within_min` is how long the team took in the middle of its last answers, None where that is not known yet.
    """

    id: str
    interview_id: str
    position: LocalText
    contact_name: str
    last_number: int
    marks: MarksView
    unread: int
    is_someone_here: bool
    answers_within_min: int | None
    page: MessagePage


class NewMessage(msgspec.Struct, frozen=True):
    """Idempotent by `client_id`. There is text, or something attached."""

    client_id: ClientId
    text: Text = ""
    attachment_ids: Annotated[list[str], msgspec.Meta(max_length=ATTACHMENTS_MAX)] = []
    suggestions: Annotated[list[Suggestion], msgspec.Meta(max_length=SUGGESTIONS_MAX)] = []


class NewNote(msgspec.Struct, frozen=True):
    client_id: ClientId
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=TEXT_CHARS_MAX)]


class NoteView(msgspec.Struct, frozen=True):
    """Seen by the team alone."""

    id: str
    author: str
    text: str
    at: datetime


class MarkMoved(msgspec.Struct, frozen=True):
    """How far the person has got; marks never move back."""

    delivered: Number = 0
    read: Number = 0


ThreadFilter = Literal["waiting", "mine", "unassigned", "snoozed", "all"]


class ThreadRow(msgspec.Struct, frozen=True):
    """A row of the team's inbox. `waiting_since` runs the response-time clock."""

    id: str
    version: int
    interview_id: str
    candidate: str
    position: LocalText
    preview: str
    last_side: Side | None
    last_at: datetime
    last_number: int
    last_note: int
    team_read: int
    unread: int
    waiting_since: datetime | None
    assignee_id: str | None
    assignee: str | None
    snoozed_until: datetime | None
    is_candidate_here: bool = False


class ThreadPage(msgspec.Struct, frozen=True):
    """`unread` counts the threads in which the team has not read something, over all views."""

    items: list[ThreadRow]
    next: str | None
    unread: int


class TeamMember(msgspec.Struct, frozen=True):
    id: str
    name: str
    is_here: bool


class Assigned(msgspec.Struct, frozen=True):
    """None: nobody's. `note` is what the next one should know."""

    assignee_id: str | None
    note: Annotated[str, msgspec.Meta(max_length=TEXT_CHARS_MAX)] = ""


class Snoozed(msgspec.Struct, frozen=True):
    """None: awake."""

    until: datetime | None


class StartThread(msgspec.Struct, frozen=True):
    interview_id: Annotated[str, msgspec.Meta(max_length=100)]


class CannedView(msgspec.Struct, frozen=True):
    """`filled` is the text in the candidate's language with everything filled in, where a thread was named."""

    id: str
    version: int
    title: LocalText
    text: LocalText
    filled: str | None


class CannedDraft(msgspec.Struct, frozen=True):
    """`version` None makes a new one; else the one that is replaced must still have it."""

    title: LocalText
    text: LocalText
    version: int | None = None


class FoundMessage(msgspec.Struct, frozen=True):
    row: ThreadRow
    message: MessageView | None
