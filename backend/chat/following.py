"""Threads follow what is said and read in them: gathered for a moment, then many threads stored in one request.

    say    insert ── tell ── 201
              └──────┐
    mark ────────────┤ 0.3 s ── load ── fold ── ask for notices ── save ── show
                     └────────────────────────────────────────────┘ 200

A message stands by itself, and what its thread says of it can be made from the messages again, so that may wait in the
process. What a killed process leaves here is found by the messages' times (`left_behind`). A mark is acknowledged once
it is saved. Notices are asked for before: whoever dies in between asks again, to the effect of once.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from backend.chat.arrivals import Arrivals, Asked
from backend.chat.model import Mark, Message, Thread, message_id
from backend.chat.repository import AHEAD, Messages, Threads
from backend.chat.rules import Step, step_of
from backend.kernel.errors import GreenroomError, NotFound, Unavailable

GATHERED_S = 0.3
AT_ONCE = 50
READ_AT_ONCE = 100
AGAIN_AFTER_S = 1.0
MESSAGES_HELD = 2_000
FOLLOWED_KNOWN = 5_000

_log = structlog.get_logger()


@dataclass
class News:
    """What came in of one thread. `number` and `note` are the last known of each lane."""

    number: int = 0
    note: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    waiting: list[asyncio.Future[Thread]] = field(default_factory=list)
    is_shown_again: bool = False
    """Whether the screens shall hear of it although this process has nothing to change, and of the messages anew."""
    asked: set[Asked] = field(default_factory=set)
    """Notices that were asked for before the thread could not be saved."""

    def add(self, other: "News") -> None:
        self.number, self.note = max(self.number, other.number), max(self.note, other.note)
        self.messages |= other.messages
        for account_id, mark in other.marks.items():
            known = self.marks.get(account_id, Mark())
            self.marks[account_id] = Mark(max(known.delivered, mark.delivered), max(known.read, mark.read))
        self.waiting += other.waiting
        self.is_shown_again = self.is_shown_again or other.is_shown_again
        self.asked |= other.asked

    def known_up_to(self, thread: Thread) -> int:
        """The message that is looked for: nobody can have read far beyond what the thread knows of."""
        marked = max((max(mark.delivered, mark.read) for mark in self.marks.values()), default=0)
        return min(max(self.number, min(marked, thread.last_number + AHEAD)), thread.last_number + READ_AT_ONCE)


class Following:
    def __init__(self, threads: Threads, messages: Messages, arrivals: Arrivals) -> None:
        self._threads = threads
        self._messages = messages
        self._arrivals = arrivals
        self._news: dict[str, News] = {}
        self._held = 0
        self._running: asyncio.Task[None] | None = None
        self._followed: dict[str, tuple[int, int]] = {}

    def said(self, message: Message) -> None:
        """A message or a note stands."""
        if message.lane == "note":
            self._note(message.thread_id, News(note=message.number))
            return
        self._held += 1
        is_held = self._held <= MESSAGES_HELD
        self._note(message.thread_id, News(message.number, messages={message.number: message} if is_held else {}))

    def behind(self, thread_id: str, number: int, note: int = 0, *, is_shown_again: bool = False) -> None:
        """There are messages up to `number`, and notes up to `note`, of which the thread may not know."""
        self._note(thread_id, News(number, note, is_shown_again=is_shown_again))

    async def read(self, thread_id: str, account_id: str, mark: Mark) -> Thread:
        """The thread once it is stored how far the account has got. Raises: NotFound thread_unknown · Unavailable."""
        stored: asyncio.Future[Thread] = asyncio.get_running_loop().create_future()
        self._note(thread_id, News(marks={account_id: mark}, waiting=[stored]))
        return await stored

    def has_followed(self, thread_id: str, number: int, note: int) -> bool:
        """Whether this process knows that the thread has got so far."""
        known = self._followed.get(thread_id, (0, 0))
        return known[0] >= number and known[1] >= note

    def _note(self, thread_id: str, news: News) -> None:
        self._news.setdefault(thread_id, News()).add(news)
        if self._running is None:
            self._running = asyncio.create_task(self._run(), name="chat following")

    async def _run(self) -> None:
        """Until there is no more news."""
        try:
            while self._news:
                if len(self._news) < AT_ONCE:
                    await asyncio.sleep(GATHERED_S)
                await self._round(self._taken())
        finally:
            self._running = None

    def _taken(self) -> dict[str, News]:
        taken = {thread_id: self._news.pop(thread_id) for thread_id in list(self._news)[:AT_ONCE]}
        self._held = sum(len(news.messages) for news in self._news.values())
        return taken

    async def _round(self, taken: dict[str, News]) -> None:
        try:
            await self._follow(taken)
        except asyncio.CancelledError:
            _end(taken, lambda future: future.cancel())
            raise
        except Unavailable as error:
            fault = error
            _end(taken, lambda future: future.set_exception(fault))
            for thread_id, news in taken.items():
                self._news.setdefault(thread_id, News()).add(
                    News(news.number, news.note, news.messages, is_shown_again=True)
                )
            await asyncio.sleep(AGAIN_AFTER_S)
        except Exception as error:  # noqa: BLE001
            if len(taken) > 1:  # one of them is broken, and shall not hold up the others
                for thread_id, news in taken.items():
                    await self._round({thread_id: news})
                return
            _log.exception("chat_not_followed", thread=next(iter(taken)), exc_info=error)
            failed = error if isinstance(error, GreenroomError) else Unavailable("chat_unavailable", "Try again.")
            _end(taken, lambda future: future.set_exception(failed))

    async def _follow(self, taken: dict[str, News]) -> None:
        known = {thread.id: thread for thread in await self._threads.find({"_id": {"$in": list(taken)}})}
        for thread_id in taken.keys() - known.keys():
            await self._forget(thread_id, taken[thread_id])
        fresh = await self._fresh(known, taken)
        steps = [step_of(thread, fresh.get(id, []), taken[id].note, taken[id].marks) for id, thread in known.items()]
        changed = [step for step in steps if step.is_change]
        asked = await self._arrivals.ask_for_notices(
            [step for step in steps if step.is_change or taken[step.after.id].asked],
            {id: taken[id].asked for id in known},
        )
        is_stored = not changed or await self._threads.save_each([step.after for step in changed]) == len(changed)
        if not is_stored:  # somebody else has saved one of them meanwhile: all are looked at again
            for step in changed:
                again = taken[step.after.id]
                again.is_shown_again, again.asked = True, again.asked | asked[step.after.id]
                self._note(step.after.id, again)
        done = [step for step in steps if is_stored or not step.is_change]
        await self._show(done, taken)

    async def _fresh(self, known: dict[str, Thread], taken: dict[str, News]) -> dict[str, list[Message]]:
        """The messages that each thread does not know of, by thread."""
        found: dict[str, list[Message]] = {}
        wanted: list[str] = []
        for id, thread in known.items():
            for number in range(thread.last_number + 1, taken[id].known_up_to(thread) + 1):
                if (message := taken[id].messages.get(number)) is not None:
                    found.setdefault(id, []).append(message)
                else:
                    wanted.append(message_id(id, "talk", number))
        for message in await self._messages.by_id(wanted):
            found.setdefault(message.thread_id, []).append(message)
        return found

    async def _show(self, steps: Sequence[Step], taken: dict[str, News]) -> None:
        for step in steps:
            self._note_followed(step.after)
            news = taken[step.after.id]
            if step.after.last_number < news.number and step.is_change:
                self.behind(step.after.id, news.number, is_shown_again=news.is_shown_again)
            for future in news.waiting:
                if not future.done():
                    future.set_result(step.after)
        again = {step.after.id for step in steps if taken[step.after.id].is_shown_again}
        try:
            await self._arrivals.show([step for step in steps if step.is_change or step.after.id in again], again)
        except Unavailable:  # screens that lost Redis fetch anew when it is back
            _log.info("chat_not_shown", threads=len(steps))

    def _note_followed(self, thread: Thread) -> None:
        self._followed.pop(thread.id, None)
        self._followed[thread.id] = thread.last_number, thread.last_note
        if len(self._followed) > FOLLOWED_KNOWN:
            del self._followed[next(iter(self._followed))]

    async def _forget(self, thread_id: str, news: News) -> None:
        """The person was erased in the meantime, and what was said after that goes as well."""
        await self._messages.forget(thread_id)
        gone = NotFound("thread_unknown", "There is no such thread.")
        for future in news.waiting:
            if not future.done():
                future.set_exception(gone)


def _end(taken: dict[str, News], end: Callable[[asyncio.Future[Thread]], object]) -> None:
    for news in taken.values():
        for future in news.waiting:
            if not future.done():
                end(future)
