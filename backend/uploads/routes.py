"""tus 1.0.0 at `/uploads`. The requests' bodies are streams; nothing here reads them into memory."""

from typing import Any

from litestar import Request, Response, delete, patch, post, route
from litestar.enums import HttpMethod

from backend.kernel.errors import BadRequest, GreenroomError
from backend.uploads import protocol
from backend.uploads.model import Upload
from backend.uploads.service import Sent, UploadService
from backend.web.auth import Actor
from backend.web.policy import Permission
from backend.web.problems import EXCEPTION_HANDLERS

_TAKE = {"permission": Permission.INTERVIEW_TAKE}
_Request = Request[Any, Any, Any]


@route("/uploads", http_method=[HttpMethod.OPTIONS], opt={"permission": Permission.PUBLIC}, status_code=204)
async def uploads_options(uploads: UploadService) -> Response[None]:
    """What this server can do."""
    return Response(None, status_code=204, headers=protocol.capabilities(uploads.quota.max_bytes))


@route("/uploads/{upload_id:str}", http_method=[HttpMethod.OPTIONS], opt={"permission": Permission.PUBLIC})
async def upload_options(upload_id: str, uploads: UploadService) -> Response[None]:
    """What this server can do."""
    return Response(None, status_code=204, headers=protocol.capabilities(uploads.quota.max_bytes))


@post("/uploads", opt=_TAKE, status_code=201, request_max_body_size=None)
async def create_upload(request: _Request, actor: Actor, uploads: UploadService) -> Response[None]:
    """Begins an upload (creation), with the first bytes where the body has some (creation-with-upload)."""
    headers = request.headers
    protocol.refuse_other_version(headers)
    length, metadata = protocol.length_of(headers), protocol.metadata_of(headers)
    has_bytes = headers.get("content-type", "").partition(";")[0].strip().lower() == protocol.OCTETS
    sent = _sent(request) if has_bytes and headers.get("content-length") != "0" else None
    upload = await uploads.create(actor.account_id, metadata, length, sent)
    return Response(None, status_code=201, headers={**protocol.state_headers(upload), "Location": path_of(upload)})


@route("/uploads/{upload_id:str}", http_method=[HttpMethod.HEAD], opt=_TAKE, status_code=200)
async def upload_offset(upload_id: str, request: _Request, actor: Actor, uploads: UploadService) -> Response[None]:
    """How far the upload is."""
    protocol.refuse_other_version(request.headers)
    return _looked(await uploads.look(upload_id, actor.account_id), uploads)


@patch("/uploads/{upload_id:str}", opt=_TAKE, status_code=204, request_max_body_size=None)
async def continue_upload(upload_id: str, request: _Request, actor: Actor, uploads: UploadService) -> Response[None]:
    """Goes on with the upload at its offset."""
    protocol.refuse_other_version(request.headers)
    return await _continued(upload_id, request, actor, uploads)


@delete("/uploads/{upload_id:str}", opt=_TAKE, status_code=204)
async def end_upload(upload_id: str, request: _Request, actor: Actor, uploads: UploadService) -> Response[None]:
    """Takes the upload back (termination)."""
    protocol.refuse_other_version(request.headers)
    await uploads.end(upload_id, actor.account_id)
    return Response(None, status_code=204, headers={"Tus-Resumable": protocol.VERSION})


@post("/uploads/{upload_id:str}", opt=_TAKE, status_code=204, request_max_body_size=None)
async def override_upload(upload_id: str, request: _Request, actor: Actor, uploads: UploadService) -> Response[None]:
    """For clients whose network lets no other method through: `X-HTTP-Method-Override` names it."""
    protocol.refuse_other_version(request.headers)
    match request.headers.get("x-http-method-override", "").upper():
        case "PATCH":
            return await _continued(upload_id, request, actor, uploads)
        case "HEAD":
            return _looked(await uploads.look(upload_id, actor.account_id), uploads)
        case "DELETE":
            await uploads.end(upload_id, actor.account_id)
            return Response(None, status_code=204, headers={"Tus-Resumable": protocol.VERSION})
    raise BadRequest("tus_header_malformed", "POST here needs a method override.", name="x-http-method-override")


ROUTES = [
    uploads_options, upload_options, create_upload, upload_offset, continue_upload, end_upload, override_upload,
]  # fmt: skip


def path_of(upload: Upload) -> str:
    return f"/uploads/{upload.id}"


async def _continued(upload_id: str, request: _Request, actor: Actor, uploads: UploadService) -> Response[None]:
    headers = request.headers
    protocol.refuse_other_content(headers)
    offset, length = protocol.offset_of(headers), protocol.number(headers, "upload-length")
    upload = await uploads.write(upload_id, actor.account_id, offset, _sent(request), length)
    return Response(None, status_code=204, headers=protocol.state_headers(upload))


def _looked(upload: Upload, uploads: UploadService) -> Response[None]:
    headers = {**protocol.state_headers(upload), **protocol.length_headers(upload), "Cache-Control": "no-store"}
    if metadata := uploads.metadata(upload):
        headers["Upload-Metadata"] = protocol.metadata_header(metadata)
    return Response(None, status_code=200, headers=headers)


def _sent(request: _Request) -> Sent:
    headers = request.headers
    return Sent(request.receive, protocol.number(headers, "content-length"), protocol.checksum_of(headers))


def tus_problem(request: _Request, error: GreenroomError) -> Response[Any]:
    """A problem document that says which protocol it belongs to."""
    error.headers["Tus-Resumable"] = protocol.VERSION
    answer: Response[Any] = EXCEPTION_HANDLERS[GreenroomError](request, error)
    return answer
