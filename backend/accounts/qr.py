"""QR codes as data for the app, which draws them itself: its pages take no markup from anywhere."""

from itertools import groupby

import msgspec
import segno


class QrCode(msgspec.Struct, frozen=True):
    """`path` is what an SVG path of `side` × `side` units draws dark; the quiet zone around it is not included."""

    side: int
    path: str


def qr_code(text: str) -> QrCode:
    """ISO/IEC 18004, error correction M (15 %)."""
    rows = segno.make(text, micro=False, error="m").matrix
    return QrCode(len(rows), "".join(_run(y, row) for y, row in enumerate(rows)))


def _run(y: int, row: bytearray) -> str:
    """The dark modules of a row, neighbours in one rectangle."""
    parts, x = [], 0
    for is_dark, modules in groupby(row):
        width = len(list(modules))
        if is_dark:
            parts.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(parts)
