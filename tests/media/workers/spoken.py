"""What a node cuts off a recorded leg while it runs, and the jobs that ask for its words."""

import io
from datetime import datetime
from pathlib import Path

import av
import numpy as np

from backend.contracts.jobs import TranscribeSegment
from media.node.leg_speech import LegSpeech, SpokenSegment
from media.node.segment_uploads import segment_key
from media.speech.pcm import read_pcm
from media.speech.silero import SAMPLE_RATE, WINDOW_MS, probabilities
from tests.media.speech.recordings import clips, pcm_of
from tests.media.workers.legs import Leg, leg

LEG = "leg_1"
GRID_MS = 13
"""How far the node's windows are off those of the whole recording."""


def recorded(speech_dir: Path, count: int) -> Leg:
    """A leg of `count` utterances with 3 s of silence between."""
    pcm = np.concatenate(
        [
            part
            for clip in clips(speech_dir, "en")[:count]
            for part in (pcm_of(speech_dir, clip), np.zeros(3 * SAMPLE_RATE, np.float32))
        ]
    )
    return leg(len(pcm) * 1000 // SAMPLE_RATE // 20 * 20, None, speech=pcm)


def cut(recorded: Leg, folder: Path) -> list[SpokenSegment]:
    """What a node cuts off this leg while it is recorded."""
    listening, found = LegSpeech(0.0), []
    with av.open(io.BytesIO(recorded.data)) as file:
        packets = [(packet.pts, bytes(packet)) for packet in file.demux(audio=0) if packet.size]
    pcm = read_pcm(recorded.at(folder / "leg.webm"))
    for window, probability in enumerate(probabilities(pcm[GRID_MS * SAMPLE_RATE // 1000 :])):
        at_ms = window * WINDOW_MS + GRID_MS
        while packets and packets[0][0] <= at_ms + 100:
            listening.hear(*packets.pop(0))
        found += listening.window(at_ms, float(probability))
    return found


def job_of(segment: SpokenSegment, take_id: str, asked_at: datetime | None = None) -> TranscribeSegment:
    key = segment_key(take_id, LEG, segment.index)
    sounds = [(sound.start_ms, sound.end_ms) for sound in segment.sounds]
    return TranscribeSegment(
        take_id, "int_1", "en", LEG, segment.begin_ms, segment.start_ms, segment.end_ms, sounds, key, asked_at
    )  # fmt: skip
