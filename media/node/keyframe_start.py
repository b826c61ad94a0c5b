"""Whether an RTP payload begins a key frame: where a picture can start that depends on nothing before it."""

from media.node.depacketise_h264 import FU_A, IDR, SPS, STAP_A
from media.node.depacketise_vp8 import descriptor
from media.node.sink import Codec


def begins_keyframe(codec: Codec, payload: bytes) -> bool:
    """True for the first packet of a key frame; for H.264 the parameter sets before it count as its beginning."""
    if codec == "vp8":
        return _vp8(payload)
    return _h264(payload) if codec == "h264" else bool(payload)


def _vp8(payload: bytes) -> bool:
    """The frame header's lowest bit is clear (RFC 6386 9.1)."""
    length, starts, _, _ = descriptor(payload)
    return length > 0 and starts and not payload[length] & 1


def _h264(payload: bytes) -> bool:
    """A parameter set or an IDR slice, alone, aggregated or its first fragment (RFC 6184 5.6-5.8)."""
    if len(payload) < 2:
        return False
    kind = payload[0] & 0x1F
    if kind == FU_A:
        return bool(payload[1] & 0x80) and payload[1] & 0x1F == IDR
    if kind == STAP_A:
        return any(unit in (IDR, SPS) for unit in _aggregated(payload))
    return kind in (IDR, SPS)


def _aggregated(payload: bytes) -> list[int]:
    """The types of the NAL units in a STAP-A."""
    kinds, at = [], 1
    while at + 2 < len(payload):
        kinds.append(payload[at + 2] & 0x1F)
        at += 2 + int.from_bytes(payload[at : at + 2])
    return kinds
