"""People who were opened a moment ago, for screens that show the same names many times a minute."""

import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping

from backend.accounts.model import Person

LIFE_S = 20.0
MOST = 2_000


class Remembered:
    """Opens people by `person_of` and knows them for `life_s`: a name that was changed or erased shows no longer than
    that. Only for what is shown; where somebody is written to, or a right hangs on it, they are opened afresh.
    """

    def __init__(self, person_of: Callable[[str], Awaitable[Person]], *, life_s: float = LIFE_S) -> None:
        self._person_of = person_of
        self._life_s = life_s
        self._known: dict[str, tuple[float, Person]] = {}

    async def person(self, account_id: str) -> Person:
        """Raises: NotFound account_unknown."""
        known = self._known.get(account_id)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        self._known.pop(account_id, None)
        return self.note(await self._person_of(account_id))

    async def names(
        self, account_ids: Iterable[str], people: Callable[[Collection[str]], Awaitable[Mapping[str, Person]]]
    ) -> dict[str, str]:
        """By account; those who are not known are opened by `people` in one look, and who is no more is left out."""
        now, found, unknown = time.monotonic(), dict[str, str](), set[str]()
        for id in account_ids:
            known = self._known.get(id)
            if known is not None and known[0] > now:
                found[id] = known[1].name
            else:
                unknown.add(id)
        opened = await people(unknown) if unknown else {}
        return found | {id: self.note(person).name for id, person in opened.items()}

    def note(self, person: Person) -> Person:
        """Somebody who has just been opened."""
        self._known.pop(person.id, None)
        self._known[person.id] = time.monotonic() + self._life_s, person
        if len(self._known) > MOST:
            self._drop()
        return person

    def _drop(self) -> None:
        """Those whose time is over; where that is nobody, who was opened first."""
        now = time.monotonic()
        self._known = {id: known for id, known in self._known.items() if known[0] > now}
        while len(self._known) > MOST:
            del self._known[next(iter(self._known))]
