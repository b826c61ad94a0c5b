"""Routes of the team's inbox."""

from typing import Annotated

from litestar import delete, get, post, put
from litestar.params import Parameter

from backend.chat.candidate import PAGE
from backend.chat.canned import CannedShelf
from backend.chat.conversations import Conversations
from backend.chat.inbox import TeamInbox
from backend.chat.schemas import (
    Assigned,
    CannedDraft,
    CannedView,
    FoundMessage,
    NewNote,
    NoteView,
    Snoozed,
    StartThread,
    TeamMember,
    ThreadFilter,
    ThreadPage,
    ThreadRow,
    ThreadView,
)
from backend.chat.views import Views
from backend.web.auth import Actor
from backend.web.paging import DEFAULT_LIMIT, After, Limit
from backend.web.policy import Permission

_READ = {"permission": Permission.CHAT_READ}
_WRITE = {"permission": Permission.CHAT_WRITE}
Query = Annotated[str, Parameter(min_length=1, max_length=100, description="Words, or a name.")]


@get("/staff/chat/threads", opt=_READ)
async def list_threads(
    actor: Actor, inbox: TeamInbox, view: ThreadFilter = "all", limit: Limit = DEFAULT_LIMIT, after: After = None
) -> ThreadPage:
    """The team's inbox."""
    return await inbox.page(actor, view, limit, after)


@post("/staff/chat/threads", opt=_WRITE, status_code=200)
async def start_thread(data: StartThread, actor: Actor, inbox: TeamInbox, views: Views) -> ThreadRow:
    """The thread of an interview's candidate, made where there is none."""
    return await views.row(await inbox.start(actor, data.interview_id))


@get("/staff/chat/threads/{thread_id:str}", opt=_READ)
async def open_thread(
    thread_id: str, actor: Actor, inbox: TeamInbox, views: Views, conversations: Conversations
) -> ThreadView:
    """A conversation with its newest messages; opening it is written to the audit log."""
    thread = await inbox.open(actor, thread_id)
    messages = await conversations.page(thread, before=None, after=None, limit=PAGE)
    return await views.thread(thread, actor.account_id, messages, None)


@get("/staff/chat/threads/{thread_id:str}/row", opt=_READ)
async def thread_row(thread_id: str, actor: Actor, inbox: TeamInbox, views: Views) -> ThreadRow:
    """What the inbox shows of a thread."""
    return await views.row(await inbox.open(actor, thread_id))


@put("/staff/chat/threads/{thread_id:str}/assignee", opt=_WRITE)
async def assign_thread(thread_id: str, data: Assigned, actor: Actor, inbox: TeamInbox) -> ThreadRow:
    """Takes a thread, gives it to somebody, or lets it go."""
    return await inbox.assign(actor, thread_id, data)


@put("/staff/chat/threads/{thread_id:str}/snooze", opt=_WRITE)
async def snooze_thread(thread_id: str, data: Snoozed, inbox: TeamInbox) -> ThreadRow:
    """Out of sight until a moment, or until the candidate writes."""
    return await inbox.snooze(thread_id, data)


@get("/staff/chat/threads/{thread_id:str}/notes", opt=_READ)
async def list_notes(thread_id: str, actor: Actor, inbox: TeamInbox) -> list[NoteView]:
    """What the team noted; never shown to the candidate."""
    return await inbox.notes(await inbox.open(actor, thread_id))


@post("/staff/chat/threads/{thread_id:str}/notes", opt=_WRITE, status_code=201)
async def write_note(thread_id: str, data: NewNote, actor: Actor, inbox: TeamInbox) -> NoteView:
    """Idempotent by `client_id`."""
    return await inbox.note(actor, thread_id, data)


@get("/staff/chat/search", opt=_READ)
async def search_chat(actor: Actor, inbox: TeamInbox, q: Query) -> list[FoundMessage]:
    """Threads by candidate, messages by their words."""
    return await inbox.search(actor, q)


@get("/staff/chat/team", opt=_READ)
async def list_team(inbox: TeamInbox) -> list[TeamMember]:
    """Who may answer, and who of them is here."""
    return await inbox.team()


@get("/staff/chat/canned", opt=_READ)
async def list_canned(
    actor: Actor, canned: CannedShelf, inbox: TeamInbox,
    thread: Annotated[str | None, Parameter(max_length=100)] = None,
) -> list[CannedView]:  # fmt: skip
    """Canned replies; with a thread they are filled in for its candidate."""
    return await canned.list(actor, await inbox.open(actor, thread) if thread else None)


@post("/staff/chat/canned", opt=_WRITE, status_code=201)
async def add_canned(data: CannedDraft, actor: Actor, canned: CannedShelf) -> CannedView:
    """Both languages, with the same placeholders."""
    return await canned.add(actor, data)


@put("/staff/chat/canned/{canned_id:str}", opt=_WRITE)
async def change_canned(canned_id: str, data: CannedDraft, actor: Actor, canned: CannedShelf) -> CannedView:
    """Replaces a reply of the named version."""
    return await canned.change(actor, canned_id, data)


@delete("/staff/chat/canned/{canned_id:str}", opt=_WRITE, status_code=204)
async def remove_canned(canned_id: str, canned: CannedShelf) -> None:
    """Takes a reply off the shelf."""
    await canned.remove(canned_id)


ROUTES = [
    list_threads, start_thread, open_thread, thread_row, assign_thread, snooze_thread, list_notes, write_note,
    search_chat, list_team, list_canned, add_canned, change_canned, remove_canned,
]  # fmt: skip
