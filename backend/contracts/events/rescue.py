"""What a call for a person announces."""

from datetime import datetime
from typing import Literal

import msgspec

RescueChange = Literal["called", "declined", "accepted", "unanswered", "over", "face"]


class RescueChanged(msgspec.Struct, frozen=True, tag="rescue.changed"):
    """A call for help has moved on; `change` names how. Ids alone: who may see more asks for it."""

    rescue_id: str
    interview_id: str
    change: RescueChange
    at: datetime
