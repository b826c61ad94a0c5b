"""What came of joining a take's legs."""

import msgspec

from backend.contracts.media import TakePart


class LegPlace(msgspec.Struct, frozen=True):
    """Leg `index` of those given lies at `begin_ms` in the rendition and lasts `duration_ms`."""

    index: int
    begin_ms: int
    duration_ms: int


class HolePlace(msgspec.Struct, frozen=True):
    """Inside a leg nothing came for `lost_ms`; the rendition goes on at `at_ms`."""

    at_ms: int
    lost_ms: int


class Rendition(msgspec.Struct, frozen=True):
    """`codecs` as in RFC 6381, video first. `parts` tell what came from where, empty where all came by the room."""

    path: str
    mime_type: str
    duration_s: float
    width: int | None
    height: int | None
    legs: list[LegPlace]
    holes: list[HolePlace]
    codecs: str | None = None
    parts: list[TakePart] = []
