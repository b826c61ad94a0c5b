"""Threads, their messages, what is attached to them, and the team's canned replies.

A thread is a candidate's application: one conversation, whoever of the team answers. What people write, their names
and the names of their files are sealed (AES-256-GCM, the document's id as associated data).
"""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from backend.kernel.language import LocalText
from backend.kernel.repository import Document

THREADS = "chat_threads"
MESSAGES = "chat_messages"
ATTACHMENTS = "chat_attachments"
CANNED = "chat_canned"
Side = Literal["candidate", "team"]
Lane = Literal["talk", "note"]


class Mark(msgspec.Struct, frozen=True):
    """How far someone has got in a thread; numbers of messages."""

    delivered: int = 0
    read: int = 0


class Thread(Document, frozen=True, kw_only=True):
    """`last_*` and the counts follow from the messages (`rules.fold`), a moment later (`following`).

    `waiting_since` is when the candidate wrote what nobody has answered yet. `marks` are by account; who writes has
    read all before. `is_unread`: something of the candidate's nobody of the team has read. `name_tokens` are blind.
    """

    id_prefix: ClassVar[str] = "thr"

    application_id: str
    interview_id: str
    candidate_id: str
    position_id: str
    created_at: datetime
    last_number: int = 0
    last_note: int = 0
    last_at: datetime
    last_side: Side | None = None
    last_by: str | None = None
    last_sealed: bytes | None = None
    waiting_since: datetime | None = None
    is_unread: bool = False
    marks: dict[str, Mark] = msgspec.field(default_factory=dict)
    assignee_id: str | None = None
    snoozed_until: datetime | None = None
    name_tokens: list[str] = msgspec.field(default_factory=list)

    def mark(self, account_id: str) -> Mark:
        return self.marks.get(account_id, Mark())

    @property
    def team_mark(self) -> Mark:
        """The furthest that anybody of the team has got."""
        marks = [mark for account, mark in self.marks.items() if account != self.candidate_id]
        return Mark(max((m.delivered for m in marks), default=0), max((m.read for m in marks), default=0))


class Message(Document, frozen=True, kw_only=True):
    """The id is `{thread}:{lane}:{number}`, so a number is taken once; numbers of a lane have no gaps.

    `client_id` is the sender's own: sent again it is the same message. `suggestions` are answers that the candidate may
    tap. `tokens` are blind, for the search.
    """

    thread_id: str
    interview_id: str
    lane: Lane
    number: int
    side: Side
    author_id: str
    client_id: str
    sealed: bytes
    attachment_ids: list[str] = msgspec.field(default_factory=list)
    at: datetime
    tokens: list[str] = msgspec.field(default_factory=list)


class MessageBody(msgspec.Struct, frozen=True):
    """What `Message.sealed` opens to."""

    text: str
    suggestions: list[str] = []


class Attachment(Document, frozen=True, kw_only=True):
    """A file of a thread; its bytes lie encrypted at `key`. Unused (`message_id` None) for a day it is removed."""

    id_prefix: ClassVar[str] = "att"

    thread_id: str
    owner_id: str
    name_sealed: bytes
    mime_type: str
    size_bytes: int
    sha256: str
    key: str
    created_at: datetime
    message_id: str | None = None


class Canned(Document, frozen=True, kw_only=True):
    """A reply that the team often gives; `{first_name}` and the like are filled in (`canned.PLACEHOLDERS`)."""

    id_prefix: ClassVar[str] = "rpl"

    title: LocalText
    text: LocalText
    updated_at: datetime
    updated_by: str


def message_id(thread_id: str, lane: Lane, number: int) -> str:
    """Ids of a lane sort by number."""
    return f"{thread_id}:{lane}:{number:09d}"


def thread_of(application_id: str) -> str:
    """A thread's id follows from its application's."""
    return "thr_" + application_id.removeprefix("app_")


def thread_topic(thread_id: str) -> str:
    return f"thread:{thread_id}"


def notice_of(thread_id: str, account_id: str, first_unread: int) -> str:
    """One notice for each run of unread messages: the number it began with names it."""
    return f"chat:{thread_id}:{account_id}:{first_unread}"


def digest_of(thread_id: str, account_id: str, first_unread: int) -> str:
    """The same for the mail about what was not read in a while."""
    return f"chat_digest:{thread_id}:{account_id}:{first_unread}"
