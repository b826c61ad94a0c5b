"""Which take each room records, and which legs of a take are not yet whole in the store. Pure."""

from collections import OrderedDict

from backend.contracts.media import ActiveTake

MAX_CLOSED = 4_096


class TakeLedger:
    """A take is closed once and stays closed: an `open_take` delivered late does not open it again."""

    def __init__(self) -> None:
        self._active: dict[str, ActiveTake] = {}
        self._unfinished: dict[str, set[str]] = {}
        self._closed: OrderedDict[str, None] = OrderedDict()
        self._unanswered: set[str] = set()

    def active(self, room: str) -> ActiveTake | None:
        return self._active.get(room)

    def open(self, room: str, take: ActiveTake) -> bool:
        """True where the room begins to record this take now."""
        active = self._active.get(room)
        if take.take_id in self._closed or (active is not None and active.take_id == take.take_id):
            return False
        self._active[room] = take
        return True

    def rest(self, room: str, take_id: str) -> bool:
        """True where the room was recording it; it may be opened again."""
        active = self._active.get(room)
        if active is None or active.take_id != take_id:
            return False
        del self._active[room]
        return True

    def close(self, room: str, take_id: str) -> bool:
        """True where the room was recording it. Whoever closes is owed an answer (`answer`)."""
        self._closed[take_id] = None
        if len(self._closed) > MAX_CLOSED:
            self._closed.popitem(last=False)
        self._unanswered.add(take_id)
        active = self._active.get(room)
        if active is None or active.take_id != take_id:
            return False
        del self._active[room]
        return True

    def leg_opened(self, take_id: str, leg_id: str) -> None:
        self._unfinished.setdefault(take_id, set()).add(leg_id)

    def leg_done(self, take_id: str, leg_id: str) -> None:
        legs = self._unfinished.get(take_id, set())
        legs.discard(leg_id)
        if not legs:
            self._unfinished.pop(take_id, None)

    def answer(self, take_id: str) -> bool:
        """True, once a `close`, where the take is closed and all its legs here are stored."""
        if take_id not in self._unanswered or take_id in self._unfinished:
            return False
        self._unanswered.discard(take_id)
        return True
