"""Threads and messages opened for the people who may see them."""

import time
from collections.abc import Iterable

import msgspec

from backend.accounts.model import Person
from backend.accounts.people import People
from backend.accounts.remembered import LIFE_S, Remembered
from backend.chat.attachments import Files
from backend.chat.model import Message, MessageBody, Thread, message_id
from backend.chat.rules import unread_of
from backend.chat.schemas import MarksView, MessagePage, MessageView, NoteView, ThreadRow, ThreadView
from backend.kernel.crypto import Keyring
from backend.kernel.errors import NotFound
from backend.kernel.language import LocalText
from backend.positions.model import Position
from backend.positions.repository import Positions
from backend.web.presence import Presence

PREVIEW_CHARS = 120
NAME_LIFE_S = 60.0
POSITION_LIFE_S = 5.0
POSITIONS_REMEMBERED = 500


class Views:
    def __init__(
        self,
        people: People,
        positions: Positions,
        files: Files,
        presence: Presence,
        keyring: Keyring,
    ) -> None:
        self._people = people
        self._names = Remembered(people.person, life_s=NAME_LIFE_S)
        self._employer: tuple[float, LocalText] = (0.0, LocalText("", ""))
        self._positions = positions
        self._known_positions: dict[str, tuple[float, Position | None]] = {}
        self._files = files
        self._presence = presence
        self._keyring = keyring

    def body(self, sealed: bytes, id: str) -> MessageBody:
        return msgspec.json.decode(self._keyring.open(sealed, id.encode()), type=MessageBody)

    async def message(self, message: Message) -> MessageView:
        body = self.body(message.sealed, message.id)
        return MessageView(
            id=message.id,
            thread_id=message.thread_id,
            number=message.number,
            client_id=message.client_id,
            side=message.side,
            author=await self.name(message.author_id),
            text=body.text,
            suggestions=body.suggestions,
            attachments=await self._files.views(message.attachment_ids),
            at=message.at,
        )

    async def page(self, messages: list[Message]) -> MessagePage:
        views = [await self.message(message) for message in messages]
        return MessagePage(views, bool(views) and views[0].number > 1)

    async def note(self, note: Message) -> NoteView:
        return NoteView(note.id, await self.name(note.author_id), self.body(note.sealed, note.id).text, note.at)

    async def thread(
        self, thread: Thread, account_id: str, messages: list[Message], answers_within_min: int | None
    ) -> ThreadView:
        """The conversation as the account sees it."""
        position = await self.position(thread.position_id)
        contact = await self.contact(thread, position)
        return ThreadView(
            id=thread.id,
            interview_id=thread.interview_id,
            position=position.title if position else LocalText("", ""),
            contact_name=await self.name(contact) if contact else "",
            last_number=thread.last_number,
            marks=marks_of(thread),
            unread=unread_of(thread, account_id),
            is_someone_here=bool(await self._presence.here([contact] if contact else [])),
            answers_within_min=answers_within_min,
            page=await self.page(messages),
        )

    async def row(self, thread: Thread) -> ThreadRow:
        position = await self.position(thread.position_id)
        preview = ""
        if thread.last_sealed is not None:
            preview = self.body(thread.last_sealed, message_id(thread.id, "talk", thread.last_number)).text
        read = thread.team_mark.read
        return ThreadRow(
            id=thread.id,
            version=thread.version,
            interview_id=thread.interview_id,
            candidate=await self.name(thread.candidate_id),
            position=position.title if position else LocalText("", ""),
            preview=" ".join(preview.split())[:PREVIEW_CHARS],
            last_side=thread.last_side,
            last_at=thread.last_at,
            last_number=thread.last_number,
            last_note=thread.last_note,
            team_read=read,
            unread=thread.last_number - read,
            waiting_since=thread.waiting_since,
            assignee_id=thread.assignee_id,
            assignee=await self.name(thread.assignee_id) if thread.assignee_id else None,
            snoozed_until=thread.snoozed_until,
            is_candidate_here=thread.candidate_id in await self._presence.here([thread.candidate_id]),
        )

    async def contact(self, thread: Thread, position: Position | None) -> str | None:
        """Who of the team answers: whoever has the thread, else the position's contact."""
        return thread.assignee_id or (position.contact_id if position else None)

    async def contact_of(self, thread: Thread) -> str | None:
        return await self.contact(thread, await self.position(thread.position_id))

    async def name(self, account_id: str) -> str:
        """Empty where the account is no more."""
        try:
            return (await self._names.person(account_id)).name
        except NotFound:
            return ""

    def met(self, people: Iterable[Person]) -> None:
        """They have just been opened: their names need not be looked up for a while."""
        for person in people:
            self._names.note(person)

    async def employer(self) -> LocalText:
        """The employer's name, at most `LIFE_S` old. Raises: NotFound employer_unknown."""
        if self._employer[0] < time.monotonic():
            self._employer = time.monotonic() + LIFE_S, (await self._people.employer()).name
        return self._employer[1]

    async def position(self, position_id: str) -> Position | None:
        """At most `POSITION_LIFE_S` old."""
        until, known = self._known_positions.get(position_id, (0.0, None))
        if until < time.monotonic():
            known = await self._positions.get(position_id)
            if len(self._known_positions) >= POSITIONS_REMEMBERED:
                self._known_positions.clear()
            self._known_positions[position_id] = time.monotonic() + POSITION_LIFE_S, known
        return known


def marks_of(thread: Thread) -> MarksView:
    own, team = thread.mark(thread.candidate_id), thread.team_mark
    return MarksView(own.delivered, own.read, team.delivered, team.read)
