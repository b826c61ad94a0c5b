"""What the outboxes of a repository's documents hold, as this process knows it: a save can then replace what went out.

Entries come into an outbox by saves alone, which count the version up, and leave it once they were published. So what
it holds at a version is known to whoever saved or loaded that version, and can only have become less since.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from backend.kernel.mongo import Row

REMEMBERED = 4_096


class OutboxNudge(Protocol):
    """Told of each document whose outbox has just been filled."""

    def left_alone(self, collection: str) -> timedelta:
        """For how long after a save others shall not look after the outbox."""

    def unsent(self, outbox: Sequence[Row]) -> list[Row]:
        """Without the entries that are known to have gone out."""

    def nudge(self, collection: str, id: str, outbox: list[Row] | None, fresh: int = 0) -> None:
        """`outbox` is what it holds, where that is known; the last `fresh` entries were made by this save."""


class Outboxes:
    """Of the collection `name`. Without a relay nothing is known, and entries are only ever added."""

    def __init__(self, name: str, relay: OutboxNudge | None) -> None:
        self._name = name
        self._relay = relay
        self._known: dict[str, tuple[int, list[Row]]] = {}

    def first(self, entries: list[Row], now: datetime) -> Row:
        """The fields of a document that is stored for the first time."""
        return {"outbox": entries, "outbox_at": self._until(now)} if entries else {}

    def fill(
        self, update: dict[str, Any], id: str, version: int, entries: list[Row], now: datetime
    ) -> list[Row] | None:
        """Adds to the update of a document at `version` what its outbox shall hold; gives that, None: not known."""
        known_at, held = self._known.get(id, (None, None))
        if held is None or known_at != version or self._relay is None:
            if entries:
                update["$push"] = {"outbox": {"$each": entries}}
                update["$set"]["outbox_at"] = self._until(now)
            return None
        if not entries:
            return held
        outbox = [*self._relay.unsent(held), *entries]
        update["$set"] |= {"outbox": outbox, "outbox_at": self._until(now)}
        return outbox

    def saved(self, id: str, version: int, outbox: list[Row] | None, fresh: int) -> None:
        """The document stands at `version`; the last `fresh` entries of its outbox are new."""
        self.forget(id)
        if outbox is not None:
            self._note(id, version, outbox)
        if self._relay is not None and fresh:
            self._relay.nudge(self._name, id, outbox, fresh)

    def loaded(self, row: Row) -> None:
        """A row as it was read, with its outbox unless that was left out; it is taken from the row.

        One that was read before this process saved it tells nothing new.
        """
        outbox, is_filled = row.pop("outbox", None), row.pop("outbox_at", None) is not None
        if row["_id"] in self._known and self._known[row["_id"]][0] > row["version"]:
            return
        if outbox is None and is_filled:
            self.forget(row["_id"])
        else:
            self._note(row["_id"], row["version"], outbox or [])

    def doubt(self, id: str) -> None:
        """Nobody knows whether a save has come through: the relay looks for itself."""
        self.forget(id)
        if self._relay is not None:
            self._relay.nudge(self._name, id, None)

    def forget(self, id: str) -> None:
        self._known.pop(id, None)

    def _note(self, id: str, version: int, outbox: list[Row]) -> None:
        if self._relay is None:
            return
        self._known.pop(id, None)
        self._known[id] = version, outbox
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]

    def _until(self, now: datetime) -> datetime:
        """From when on others look after it too."""
        return now + self._relay.left_alone(self._name) if self._relay is not None else now
