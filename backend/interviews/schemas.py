"""What the interview routes and the `interview:{id}` topic say and hear."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from backend.contracts.media import MediaGap, TranscriptWord
from backend.kernel.language import Language, LocalText

InterviewState = Literal[
    "invited", "consented", "checked", "live", "paused", "submitted", "processing", "reviewable", "closed",
    "expired", "withdrawn", "abandoned", "human_route",
]  # fmt: skip
AnswerKind = Literal["video", "voice", "text"]
Phase = Literal["greeting", "thinking", "answering", "acknowledged", "closing", "done"]


class InterviewView(msgspec.Struct, frozen=True):
    """A candidate's own interview outside the live part: what awaits them and where they stand."""

    id: str
    room: str
    state: InterviewState
    version: int
    first_name: str
    employer: LocalText
    position: LocalText
    department: LocalText
    segment: Literal["graduate", "experienced", "returning"]
    duration_min: int
    questions: int
    answer_kinds: list[AnswerKind]
    expires_at: datetime
    retention_days: int
    reviewers: list[str]
    contact_name: str
    contact_email: str
    result_by: datetime | None
    consented_version: str | None
    device_check: "DeviceCheck | None"


class ConsentGiven(msgspec.Struct, frozen=True):
    version: Annotated[str, msgspec.Meta(max_length=40)]
    language: Language
    accepts_sensitive: bool


class Declined(msgspec.Struct, frozen=True):
    """The person would rather talk to people; `note` is what they want to tell the recruiter."""

    note: Annotated[str, msgspec.Meta(max_length=2000)] = ""


class NetworkMeasurement(msgspec.Struct, frozen=True):
    round_trip_ms: float | None
    loss_ratio: float | None
    up_kbps: float | None
    is_relayed: bool = False


class DeviceFinding(msgspec.Struct, frozen=True):
    """`problem` is a stable code such as permission_denied, not_found, in_use, silent, in_app_browser."""

    item: Literal["browser", "camera", "microphone", "speaker", "network"]
    result: Literal["ok", "warning", "failed", "skipped"]
    problem: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_]{1,64}$")] | None = None


class DeviceCheck(msgspec.Struct, frozen=True):
    findings: Annotated[list[DeviceFinding], msgspec.Meta(max_length=10)]
    network: NetworkMeasurement | None
    user_agent: Annotated[str, msgspec.Meta(max_length=500)]
    checked_at: datetime | None = None


class Utterance(msgspec.Struct, frozen=True):
    """Words of the interviewer, shown as captions and spoken where the browser has a voice.

    `id` is new for each saying; a client that has spoken it does not speak it again.
    """

    id: str
    kind: Literal[
        "greeting", "question", "reassure", "encourage", "acknowledge", "time_warning", "closing", "welcome_back"
    ]
    text: LocalText


class TurnView(msgspec.Struct, frozen=True):
    """The open question. `index` counts from 1. Moments are server times; compare with `LiveView.now`."""

    id: str
    index: int
    kind: AnswerKind
    prompt: LocalText
    thinking_s: float
    soft_limit_s: float
    hard_limit_s: float
    thinking_until: datetime | None
    answering_since: datetime | None
    answered_s: float
    take_id: str | None
    draft: str
    extensions_left: int


class Acknowledgement(msgspec.Struct, frozen=True):
    """After an answer: its length and how that fits what was asked for."""

    length_s: float | None
    words: int | None
    fit: Literal["short", "fits", "long"]
    next_at: datetime | None


class Progress(msgspec.Struct, frozen=True):
    done: int
    total: int
    minutes_left: int


class LiveView(msgspec.Struct, frozen=True):
    """All that the live screen shows; the whole of it is sent after every persisted change (event name `view`).

    Event name `say` on the same topic carries an `Utterance` that is not persisted (reassurance and the like);
    event name `speech` carries `{"is_speaking": bool}` from the node's detector. While `is_clock_stopped` (nobody is
    connected) no time is counted. `publisher` is the WHIP resource that delivers media now: a device that sees another
    one's after its own has been replaced. `watchers` are the names of the people who see and hear the candidate now.
    """

    interview_id: str
    room: str
    version: int
    state: InterviewState
    phase: Phase
    now: datetime
    is_clock_stopped: bool
    say: Utterance | None
    turn: TurnView | None
    acknowledgement: Acknowledgement | None
    progress: Progress
    first_name: str
    position: LocalText
    publisher: str | None = None
    watchers: list[str] = []


class Command(msgspec.Struct, frozen=True):
    """What the candidate does in the live interview; idempotent by `id`.

    continue: on from greeting, acknowledgement or closing · start_answer: thinking is over · done: the answer is
    complete · more_time: extend the limit · repeat: say the question again · draft/text answer use `text` ·
    leave: come back later. `turn_id` names the turn it is meant for; a command for a turn that is over is refused
    with code turn_over and the current view.
    """

    id: Annotated[str, msgspec.Meta(min_length=8, max_length=64)]
    kind: Literal["continue", "start_answer", "done", "more_time", "repeat", "draft", "leave", "help"]
    turn_id: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    text: Annotated[str, msgspec.Meta(max_length=20000)] | None = None


class TimelineEntry(msgspec.Struct, frozen=True):
    id: Literal["invited", "consented", "checked", "interviewed", "processing", "review", "result"]
    state: Literal["done", "current", "ahead"]
    at: datetime | None
    by: datetime | None


class Timeline(msgspec.Struct, frozen=True):
    state: InterviewState
    first_name: str
    position: LocalText
    employer: LocalText
    entries: list[TimelineEntry]
    answers_received: int
    answers_total: int
    contact_name: str
    contact_email: str


class InterviewRow(msgspec.Struct, frozen=True):
    """A row of the live list; the same struct is sent as event `row` on `staff:interviews`."""

    id: str
    version: int
    candidate: str
    position: LocalText
    department: LocalText
    state: InterviewState
    phase: Phase | None
    progress: Progress
    is_connected: bool
    device_problem: str | None
    transcript_state: Literal["none", "running", "done", "waiting_for_model"]
    updated_at: datetime


class InterviewPage(msgspec.Struct, frozen=True):
    items: list[InterviewRow]
    next: str | None


class Segment(msgspec.Struct, frozen=True):
    index: int
    start_s: float
    end_s: float
    text: str
    confidence: float
    words: list[TranscriptWord]


class MediaSource(msgspec.Struct, frozen=True):
    """One file of a recording; `type` with codecs (RFC 6381), to ask the browser whether it plays it."""

    url: str
    type: str


class FilmStripView(msgspec.Struct, frozen=True):
    """Small pictures side by side in one file, one for each `every_s`."""

    url: str
    tiles: int
    width: int
    height: int
    every_s: float


class ReviewAnswer(msgspec.Struct, frozen=True):
    """One question and its answer. `media_url` serves Range requests; None while the worker is at it.

    `sources` are the same recording in the forms that exist, the original first. `problem` is a code about the
    recording, `transcript_problem` about its transcript.
    """

    turn_id: str
    index: int
    kind: AnswerKind
    prompt: LocalText
    competencies: list[LocalText]
    text: str | None
    take_id: str | None
    media_url: str | None
    captions_url: str | None
    mime_type: str | None
    duration_s: float | None
    gaps: list[MediaGap]
    segments: list[Segment]
    transcript_state: Literal["none", "running", "done", "waiting_for_model"]
    media_state: Literal["none", "recording", "processing", "ready", "failed"]
    problem: str | None
    started_at: datetime | None
    ended_at: datetime | None
    transcript_problem: str | None = None
    sources: list[MediaSource] = []
    thumbnail_url: str | None = None
    strip: FilmStripView | None = None
    peaks_url: str | None = None
    loudness_lufs: float | None = None


class Review(msgspec.Struct, frozen=True):
    id: str
    state: InterviewState
    candidate: str
    position: LocalText
    department: LocalText
    language: Language
    consented_version: str | None
    consented_at: datetime | None
    device_check: DeviceCheck | None
    started_at: datetime | None
    submitted_at: datetime | None
    answers: list[ReviewAnswer]
