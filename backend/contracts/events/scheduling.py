"""What scheduling announces: appointments made, moved, given up and missed. Times and ids, no names."""

from datetime import datetime
from typing import Literal

import msgspec

AppointmentMode = Literal["ai", "people"]
BookingState = Literal["open", "booked", "cancelled", "missed", "kept"]
BookingChange = Literal[
    "booked", "moved", "cancelled", "missed", "kept", "lifted", "offered", "offer_gone", "invited", "uninvited",
]  # fmt: skip
"""`invited`: nothing is booked, and a talk with people is theirs to book; `uninvited`: it is no more."""


class BookingPlanChanged(msgspec.Struct, frozen=True, tag="scheduling.plan_changed"):
    """What can be booked for a position has become something else: other people, the AI, or nothing for now."""

    position_id: str
    at: datetime


class BookingChanged(msgspec.Struct, frozen=True, tag="scheduling.booking_changed"):
    """What stands of one person's appointment after a change; the whole of it, so that the newest alone counts.

    One booking belongs to one interview and keeps its id for life: a move is a `moved` of the same `booking_id`.
    `revision` grows with every change, so an event that arrives late or twice (lower or equal revision) is dropped.

    `starts_at` and `ends_at` are the appointment's instants and None unless `state` is booked, missed or kept. With
    `mode` ai they are a window in which the person begins when they like; with people it is the time of the talk.
    `opens_at`: from when the interview can be started. `before_at`: where it stood before a move. `zone` is the
    person's IANA zone as they booked, `employer_zone` the employer's. `member_ids` are the interviewers, none with ai.
    `offered_*` describe a time that is kept for somebody on the waiting list until `offered_until`.
    """

    booking_id: str
    interview_id: str
    application_id: str
    position_id: str
    candidate_id: str
    state: BookingState
    change: BookingChange
    revision: int
    mode: AppointmentMode
    at: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    opens_at: datetime | None = None
    before_at: datetime | None = None
    zone: str = "UTC"
    employer_zone: str = "UTC"
    member_ids: list[str] = []
    offered_at: datetime | None = None
    offered_until: datetime | None = None
