"""The candidate's side of their own thread."""

from backend.chat.arrivals import Arrivals
from backend.chat.conversations import Conversations
from backend.chat.model import Thread
from backend.chat.schemas import ThreadView
from backend.chat.views import Views
from backend.interviews.repository import Interviews
from backend.kernel.errors import NotFound
from backend.web.auth import Actor

PAGE = 50


class OwnThread:
    def __init__(self, conversations: Conversations, arrivals: Arrivals, views: Views, interviews: Interviews) -> None:
        self._conversations = conversations
        self._arrivals = arrivals
        self._views = views
        self._interviews = interviews

    async def thread(self, actor: Actor) -> Thread:
        """The one of the interview that the candidate is signed in for. Raises: NotFound interview_unknown · Gone."""
        if actor.interview_id is None:
            raise NotFound("interview_unknown", "There is no such interview.")
        known = await self._conversations.threads.of_interview(actor.interview_id, actor.account_id)
        if known is not None and await self._interviews.is_own(actor.interview_id, actor.account_id):
            return known
        interview = await self._interviews.own(actor.interview_id, actor.account_id)
        return await self._conversations.of_interview(interview, await self._views.name(actor.account_id))

    async def named(self, actor: Actor, thread_id: str) -> Thread:
        """The same where its id is known: a thread is there for as long as its person is.

        Raises: as `thread`; which thread it is, is the caller's question.
        """
        known = await self._conversations.threads.get(thread_id)
        whose = (actor.account_id, actor.interview_id)
        if known is not None and (known.candidate_id, known.interview_id) == whose:
            return known
        return await self.thread(actor)

    async def view(self, actor: Actor) -> ThreadView:
        """With the newest messages."""
        thread = await self.thread(actor)
        messages = await self._conversations.page(thread, before=None, after=None, limit=PAGE)
        within = await self._arrivals.answers_within_min()
        return await self._views.thread(thread, actor.account_id, messages, within)
