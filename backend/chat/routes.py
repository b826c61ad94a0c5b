"""Routes of a thread, for both of its sides."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import Parameter

from backend.chat.access import Access
from backend.chat.arrivals import Arrivals
from backend.chat.attachments import SIZE_MAX, Files
from backend.chat.candidate import OwnThread
from backend.chat.conversations import Conversations
from backend.chat.schemas import (
    AttachmentView,
    MarkMoved,
    MarksView,
    MessagePage,
    MessageView,
    NewMessage,
    ThreadView,
)
from backend.chat.views import Views, marks_of
from backend.kernel.storage import ObjectStore
from backend.web.auth import Actor
from backend.web.paging import DEFAULT_LIMIT, Limit
from backend.web.policy import Permission

_OWN = {"permission": Permission.CHAT_OWN}
_SELF = {"permission": Permission.SELF}
Before = Annotated[int | None, Parameter(ge=1, description="Messages before this number.")]
AfterNumber = Annotated[int | None, Parameter(ge=0, description="Messages after this number.")]
FileName = Annotated[str, Parameter(max_length=400, description="What the file is called.")]


@get("/chat", opt=_OWN)
async def own_chat(actor: Actor, own_thread: OwnThread) -> ThreadView:
    """The candidate's conversation with the team, with its newest messages."""
    return await own_thread.view(actor)


@get("/chat/threads/{thread_id:str}/messages", opt=_SELF)
async def read_messages(
    thread_id: str, actor: Actor, access: Access, conversations: Conversations, views: Views,
    limit: Limit = DEFAULT_LIMIT, before: Before = None, after: AfterNumber = None,
) -> MessagePage:  # fmt: skip
    """The newest messages, those before a number, or those after one (after a lost connection)."""
    thread = await access.readable(actor, thread_id)
    return await views.page(await conversations.page(thread, before=before, after=after, limit=limit))


@post("/chat/threads/{thread_id:str}/messages", opt=_SELF, status_code=201)
async def say(
    thread_id: str, data: NewMessage, actor: Actor, access: Access, conversations: Conversations, arrivals: Arrivals
) -> MessageView:
    """Stored and on its way to the screens when this answers; idempotent by `client_id`."""
    thread, side = await access.writable(actor, thread_id)
    return await arrivals.tell(await conversations.say(thread, side, actor.account_id, data))


@post("/chat/threads/{thread_id:str}/marks", opt=_SELF, status_code=200)
async def move_mark(
    thread_id: str, data: MarkMoved, actor: Actor, access: Access, conversations: Conversations
) -> MarksView:
    """What has arrived at the person, and what they have read. Answers once it is stored, with others' in one write."""
    thread, _ = await access.writable(actor, thread_id)
    return marks_of(await conversations.move_mark(thread, actor.account_id, data))


@post("/chat/threads/{thread_id:str}/typing", opt=_SELF, status_code=204)
async def tell_typing(thread_id: str, actor: Actor, access: Access, conversations: Conversations, views: Views) -> None:
    """Tells the other side that something is being written."""
    thread, side = await access.writable(actor, thread_id)
    await conversations.typing(thread, side, await views.name(actor.account_id), actor.account_id)


@post(
    "/chat/threads/{thread_id:str}/attachments",
    opt=_SELF,
    status_code=201,
    request_max_body_size=SIZE_MAX + 1024,
)
async def attach(
    thread_id: str, request: Request[Any, Any, Any], actor: Actor, access: Access, files: Files, name: FileName = "file"
) -> AttachmentView:
    """Takes the bytes of one file, for a message that follows within a day."""
    thread, _ = await access.writable(actor, thread_id)
    kept = await files.take(thread, actor.account_id, name, await request.body())
    (view,) = await files.views([kept.id])
    return view


@get("/chat/threads/{thread_id:str}/attachments/{attachment_id:str}", opt=_SELF)
async def download(
    thread_id: str, attachment_id: str, actor: Actor, access: Access, files: Files, store: ObjectStore
) -> Response[bytes]:
    """The file as a download; never shown within a page of ours."""
    await access.readable(actor, thread_id)
    attachment = await files.require(thread_id, attachment_id)
    return Response(
        await store.get(attachment.key),
        media_type=attachment.mime_type,
        headers={
            "Content-Disposition": disposition(files.name_of(attachment)),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


def disposition(name: str) -> str:
    """`attachment` with the file's name, in RFC 6266's form for any script."""
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "._- ") else "_" for char in name)
    quoted = "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02X}" for byte in name.encode())
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quoted}"


ROUTES = [own_chat, read_messages, say, move_mark, tell_typing, attach, download]
