"""Signing out."""

from backend.contracts.events.accounts import SignedOut
from backend.kernel.clock import Clock, utc_now
from backend.kernel.events import EventBus
from backend.kernel.live import LiveBus
from backend.web.auth import Actor
from backend.web.hub import SESSION_TOPIC, SessionEnded
from backend.web.sessions import Sessions


class SignOuts:
    """Ends a session everywhere: in the database, and the sockets that live on it in every process."""

    def __init__(self, sessions: Sessions, bus: EventBus, live: LiveBus, *, clock: Clock = utc_now) -> None:
        self._sessions = sessions
        self._bus = bus
        self._live = live
        self._clock = clock

    async def end_all_of(self, account_id: str, interview_id: str | None = None) -> int:
        """Everywhere where the account is signed in, or signed in for one interview; gives how many these were."""
        ended = await self._sessions.end_all_of(account_id, interview_id)
        for session_id in ended:
            await self._close_sockets(session_id)
        return len(ended)

    async def _close_sockets(self, session_id: str) -> None:
        await self._live.publish(f"{SESSION_TOPIC}:{session_id}", "ended", SessionEnded(session_id), keep=False)

    async def sign_out(self, actor: Actor) -> None:
        await self._sessions.end(actor.session_id)
        await self._close_sockets(actor.session_id)
        await self._bus.publish(SignedOut(actor.account_id, actor.kind, actor.session_id, self._clock()))
