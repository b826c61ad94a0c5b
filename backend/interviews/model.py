"""The interview: who and what for, its turns and takes, and where it stands. One document, saved by version."""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from backend.flows.model import Flow
from backend.flows.model import Segment as CandidateSegment
from backend.interviews.conversation import Conversation
from backend.interviews.identity_proof import IdentityProof
from backend.interviews.live_schemas import InForce, Rung, Utterance
from backend.interviews.offline_answer import OfflineAnswer
from backend.interviews.schemas import Accommodation, DeviceCheck
from backend.interviews.states import InterviewState, Phase
from backend.interviews.take import Take
from backend.interviews.turn import Turn
from backend.kernel.language import Language, LocalText
from backend.kernel.repository import Document

INTERVIEWS = "interviews"
COMMANDS_REMEMBERED = 64
HELP_REMEMBERED = 50
PEERS_REMEMBERED = 8
MODEL_CALLS_REMEMBERED = 20
RUNGS_REMEMBERED = 200


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


class Lost(msgspec.Struct, frozen=True):
    resource_id: str
    at: datetime


class Presence(msgspec.Struct, frozen=True):
    """Whether the candidate is there. `resource_id` is the WHIP resource that delivers media, None: none does.

    `is_here` also counts someone who types without media. `gone` remembers the last losses, because reports may come
    twice or overtake each other (a silent resource may also come back); `before` is the one that `resource_id`
    followed. `tab` is the browser's tab that entered last, where it gave a name: no other one takes part.
    """

    resource_id: str | None = None
    joined_at: datetime | None = None
    is_here: bool = False
    before: str | None = None
    gone: list[Lost] = []
    drops: int = 0
    tab: str | None = None

    def lost_at(self, resource_id: str) -> datetime | None:
        return next((lost.at for lost in self.gone if lost.resource_id == resource_id), None)


class Pause(msgspec.Struct, frozen=True):
    """A break by the person's own wish; after `until` they are asked once how they are."""

    since: datetime
    until: datetime
    is_asked: bool = False


class Held(msgspec.Struct, frozen=True):
    """A member of staff leads instead of the AI."""

    account_id: str
    name: str
    since: datetime


class RungChange(msgspec.Struct, frozen=True):
    """A step on the ladder of degradation, as the phone told it."""

    rung: Rung
    reason: str | None
    at: datetime
    turn_id: str | None


class Proposal(msgspec.Struct, frozen=True):
    """A follow-up to the turn just answered, not asked yet. `source` says who worded it."""

    turn_id: str
    text: LocalText
    source: Literal["rules", "model"]


class ModelCall(msgspec.Struct, frozen=True):
    """What a language model was asked and answered, for audit. `verdict`: asked, or why its words were not used."""

    turn_id: str
    at: datetime
    took_ms: int
    prompt: str
    reply: str
    verdict: str


class Accommodations(msgspec.Struct, frozen=True):
    """What the person asked for before the start, and what a member has put in force."""

    wishes: list[Accommodation] = []
    note_sealed: bytes | None = None
    asked_at: datetime | None = None
    in_force: InForce = InForce()
    decided_by: str | None = None
    decided_at: datetime | None = None
    is_waiting: bool = False


class HelpAsked(msgspec.Struct, frozen=True):
    at: datetime
    turn_id: str | None
    phase: Phase


class BookedTime(msgspec.Struct, frozen=True):
    """What scheduling last said of the person's appointment; without times none stands. Newer revisions replace it."""

    revision: int
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_lifted: bool = False


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

    `until` ends the phases acknowledged and closing by itself, and is when a break has lasted as long as suggested.
    `step` is the step of the flow that was reached, `helped_at` when a person who led last gave it back to the AI.
    `turns` holds the questions opened so far, the last is the open one or the one just answered or put off. `gap_s` is
    the person's own gap between questions, None: the policy's. `flow` is a snapshot: later versions do not touch a
    running interview.
    `has_work`, `waits_for_model` and `copy_due_at` follow from the takes, `erase_after` from state and retention,
    `look_at` from what time does by itself; they are stored for the sweeps' queries. `erased` makes the
    document a tombstone.
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
    identity: IdentityProof | None = None
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
    look_at: datetime | None = None
    erased: Erased | None = None
    step: str = ""
    step_since: datetime | None = None
    helped_at: datetime | None = None
    gap_s: float | None = None
    speech_rate: float | None = None
    pause: Pause | None = None
    pauses: int = 0
    held: Held | None = None
    rungs: list[RungChange] = msgspec.field(default_factory=list)
    proposal: Proposal | None = None
    model_calls: list[ModelCall] = msgspec.field(default_factory=list)
    accommodations: Accommodations = Accommodations()
    is_preview: bool = False
    booked: BookedTime | None = None
    conversations: list[Conversation] = msgspec.field(default_factory=list)

    @property
    def turn(self) -> Turn | None:
        """The open or last turn."""
        return self.turns[-1] if self.turns else None

    @property
    def open_take(self) -> Take | None:
        """The open answer's recording."""
        return next((take for take in self.takes if take.is_open and take.track is None), None)

    @property
    def conversation(self) -> Conversation | None:
        """The one that goes on now."""
        last = self.conversations[-1] if self.conversations else None
        return last if last is not None and last.ended_at is None else None

    def take(self, take_id: str) -> Take | None:
        return next((take for take in self.takes if take.id == take_id), None)

    def offline_answer(self, question_id: str) -> OfflineAnswer | None:
        """The answer to the question that was given without a network, where it is the one that counts."""
        return next((each for each in self.offline if each.question_id == question_id and each.counts), None)

    @property
    def is_running(self) -> bool:
        """Whether time is counted now: live, and whoever shall think or answer is there."""
        turn = self.turn
        if self.state != "live" or self.held is not None or turn is None or self.phase not in ("thinking", "answering"):
            return False
        needs_media = turn.is_spoken and not self.is_preview
        return self.presence.resource_id is not None if needs_media else self.presence.is_here

    @property
    def has_settled_takes(self) -> bool:
        """Whether it is handed in and can be reviewed: what is not urgent may be done now."""
        return self.reviewable_at is not None and all(take.is_settled for take in self.takes)

    @property
    def answers(self) -> int:
        """Answers received so far; follow-ups and practice are none of their own."""
        here = sum(1 for turn in self.turns if turn.ended_at and not turn.follows and not turn.is_practice)
        return here + sum(1 for answer in self.offline if answer.counts)

    @property
    def waiting(self) -> list[Turn]:
        """Questions that were put off and wait, in their order."""
        put_off = [turn for turn in self.turns if turn.skipped_at and self.offline_answer(turn.question_id) is None]
        return sorted(put_off, key=lambda turn: turn.index)

    @property
    def in_force(self) -> InForce:
        return self.accommodations.in_force

    @property
    def rung(self) -> Rung | None:
        return self.rungs[-1].rung if self.rungs else None


def room_of(interview_id: str) -> str:
    """The room's id follows from the interview's, so that hot events need no look-up."""
    return "rom_" + interview_id.removeprefix("int_")


def interview_of(room: str) -> str:
    return "int_" + room.removeprefix("rom_")
