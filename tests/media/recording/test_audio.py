from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from media.node.audio import MAX_PENDING, AudioBranch, FfmpegDecoder, open_decoder
from media.node.libopus import LibOpusDecoder
from media.node.opus import duration_samples, opus_head
from media.node.voice import Speech
from tests.media.recording.streams import Encoded, speech

SILENCE = b"\xf8\xff\xfe"
MakeDecoder = Callable[[], LibOpusDecoder | FfmpegDecoder]


@pytest.fixture(scope="module")
def spoken(speech_dir: Path) -> tuple[Encoded, ...]:
    return speech(sorted(speech_dir.glob("en-*.flac"))[0], 3.0)


@pytest.mark.parametrize(
    ("packet", "samples"),
    [
        ("08", 960),
        ("00", 480),
        ("18", 2880),
        ("60", 480),
        ("68", 960),
        ("80", 120),
        ("f8", 960),
        ("f9", 1920),
        ("fa", 1920),
        ("fb03", 2880),
        ("fb07", 0),
        ("fb", 0),
        ("", 0),
    ],
)
def test_an_opus_packet_tells_its_length(packet: str, samples: int) -> None:
    assert duration_samples(bytes.fromhex(packet)) == samples


def test_the_opus_head_is_that_of_rfc_7845() -> None:
    assert opus_head(1) == b"OpusHead\x01\x01" + bytes.fromhex("380180bb0000000000")


DECODERS = pytest.mark.parametrize("make", [open_decoder, FfmpegDecoder])


def test_libopus_is_at_hand() -> None:
    """PyAV's wheels bring it; where it has moved, decoding costs twice as much."""
    assert isinstance(open_decoder(), LibOpusDecoder)


def test_both_decoders_give_the_same_sound_at_the_same_time(spoken: tuple[Encoded, ...]) -> None:
    ours, theirs = (
        np.concatenate([decoder.decode(frame.payloads[0]) for frame in spoken])
        for decoder in (open_decoder(), FfmpegDecoder())
    )
    length = min(len(ours), len(theirs))
    assert np.corrcoef(ours[:length], theirs[:length])[0, 1] > 0.99


@DECODERS
def test_packets_become_16_khz_mono_of_their_length(spoken: tuple[Encoded, ...], make: MakeDecoder) -> None:
    decoder = make()
    samples = np.concatenate([decoder.decode(frame.payloads[0]) for frame in spoken])
    assert samples.dtype == np.float32
    assert len(samples) == pytest.approx(3 * 16_000, abs=32)
    assert 0.01 < float(np.abs(samples).max()) <= 1.2


@DECODERS
def test_what_does_not_decode_becomes_silence(make: MakeDecoder) -> None:
    decoder = make()
    assert len(decoder.decode(b"\xff\x03\x00garbage")) in (0, 960)
    assert len(decoder.decode(b"")) == 0
    assert len(decoder.decode(SILENCE)) > 0


async def heard(frames: list[tuple[float, bytes]], *, until_ms: float) -> list[Speech]:
    """What a branch makes of packets at their times, in virtual time."""
    branch, told = AudioBranch(), []
    stream = branch.open_stream(told.append)
    now, waiting = 0.0, list(frames)
    while now < until_ms:
        now += 96
        while waiting and waiting[0][0] <= now:
            at_ms, packet = waiting.pop(0)
            stream.hear(at_ms, at_ms, packet)
        await branch.step(now)
    branch.close()
    return told


async def test_speech_between_silences_begins_and_ends_in_media_time(spoken: tuple[Encoded, ...]) -> None:
    quiet = [(number * 20.0, SILENCE) for number in range(100)]
    voice = [(2_000 + frame.at_ms, frame.payloads[0]) for frame in spoken]
    after = [(5_000 + number * 20.0, SILENCE) for number in range(100)]
    told = await heard(quiet + voice + after, until_ms=7_000)
    assert told[0].is_start
    assert 1_950 <= told[0].local_ms <= 2_700
    assert not told[-1].is_start
    assert 3_500 <= told[-1].local_ms <= 5_250


async def test_lost_packets_move_nothing_that_follows(spoken: tuple[Encoded, ...]) -> None:
    """1.2 s of the silence before is missing; speech still begins where it did."""
    quiet = [(number * 20.0, SILENCE) for number in range(100)]
    voice = [(2_000 + frame.at_ms, frame.payloads[0]) for frame in spoken]
    whole = await heard(quiet + voice, until_ms=5_000)
    holed = await heard(quiet[:20] + quiet[80:] + voice, until_ms=5_000)
    assert holed[0].local_ms == pytest.approx(whole[0].local_ms, abs=64)


async def test_a_track_that_falls_silent_mid_word_ends_its_speech(spoken: tuple[Encoded, ...]) -> None:
    told = await heard([(frame.at_ms, frame.payloads[0]) for frame in spoken[:100]], until_ms=5_000)
    assert [speech.is_start for speech in told][-1] is False
    assert told[-1].local_ms <= 2_050


async def test_speech_goes_on_after_a_long_hole(spoken: tuple[Encoded, ...]) -> None:
    first = [(frame.at_ms, frame.payloads[0]) for frame in spoken]
    second = [(60_000 + frame.at_ms, frame.payloads[0]) for frame in spoken]
    told = await heard(first + second, until_ms=66_000)
    starts = [speech.local_ms for speech in told if speech.is_start]
    again = [at for at in starts if at >= 60_000]
    assert again[0] - 60_000 == pytest.approx(starts[0], abs=64)


async def test_what_waits_to_be_decoded_is_bounded(spoken: tuple[Encoded, ...]) -> None:
    branch = AudioBranch()
    stream = branch.open_stream(lambda speech: None)
    for number in range(5_000):
        stream.hear(number * 20.0, number * 20.0, spoken[number % 100].payloads[0])
    assert len(stream._pending) == MAX_PENDING
    stream.close()
    await branch.step(100_000.0)
    assert branch._streams == []
    branch.close()
