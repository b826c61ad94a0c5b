"""An application: one candidate for one position, moving through stages."""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from backend.flows.model import Segment
from backend.kernel.repository import Document

APPLICATIONS = "applications"
Stage = Literal["invited", "interviewing", "in_review", "human_route", "closed"]


class Application(Document, frozen=True, kw_only=True):
    """`candidate_id` is the candidate's account; `interview_id` is set once the interview is created.

    `invited_by` is the member who invited, `stage_since` when the present stage began. Interviewers see only the
    applications whose `interviewer_ids` name them.
    """

    id_prefix: ClassVar[str] = "app"

    candidate_id: str
    position_id: str
    flow_id: str
    interview_id: str | None = None
    segment: Segment
    stage: Stage = "invited"
    stage_since: datetime
    invited_by: str
    invited_at: datetime
    interviewer_ids: list[str] = msgspec.field(default_factory=list)
