"""What a media node counts, for Prometheus: its own page at GREENROOM_METRICS_PORT, since it serves no other HTTP.

Counters are of this process; none is labelled with a room or a person.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Gauge, start_http_server

from backend.contracts.media import NodeStatus
from backend.kernel.environment import SettingsError
from media.node.receive_path import ReceivePath

PEERS = Gauge("greenroom_media_peers", "Connections: publisher, viewer.", ["kind"])
CAPACITY = Gauge("greenroom_media_capacity", "Connections that the node takes.")
DRAINING = Gauge("greenroom_media_draining", "1 while the node takes nobody new.")
UNSTORED_LEGS = Gauge("greenroom_media_unstored_legs", "Recordings that are not whole in the object store.")
PACKETS = Counter("greenroom_media_packets", "RTP packets received.")
RECEIVED_BYTES = Counter("greenroom_media_received_bytes", "RTP bytes received.")
LOST_PACKETS = Counter("greenroom_media_lost_packets", "Packets that never came: audio, video.", ["kind"])
NACKED_PACKETS = Counter("greenroom_media_nacked_packets", "Packets asked for again, each time.", ["kind"])
RECOVERED_PACKETS = Counter("greenroom_media_recovered_packets", "Packets that came when asked for again.", ["kind"])
UNROUTABLE_PACKETS = Counter("greenroom_media_unroutable_packets", "Packets of a payload type not agreed on.")
OVER_LIMIT_PACKETS = Counter("greenroom_media_over_limit_packets", "Packets dropped beyond a publisher's 8 Mbit/s.")
LIMITED = Counter(
    "greenroom_media_limited",
    "Publishers told to send less: bitrate (each second of it), tracks (each one refused).",
    ["reason"],
)
RECORDED_BYTES = Counter("greenroom_media_recorded_bytes", "Bytes of media written to the spool.")


class PathTally:
    """Carries one publisher's counts into the node's; `count` adds what came since the last time."""

    def __init__(self, path: ReceivePath) -> None:
        self._path = path
        self._counted: dict[Counter, int] = {}

    def count(self) -> None:
        path = self._path
        self._raise(PACKETS, path.packets)
        self._raise(RECEIVED_BYTES, path.octets)
        self._raise(UNROUTABLE_PACKETS, path.unroutable)
        self._raise(OVER_LIMIT_PACKETS, path.over_limit)
        self._raise(LIMITED.labels("bitrate"), path.limited)
        for track in path.tracks:
            kind = track.description.kind
            self._raise(LOST_PACKETS.labels(kind), track.lost)
            self._raise(NACKED_PACKETS.labels(kind), track.nacks.requested)
            self._raise(RECOVERED_PACKETS.labels(kind), track.nacks.recovered)

    def _raise(self, counter: Counter, total: int) -> None:
        before = self._counted.get(counter, 0)
        if total > before:
            counter.inc(total - before)
            self._counted[counter] = total


def show(status: NodeStatus) -> None:
    """The node's state as gauges."""
    PEERS.labels("publisher").set(status.peers - status.viewers)
    PEERS.labels("viewer").set(status.viewers)
    CAPACITY.set(status.capacity)
    DRAINING.set(status.is_draining)
    UNSTORED_LEGS.set(status.unstored_legs)


@contextmanager
def metrics_page(host: str, port: int | None) -> Iterator[None]:
    """`http://{host}:{port}/metrics` from a thread of its own, for as long as the context is open; None: no page.

    Raises: SettingsError where the port cannot be had.
    """
    if port is None:
        yield
        return
    try:
        server, thread = start_http_server(port, host)
    except OSError as error:
        raise SettingsError(
            f"GREENROOM_METRICS_PORT is {port}; expected a free TCP port on {host} ({error.strerror})."
        ) from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
