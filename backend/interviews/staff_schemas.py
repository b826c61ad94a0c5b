"""What staff see of interviews: the live list, the monitor, the review."""

from datetime import datetime
from typing import Literal

import msgspec

from backend.contracts.media import MediaGap, TakePart, TranscriptWord
from backend.interviews.live_schemas import ChoiceView, Progress, Rung, StepKind
from backend.interviews.offline_answer import AnswerTiming
from backend.interviews.schemas import DeviceCheck
from backend.interviews.states import InterviewState, Phase
from backend.kernel.language import Language, LocalText
from backend.questions.model import AnswerKind, CodeLanguage

PacingKind = Literal["speaking", "silent", "reassure", "encourage", "offer_next", "moved_on"]


class MonitorAlert(msgspec.Struct, frozen=True):
    """Why a person should look: the interview has stood at one step for more than ten minutes without a person's
    help, help was asked for, the candidate is away without having left, or the ladder stands at its last rungs.
    """

    kind: Literal["long_step", "help", "away", "network"]
    since: datetime


class PacingSeen(msgspec.Struct, frozen=True):
    """Event name `pacing` on `staff:interviews`, shown on the monitor and kept nowhere."""

    interview_id: str
    kind: PacingKind
    at: datetime


class InterviewRow(msgspec.Struct, frozen=True):
    """A row of the live list; the same struct is sent as event `row` on `staff:interviews`.

    `unhelped_since` is `step_since`, or when a person who led gave back in this step: from then on it may become long.
    """

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
    step: StepKind | None = None
    step_since: datetime | None = None
    rung: Rung | None = None
    drops: int = 0
    alerts: list[MonitorAlert] = []
    held_by: str | None = None
    unhelped_since: datetime | None = None


class InterviewPage(msgspec.Struct, frozen=True):
    items: list[InterviewRow]
    next: str | None


class Segment(msgspec.Struct, frozen=True):
    """`text` is the machine's; `corrected` is what the candidate says they said. Both are kept."""

    index: int
    start_s: float
    end_s: float
    text: str
    confidence: float
    words: list[TranscriptWord]
    corrected: str | None = None


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
    recording, `transcript_problem` about its transcript. `parts`: what of the recording came through the room and what
    from the phone, empty where all came through the room. `offline`: it was given without a network, and how its times
    were judged; `counts` false where another answer to the question had come before. `wording` names the version of
    the words, typed or transcribed with corrections, so that what is quoted from them can be bound to it.
    `media_began_at`: the recording's time 0, so that a moment in it can be noted.
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
    follows: str | None = None
    options: list[ChoiceView] = []
    code_language: CodeLanguage | None = None
    was_skipped: bool = False
    superseded: list[MediaSource] = []
    parts: list[TakePart] = []
    offline: AnswerTiming | None = None
    counts: bool = True
    wording: str = ""
    media_began_at: datetime | None = None


class ConversationTrack(msgspec.Struct, frozen=True):
    """One participant's recording in a conversation. `offset_s`: where its time 0 lies in the conversation, on one
    clock for all tracks; None before it is known. At `t` seconds of the conversation a track is at `t - offset_s`, less
    the `gaps` before that. `role` None: the candidate.
    """

    take_id: str
    participant_id: str
    name: str
    role: str | None
    source: Literal["camera", "screen"]
    began_at: datetime | None
    offset_s: float | None
    duration_s: float | None
    media_state: Literal["none", "recording", "processing", "ready", "failed"]
    media_url: str | None
    captions_url: str | None
    mime_type: str | None
    sources: list[MediaSource]
    gaps: list[MediaGap]
    segments: list[Segment]
    transcript_state: Literal["none", "running", "done", "waiting_for_model"]
    problem: str | None
    thumbnail_url: str | None
    peaks_url: str | None
    loudness_lufs: float | None


class QuestionPut(msgspec.Struct, frozen=True):
    """What a person asked. `turn_id`: the one among `answers` that it is, where it is one of the flow's questions."""

    text: str
    by: str
    at: datetime
    turn_id: str | None


class ReviewConversation(msgspec.Struct, frozen=True):
    """A person led instead of the AI. `tracks` has the candidate first; empty where it was not recorded."""

    id: str
    began_at: datetime
    ended_at: datetime | None
    led_by: list[str]
    is_recorded: bool
    asked: list[QuestionPut]
    tracks: list[ConversationTrack]


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
    conversations: list[ReviewConversation] = []
