"""The team's side: who waits, whose it is, what was said about it."""

from typing import Any

import msgspec

from backend.accounts.people import People
from backend.chat.arrivals import Arrivals
from backend.chat.conversations import Conversations
from backend.chat.model import Message, Thread
from backend.chat.repository import WAITING, Messages, Threads, assigned_to
from backend.chat.schemas import (
    Assigned,
    FoundMessage,
    MessageView,
    NewNote,
    NoteView,
    Snoozed,
    TeamMember,
    ThreadFilter,
    ThreadPage,
    ThreadRow,
)
from backend.chat.search import is_match, query_tokens
from backend.chat.views import Views
from backend.interviews.repository import Interviews
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Invalid, NotFound
from backend.kernel.ids import new_id
from backend.privacy.audit import Audit
from backend.web.auth import Actor
from backend.web.paging import cursor, moment_of
from backend.web.policy import Permission, permits
from backend.web.presence import Presence

FOUND_MAX = 30
LOOKED_AT_MAX = 300
NOTES_MAX = 200


class TeamInbox:
    """Everybody of the team sees all threads; opening one is written down."""

    def __init__(
        self,
        conversations: Conversations,
        arrivals: Arrivals,
        views: Views,
        people: People,
        interviews: Interviews,
        presence: Presence,
        audit: Audit,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self.conversations = conversations
        self._arrivals = arrivals
        self._views = views
        self._people = people
        self._interviews = interviews
        self._presence = presence
        self._audit = audit
        self._keyring = keyring
        self._clock = clock

    @property
    def _threads(self) -> Threads:
        return self.conversations.threads

    @property
    def _messages(self) -> Messages:
        return self.conversations.messages

    async def page(self, actor: Actor, view: ThreadFilter, limit: int, after: str | None) -> ThreadPage:
        """Newest first; `waiting` the longest wait first, on one page. Raises: 400 cursor_invalid."""
        filter = self._filter(actor, view)
        before = moment_of(after) if after else None
        found = await self._threads.page(filter, before, limit + 1)
        if view == "waiting":
            found.sort(key=lambda thread: thread.waiting_since or thread.last_at)
        rows = [await self._views.row(thread) for thread in found[:limit]]
        following = cursor(found[limit - 1].last_at.isoformat()) if len(found) > limit else None
        return ThreadPage(rows, following, await self._threads.unread())

    def _filter(self, actor: Actor, view: ThreadFilter) -> dict[str, Any]:
        awake: dict[str, Any] = {"$or": [{"snoozed_until": None}, {"snoozed_until": {"$lte": self._clock()}}]}
        said: dict[str, Any] = {"last_number": {"$gt": 0}}
        views: dict[ThreadFilter, dict[str, Any]] = {
            "waiting": {**WAITING, **awake},
            "mine": {**assigned_to(actor.account_id), **awake},
            "unassigned": {"assignee_id": None, **said, **awake},
            "snoozed": {"snoozed_until": {"$gt": self._clock()}},
            "all": said,
        }
        return views[view]

    async def open(self, actor: Actor, thread_id: str) -> Thread:
        """Raises: NotFound thread_unknown."""
        thread = await self.require(thread_id)
        await self.note_look(actor, thread)
        return thread

    async def require(self, thread_id: str) -> Thread:
        """Raises: NotFound thread_unknown."""
        return await self._threads.require(thread_id)

    async def note_look(self, actor: Actor, thread: Thread) -> None:
        """That the member has seen what is said there; once a session."""
        await self._audit.record_once(actor, "chat.read", thread.interview_id, {})

    async def start(self, actor: Actor, interview_id: str) -> Thread:
        """The thread of an interview, to write first. Raises: NotFound interview_unknown."""
        interview = await self._interviews.require(interview_id)
        if interview.erased is not None:
            raise NotFound("interview_unknown", "There is no such interview.")
        await self._audit.record_once(actor, "chat.read", interview.id, {})
        return await self.conversations.of_interview(interview, await self._views.name(interview.candidate_id))

    async def assign(self, actor: Actor, thread_id: str, data: Assigned) -> ThreadRow:
        """Hands a thread over, with a note for whoever has it next.

        Raises: NotFound thread_unknown · Invalid assignee_unknown.
        """
        if data.assignee_id is not None and data.assignee_id not in {m.id for m in await self.team()}:
            raise Invalid("assignee_unknown", "Nobody of the team has this id.")
        thread = await self._threads.update(
            thread_id, lambda known: (msgspec.structs.replace(known, assignee_id=data.assignee_id), ())
        )
        await self._audit.record(
            actor, "chat.assigned", thread.interview_id, {"assignee": data.assignee_id or "nobody"}
        )
        if data.note.strip():
            await self.conversations.note(thread, actor.account_id, new_id("note"), data.note)
        await self._arrivals.tell_desk(thread)
        return await self._views.row(thread)

    async def snooze(self, thread_id: str, data: Snoozed) -> ThreadRow:
        """Out of sight until then, or until the candidate writes. Raises: NotFound thread_unknown."""
        until = data.until if data.until is None or data.until > self._clock() else None
        thread = await self._threads.update(
            thread_id, lambda known: (msgspec.structs.replace(known, snoozed_until=until), ())
        )
        await self._arrivals.tell_desk(thread)
        return await self._views.row(thread)

    async def notes(self, thread: Thread) -> list[NoteView]:
        """The newest ones, in order."""
        last = await self._messages.newest_number(thread.id, "note", thread.last_note)
        found = await self._messages.between(thread.id, "note", last - NOTES_MAX + 1, last)
        return [await self._views.note(note) for note in found]

    async def note(self, actor: Actor, thread_id: str, data: NewNote) -> NoteView:
        """Raises: NotFound thread_unknown · Invalid message_empty."""
        if not data.text.strip():
            raise Invalid("message_empty", "There is nothing in this note.")
        thread = await self._threads.require(thread_id)
        return await self._views.note(
            await self.conversations.note(thread, actor.account_id, data.client_id, data.text)
        )

    async def team(self) -> list[TeamMember]:
        """Who may answer, those who are here first."""
        members = await self._people.members.find({"is_active": True})
        able = [m for m in members if permits(frozenset(m.roles), Permission.CHAT_WRITE)]
        here = await self._presence.here([member.id for member in able])
        team = [TeamMember(m.id, await self._views.name(m.id), m.id in here) for m in able]
        return sorted(team, key=lambda member: (not member.is_here, member.name))

    async def search(self, actor: Actor, query: str) -> list[FoundMessage]:
        """Threads by the candidate's name, then messages by their words; newest first. Written to the audit log."""
        tokens = query_tokens(self._keyring, query)
        if not tokens:
            return []
        await self._audit.record(actor, "chat.searched", "chat")
        named = await self._threads.named(tokens, FOUND_MAX)
        rows = [row for row in [await self._views.row(thread) for thread in named] if is_match(query, row.candidate)]
        found = [FoundMessage(row, None) for row in rows]
        messages = await self._messages.with_tokens(tokens, LOOKED_AT_MAX)
        for message in sorted(messages, key=lambda each: each.at, reverse=True):
            if len(found) >= FOUND_MAX:
                break
            if (hit := await self._hit(query, message)) is not None:
                found.append(hit)
        return found

    async def _hit(self, query: str, message: Message) -> FoundMessage | None:
        view: MessageView = await self._views.message(message)
        thread = await self._threads.get(message.thread_id)
        if thread is None or not is_match(query, view.text):
            return None
        return FoundMessage(await self._views.row(thread), view)
