"""A viewer's offer read and answered: sound and picture sent, never received (WHEP draft 4.2, RFC 8829).

The answer takes every codec that publishers may come with, so that a viewer stays when another device takes over.
"""

import re
from collections.abc import Mapping

import msgspec
from aiortc import RTCIceCandidate, RTCIceParameters, RTCRtpCodecParameters
from aiortc.rtcdtlstransport import RTCDtlsParameters
from aiortc.sdp import MediaDescription

from backend.contracts.media import MediaKind
from backend.kernel.errors import Invalid
from media.node.forward_stream import Format, StreamStart
from media.node.signalling import (
    bundled,
    has_mid,
    is_usable,
    parse_session,
    refused,
    role_towards,
    rtx_of,
    session_lines,
    transport_lines,
    transport_of,
)
from media.node.sink import Codec

STREAM_NAME = "greenroom"
_CODECS: dict[str, tuple[tuple[str, Codec], ...]] = {
    "audio": (("audio/opus", "opus"),),
    "video": (("video/vp8", "vp8"), ("video/h264", "h264")),
}
_H264 = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id="


class WatchedCodec(msgspec.Struct, frozen=True):
    """A codec that the viewer takes; `feedback` is what of its rtcp-fb we serve."""

    codec: Codec
    clock_rate: int
    form: Format
    parameters: str
    feedback: tuple[str, ...]


class WatchedTrack(msgspec.Struct, frozen=True):
    """An accepted m-section and the stream that is sent in it."""

    mid: str
    kind: MediaKind
    codecs: tuple[WatchedCodec, ...]
    start: StreamStart

    @property
    def formats(self) -> Mapping[Codec, Format]:
        return {each.codec: each.form for each in self.codecs}


class WatchOffer(msgspec.Struct, frozen=True):
    """What the viewer offered, and what of it we send. `sections` keeps the order: a track, or None for refused."""

    media: tuple[MediaDescription, ...]
    sections: tuple[WatchedTrack | None, ...]
    ice: RTCIceParameters
    dtls: RTCDtlsParameters

    @property
    def tracks(self) -> list[WatchedTrack]:
        return [track for track in self.sections if track is not None]

    @property
    def dtls_role(self) -> str:
        return role_towards(self.dtls)

    def answer(
        self, session_id: int, ice: RTCIceParameters, candidates: list[RTCIceCandidate], dtls: RTCDtlsParameters
    ) -> str:
        transport = transport_lines(self.dtls_role, ice, candidates, dtls)
        lines = session_lines(session_id, [track.mid for track in self.tracks])
        for media, track in zip(self.media, self.sections, strict=True):
            lines += refused(media) if track is None else _accepted(track, media, transport)
        return "\r\n".join(lines) + "\r\n"


def read_watch_offer(text: str) -> WatchOffer:
    """Raises: BadRequest `malformed_sdp`, Invalid `no_usable_media`, `ice_lite_unsupported`."""
    session = parse_session(text)
    bundle = bundled(session)
    sections: list[WatchedTrack | None] = []
    for media in session.media:
        kinds = {track.kind for track in sections if track}
        is_reachable = media.rtp.muxId in bundle or not any(sections)
        sections.append(_read_section(media) if is_reachable and media.kind not in kinds else None)
    first = next((media for media, track in zip(session.media, sections, strict=True) if track), None)
    if first is None:
        raise Invalid("no_usable_media", "The offer receives neither Opus audio nor VP8 or H.264 video.")
    return WatchOffer(tuple(session.media), tuple(sections), *transport_of(first))


def _read_section(media: MediaDescription) -> WatchedTrack | None:
    """The track of an m-section that receives something we send, else None."""
    receives = media.direction in ("sendrecv", "recvonly", None) and media.port != 0
    if not receives or not has_mid(media) or media.kind not in _CODECS:
        return None
    found = []
    for mime_type, codec in _CODECS[media.kind]:
        usable = (each for each in media.rtp.codecs if each.mimeType.lower() == mime_type and is_usable(codec, each))
        if (offered := next(usable, None)) is not None:
            found.append(_watched(media, codec, offered))
    if not found:
        return None
    kind: MediaKind = "audio" if media.kind == "audio" else "video"
    return WatchedTrack(media.rtp.muxId, kind, tuple(found), StreamStart.random())


def _watched(media: MediaDescription, codec: Codec, offered: RTCRtpCodecParameters) -> WatchedCodec:
    assert offered.payloadType is not None
    parameters = "minptime=10;useinbandfec=1" if codec == "opus" else ""
    if codec == "h264":
        profile = str(offered.parameters.get("profile-level-id", "42e01f"))
        parameters = _H264 + (profile if re.fullmatch(r"[0-9A-Fa-f]{6}", profile) else "42e01f")
    said = {" ".join(filter(None, (each.type, each.parameter))) for each in offered.rtcpFeedback}
    return WatchedCodec(
        codec,
        48_000 if codec == "opus" else 90_000,
        Format(offered.payloadType, rtx_of(media, offered.payloadType)),
        parameters,
        tuple(each for each in ("nack", "nack pli", "ccm fir") if each in said),
    )


def _accepted(track: WatchedTrack, media: MediaDescription, transport: list[str]) -> list[str]:
    payload_types = [
        str(number)
        for each in track.codecs
        for number in (each.form.payload_type, each.form.rtx_payload_type)
        if number is not None
    ]
    lines = [
        f"m={track.kind} 9 {media.profile} {' '.join(payload_types)}",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        f"a=mid:{track.mid}",
        "a=sendonly",
        "a=rtcp-mux",
        "a=rtcp-rsize",
        f"a=msid:{STREAM_NAME} {track.kind}",
        *transport,
    ]
    for codec in track.codecs:
        lines += _codec_lines(codec)
    return lines + _source_lines(track)


def _codec_lines(codec: WatchedCodec) -> list[str]:
    number, rtx = codec.form.payload_type, codec.form.rtx_payload_type
    name = "opus/48000/2" if codec.codec == "opus" else f"{codec.codec.upper()}/{codec.clock_rate}"
    lines = [f"a=rtpmap:{number} {name}", *(f"a=rtcp-fb:{number} {each}" for each in codec.feedback)]
    if codec.parameters:
        lines.append(f"a=fmtp:{number} {codec.parameters}")
    if rtx is not None:
        lines += [f"a=rtpmap:{rtx} rtx/{codec.clock_rate}", f"a=fmtp:{rtx} apt={number}"]
    return lines


def _source_lines(track: WatchedTrack) -> list[str]:
    """The SSRC of the stream, and of what is sent again (RFC 5576 4.1, RFC 4588 8.8)."""
    ssrcs = [track.start.ssrc]
    lines = []
    if any(codec.form.rtx_payload_type is not None for codec in track.codecs):
        ssrcs.append(track.start.rtx_ssrc)
        lines.append(f"a=ssrc-group:FID {ssrcs[0]} {ssrcs[1]}")
    for ssrc in ssrcs:
        lines += [f"a=ssrc:{ssrc} cname:{STREAM_NAME}", f"a=ssrc:{ssrc} msid:{STREAM_NAME} {track.kind}"]
    return lines
