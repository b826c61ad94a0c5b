"""What the chat announces."""

from datetime import datetime

import msgspec


class MessageSent(msgspec.Struct, frozen=True, tag="chat.message_sent"):
    """A message stands in its thread. `number` counts the thread's messages from 1, without gaps.

    `interview_id` is the thread's: events of one interview are handled in order.
    """

    interview_id: str
    thread_id: str
    message_id: str
    number: int
    at: datetime


class NoteWritten(msgspec.Struct, frozen=True, tag="chat.note_written"):
    """The team left itself a note in a thread."""

    interview_id: str
    thread_id: str
    note_id: str
    at: datetime
