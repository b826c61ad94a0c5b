"""Whose thread it is: the one question before every route and topic that both sides share."""

from backend.chat.arrivals import DESK_TOPIC
from backend.chat.candidate import OwnThread
from backend.chat.inbox import TeamInbox
from backend.chat.model import Side, Thread
from backend.kernel.errors import Forbidden, Gone, NotFound
from backend.web.auth import Actor
from backend.web.policy import Permission


class Access:
    def __init__(self, own: OwnThread, inbox: TeamInbox) -> None:
        self._own = own
        self._inbox = inbox

    async def readable(self, actor: Actor, thread_id: str) -> Thread:
        """A candidate's own thread; to the team any, and that is written down. Raises: NotFound thread_unknown."""
        thread = await self._known(actor, thread_id)
        if actor.kind == "member":
            await self._inbox.note_look(actor, thread)
        return thread

    async def _known(self, actor: Actor, thread_id: str) -> Thread:
        if actor.kind == "candidate":
            try:
                thread = await self._own.named(actor, thread_id)
            except (NotFound, Gone):
                raise _unknown() from None
            if thread.id != thread_id:
                raise _unknown()
            return thread
        if not actor.may(Permission.CHAT_READ):
            raise _unknown()
        return await self._inbox.require(thread_id)

    async def writable(self, actor: Actor, thread_id: str) -> tuple[Thread, Side]:
        """The same for those who say something, and are shown nothing by that.

        Raises: NotFound thread_unknown · Forbidden forbidden, for those of the team who only read.
        """
        thread = await self._known(actor, thread_id)
        if actor.kind == "candidate":
            return thread, "candidate"
        if not actor.may(Permission.CHAT_WRITE):
            raise Forbidden("forbidden", "This is not yours to see or do.")
        return thread, "team"

    async def hears_thread(self, actor: Actor, thread_id: str) -> bool:
        """Topic `thread:{id}`."""
        try:
            await self.readable(actor, thread_id)
        except NotFound:
            return False
        return True

    async def hears_desk(self, actor: Actor, key: str) -> bool:
        """Topic `chat:desk`."""
        return f"chat:{key}" == DESK_TOPIC and actor.may(Permission.CHAT_READ)


def _unknown() -> NotFound:
    return NotFound("thread_unknown", "There is no such thread.")
