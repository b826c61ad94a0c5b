"""The child process: reads tasks from standard input, one a line, answers on what was its standard output.

One thread, confined, and the only place where strangers' media is parsed. It keeps the speech model between tasks.
"""

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from media.workers.confinement import Confinement, allow_cpu, confine
from media.workers.tasks import (
    Copied,
    CopyToMp4,
    Ended,
    Failed,
    Heard,
    Joined,
    JoinLegs,
    JoinTwoPaths,
    MakePreview,
    Prepare,
    Previewed,
    Probed,
    ProbeUpload,
    Report,
    Task,
    Transcribe,
    TranscribeGroup,
    Transcribing,
)

if TYPE_CHECKING:
    from media.speech.recognise import Recogniser


@lru_cache(maxsize=1)
def _recogniser(model: str, device: str) -> "Recogniser":
    from media.speech.recognise import Recogniser

    return Recogniser(Path(model), device=device)


def perform(task: Task) -> Iterator[Report]:
    match task:
        case Prepare():
            yield from _prepare(task)
        case JoinLegs():
            yield from _join(task)
        case JoinTwoPaths():
            yield from _join_two_paths(task)
        case Transcribe():
            yield from _transcribe(task)
        case TranscribeGroup():
            yield from _transcribe_group(task)
        case MakePreview():
            yield from _preview(task)
        case CopyToMp4():
            yield from _copy(task)
        case ProbeUpload():
            yield from _probe(task)


def _prepare(task: Prepare) -> Iterator[Report]:
    import media.workers.remux  # noqa: F401 - a second of its own

    _recogniser(task.model, task.device).warm_up()
    yield Ended()


def _join(task: JoinLegs) -> Iterator[Report]:
    from media.workers.remux import NothingReadable, join_legs

    try:
        rendition = join_legs([Path(leg) for leg in task.legs], Path(task.folder))
    except NothingReadable:
        yield Failed("media_unreadable", "no leg holds a readable packet")
        return
    yield Joined(rendition)


def _join_two_paths(task: JoinTwoPaths) -> Iterator[Report]:
    from media.workers.remux import NothingReadable
    from media.workers.two_paths import join_two_paths

    try:
        rendition = join_two_paths(task.legs, task.files, Path(task.folder))
    except NothingReadable:
        yield Failed("media_unreadable", "neither path holds a readable packet")
        return
    yield Joined(rendition)


def _transcribe(task: Transcribe) -> Iterator[Report]:
    from media.speech.pcm import AudioUnreadable, NoAudio, read_pcm
    from media.speech.transcript import spoken_language

    try:
        pcm = read_pcm(Path(task.path))
    except NoAudio:
        yield Ended()
        return
    except AudioUnreadable as error:
        yield Failed("media_unreadable", str(error))
        return
    for part in _recogniser(task.model, task.device).parts(pcm, spoken_language(task.language), known=task.known):
        if part.segment is not None:
            yield Heard(part.segment)
        yield Transcribing(part.done, part.total)
    yield Ended()


def _transcribe_group(task: TranscribeGroup) -> Iterator[Report]:
    from media.speech.pcm import AudioUnreadable, read_pcm
    from media.speech.segments import Span
    from media.speech.transcript import spoken_language

    try:
        pcm = read_pcm(Path(task.path))
    except AudioUnreadable as error:
        yield Failed("media_unreadable", str(error))
        return
    recogniser = _recogniser(task.model, task.device)
    sounds = [Span(start_ms, end_ms) for start_ms, end_ms in task.sounds]
    segment = recogniser.group(pcm, sounds, spoken_language(task.language))
    if segment is not None:
        yield Heard(segment)
    yield Ended()


def _preview(task: MakePreview) -> Iterator[Report]:
    from media.workers.preview import preview

    yield Previewed(preview(Path(task.path), Path(task.folder), task.duration_s))


def _copy(task: CopyToMp4) -> Iterator[Report]:
    from media.workers.mp4_copy import mp4_copy
    from media.workers.remux import NothingReadable

    try:
        rendition = mp4_copy(Path(task.path), Path(task.folder), task.duration_s)
    except NothingReadable:
        yield Failed("media_unreadable", "the rendition holds neither picture nor sound")
        return
    yield Copied(rendition)


def _probe(task: ProbeUpload) -> Iterator[Report]:
    from media.workers.probe import NoMedia, probe_upload

    try:
        yield Probed(probe_upload(Path(task.path)))
    except NoMedia:
        yield Failed("media_unreadable", "neither sound nor picture can be decoded")


def serve(tasks: BinaryIO, reports: BinaryIO) -> None:
    """Until the parent closes the pipe. What goes wrong in a task is reported; the next one is taken."""
    decoder, encoder = msgspec.json.Decoder(Task), msgspec.json.Encoder()
    for line in tasks:
        task: Task = decoder.decode(line)
        allow_cpu(task.cpu_s)
        try:
            for report in perform(task):
                _send(reports, encoder.encode(report))
        except MemoryError:
            _send(reports, encoder.encode(Failed("media_too_large", "out of memory")))
        except (OSError, ValueError, RuntimeError, ArithmeticError, LookupError) as error:
            _send(reports, encoder.encode(Failed("media_failed", type(error).__name__)))


def _send(reports: BinaryIO, line: bytes) -> None:
    reports.write(line + b"\n")
    reports.flush()


def main() -> None:
    confine(msgspec.json.decode(sys.argv[1], type=Confinement))
    reports = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no report
    serve(sys.stdin.buffer, reports)


if __name__ == "__main__":
    main()
