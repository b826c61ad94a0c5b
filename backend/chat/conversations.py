"""Writing and reading a thread, from either side."""

from datetime import datetime

import msgspec

from backend.chat.attachments import Files
from backend.chat.following import Following
from backend.chat.model import Lane, Mark, Message, MessageBody, Side, Thread, message_id, thread_of, thread_topic
from backend.chat.repository import Messages, Threads
from backend.chat.schemas import MarkMoved, NewMessage, TypingView
from backend.chat.search import tokens_of
from backend.interviews.model import Interview
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, Invalid, RateLimited
from backend.kernel.live import LiveBus
from backend.kernel.ratelimit import RateLimiter

TRIES = 60
BURST = 20
BURST_S = 20.0
TYPING_TOLD_S = 2.0


class Conversations:
    """Threads are made at their first use. Whether someone may read one is the caller's question."""

    def __init__(
        self,
        threads: Threads,
        messages: Messages,
        files: Files,
        following: Following,
        keyring: Keyring,
        live: LiveBus,
        limiter: RateLimiter,
        clock: Clock,
    ) -> None:
        self.threads = threads
        self.messages = messages
        self._files = files
        self._following = following
        self._keyring = keyring
        self._live = live
        self._limiter = limiter
        self._clock = clock

    async def of_interview(self, interview: Interview, candidate_name: str) -> Thread:
        """The thread of the interview's application."""
        thread_id = thread_of(interview.application_id)
        if (known := await self.threads.get(thread_id)) is not None:
            return known
        now = self._clock()
        thread = Thread(
            id=thread_id,
            application_id=interview.application_id,
            interview_id=interview.id,
            candidate_id=interview.candidate_id,
            position_id=interview.position_id,
            created_at=now,
            last_at=now,
            name_tokens=tokens_of(self._keyring, candidate_name),
        )
        try:
            return await self.threads.insert(thread)
        except Conflict:
            return await self.threads.require(thread_id)

    async def say(self, thread: Thread, side: Side, author_id: str, new: NewMessage) -> Message:
        """The message, stored with its place in the order. Sent again it is the same one.

        Raises: Invalid message_empty, attachment_foreign · RateLimited messages_too_fast.
        """
        text = new.text.strip()
        if not text and not new.attachment_ids:
            raise Invalid("message_empty", "There is nothing in this message.")
        try:
            await self._not_too_fast(author_id)
            await self._files.claimable(thread.id, author_id, new.attachment_ids)
        except (RateLimited, Invalid):
            if (known := await self.messages.sent_as(thread.id, author_id, new.client_id)) is not None:
                return known
            raise
        body = MessageBody(text, new.suggestions if side == "team" else [])
        message = await self._append(thread, "talk", side, author_id, new.client_id, body, new.attachment_ids)
        await self._files.claim(new.attachment_ids, message.id)
        return message

    async def note(self, thread: Thread, author_id: str, client_id: str, text: str) -> Message:
        """What the team tells itself; the candidate never sees it."""
        if (known := await self.messages.sent_as(thread.id, author_id, client_id)) is not None:
            return known
        return await self._append(thread, "note", "team", author_id, client_id, MessageBody(text.strip()), [])

    async def _append(
        self, thread: Thread, lane: Lane, side: Side, author_id: str, client_id: str, body: MessageBody,
        attachment_ids: list[str],
    ) -> Message:  # fmt: skip
        """Takes the next number. Whoever is slower takes the one after, so there is never a gap.

        What was sent before under the same `client_id` is refused by the index, and found then. Its thread follows
        either way: whoever stored it may have died right after.
        """
        message = await self._stored(thread, lane, side, author_id, client_id, body, attachment_ids)
        self._following.said(message)
        return message

    async def _stored(
        self, thread: Thread, lane: Lane, side: Side, author_id: str, client_id: str, body: MessageBody,
        attachment_ids: list[str],
    ) -> Message:  # fmt: skip
        last = thread.last_number if lane == "talk" else thread.last_note
        number, now = last + 1, self._clock()
        for attempt in range(TRIES):
            message = self._message(thread, lane, number, side, author_id, client_id, body, attachment_ids, now)
            try:
                return await self.messages.insert(message)
            except Conflict:
                if (known := await self.messages.sent_as(thread.id, author_id, client_id)) is not None:
                    return known
                newest = await self.messages.newest_number(thread.id, lane, last) if attempt == 0 else number
                number = newest + 1
        raise Conflict("thread_busy", "Many people are writing here at once.")

    def _message(
        self, thread: Thread, lane: Lane, number: int, side: Side, author_id: str, client_id: str, body: MessageBody,
        attachment_ids: list[str], now: datetime,
    ) -> Message:  # fmt: skip
        id = message_id(thread.id, lane, number)
        return Message(
            id=id,
            thread_id=thread.id,
            interview_id=thread.interview_id,
            lane=lane,
            number=number,
            side=side,
            author_id=author_id,
            client_id=client_id,
            sealed=self._keyring.seal(msgspec.json.encode(body), id.encode()),
            attachment_ids=attachment_ids,
            at=now,
            tokens=tokens_of(self._keyring, body.text),
        )

    async def _not_too_fast(self, author_id: str) -> None:
        try:
            await self._limiter.hit(f"chat:{author_id}", limit=BURST, window_s=BURST_S)
        except RateLimited as error:
            retry_after_s = float(str(error.extra["retry_after_s"]))
            raise RateLimited(
                "messages_too_fast", "That was quick. Everything so far has arrived.", retry_after_s=retry_after_s
            ) from error

    async def page(self, thread: Thread, *, before: int | None, after: int | None, limit: int) -> list[Message]:
        """The newest `limit` messages, or those just before or after a number."""
        if after is not None:
            return await self.messages.between(thread.id, "talk", after + 1, after + limit)
        last = before - 1 if before is not None else await self._newest(thread)
        return await self.messages.between(thread.id, "talk", last - limit + 1, last)

    async def _newest(self, thread: Thread) -> int:
        newest = await self.messages.newest_number(thread.id, "talk", thread.last_number)
        if newest > thread.last_number:
            self._following.behind(thread.id, newest)
        return newest

    async def move_mark(self, thread: Thread, account_id: str, moved: MarkMoved) -> Thread:
        """What the person has got or read; a notice that has not gone out yet is taken back by reading.

        Raises: NotFound thread_unknown.
        """
        mark, known = Mark(moved.delivered, moved.read), thread.mark(account_id)
        if mark.read <= known.read and mark.delivered <= known.delivered:
            return thread
        return await self._following.read(thread.id, account_id, mark)

    async def typing(self, thread: Thread, side: Side, author: str, author_id: str) -> None:
        """Told to who looks at the thread now; more often than every two seconds changes nothing."""
        try:
            await self._limiter.hit(f"typing:{thread.id}:{author_id}", limit=1, window_s=TYPING_TOLD_S)
        except RateLimited:
            return
        await self._live.publish(thread_topic(thread.id), "typing", TypingView(side, author), keep=False)
