"""Erasure: nothing of a person's conversations stays."""

from backend.chat.arrivals import DESK_TOPIC
from backend.chat.attachments import Files
from backend.chat.model import thread_topic
from backend.chat.repository import Messages, Threads
from backend.contracts.events.privacy import PersonErased
from backend.kernel.events import Received
from backend.kernel.live import LiveBus


class Forgetting:
    def __init__(self, threads: Threads, messages: Messages, files: Files, live: LiveBus) -> None:
        self._threads = threads
        self._messages = messages
        self._files = files
        self._live = live

    async def person_erased(self, received: Received[PersonErased]) -> None:
        """Threads, messages, notes, files, and what screens could still resume from. May be repeated."""
        for thread in await self._threads.of_candidate(received.event.account_id):
            await self._files.forget(thread.id)
            await self._messages.forget(thread.id)
            await self._live.forget(thread_topic(thread.id))
            await self._live.forget(DESK_TOPIC)
            await self._threads.delete(thread.id)
