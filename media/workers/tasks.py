"""What the worker asks of its child processes, and what they answer: one JSON object a line, tagged."""

import msgspec

from media.speech.transcript import RecognisedSegment
from media.workers.rendition import Rendition


class JoinLegs(msgspec.Struct, frozen=True, tag="join_legs"):
    """Files of legs, in order → `{folder}/rendition.*`. Answered by `Joined`."""

    legs: list[str]
    folder: str
    cpu_s: int


class Transcribe(msgspec.Struct, frozen=True, tag="transcribe"):
    """Answered by a `Heard` a segment, then `Ended`."""

    path: str
    language: str
    model: str
    device: str
    cpu_s: int


class Joined(msgspec.Struct, frozen=True, tag="joined"):
    rendition: Rendition


class Heard(msgspec.Struct, frozen=True, tag="heard"):
    segment: RecognisedSegment


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    pass


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """`code` media_unreadable: the input's fault. `detail` names the kind of failure, never content."""

    code: str
    detail: str


Task = JoinLegs | Transcribe
Report = Joined | Heard | Ended | Failed
