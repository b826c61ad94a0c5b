"""An offer read and answered: one audio and one video track at most, received and never sent (RFC 9725 4.2, RFC 8829).

The answer is written here, not by aiortc's peer connection, so that we say which codec leads, ask for audio to be
sent again as well, and tell Chromium to start at a bitrate that shows a face.
"""

import re

import msgspec
from aiortc import RTCIceCandidate, RTCIceParameters, RTCRtpCodecParameters
from aiortc.rtcdtlstransport import RTCDtlsParameters
from aiortc.sdp import MediaDescription, SessionDescription, candidate_to_sdp

from backend.kernel.errors import BadRequest, Invalid
from media.node.sink import Codec, TrackDescription

MAX_OFFER_CHARACTERS = 64_000
MAX_MEDIA_SECTIONS = 16
START_BITRATE_KBPS = 800
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+\-.^_`{|}~]{1,64}")
_WANTED: dict[str, dict[str, Codec]] = {
    "audio": {"audio/opus": "opus"},
    "video": {"video/vp8": "vp8", "video/h264": "h264"},
}
_SETUP = {"client": "active", "server": "passive"}
# What the parser of aiortc raises on text that is no SDP; it checks little and trips over the rest.
_PARSER_ERRORS = (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, StopIteration)


class OfferedTrack(msgspec.Struct, frozen=True):
    """An accepted m-section. `format_parameters` is what the answer's fmtp line repeats of the offer's."""

    mid: str
    description: TrackDescription
    format_parameters: str
    rtx_payload_type: int | None


class Offer(msgspec.Struct, frozen=True):
    """What the publisher offered, and what of it we take. `sections` keeps the order: a track, or None for refused."""

    media: tuple[MediaDescription, ...]
    sections: tuple[OfferedTrack | None, ...]
    ice: RTCIceParameters
    dtls: RTCDtlsParameters

    @property
    def tracks(self) -> list[OfferedTrack]:
        return [track for track in self.sections if track is not None]

    @property
    def surplus(self) -> int:
        """Sent audio and video sections that are refused: we take one of each."""
        return sum(
            track is None and media.kind in ("audio", "video") and _sends(media)
            for media, track in zip(self.media, self.sections, strict=True)
        )

    @property
    def dtls_role(self) -> str:
        """Our side of the handshake: we begin it unless the publisher insists to."""
        return role_towards(self.dtls)

    def answer(
        self, session_id: int, ice: RTCIceParameters, candidates: list[RTCIceCandidate], dtls: RTCDtlsParameters
    ) -> str:
        """As `write_answer`."""
        return write_answer(self, session_id, ice, candidates, dtls)


def role_towards(offered: RTCDtlsParameters) -> str:
    """Our side of the handshake: we begin it unless the other side insists to."""
    return "server" if offered.role == "client" else "client"


def read_offer(text: str) -> Offer:
    """Raises: BadRequest `malformed_sdp`, Invalid `no_usable_media`, `too_many_tracks`."""
    session = parse_session(text)
    bundle = bundled(session)
    sections: list[OfferedTrack | None] = []
    for media in session.media:
        kinds = {track.description.kind for track in sections if track}
        is_reachable = media.rtp.muxId in bundle or not any(sections)
        sections.append(_read_section(media) if is_reachable and media.kind not in kinds else None)
    first = next((media for media, track in zip(session.media, sections, strict=True) if track), None)
    if first is None:
        raise Invalid("no_usable_media", "The offer sends neither Opus audio nor VP8 or H.264 video.")
    return Offer(tuple(session.media), tuple(sections), *transport_of(first))


def parse_session(text: str) -> SessionDescription:
    """Raises: BadRequest `malformed_sdp`, Invalid `too_many_tracks`."""
    if len(text) > MAX_OFFER_CHARACTERS:
        raise BadRequest("malformed_sdp", "The offer is too long.")
    try:
        session = SessionDescription.parse(text)
    except _PARSER_ERRORS as error:
        raise BadRequest("malformed_sdp", "The offer is not a session description.") from error
    if not session.media:
        raise BadRequest("malformed_sdp", "The offer has no media.")
    if len(session.media) > MAX_MEDIA_SECTIONS:
        raise Invalid("too_many_tracks", "The offer has too many sections of media.", limit=MAX_MEDIA_SECTIONS)
    return session


def bundled(session: SessionDescription) -> list[str]:
    """The sections that share one transport, by mid."""
    return next(([str(item) for item in group.items] for group in session.group if group.semantic == "BUNDLE"), [])


def transport_of(media: MediaDescription) -> tuple[RTCIceParameters, RTCDtlsParameters]:
    """The credentials of the bundle's first section, which carries them for all."""
    if media.ice is None or not (media.ice.usernameFragment and media.ice.password):
        raise BadRequest("malformed_sdp", "The offer has no ICE credentials.")
    if media.dtls is None or not media.dtls.fingerprints:
        raise BadRequest("malformed_sdp", "The offer has no DTLS fingerprint.")
    if media.ice.iceLite:
        raise Invalid("ice_lite_unsupported", "A peer must do full ICE.")
    return media.ice, media.dtls


def _read_section(media: MediaDescription) -> OfferedTrack | None:
    """The track of an m-section that sends something we take, else None.

    The publisher's order decides (RFC 8866 5.14): a phone names first what it encodes in hardware.
    """
    if not _sends(media) or not has_mid(media):
        return None
    wanted = _WANTED.get(media.kind, {})
    rank = {payload_type: place for place, payload_type in enumerate(media.fmt)}
    for offered in sorted(media.rtp.codecs, key=lambda each: rank.get(each.payloadType, len(rank))):
        codec = wanted.get(offered.mimeType.lower())
        if codec is not None and is_usable(codec, offered):
            return _offered_track(media, codec, offered)
    return None


def _sends(media: MediaDescription) -> bool:
    return media.direction in ("sendrecv", "sendonly", None) and media.port != 0


def has_mid(media: MediaDescription) -> bool:
    """Whether the section is named, in a way that can be repeated."""
    return _TOKEN.fullmatch(media.rtp.muxId or "") is not None


def is_usable(codec: Codec, offered: RTCRtpCodecParameters) -> bool:
    if offered.payloadType is None or not 0 <= offered.payloadType <= 127:
        return False
    if codec == "h264":
        return str(offered.parameters.get("packetization-mode", "0")) == "1"
    return offered.clockRate == (48_000 if codec == "opus" else 90_000)


def rtx_of(media: MediaDescription, payload_type: int) -> int | None:
    """The payload type for sending `payload_type` again (RFC 4588 8.6)."""
    found = (each for each in media.rtp.codecs if each.name.lower() == "rtx")
    return next((each.payloadType for each in found if each.parameters.get("apt") == payload_type), None)


def _offered_track(media: MediaDescription, codec: Codec, offered: RTCRtpCodecParameters) -> OfferedTrack:
    assert offered.payloadType is not None
    rtx = rtx_of(media, offered.payloadType)
    repeated = ""
    if codec == "h264":
        profile = str(offered.parameters.get("profile-level-id", "42e01f"))
        profile = profile if re.fullmatch(r"[0-9A-Fa-f]{6}", profile) else "42e01f"
        repeated = f"level-asymmetry-allowed=1;packetization-mode=1;profile-level-id={profile}"
    return OfferedTrack(
        mid=media.rtp.muxId,
        description=TrackDescription(
            kind="audio" if codec == "opus" else "video",
            codec=codec,
            clock_rate=offered.clockRate,
            payload_type=offered.payloadType,
        ),
        format_parameters=repeated,
        rtx_payload_type=rtx,
    )


def write_answer(
    offer: Offer,
    session_id: int,
    ice: RTCIceParameters,
    candidates: list[RTCIceCandidate],
    dtls: RTCDtlsParameters,
) -> str:
    """The answer: `ice`, `candidates` and `dtls` are ours; refused sections have port 0 (RFC 8829 5.3.1)."""
    transport = transport_lines(offer.dtls_role, ice, candidates, dtls)
    lines = session_lines(session_id, [track.mid for track in offer.tracks])
    for media, track in zip(offer.media, offer.sections, strict=True):
        lines += refused(media) if track is None else _accepted(track, media, transport)
    return "\r\n".join(lines) + "\r\n"


def session_lines(session_id: int, mids: list[str]) -> list[str]:
    lines = ["v=0", f"o=- {session_id} 1 IN IP4 127.0.0.1", "s=-", "t=0 0"]
    return [*lines, "a=group:BUNDLE " + " ".join(mids), "a=msid-semantic: WMS"]


def transport_lines(
    dtls_role: str, ice: RTCIceParameters, candidates: list[RTCIceCandidate], dtls: RTCDtlsParameters
) -> list[str]:
    fingerprint = next(each for each in dtls.fingerprints if each.algorithm == "sha-256")
    return [
        f"a=ice-ufrag:{ice.usernameFragment}",
        f"a=ice-pwd:{ice.password}",
        f"a=fingerprint:{fingerprint.algorithm} {fingerprint.value}",
        f"a=setup:{_SETUP[dtls_role]}",
        *(f"a=candidate:{candidate_to_sdp(candidate)}" for candidate in candidates),
        "a=end-of-candidates",
    ]


def refused(media: MediaDescription) -> list[str]:
    lines = [f"m={media.kind} 0 {media.profile} {' '.join(map(str, media.fmt))}", "c=IN IP4 0.0.0.0", "a=inactive"]
    if has_mid(media):
        lines.append(f"a=mid:{media.rtp.muxId}")
    return lines


def _accepted(track: OfferedTrack, media: MediaDescription, transport: list[str]) -> list[str]:
    description = track.description
    payload_type, rtx = description.payload_type, track.rtx_payload_type
    payload_types = f"{payload_type}" if rtx is None else f"{payload_type} {rtx}"
    lines = [
        f"m={description.kind} 9 {media.profile} {payload_types}",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        f"a=mid:{track.mid}",
        "a=recvonly",
        "a=rtcp-mux",
        "a=rtcp-rsize",
        *transport,
    ]
    if description.codec == "opus":
        return [
            *lines,
            f"a=rtpmap:{payload_type} opus/48000/2",
            f"a=rtcp-fb:{payload_type} nack",
            f"a=fmtp:{payload_type} minptime=10;useinbandfec=1",
        ]
    start_bitrate = f"x-google-start-bitrate={START_BITRATE_KBPS}"
    lines += [
        f"a=rtpmap:{payload_type} {description.codec.upper()}/{description.clock_rate}",
        f"a=rtcp-fb:{payload_type} nack",
        f"a=rtcp-fb:{payload_type} nack pli",
        f"a=rtcp-fb:{payload_type} goog-remb",
        f"a=fmtp:{payload_type} {';'.join(filter(None, (track.format_parameters, start_bitrate)))}",
    ]
    if rtx is not None:
        lines += [f"a=rtpmap:{rtx} rtx/{description.clock_rate}", f"a=fmtp:{rtx} apt={payload_type}"]
    return lines
