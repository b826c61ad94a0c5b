import contextlib

import pytest
from aiortc import RTCIceParameters
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.errors import GreenroomError, Invalid
from media.node.forward_stream import Format
from media.node.viewer_signalling import WatchOffer, read_watch_offer
from tests.media.node.test_signalling import AUDIO, DATA, H264_LINES, VIDEO, offer


def receiving(*sections: str) -> str:
    return offer(*sections).replace("a=sendonly", "a=recvonly")


def answer(read: WatchOffer) -> list[str]:
    fingerprint = RTCDtlsFingerprint("sha-256", "CC:DD")
    ours = RTCDtlsParameters([fingerprint], "client")
    return read.answer(7, RTCIceParameters("nodeufrag", "nodepassword"), [], ours).split("\r\n")


def test_every_codec_that_a_publisher_may_come_with_is_taken() -> None:
    audio, video = read_watch_offer(receiving(AUDIO, VIDEO)).tracks
    assert audio.formats == {"opus": Format(111)}
    assert video.formats == {"vp8": Format(96, 97), "h264": Format(103, 104)}


def test_the_answer_sends_and_names_its_sources() -> None:
    read = read_watch_offer(receiving(AUDIO, VIDEO))
    lines = answer(read)
    audio, video = read.tracks
    assert [line for line in lines if line.startswith("m=")] == [
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97 103 104",
    ]
    assert lines.count("a=sendonly") == lines.count("a=rtcp-mux") == 2
    assert f"a=ssrc-group:FID {video.start.ssrc} {video.start.rtx_ssrc}" in lines
    assert f"a=ssrc:{audio.start.ssrc} cname:greenroom" in lines
    assert "a=msid:greenroom audio" in lines
    assert "a=msid:greenroom video" in lines, "one stream, so that the browser keeps them in step"


def test_feedback_is_promised_only_where_it_was_offered() -> None:
    lines = answer(read_watch_offer(receiving(AUDIO, VIDEO)))
    assert [line for line in lines if line.startswith("a=rtcp-fb")] == ["a=rtcp-fb:96 nack pli", "a=rtcp-fb:103 nack"]


def test_a_viewer_with_h264_alone_and_one_without_sound_are_served() -> None:
    read = read_watch_offer(receiving(H264_LINES))
    assert [track.kind for track in read.tracks] == ["video"]
    assert set(read.tracks[0].formats) == {"h264"}


def test_sections_that_are_not_served_are_refused_in_their_place() -> None:
    lines = answer(read_watch_offer(receiving(AUDIO, VIDEO, DATA)))
    assert [line.split()[1] for line in lines if line.startswith("m=")] == ["9", "9", "0"]


def test_an_offer_that_only_sends_is_no_viewers() -> None:
    with pytest.raises(Invalid) as caught:
        read_watch_offer(offer(AUDIO, VIDEO))
    assert caught.value.code == "no_usable_media"


def test_streams_of_two_viewers_have_different_sources() -> None:
    first, second = (read_watch_offer(receiving(AUDIO)).tracks[0].start for _ in range(2))
    assert first.ssrc != second.ssrc


@given(st.text(max_size=300), st.integers(0, 2000), st.integers(0, 40))
def test_any_text_is_answered_or_refused_with_a_code(text: str, at: int, cut: int) -> None:
    whole = receiving(AUDIO, VIDEO)
    for candidate in (text, whole[:at] + text + whole[at + cut :]):
        with contextlib.suppress(GreenroomError):
            answer(read_watch_offer(candidate))
