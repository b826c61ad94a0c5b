"""What the routes of the identity check say and hear."""

from datetime import datetime
from typing import Literal

import msgspec

from backend.interviews.identity_proof import IdentityVerdict, IdentityWay, OtherWay


class IdentityState(msgspec.Struct, frozen=True):
    """Where the candidate's own check stands. `way` None: nothing was given yet; `again`: something else is needed."""

    way: IdentityWay | None
    verdict: IdentityVerdict = "open"
    given_at: datetime | None = None


class OtherWayChosen(msgspec.Struct, frozen=True):
    """Without a picture: a person calls, or looks at the document at a meeting."""

    way: OtherWay


class IdentityView(msgspec.Struct, frozen=True):
    """What HR sees besides the photo itself. `is_wanted`: the flow asks; `delete_by`: when it goes at the latest."""

    interview_id: str
    is_wanted: bool
    way: IdentityWay | None
    given_at: datetime | None
    width: int | None
    height: int | None
    verdict: IdentityVerdict
    decided_by: str | None
    decided_at: datetime | None
    retention_days: int


class IdentityDecision(msgspec.Struct, frozen=True):
    """`given_at` is of what the member looked at; `again` asks the candidate for something else."""

    verdict: Literal["confirmed", "again"]
    given_at: datetime
