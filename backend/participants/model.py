"""Who is in an interview's room beside the candidate, and the questions that staff keep for it. One document a room."""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from backend.kernel.repository import Document

LIVE_ROOMS = "live_rooms"
SEATS = 6
"""Members who send picture or sound at once; who only listens needs no seat."""
QUEUE_MAX = 50
GONE_REMEMBERED = 100

Mode = Literal["observe", "take_part"]
StaffRole = Literal["interviewer", "recruiter", "hr_operator"]
LeftBy = Literal["self", "joined_elsewhere", "silent", "over"]


class Participant(msgspec.Struct, frozen=True):
    """A member on one device. `resource_id` and `screen_id` are the WHIP resources that deliver media now."""

    id: str
    account_id: str
    session_id: str
    role: StaffRole
    mode: Mode
    since: datetime
    resource_id: str | None = None
    screen_id: str | None = None
    is_muted: bool = False
    is_camera_off: bool = False
    is_sharing: bool = False
    hand_raised_at: datetime | None = None
    left_at: datetime | None = None
    left_by: LeftBy | None = None

    @property
    def is_here(self) -> bool:
        return self.left_at is None

    @property
    def has_seat(self) -> bool:
        return self.is_here and self.mode == "take_part"


class CandidateMedia(msgspec.Struct, frozen=True):
    """What the candidate says of their own devices."""

    is_muted: bool = False
    is_camera_off: bool = False
    is_sharing: bool = False
    screen_id: str | None = None


class Queued(msgspec.Struct, frozen=True):
    """A question that staff keep in mind; `taken_by` is about to ask it. `text` lies sealed in the database."""

    id: str
    by: str
    added_at: datetime
    question_id: str | None = None
    taken_by: str | None = None
    taken_at: datetime | None = None
    text: str = ""


class LiveRoom(Document, frozen=True, kw_only=True):
    """Its id is the candidate's room. `is_occupied` follows from the participants and is stored for the watch."""

    id_prefix: ClassVar[str] = "rom"

    interview_id: str
    candidate_id: str
    participants: list[Participant] = msgspec.field(default_factory=list)
    candidate: CandidateMedia = CandidateMedia()
    queue: list[Queued] = msgspec.field(default_factory=list)
    is_occupied: bool = False

    @property
    def here(self) -> list[Participant]:
        return [each for each in self.participants if each.is_here]

    def find(self, participant_id: str) -> Participant | None:
        return next((each for each in self.participants if each.id == participant_id), None)
