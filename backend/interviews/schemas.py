"""What the candidate's routes outside the live part say and hear."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from backend.interviews.identity_schemas import IdentityState
from backend.interviews.live_schemas import InForce
from backend.interviews.states import InterviewState
from backend.kernel.language import Language, LocalText
from backend.questions.model import AnswerKind

Accommodation = Literal[
    "extra_time", "extra_thinking", "captions", "text_only", "voice_only", "interpreter", "breaks", "retakes",
    "longer_gaps", "slower_speech", "other",
]  # fmt: skip


class AppointmentView(msgspec.Struct, frozen=True):
    """A booked time: the interview can be begun from `opens_at` to `closes_at`, or at any time once it `is_lifted`."""

    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    closes_at: datetime
    is_lifted: bool


class InterviewView(msgspec.Struct, frozen=True):
    """A candidate's own interview outside the live part: what awaits them and where they stand.

    `offline_questions`: so many may be taken along and answered without a network. `identity` None: the flow asks
    for no document.
    """

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
    appointment: AppointmentView | None = None
    offline_questions: int = 0
    identity: IdentityState | None = None


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


class AccommodationsAsked(msgspec.Struct, frozen=True):
    """What a candidate asks for before the start; `note` in their own words, for HR alone."""

    wishes: Annotated[list[Accommodation], msgspec.Meta(max_length=11)]
    note: Annotated[str, msgspec.Meta(max_length=2000)] = ""


class AccommodationsView(msgspec.Struct, frozen=True):
    """What was asked for, what that usually means, and what is in force. `decided_by` None: nobody has decided yet."""

    interview_id: str
    asked: AccommodationsAsked | None
    asked_at: datetime | None
    in_force: InForce
    suggested: InForce
    decided_by: str | None
    decided_at: datetime | None


class AccommodationsOpen(msgspec.Struct, frozen=True):
    """Wishes that wait for a decision."""

    interview_id: str
    candidate: str
    position: LocalText
    wishes: list[Accommodation]
    asked_at: datetime


class OwnLine(msgspec.Struct, frozen=True):
    """A transcript segment of one's own; `corrected` is what the person says was said."""

    index: int
    start_s: float
    end_s: float
    text: str
    corrected: str | None


class OwnTranscript(msgspec.Struct, frozen=True):
    take_id: str
    index: int
    prompt: LocalText
    state: Literal["none", "running", "done", "waiting_for_model"]
    lines: list[OwnLine]


class Correction(msgspec.Struct, frozen=True):
    """The segment `index` in the person's words; an empty `text` takes the correction back."""

    index: Annotated[int, msgspec.Meta(ge=0, le=100_000)]
    text: Annotated[str, msgspec.Meta(max_length=5000)]
