"""The names of states and phases."""

from typing import Literal

InterviewState = Literal[
    "invited", "consented", "checked", "live", "paused", "submitted", "processing", "reviewable", "closed",
    "expired", "withdrawn", "abandoned", "human_route",
]  # fmt: skip
Phase = Literal["greeting", "thinking", "answering", "acknowledged", "break", "closing", "done"]
