"""Who publishes into a room, the take that is recorded there, and who watches."""

from backend.contracts.media import ActiveTake
from media.node.audience import Audience
from media.node.peer import Peer


class Room:
    """One publisher is live; a newer device is let in beside it and takes over with its first packet."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.take: ActiveTake | None = None
        self.peers: dict[str, Peer] = {}
        self.live: Peer | None = None
        self.audience = Audience()

    @property
    def is_empty(self) -> bool:
        return not self.peers and self.take is None and not self.audience.viewers

    @property
    def wants_keyframes(self) -> bool:
        return self.take is not None and "video" in self.take.kinds

    def waiting(self) -> list[Peer]:
        """Peers of the interview that have not sent anything yet."""
        return [peer for peer in self.peers.values() if not peer.is_check and peer.presence == "connecting"]

    def set_take(self, take: ActiveTake | None) -> None:
        self.take = take
        for peer in self.peers.values():
            if not peer.is_check:
                peer.path.recording(self.wants_keyframes)
