"""What WHIP and WHEP share of HTTP: an SDP offer is posted, the answer comes with the session's address."""

from typing import Any

from litestar import Request, Response

from backend.kernel.errors import GreenroomError
from backend.rooms.whip import Session
from backend.web.requests import UnsupportedContentType

SDP = "application/sdp"
BODY_LIMIT_BYTES = 64 * 1024


class TrickleUnsupported(GreenroomError):
    """RFC 9725 4.3.1: a server without trickle ICE and ICE restarts answers 405."""

    default_status = 405

    def __init__(self) -> None:
        super().__init__("trickle_unsupported", "Send all candidates with the offer; to rejoin, publish anew.")
        self.headers["Allow"] = "DELETE, OPTIONS"


class NotSdp(UnsupportedContentType):
    def __init__(self) -> None:
        super().__init__()
        self.detail = "This address takes application/sdp."


async def offer_of(request: Request[Any, Any, Any]) -> bytes:
    """The body. Raises: 415 content_type_unsupported."""
    if request.content_type[0] != SDP:
        raise NotSdp
    return await request.body()


def answered(address: str, session: Session, links: dict[str, str]) -> Response[bytes]:
    """201 with the SDP answer; `address` is where sessions of the room stand, `links` name the ICE servers."""
    headers = {
        "Location": f"{address}/{session.resource_id}",
        "ETag": f'"{session.resource_id}"',
        "Access-Control-Expose-Headers": "Location, ETag, Link",
        **links,
    }
    return Response(session.answer_sdp.encode(), status_code=201, media_type=SDP, headers=headers)


def described(links: dict[str, str]) -> Response[None]:
    """The answer to OPTIONS: what may be posted, and the ICE servers."""
    return Response(None, status_code=200, headers={"Accept-Post": SDP, "Allow": "POST, OPTIONS", **links})
