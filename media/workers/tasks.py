"""What the worker asks of its child processes, and what they answer: one JSON object a line, tagged."""

import msgspec

from backend.contracts.media import UploadedMedia
from media.speech.transcript import KnownSegment, RecognisedSegment
from media.workers.preview import Preview
from media.workers.rendition import Rendition
from media.workers.two_path_files import LegInRoom, PhoneFile


class Prepare(msgspec.Struct, frozen=True, tag="prepare"):
    """Load the model and what else the first answer would wait for. Answered by `Ended`."""

    model: str
    device: str
    cpu_s: int


class JoinLegs(msgspec.Struct, frozen=True, tag="join_legs"):
    """Files of legs, in order → `{folder}/rendition.*`. Answered by `Joined`."""

    legs: list[str]
    folder: str
    cpu_s: int


class JoinTwoPaths(msgspec.Struct, frozen=True, tag="join_two_paths"):
    """Legs and pieces of the phone's own recording → `{folder}/rendition.webm`. Answered by `Joined`."""

    legs: list[LegInRoom]
    files: list[PhoneFile]
    folder: str
    cpu_s: int


class Transcribe(msgspec.Struct, frozen=True, tag="transcribe"):
    """Answered by `Heard` and `Transcribing` a part, then `Ended`. `known` parts are heard without being recognised."""

    path: str
    language: str
    model: str
    device: str
    cpu_s: int
    known: list[KnownSegment] = []


class TranscribeGroup(msgspec.Struct, frozen=True, tag="transcribe_group"):
    """What is read at once: the `sounds` (start and end in ms) of the file. Answered by at most one `Heard`, then
    `Ended`.
    """

    path: str
    language: str
    model: str
    device: str
    cpu_s: int
    sounds: list[tuple[int, int]]


class MakePreview(msgspec.Struct, frozen=True, tag="make_preview"):
    """Of the rendition at `path`, to `folder`. Answered by `Previewed`."""

    path: str
    folder: str
    duration_s: float
    cpu_s: int


class CopyToMp4(msgspec.Struct, frozen=True, tag="copy_to_mp4"):
    """The rendition at `path` → `{folder}/copy.mp4`. Answered by `Copied`."""

    path: str
    folder: str
    duration_s: float
    cpu_s: int


class ProbeUpload(msgspec.Struct, frozen=True, tag="probe_upload"):
    """What the uploaded file at `path` holds. Answered by `Probed`; `Failed` media_unreadable where it is no media."""

    path: str
    cpu_s: int


class Joined(msgspec.Struct, frozen=True, tag="joined"):
    rendition: Rendition


class Heard(msgspec.Struct, frozen=True, tag="heard"):
    segment: RecognisedSegment


class Transcribing(msgspec.Struct, frozen=True, tag="transcribing"):
    """`done` of `total` parts of the speech."""

    done: int
    total: int


class Previewed(msgspec.Struct, frozen=True, tag="previewed"):
    preview: Preview


class Copied(msgspec.Struct, frozen=True, tag="copied"):
    rendition: Rendition


class Probed(msgspec.Struct, frozen=True, tag="probed"):
    media: UploadedMedia


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    pass


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """`code` media_unreadable: the input's fault. `detail` names the kind of failure, never content."""

    code: str
    detail: str


Task = Prepare | JoinLegs | JoinTwoPaths | Transcribe | TranscribeGroup | MakePreview | CopyToMp4 | ProbeUpload
Report = Joined | Heard | Transcribing | Previewed | Copied | Probed | Ended | Failed
LAST_REPORTS = (Joined, Previewed, Copied, Probed, Ended, Failed)
"""After one of these the child waits for its next task."""
