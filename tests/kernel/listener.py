"""Who follows events in tests."""

from backend.kernel.events import Received
from tests.kernel.struct_samples import Noted
from tests.kernel.waiting import until


def at_once(_attempt: int) -> float:
    return 0.0


class Listener:
    """Keeps what it received; raises as often as told for each event."""

    def __init__(self, failures: int = 0) -> None:
        self.received: list[Received[Noted]] = []
        self._failures = failures

    async def __call__(self, received: Received[Noted]) -> None:
        self.received.append(received)
        if received.attempt <= self._failures:
            raise RuntimeError("not yet, says a@b.example")

    def numbers(self) -> list[int]:
        return [received.event.number for received in self.received]

    async def has(self, count: int) -> None:
        async def enough() -> bool:
            return len(self.received) >= count

        await until(enough)
