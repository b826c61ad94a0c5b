"""The headers of tus 1.0.0 (https://tus.io/protocols/resumable-upload), read and written. Pure."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Literal

import msgspec

from backend.kernel.errors import BadRequest, Invalid
from backend.uploads.errors import PreconditionFailed, UnsupportedMedia
from backend.uploads.model import Upload

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,creation-defer-length,checksum,expiration,termination"
CHECKSUMS = ("sha1", "sha256")
OCTETS = "application/offset+octet-stream"
MAX_METADATA_CHARS = 32_000
MAX_METADATA_KEYS = 30

_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_METADATA_KEY = re.compile(r"[\x21-\x2b\x2d-\x7e]{1,100}", re.ASCII)

Headers = Mapping[str, str]


class Checksum(msgspec.Struct, frozen=True):
    algorithm: Literal["sha1", "sha256"]
    digest: bytes

    def hasher(self) -> Any:
        """SHA-1 stands in the protocol as a check against accidents, not against people."""
        return hashlib.new(self.algorithm, usedforsecurity=False)


def refuse_other_version(headers: Headers) -> None:
    """Raises: 412 tus_version_unsupported."""
    if headers.get("tus-resumable") != VERSION:
        error = PreconditionFailed("tus_version_unsupported", "This address speaks tus 1.0.0.")
        error.headers["Tus-Version"] = VERSION
        raise error


def refuse_other_content(headers: Headers) -> None:
    """Raises: 415 content_type_unsupported."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != OCTETS:
        raise UnsupportedMedia("content_type_unsupported", f"This address takes {OCTETS}.")


def number(headers: Headers, name: str) -> int | None:
    """A whole number that is not negative; None where the header is missing. Raises: 400 tus_header_malformed."""
    given = headers.get(name)
    if given is None:
        return None
    if not _NUMBER.fullmatch(given.strip()):
        raise _malformed(name)
    return int(given)


def offset_of(headers: Headers) -> int:
    """Raises: 400 tus_header_malformed."""
    offset = number(headers, "upload-offset")
    if offset is None:
        raise _malformed("upload-offset")
    return offset


def length_of(headers: Headers) -> int | None:
    """Of a creation; None where it is deferred. Raises: 400 tus_header_malformed."""
    length, deferred = number(headers, "upload-length"), headers.get("upload-defer-length")
    if deferred is not None and (deferred.strip() != "1" or length is not None):
        raise _malformed("upload-defer-length")
    if length is None and deferred is None:
        raise _malformed("upload-length")
    return length


def checksum_of(headers: Headers) -> Checksum | None:
    """Raises: 400 tus_header_malformed, checksum_unsupported."""
    given = headers.get("upload-checksum")
    if given is None:
        return None
    algorithm, _, text = given.strip().partition(" ")
    if algorithm not in CHECKSUMS:
        raise BadRequest("checksum_unsupported", "Checksums are sha1 or sha256.", allowed=list(CHECKSUMS))
    try:
        digest = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _malformed("upload-checksum") from None
    checksum = Checksum("sha1" if algorithm == "sha1" else "sha256", digest)
    if len(digest) != checksum.hasher().digest_size:
        raise _malformed("upload-checksum")
    return checksum


def metadata_of(headers: Headers) -> dict[str, str]:
    """Keys and their decoded values. Raises: 400 tus_header_malformed · 422 upload_metadata_invalid."""
    given = headers.get("upload-metadata", "")
    if len(given) > MAX_METADATA_CHARS:
        raise Invalid("upload_metadata_invalid", "The upload's metadata are too long.", name="upload-metadata")
    found: dict[str, str] = {}
    for pair in given.split(",") if given.strip() else ():
        key, _, value = pair.strip().partition(" ")
        if not _METADATA_KEY.fullmatch(key) or key in found or len(found) == MAX_METADATA_KEYS:
            raise _malformed("upload-metadata")
        try:
            found[key] = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, ValueError):
            raise _malformed("upload-metadata") from None
    return found


def metadata_header(metadata: Mapping[str, str]) -> str:
    pairs = [f"{key} {base64.b64encode(value.encode()).decode()}".strip() for key, value in metadata.items()]
    return ",".join(pairs)


def capabilities(max_bytes: int) -> dict[str, str]:
    """The answer to OPTIONS."""
    return {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(max_bytes),
        "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
    }


def state_headers(upload: Upload) -> dict[str, str]:
    """How far it is, and until when it may go on."""
    headers = {"Tus-Resumable": VERSION, "Upload-Offset": str(upload.offset_bytes)}
    if upload.state == "receiving":
        headers["Upload-Expires"] = http_date(upload.expires_at)
    return headers


def length_headers(upload: Upload) -> dict[str, str]:
    if upload.length_bytes is None:
        return {"Upload-Defer-Length": "1"}
    return {"Upload-Length": str(upload.length_bytes)}


def http_date(at: datetime) -> str:
    """RFC 9110 5.6.7."""
    return format_datetime(at.astimezone(UTC), usegmt=True)


def _malformed(name: str) -> BadRequest:
    return BadRequest("tus_header_malformed", "A header of the upload is missing or not what it should be.", name=name)
