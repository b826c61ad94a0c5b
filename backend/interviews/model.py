"""The interview: who and what for, its turns and takes, and where it stands. One document, saved by version."""

from datetime import datetime, timedelta
from typing import ClassVar, Literal

import msgspec

from backend.contracts.media import MediaGap, MediaKind, RenditionMedia, TakePreview
from backend.flows.model import Flow
from backend.flows.model import Segment as CandidateSegment
from backend.interviews.live_schemas import Utterance
from backend.interviews.offline_answer import OfflineAnswer
from backend.interviews.schemas import DeviceCheck
from backend.interviews.staff_schemas import Segment
from backend.interviews.states import InterviewState, Phase
from backend.interviews.stopwatch import Stopwatch
from backend.kernel.language import Language, LocalText
from backend.kernel.repository import Document
from backend.questions.model import AnswerKind

INTERVIEWS = "interviews"
TranscriptState = Literal["none", "running", "done", "waiting_for_model"]
COMMANDS_REMEMBERED = 64
HELP_REMEMBERED = 50
PEERS_REMEMBERED = 8
COPY_UNANSWERED_AFTER = timedelta(hours=6)
COPY_REQUESTS_MAX = 3


class Occasion(msgspec.Struct, frozen=True):
    """What the interview is for, as it stood when the person was invited. `competencies` maps id to name."""

    employer: LocalText
    position: LocalText
    department: LocalText
    competencies: dict[str, LocalText]
    duration_min: int
    retention_days: int
    reviewers: list[str]
    contact_name: str
    contact_email: str


class Consent(msgspec.Struct, frozen=True):
    version: str
    language: Language
    accepts_sensitive: bool
    at: datetime


class Leg(msgspec.Struct, frozen=True):
    """One peer connection's stretch of a take; `is_stored` once it is whole in the object store."""

    id: str
    is_stored: bool = False
    duration_ms: int = 0


class Mp4Copy(msgspec.Struct, frozen=True):
    """The recording once more as MP4, made in idle time. `requested_at`: the worker was asked, `requests` times."""

    requests: int = 0
    requested_at: datetime | None = None
    rendition: RenditionMedia | None = None
    problem: str | None = None


class Take(msgspec.Struct, frozen=True):
    """One recording of a spoken answer.

    `finished_at`: the answer was closed · `stored_at`: the node has stored all it holds · `requested_at`: the worker
    was asked, `requests` times so far · `processed_at`: it answered, with or without a rendition. `problem` is the
    recording's, `transcript_problem` the transcript's.
    """

    id: str
    turn_id: str
    kinds: list[MediaKind]
    wanted_at: datetime
    legs: list[Leg] = []
    finished_at: datetime | None = None
    stored_at: datetime | None = None
    requested_at: datetime | None = None
    requests: int = 0
    processed_at: datetime | None = None
    rendition: RenditionMedia | None = None
    gaps: list[MediaGap] = []
    problem: str | None = None
    segments: list[Segment] = []
    transcript: TranscriptState = "none"
    transcript_model: str | None = None
    transcript_problem: str | None = None
    preview: TakePreview | None = None
    mp4: Mp4Copy = Mp4Copy()

    @property
    def is_open(self) -> bool:
        return self.finished_at is None

    @property
    def is_settled(self) -> bool:
        """Nothing more is to be expected without someone asking: unreadable, transcribed or waiting for a model."""
        is_transcript_settled = self.rendition is None or self.transcript in ("done", "waiting_for_model")
        return self.processed_at is not None and is_transcript_settled

    @property
    def shown_preview(self) -> TakePreview | None:
        """The preview of this rendition, not of one before."""
        if self.rendition is None or self.preview is None:
            return None
        return self.preview if self.preview.source_sha256 == self.rendition.sha256 else None

    @property
    def copy_due_at(self) -> datetime | None:
        """When a worker shall be asked for an MP4 copy (again). None: there is one, needs none, or cannot be."""
        is_webm = self.rendition is not None and self.rendition.mime_type.endswith("/webm")
        is_answered = self.mp4.rendition is not None or self.mp4.problem is not None
        if not is_webm or is_answered or self.mp4.requests >= COPY_REQUESTS_MAX:
            return None
        return self.mp4.requested_at + COPY_UNANSWERED_AFTER if self.mp4.requested_at else self.processed_at


class Turn(msgspec.Struct, frozen=True):
    """One question and its answer. `text` is the draft until the turn ends, then the answer.

    `sayings` counts the interviewer's utterances in this turn (their ids come from it); `extensions` the granted
    extra minutes; `warned_limit_s` is the hard limit that was warned about.
    """

    id: str
    index: int
    question_id: str
    kind: AnswerKind
    prompt: LocalText
    thinking_s: float
    soft_limit_s: float
    hard_limit_s: float
    competencies: list[str]
    opened_at: datetime
    thinking: Stopwatch = Stopwatch()
    answering: Stopwatch = Stopwatch()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: Literal["candidate", "limit", "expiry"] | None = None
    text: str = ""
    take_id: str | None = None
    extensions: int = 0
    warned_limit_s: float | None = None
    sayings: int = 0

    @property
    def is_spoken(self) -> bool:
        return self.kind != "text"


class Lost(msgspec.Struct, frozen=True):
    resource_id: str
    at: datetime


class Presence(msgspec.Struct, frozen=True):
    """Whether the candidate is there. `resource_id` is the WHIP resource that delivers media, None: none does.

    `is_here` also counts someone who types without media. `gone` remembers the last losses, because reports may come
    twice or overtake each other (a silent resource may also come back); `before` is the one that `resource_id`
    followed.
    """

    resource_id: str | None = None
    joined_at: datetime | None = None
    is_here: bool = False
    before: str | None = None
    gone: list[Lost] = []
    drops: int = 0

    def lost_at(self, resource_id: str) -> datetime | None:
        return next((lost.at for lost in self.gone if lost.resource_id == resource_id), None)


class HelpAsked(msgspec.Struct, frozen=True):
    at: datetime
    turn_id: str | None
    phase: Phase


class Erased(msgspec.Struct, frozen=True):
    """What a tombstone still says. `take_ids` are the recordings that are no more, so that late reports of them are
    known; `needs_work` until everything outside this document is gone as well.
    """

    at: datetime
    erasure_id: str
    take_ids: list[str]
    needs_work: bool = True


class Interview(Document, frozen=True, kw_only=True):
    """`phase` and what belongs to it (`say`, `until`) mean something from the start on.

    `until` ends the phases acknowledged and closing by itself. `turns` holds the questions opened so far, the last
    is the open one or the one just answered. `flow` is a snapshot: later versions do not touch a running interview.
    `has_work`, `waits_for_model` and `copy_due_at` follow from the takes, `erase_after` from state and retention; they
    are stored for the sweeps' queries. `erased` makes the document a tombstone.
    """

    id_prefix: ClassVar[str] = "int"

    application_id: str
    candidate_id: str
    position_id: str
    room: str
    language: Language
    segment: CandidateSegment
    occasion: Occasion
    flow: Flow
    invited_at: datetime
    expires_at: datetime
    updated_at: datetime
    result_by: datetime | None = None
    state: InterviewState = "invited"
    consent: Consent | None = None
    decline_note_sealed: bytes | None = None
    declined_at: datetime | None = None
    device_check: DeviceCheck | None = None
    phase: Phase = "greeting"
    say: Utterance | None = None
    until: datetime | None = None
    turns: list[Turn] = msgspec.field(default_factory=list)
    takes: list[Take] = msgspec.field(default_factory=list)
    offline: list[OfflineAnswer] = msgspec.field(default_factory=list)
    presence: Presence = Presence()
    sayings: int = 0
    commands: list[str] = msgspec.field(default_factory=list)
    help_asked: list[HelpAsked] = msgspec.field(default_factory=list)
    started_at: datetime | None = None
    submitted_at: datetime | None = None
    reviewable_at: datetime | None = None
    ended_at: datetime | None = None
    has_work: bool = False
    waits_for_model: bool = False
    copy_due_at: datetime | None = None
    erase_after: datetime | None = None
    erased: Erased | None = None

    @property
    def turn(self) -> Turn | None:
        """The open or last turn."""
        return self.turns[-1] if self.turns else None

    @property
    def open_take(self) -> Take | None:
        return next((take for take in self.takes if take.is_open), None)

    def take(self, take_id: str) -> Take | None:
        return next((take for take in self.takes if take.id == take_id), None)

    def offline_answer(self, question_id: str) -> OfflineAnswer | None:
        """The answer to the question that was given without a network, where it is the one that counts."""
        return next((each for each in self.offline if each.question_id == question_id and each.counts), None)

    @property
    def is_running(self) -> bool:
        """Whether time is counted now: live, and whoever shall think or answer is there."""
        turn = self.turn
        if self.state != "live" or turn is None or self.phase not in ("thinking", "answering"):
            return False
        return self.presence.resource_id is not None if turn.is_spoken else self.presence.is_here

    @property
    def has_settled_takes(self) -> bool:
        """Whether it is handed in and can be reviewed: what is not urgent may be done now."""
        return self.reviewable_at is not None and all(take.is_settled for take in self.takes)

    @property
    def answers(self) -> int:
        """Answers received so far."""
        return sum(1 for turn in self.turns if turn.ended_at is not None)


def room_of(interview_id: str) -> str:
    """The room's id follows from the interview's, so that hot events need no look-up."""
    return "rom_" + interview_id.removeprefix("int_")


def interview_of(room: str) -> str:
    return "int_" + room.removeprefix("rom_")
