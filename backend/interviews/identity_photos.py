"""Photos of documents as they come: known by content, measured without decoding, without what cameras write beside.

Nothing of the picture is decoded here: parsing of images from outside is for the viewer's browser.
"""

from collections.abc import Iterator
from struct import error, unpack_from

import msgspec

from backend.kernel.errors import GreenroomError, Invalid, TooLarge

SIZE_MAX = 8 * 1024 * 1024
SIDE_MIN, SIDE_MAX = 480, 12_000
ALLOWED = ["jpeg", "png"]

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_JPEG_KEPT = frozenset({0xE0, 0xE2, 0xEE})
_PNG_DROPPED = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})


class Picture(msgspec.Struct, frozen=True):
    """`data` shows what came, without place, time and device (EXIF, XMP, comments)."""

    data: bytes
    mime_type: str
    width: int
    height: int


class NotAPicture(GreenroomError):
    default_status = 415

    def __init__(self) -> None:
        super().__init__("identity_photo_type_refused", "Please send a photo: JPEG or PNG.", allowed=ALLOWED)


def picture(data: bytes) -> Picture:
    """What shall be kept of an upload.

    Raises: Invalid identity_photo_empty, identity_photo_too_small (shorter side under 480 px) · TooLarge
    identity_photo_too_large · 415 identity_photo_type_refused, for broken ones too.
    """
    if not data:
        raise Invalid("identity_photo_empty", "The file is empty.")
    if len(data) > SIZE_MAX:
        raise TooLarge("identity_photo_too_large", "The photo is too large.", limit_bytes=SIZE_MAX)
    try:
        found = _jpeg(data) if data.startswith(b"\xff\xd8\xff") else _png(data) if data.startswith(_PNG) else None
    except (error, IndexError):
        found = None
    if found is None:
        raise NotAPicture
    if max(found.width, found.height) > SIDE_MAX:
        raise TooLarge("identity_photo_too_large", "The photo is too large.", limit_pixels=SIDE_MAX)
    if min(found.width, found.height) < SIDE_MIN:
        raise Invalid("identity_photo_too_small", "The photo is too small to read.", least_pixels=SIDE_MIN)
    return found


def _jpeg(data: bytes) -> Picture | None:
    """Segments up to the scan (ITU-T T.81 B.1); those of applications but JFIF, colour profile and Adobe's are left
    out, comments too.
    """
    kept, size, at = [b"\xff\xd8"], None, 2
    while True:
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        length = int(unpack_from("!H", data, at + 2)[0])
        segment = data[at : at + 2 + length]
        if length < 2 or len(segment) < 2 + length:
            return None
        if marker in _JPEG_SIZES:
            height, width = unpack_from("!HH", data, at + 5)
            size = (int(width), int(height))
        if (not 0xE0 <= marker <= 0xEF and marker != 0xFE) or marker in _JPEG_KEPT:
            kept.append(segment)
        at += 2 + length
        if marker == 0xDA:
            break
    end = data.rfind(b"\xff\xd9")
    if size is None or 0 in size or end < at:
        return None
    return Picture(b"".join([*kept, data[at : end + 2]]), "image/jpeg", *size)


def _png(data: bytes) -> Picture | None:
    """Chunks (W3C PNG 5); texts, times and EXIF are left out, and what follows the end."""
    chunks = list(_chunks(data))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND":
        return None
    width, height = unpack_from("!II", chunks[0][1], 8)
    if not width or not height:
        return None
    kept = [chunk for kind, chunk in chunks if kind not in _PNG_DROPPED]
    return Picture(_PNG + b"".join(kept), "image/png", int(width), int(height))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and whole chunk, up to the end's; nothing after a broken one."""
    at = len(_PNG)
    while at + 12 <= len(data):
        length = int(unpack_from("!I", data, at)[0])
        end = at + 12 + length
        if end > len(data):
            return
        kind = data[at + 4 : at + 8]
        yield kind, data[at:end]
        if kind == b"IEND":
            return
        at = end
