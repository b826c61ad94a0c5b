"""Pure rules of a flow's life: published whole, unchanged from then on; and how long an interview takes."""

import math
from datetime import datetime

import msgspec

from backend.flows.model import Flow
from backend.flows.paths import longest_s, shortest_s, usual_s
from backend.flows.problem import FlowProblem
from backend.flows.validation import flow_problems
from backend.kernel.errors import Conflict, Invalid
from backend.positions.model import Position


def published(flow: Flow, position: Position, now: datetime, by: str | None = None) -> Flow:
    """The flow as published by a member.

    Raises: Conflict flow_published · Invalid with the first problem's code, and all of them in `problems`.
    """
    ensure_draft(flow)
    refuse_problems(flow_problems(flow, position))
    return msgspec.structs.replace(flow, state="published", published_at=now, published_by=by)


def refuse_problems(problems: list[FlowProblem]) -> None:
    """Raises: Invalid with the first problem's code, and all of them in `problems`."""
    if problems:
        raise Invalid(
            problems[0].code,
            "The flow cannot be published yet.",
            problems=[msgspec.to_builtins(problem) for problem in problems],
        )


def ensure_draft(flow: Flow) -> None:
    """Raises: Conflict flow_published, because interviews may already run on it."""
    if flow.state == "published":
        raise Conflict("flow_published", "A published flow never changes. Make a new version of it.")


def duration_min(flow: Flow) -> int:
    """Minutes that an interview takes at the soft limits, rounded up: what a candidate is told."""
    return math.ceil(usual_s(flow.steps, flow.pacing) / 60)


def duration_range_min(flow: Flow) -> tuple[int, int]:
    """Minutes of the shortest way, and of the longest with every follow-up and rest; both rounded up."""
    return math.ceil(shortest_s(flow.steps, flow.pacing) / 60), math.ceil(longest_s(flow.steps, flow.pacing) / 60)
