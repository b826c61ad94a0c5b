"""What a member of staff sees first: who comes, who is being interviewed, what waits for them."""

from datetime import datetime
from typing import Literal

import msgspec

from backend.contracts.events.scheduling import AppointmentMode, BookingState
from backend.interviews.live_schemas import Progress
from backend.interviews.staff_schemas import MonitorAlert
from backend.kernel.language import LocalText

PileKind = Literal["help", "thread", "review", "scorecard", "accommodation"]


class HomeAppointment(msgspec.Struct, frozen=True):
    """`is_mine`: the reader is one of `members`. With mode ai it is a window and `members` is empty."""

    interview_id: str
    candidate: str
    position: LocalText
    start: datetime
    end: datetime
    mode: AppointmentMode
    state: BookingState
    members: list[str]
    is_mine: bool
    is_begun: bool


class HomeRunning(msgspec.Struct, frozen=True):
    interview_id: str
    candidate: str
    position: LocalText
    progress: Progress
    alerts: list[MonitorAlert]
    held_by: str | None
    is_mine: bool


class HomeItem(msgspec.Struct, frozen=True):
    """One thing that waits since `since`. `id` is the call's, the thread's, or the interview's."""

    id: str
    interview_id: str
    candidate: str
    position: LocalText
    since: datetime


class HomePile(msgspec.Struct, frozen=True):
    """Things of one kind: how many, and those that have waited longest."""

    kind: PileKind
    count: int
    items: list[HomeItem]


class StaffHome(msgspec.Struct, frozen=True):
    """`soon` from twelve hours ago on, in order; the reader's screen knows which of them are today. `piles` that hold
    nothing are left out. `now` is the server's clock.
    """

    now: datetime
    soon: list[HomeAppointment]
    running: list[HomeRunning]
    running_count: int
    piles: list[HomePile]
