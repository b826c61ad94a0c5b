"""The limits of a pacing policy. Pure."""

from collections.abc import Iterator

import msgspec

from backend.flows.model import PacingPolicy
from backend.flows.problem import FlowProblem, problem


class PacingRange(msgspec.Struct, frozen=True):
    """What a value of `PacingPolicy` may be, ends included; `step` is what one press on a slider changes."""

    field: str
    least: float
    most: float
    step: float


RANGES: tuple[PacingRange, ...] = (
    PacingRange("reassure_after_s", 2, 20, 0.5),
    PacingRange("encourage_after_s", 4, 40, 0.5),
    PacingRange("offer_next_after_s", 2, 15, 0.5),
    PacingRange("finished_share", 0.3, 1, 0.05),
    PacingRange("move_on_after_s", 10, 60, 1),
    PacingRange("gap_s", 2, 20, 0.5),
    PacingRange("gap_step_s", 2, 20, 1),
    PacingRange("gap_max_s", 10, 180, 5),
    PacingRange("warn_before_s", 20, 120, 5),
    PacingRange("extension_s", 15, 300, 15),
    PacingRange("extensions", 0, 20, 1),
    PacingRange("pauses", 0, 10, 1),
    PacingRange("pause_s", 60, 1800, 30),
)
"""`warn_before_s` is 20 at least (WCAG 2.2, 2.2.1)."""


def pacing_problems(pacing: PacingPolicy) -> Iterator[FlowProblem]:
    for each in RANGES:
        if not each.least <= getattr(pacing, each.field) <= each.most:
            yield problem("pacing_out_of_range", None, f"pacing.{each.field}")
    if not pacing.reassure_after_s < pacing.encourage_after_s:
        yield problem("pacing_out_of_order", None, "pacing.encourage_after_s")
