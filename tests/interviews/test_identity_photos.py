"""Photos as they come: kept as pictures without what cameras write beside, or refused by a code."""

from contextlib import suppress

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.interviews.identity_photos import SIZE_MAX, picture
from backend.kernel.errors import GreenroomError

from .pictures import jpeg, png, with_exif

PLACE = b"52.5200 N 13.4050 E"
PHOTO = jpeg()


@pytest.mark.parametrize(("photo", "kind"), [(PHOTO, "image/jpeg"), (png(), "image/png")], ids=["jpeg", "png"])
def test_a_photo_keeps_its_picture(photo: bytes, kind: str) -> None:
    kept = picture(photo)
    assert (kept.mime_type, kept.width, kept.height) == (kind, 800, 600)
    decoder = av.CodecContext.create("mjpeg" if kind == "image/jpeg" else "png", "r")
    frames = [*decoder.decode(av.Packet(kept.data)), *decoder.decode(None)]  # type: ignore[attr-defined]
    assert [(frame.width, frame.height) for frame in frames] == [(800, 600)]


def test_where_and_with_what_a_photo_was_taken_is_not_kept() -> None:
    told = with_exif(PHOTO, PLACE)
    assert PLACE in told
    assert picture(told + b"hidden behind the end").data == picture(PHOTO).data


@pytest.mark.parametrize(
    ("data", "code", "status"),
    [
        (b"", "identity_photo_empty", 422),
        (b"%PDF-1.7", "identity_photo_type_refused", 415),
        (b"<svg onload=alert(1)>", "identity_photo_type_refused", 415),
        (PHOTO[:400], "identity_photo_type_refused", 415),
        (png()[:60], "identity_photo_type_refused", 415),
        (jpeg(320, 240), "identity_photo_too_small", 422),
        (PHOTO + bytes(SIZE_MAX), "identity_photo_too_large", 413),
    ],
)
def test_what_is_no_readable_photo_is_refused_by_its_code(data: bytes, code: str, status: int) -> None:
    with pytest.raises(GreenroomError) as refused:
        picture(data)
    assert (refused.value.code, refused.value.status) == (code, status)


@given(st.binary(max_size=300), st.integers(0, len(PHOTO)))
def test_any_bytes_are_a_picture_or_refused(noise: bytes, cut: int) -> None:
    for data in (noise, b"\xff\xd8\xff" + noise, b"\x89PNG\r\n\x1a\n" + noise, PHOTO[:cut] + noise):
        with suppress(GreenroomError):
            assert picture(data).width >= 480
