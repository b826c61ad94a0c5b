"""What follows for a thread from its messages and from being read. Pure."""

from collections.abc import Mapping, Sequence

import msgspec

from backend.chat.model import Mark, Message, Thread


class Step(msgspec.Struct, frozen=True):
    """A thread before and after what came in; `fresh` are the messages that it did not know of."""

    before: Thread
    after: Thread
    fresh: list[Message]

    @property
    def is_change(self) -> bool:
        return self.after is not self.before


def step_of(thread: Thread, messages: Sequence[Message], last_note: int, marks: Mapping[str, Mark]) -> Step:
    """What was said, and then how far people have got."""
    after = fold(thread, messages)
    fresh = [each for each in messages if thread.last_number < each.number <= after.last_number]
    if last_note > after.last_note:
        after = msgspec.structs.replace(after, last_note=last_note)
    for account_id, mark in marks.items():
        after = marked(after, account_id, mark)
    return Step(thread, after, sorted(fresh, key=lambda each: each.number))


def fold(thread: Thread, messages: Sequence[Message]) -> Thread:
    """The thread after those of `messages` that come next, in order of number; a gap ends it, what is known is skipped.

    A candidate's message starts the response-time clock (or lets it run) and wakes a snoozed thread; the team's stops
    it.
    """
    for message in sorted(messages, key=lambda each: each.number):
        if message.number == thread.last_number + 1:
            thread = _after(thread, message)
    return thread


def _after(thread: Thread, message: Message) -> Thread:
    is_candidates = message.side == "candidate"
    said = msgspec.structs.replace(
        thread,
        last_number=message.number,
        last_at=max(thread.last_at, message.at),
        last_side=message.side,
        last_by=message.author_id,
        last_sealed=message.sealed,
        waiting_since=(thread.waiting_since or message.at) if is_candidates else None,
        snoozed_until=None if is_candidates else thread.snoozed_until,
    )
    return marked(said, message.author_id, Mark(message.number, message.number))


def marked(thread: Thread, account_id: str, mark: Mark) -> Thread:
    """The thread with someone's mark moved on, never back and never past the last message. What is read has arrived."""
    known = thread.mark(account_id)
    read = max(known.read, min(mark.read, thread.last_number))
    delivered = max(known.delivered, read, min(mark.delivered, thread.last_number))
    moved = Mark(delivered, read)
    marks = thread.marks if moved == known else {**thread.marks, account_id: moved}
    thread = thread if marks is thread.marks else msgspec.structs.replace(thread, marks=marks)
    is_unread = thread.last_number > thread.team_mark.read
    return thread if is_unread == thread.is_unread else msgspec.structs.replace(thread, is_unread=is_unread)


def read_by(step: Step) -> list[tuple[str, int]]:
    """Who has read something of others, and the first message that they had not read before."""
    found = []
    for id, mark in step.after.marks.items():
        first = step.before.mark(id).read + 1
        was_new = any(each.author_id != id and first <= each.number <= mark.read for each in step.fresh)
        if mark.read >= first and (was_new or first <= step.before.last_number):
            found.append((id, first))
    return found


def unread_of(thread: Thread, account_id: str) -> int:
    """Messages of others that the account has not read: all after its mark, because writing moves it."""
    return thread.last_number - thread.mark(account_id).read


def answered_after_s(before: Thread, after: Thread) -> float | None:
    """How long the candidate waited, where the team has just answered."""
    if before.waiting_since is None or after.waiting_since is not None or after.last_at < before.waiting_since:
        return None
    return (after.last_at - before.waiting_since).total_seconds()
