"""What a two-path take is made of, as the worker's parent hands it to the child."""

import msgspec

from media.workers.rendition_parts import Span


class LegInRoom(msgspec.Struct, frozen=True):
    """`started_ms` on the server's clock, from any fixed moment that `PhoneFile.began_ms` counts from as well."""

    path: str
    started_ms: int
    duration_ms: int
    lost: list[Span] = []


class PhoneFile(msgspec.Struct, frozen=True):
    """`began_ms`: media time 0 on the server's clock, as well as the phone knew. Times of several recordings count from
    the first one's begin.
    """

    path: str
    began_ms: int
