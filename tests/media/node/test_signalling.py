import contextlib

import pytest
from aiortc import RTCIceParameters
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.errors import BadRequest, GreenroomError, Invalid
from media.node.signalling import MAX_OFFER_CHARACTERS, Offer, read_offer, write_answer

TRANSPORT = """c=IN IP4 0.0.0.0
a=ice-ufrag:abcd
a=ice-pwd:abcdefghijklmnopqrstuvwx
a=fingerprint:sha-256 AA:BB
a=setup:actpass
a=rtcp-mux
"""
AUDIO = f"""m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9
{TRANSPORT}a=mid:0
a=sendonly
a=rtpmap:111 opus/48000/2
a=rtcp-fb:111 transport-cc
a=fmtp:111 minptime=10;useinbandfec=1
a=rtpmap:63 red/48000/2
a=fmtp:63 111/111
a=rtpmap:9 G722/8000
"""
VIDEO = f"""m=video 9 UDP/TLS/RTP/SAVPF 103 104 96 97 98
{TRANSPORT}a=mid:1
a=sendonly
a=rtpmap:103 H264/90000
a=rtcp-fb:103 nack
a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
a=rtpmap:104 rtx/90000
a=fmtp:104 apt=103
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 nack pli
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=rtpmap:98 VP9/90000
"""
VP8_FIRST = VIDEO.replace("103 104 96 97 98", "96 97 98 103 104")
H264_LINES = "".join(
    line + "\n" for line in VIDEO.splitlines() if ":96" not in line and ":97" not in line and ":98" not in line
).replace("103 104 96 97 98", "103 104")
DATA = f"m=application 9 UDP/DTLS/SCTP webrtc-datachannel\n{TRANSPORT}a=mid:2\na=sctp-port:5000\n"


def offer(*sections: str, bundle: str = "0 1 2") -> str:
    head = f"v=0\no=- 1 2 IN IP4 127.0.0.1\ns=-\nt=0 0\na=group:BUNDLE {bundle}\na=msid-semantic: WMS\n"
    return (head + "".join(sections)).replace("\n", "\r\n")


def answer(read: Offer) -> str:
    return write_answer(
        read,
        7,
        RTCIceParameters("nodeufrag", "nodepassword"),
        [],
        RTCDtlsParameters([RTCDtlsFingerprint("sha-256", "CC:DD")], "client"),
    )


@pytest.mark.parametrize(("video", "codec", "payload_type"), [(VIDEO, "h264", 103), (VP8_FIRST, "vp8", 96)])
def test_what_the_publisher_names_first_is_taken(video: str, codec: str, payload_type: int) -> None:
    read = read_offer(offer(AUDIO, video))
    assert [(track.description.codec, track.description.payload_type) for track in read.tracks] == [
        ("opus", 111),
        (codec, payload_type),
    ]
    assert read.tracks[1].rtx_payload_type == payload_type + 1


def test_h264_named_first_without_fragmentation_leaves_it_to_vp8() -> None:
    read = read_offer(offer(AUDIO, VIDEO.replace("packetization-mode=1", "packetization-mode=0")))
    assert read.tracks[1].description.codec == "vp8"


def test_the_answer_receives_and_says_how_to_send() -> None:
    lines = answer(read_offer(offer(AUDIO, VP8_FIRST))).split("\r\n")
    assert [line for line in lines if line.startswith("m=")] == [
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
    ]
    assert lines.count("a=recvonly") == lines.count("a=rtcp-mux") == lines.count("a=setup:active") == 2
    for line in ("a=group:BUNDLE 0 1", "a=rtcp-fb:111 nack", "a=rtcp-fb:96 nack pli", "a=rtcp-fb:96 goog-remb"):
        assert line in lines
    assert "a=fmtp:96 x-google-start-bitrate=800" in lines
    assert "a=fmtp:97 apt=96" in lines


def test_h264_alone_is_taken_with_its_profile() -> None:
    read = read_offer(offer(AUDIO, H264_LINES))
    assert read.tracks[1].description.codec == "h264"
    assert (
        "a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f;x-google-start-bitrate=800"
        in answer(read)
    )


def test_h264_without_fragmentation_is_not_taken() -> None:
    read = read_offer(offer(AUDIO, H264_LINES.replace("packetization-mode=1", "packetization-mode=0")))
    assert [track.description.kind for track in read.tracks] == ["audio"]


def test_audio_alone_is_enough() -> None:
    read = read_offer(offer(AUDIO, bundle="0"))
    assert "a=group:BUNDLE 0\r\n" in answer(read)


@pytest.mark.parametrize("direction", ["inactive", "recvonly"])
def test_video_that_is_not_sent_is_refused_in_its_place(direction: str) -> None:
    read = read_offer(offer(VIDEO.replace("sendonly", direction), AUDIO))
    lines = answer(read).split("\r\n")
    assert [line for line in lines if line.startswith("m=")] == [
        "m=video 0 UDP/TLS/RTP/SAVPF 103 104 96 97 98",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    ]
    assert "a=group:BUNDLE 0" in lines


def test_data_channels_and_further_tracks_are_refused() -> None:
    second = AUDIO.replace("a=mid:0", "a=mid:3")
    read = read_offer(offer(AUDIO, VIDEO, DATA, second, bundle="0 1 2 3"))
    assert [track is not None for track in read.sections] == [True, True, False, False]


def test_twenty_tracks_are_refused_but_for_one_of_each_and_counted() -> None:
    many = [VIDEO.replace("a=mid:1", f"a=mid:{mid}") for mid in range(2, 15)]
    read = read_offer(offer(AUDIO, VIDEO, *many, DATA, bundle=" ".join(map(str, range(15)))))
    assert (len(read.tracks), read.surplus) == (2, 13)
    with pytest.raises(Invalid) as caught:
        read_offer(offer(AUDIO, *[VIDEO] * 19))
    assert (caught.value.code, caught.value.extra["limit"]) == ("too_many_tracks", 16)


def test_a_section_outside_the_bundle_is_refused() -> None:
    read = read_offer(offer(AUDIO, VIDEO, bundle="0"))
    assert [track.description.kind for track in read.tracks] == ["audio"]


def test_a_publisher_that_insists_begins_the_handshake() -> None:
    read = read_offer(offer(AUDIO).replace("actpass", "active"))
    assert read.dtls_role == "server"
    assert "a=setup:passive" in answer(read)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "v=0",
        '{"sdp": "v=0"}',
        offer(),
        offer("m=audio\n"),
        offer(AUDIO.replace("a=setup:actpass", "a=setup:perhaps")),
        offer(AUDIO.replace("a=ice-ufrag:abcd\n", "")),
        offer(AUDIO.replace("a=fingerprint:sha-256 AA:BB\n", "")),
        offer(AUDIO.replace("111 63 9", "banana")),
        offer(AUDIO) + " " * MAX_OFFER_CHARACTERS,
    ],
)
def test_what_is_no_usable_description_is_malformed(text: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_offer(text)
    assert caught.value.code == "malformed_sdp"


@pytest.mark.parametrize(
    "text", [offer(AUDIO.replace("opus", "speex")), offer(AUDIO.replace("sendonly", "recvonly")), offer(DATA)]
)
def test_an_offer_without_media_for_us_is_invalid(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_offer(text)
    assert caught.value.code == "no_usable_media"


LINES = offer(AUDIO, VIDEO, DATA).split("\r\n")


@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.text(max_size=30)), min_size=1, max_size=4))
def test_a_damaged_offer_is_answered_or_refused_with_a_code(damage: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for index, text in damage:
        lines[index] = lines[index][: len(lines[index]) // 2] + text
    with contextlib.suppress(GreenroomError):
        answer(read_offer("\r\n".join(lines)))
