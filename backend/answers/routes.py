"""Playing recorded answers: ranges, captions."""

from collections.abc import AsyncIterator
from typing import Any

from litestar import Request, Response, get, route
from litestar.enums import HttpMethod
from litestar.response import Stream

from backend.answers.captions import webvtt
from backend.answers.media import AnswerMedia
from backend.answers.ranges import Unsatisfiable, is_unchanged, requested_range
from backend.contracts.media import RenditionMedia, StoredFile
from backend.kernel.errors import GreenroomError
from backend.kernel.storage import ObjectStore
from backend.web.auth import Actor
from backend.web.policy import Permission

_SELF = {"permission": Permission.SELF}
PRIVATE = "private, no-store"


class RangeNotSatisfiable(GreenroomError):
    default_status = 416

    def __init__(self, size: int) -> None:
        super().__init__("range_not_satisfiable", "The recording is shorter than that.", size_bytes=size)
        self.headers["Content-Range"] = f"bytes */{size}"


@route(
    "/api/media/takes/{take_id:str}/rendition",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    opt=_SELF,
    status_code=200,
)
async def play(
    take_id: str, request: Request[Any, Any, Any], actor: Actor, answer_media: AnswerMedia, store: ObjectStore
) -> Response[Any]:
    """The recording as a file that plays and seeks; one range of bytes at a time (RFC 9110 14)."""
    return _played(await answer_media.rendition(actor, take_id), request, store)


@route(
    "/api/media/takes/{take_id:str}/rendition.mp4",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    opt=_SELF,
    status_code=200,
)
async def play_mp4(
    take_id: str, request: Request[Any, Any, Any], actor: Actor, answer_media: AnswerMedia, store: ObjectStore
) -> Response[Any]:
    """The same recording as MP4 (H.264, AAC), for browsers that do not play the original."""
    return _played(await answer_media.rendition(actor, take_id, as_mp4=True), request, store)


@get("/api/media/takes/{take_id:str}/thumbnail", opt=_SELF)
async def thumbnail(
    take_id: str, request: Request[Any, Any, Any], actor: Actor, answer_media: AnswerMedia, store: ObjectStore
) -> Response[Any]:
    """One picture of the recording (JPEG)."""
    return await _shown(await answer_media.preview(actor, take_id, "thumbnail"), request, store)


@get("/api/media/takes/{take_id:str}/strip", opt=_SELF)
async def strip(
    take_id: str, request: Request[Any, Any, Any], actor: Actor, answer_media: AnswerMedia, store: ObjectStore
) -> Response[Any]:
    """Small pictures of the recording side by side (JPEG)."""
    return await _shown(await answer_media.preview(actor, take_id, "strip"), request, store)


@get("/api/media/takes/{take_id:str}/peaks", opt=_SELF)
async def peaks(
    take_id: str, request: Request[Any, Any, Any], actor: Actor, answer_media: AnswerMedia, store: ObjectStore
) -> Response[Any]:
    """How loud the recording is, moment by moment: `{"per_second", "peaks": [0..255]}`."""
    return await _shown(await answer_media.preview(actor, take_id, "peaks"), request, store)


async def _shown(file: StoredFile, request: Request[Any, Any, Any], store: ObjectStore) -> Response[Any]:
    etag = f'"{file.sha256}"'
    headers = {**_headers(etag), "Accept-Ranges": "none"}
    if is_unchanged(request.headers.get("if-none-match"), etag):
        return Response(None, status_code=304, headers=headers)
    return Response(await store.get(file.key), headers=headers, media_type=file.mime_type)


def _played(media: RenditionMedia, request: Request[Any, Any, Any], store: ObjectStore) -> Response[Any]:
    wanted = request.headers.get("range")
    etag = f'"{media.sha256}"'
    headers = _headers(etag)
    if is_unchanged(request.headers.get("if-none-match"), etag):
        return Response(None, status_code=304, headers=headers)
    try:
        part = requested_range(wanted, request.headers.get("if-range"), etag, media.size_bytes)
    except Unsatisfiable:
        raise RangeNotSatisfiable(media.size_bytes) from None
    start, end = (part.start, part.end) if part else (0, media.size_bytes)
    headers["Content-Length"] = str(end - start)
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{media.size_bytes}"
    status_code = 200 if part is None else 206
    if request.method == "HEAD":
        return Response(b"", status_code=status_code, headers=headers, media_type=media.mime_type)
    return Stream(
        _pieces(store, media.key, start, end), status_code=status_code, headers=headers, media_type=media.mime_type
    )


@get("/api/media/takes/{take_id:str}/captions.vtt", opt=_SELF, media_type="text/vtt")
async def captions(take_id: str, actor: Actor, answer_media: AnswerMedia) -> Response[str]:
    """The transcript as WebVTT, as far as it is."""
    take = await answer_media.take(actor, take_id)
    return Response(webvtt(take.segments), media_type="text/vtt", headers={"Cache-Control": PRIVATE})


ROUTES = [play, play_mp4, thumbnail, strip, peaks, captions]


def _headers(etag: str) -> dict[str, str]:
    return {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Cache-Control": PRIVATE,
        "Content-Disposition": "inline",
        "X-Content-Type-Options": "nosniff",
    }


async def _pieces(store: ObjectStore, key: str, start: int, end: int) -> AsyncIterator[bytes]:
    async for piece in store.stream(key, start, end):
        yield piece
