"""What the routes of inviting candidates say and hear."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from backend.flows.model import Segment
from backend.kernel.language import Language, LocalText

Text = Annotated[str, msgspec.Meta(max_length=400)]
OpenDays = Annotated[int, msgspec.Meta(ge=1, le=60)]


class FlowChoice(msgspec.Struct, frozen=True):
    """A published version that somebody may be invited to."""

    id: str
    number: int
    published_at: datetime | None
    questions: int
    duration_min: int


class PositionChoice(msgspec.Struct, frozen=True):
    """`flows` newest first; the first is the one that invitations take unless told otherwise."""

    id: str
    title: LocalText
    department: LocalText
    flows: list[FlowChoice]


class MemberChoice(msgspec.Struct, frozen=True):
    id: str
    name: str


class InvitingChoices(msgspec.Struct, frozen=True):
    positions: list[PositionChoice]
    interviewers: list[MemberChoice]


class CandidateAsked(msgspec.Struct, frozen=True):
    """Whom to invite to what. `flow_id` None: the newest published version of the position's flow."""

    position_id: Text
    name: Text
    first_name: Text
    email: Text
    language: Language
    segment: Segment
    flow_id: Text | None = None
    open_days: OpenDays = 7
    interviewer_ids: Annotated[list[Text], msgspec.Meta(max_length=20)] = []


class CandidateInvited(msgspec.Struct, frozen=True):
    """`link` is told this once. `is_known`: the person had an account already, whose name was kept."""

    interview_id: str
    candidate: str
    link: str
    expires_at: datetime
    flow_number: int
    is_known: bool


class LinkStatus(msgspec.Struct, frozen=True):
    """Where the way into an interview stands. `sent` counts the links so far; `state` is the newest one's.
    `may_reopen`: the interview was not begun in time, and can be opened again."""

    state: Literal["ready", "expired", "used", "revoked", "none"]
    email: str
    sent: int
    sent_at: datetime | None
    expires_at: datetime | None
    may_send: bool
    may_reopen: bool = False


class LinkAsked(msgspec.Struct, frozen=True):
    open_days: OpenDays = 7


ReopenReason = Literal["asked", "technical", "illness", "accommodation", "our_mistake", "other"]


class ReopenAsked(msgspec.Struct, frozen=True):
    """Why an interview that ran out is opened again: a code, for the audit log keeps it."""

    reason: ReopenReason
    open_days: OpenDays = 7


class LinkSent(msgspec.Struct, frozen=True):
    """`link` is told this once."""

    link: str
    status: LinkStatus
