"""Reading request bodies: JSON alone, declared as such, decoded strictly into the handler's struct."""

import re
from typing import Any

import msgspec
from litestar import Request
from litestar.exceptions import InternalServerException

from backend.kernel.errors import BadRequest, GreenroomError, Invalid

_PLACE = re.compile(r" - at `\$\.?(.*)`$")


class UnsupportedContentType(GreenroomError):
    default_status = 415

    def __init__(self) -> None:
        super().__init__("content_type_unsupported", "This address takes application/json.")


class RequestCut(BadRequest):
    """Who sent it hung up before it was whole; nobody is there to read the answer."""

    def __init__(self) -> None:
        super().__init__("request_cut", "The connection ended before the request was whole.")


class StrictRequest(Request[Any, Any, Any]):
    """A request whose JSON body becomes the handler's `data` without coercion: `"5"` is no number."""

    async def json(self) -> Any:
        """The body as the type of the handler's `data`.

        Raises: 415 content_type_unsupported · 400 json_malformed · 422 body_invalid with `name` of the member · what
        `body` raises.
        """
        content_type, options = self.content_type
        if content_type != "application/json" or options.get("charset", "utf-8").lower() != "utf-8":
            raise UnsupportedContentType
        target = self.route_handler.parsed_fn_signature.parameters["data"].annotation
        return decode_json(await self.body(), target)

    async def body(self) -> bytes:
        """The body as it came. Raises: 400 request_cut · 413 body_too_large."""
        try:
            return await super().body()
        except InternalServerException as error:
            raise RequestCut from error


def decode_json(body: bytes, target: Any) -> Any:
    """`body` as `target`. Raises: 400 json_malformed · 422 body_invalid."""
    try:
        return msgspec.json.decode(body, type=target)
    except msgspec.ValidationError as error:
        found = _PLACE.search(str(error))
        name = found.group(1) if found else ""
        message = _PLACE.sub("", str(error))
        raise Invalid("body_invalid", "The request is not what it should be.", name=name, message=message) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest("json_malformed", "The request is not well-formed JSON.") from error
