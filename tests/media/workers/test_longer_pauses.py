"""What a running answer sends to be read is what the whole recording's groups hold, however long somebody paused."""

import io
from pathlib import Path

import av
import numpy as np

from media.node.leg_speech import SpokenSegment
from media.node.matroska import AUDIO_TRACK, AudioTrack, Block, cluster, file_header
from media.speech.condensed import condensed
from media.speech.groups import groups
from media.speech.pcm import read_pcm
from media.speech.segments import Span
from media.speech.silero import PER_MS, SAMPLE_RATE, WINDOW_SAMPLES, Samples
from media.speech.splices import Spliced
from media.speech.stretches import stretches, stretches_within
from tests.media.speech.recordings import clips, pcm_of
from tests.media.workers.legs import Leg, leg
from tests.media.workers.spoken import cut

LONGER_MS, FRAME_MS = 3_000, 20
SILENCE = b"\xf8\xff\xfe"


def with_pause(answer: Leg, at_ms: int) -> Leg:
    """The same packets, those from `at_ms` on 3 s later, silence between."""
    with av.open(io.BytesIO(answer.data)) as file:
        packets = [(max(0, int(packet.pts or 0)), bytes(packet)) for packet in file.demux(audio=0) if packet.size]
    blocks = [Block(AUDIO_TRACK, ms + (LONGER_MS if ms >= at_ms else 0), True, data) for ms, data in packets]
    border_ms = next(ms for ms, _ in packets if ms >= at_ms)
    blocks += [Block(AUDIO_TRACK, border_ms + ms, True, SILENCE) for ms in range(0, LONGER_MS, FRAME_MS)]
    blocks.sort(key=lambda block: block.at_ms)
    pieces = [cluster(blocks[first : first + 50]) for first in range(0, len(blocks), 50)]
    return Leg([file_header(AudioTrack(2), None), *pieces], answer.duration_ms + LONGER_MS, None, has_audio=True)


def read_live(answer: Leg, folder: Path) -> list[Samples]:
    """What a worker reads of the last that is told of each group."""
    told = {segment.start_ms: segment for segment in cut(answer, folder)}
    return [_sound(segment, folder) for segment in told.values()]


def _sound(segment: SpokenSegment, folder: Path) -> Samples:
    path = folder / "segment.webm"
    path.write_bytes(segment.data)
    pcm = read_pcm(path)
    sounds = [Span(max(0, each.start_ms - segment.begin_ms), each.end_ms - segment.begin_ms) for each in segment.sounds]
    return condensed(pcm, [found for sound in sounds for found in stretches_within(pcm, sound)]).pcm


def read_whole(answer: Leg, folder: Path) -> list[Samples]:
    pcm = Spliced.of(read_pcm(answer.at(folder / "whole.webm"))).pcm
    return [condensed(pcm, group).pcm for group in groups(pcm, list(stretches(pcm))) if isinstance(group, list)]


def test_a_running_answer_is_read_as_the_whole_is_however_long_the_pauses(speech_dir: Path, tmp_path: Path) -> None:
    """The packets after a pause decode a little otherwise when more silence came before them."""
    chosen = clips(speech_dir, "zh")[:5] or clips(speech_dir, "en")[:4]
    quiet = np.random.default_rng(1).normal(0, 5e-4, 2 * SAMPLE_RATE).astype(np.float32)
    sounds = [pcm_of(speech_dir, clip) for clip in chosen]
    pcm = np.concatenate([part for sound in sounds for part in (sound, quiet)])
    ends_ms = np.cumsum([(len(sound) + len(quiet)) // PER_MS for sound in sounds]).tolist()
    answer = leg(len(pcm) // PER_MS // FRAME_MS * FRAME_MS, None, speech=pcm)
    plain = read_whole(answer, tmp_path)
    assert len(plain) >= 2
    for each in (answer, *(with_pause(answer, end_ms - 1_000) for end_ms in ends_ms[:-1])):
        for found in (read_live(each, tmp_path), read_whole(each, tmp_path)):
            assert len(found) == len(plain)
            for one, other in zip(found, plain, strict=True):
                assert abs(len(one) - len(other)) <= 2 * WINDOW_SAMPLES
