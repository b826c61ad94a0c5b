"""HTTP as uvicorn speaks it, with fewer copies of large bodies on their way to the application."""

from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class LeanHttp(HttpToolsProtocol):
    """A block of a body that nothing waits before goes to the application as it came from the parser. uvicorn adds each
    to a bytearray and hands out a copy of that, a sixth of what receiving an upload costs.
    """

    def on_body(self, body: bytes) -> None:
        cycle = self.cycle
        if (self.parser.should_upgrade() and self._should_upgrade()) or cycle.response_complete:
            return
        # `receive` makes bytes of whatever lies here, which costs nothing where it is bytes already.
        cycle.body = cycle.body + body if cycle.body else body  # type: ignore[assignment]
        if len(cycle.body) > HIGH_WATER_LIMIT:
            self.flow.pause_reading()
        cycle.message_event.set()
