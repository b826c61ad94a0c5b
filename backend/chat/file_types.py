"""What kind of file some bytes are, by their content; only kinds that people hand in are taken."""

import io
import zipfile

_PREFIXES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OPEN_DOCUMENTS = frozenset(
    f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"<")
_HEIF = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")
ZIP_ENTRIES_MAX = 2000
TEXT_LOOK_BYTES = 64 * 1024

ALLOWED = ["jpeg", "png", "gif", "webp", "heic", "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt"]
"""The names of what is taken, for those who are refused."""


def type_of(data: bytes) -> str | None:
    """The MIME type, or None for what is not taken: programs, pages and drawings with script, macros, archives."""
    for prefix, kind in _PREFIXES:
        if data.startswith(prefix):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] in _HEIF:
        return "image/heic"
    if data.startswith(b"PK\x03\x04"):
        return _document_in(data)
    return "text/plain" if _is_text(data) else None


def _document_in(data: bytes) -> str | None:
    """Office files are zip archives; one with macros is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if len(names) > ZIP_ENTRIES_MAX or any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            if "mimetype" in names and archive.getinfo("mimetype").file_size <= 100:
                stated = archive.read("mimetype").decode("ascii", "replace").strip()
                return stated if stated in _OPEN_DOCUMENTS else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for folder, kind in _OFFICE.items() if any(name.startswith(folder) for name in names)), None)


def _is_text(data: bytes) -> bool:
    head = data[:TEXT_LOOK_BYTES]
    if not head or b"\x00" in head or head.lstrip().startswith(_PROGRAMS):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return len(data) > len(head) and error.start >= len(head) - 3
    return True
