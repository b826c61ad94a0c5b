import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.chat.file_types import type_of


def archive(*names: str, **files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name in names:
            made.writestr(name, b"x")
        for name, content in files.items():
            made.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0 a picture", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"%PDF-1.7 ...", "application/pdf"),
        ("简历：林小彤".encode(), "text/plain"),
        (
            archive("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
    ],
)
def test_what_people_hand_in_is_known_by_its_content(data: bytes, kind: str) -> None:
    assert type_of(data) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00 a program",
        b"\x7fELF",
        b"#!/bin/sh\nrm -rf /",
        b"<svg onload='alert(1)'>",
        b"  <html><script>",
        archive("anything.txt"),
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04 torn",
        b"\x00\x01\x02",
    ],
)
def test_programs_pages_macros_and_archives_are_not_taken(data: bytes) -> None:
    assert type_of(data) is None


@given(st.binary(max_size=400))
def test_no_bytes_break_it(data: bytes) -> None:
    assert type_of(data) is None or type_of(data + b"") is not None
