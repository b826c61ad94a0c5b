"""Flows and steps for tests: whole ones, to be broken one thing at a time."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from backend.flows.model import (
    BranchArm,
    BranchStep,
    ChoiceIs,
    ClosingStep,
    DeviceStep,
    Flow,
    FlowStep,
    GreetingStep,
    IdentityStep,
    PracticeStep,
    QuestionStep,
)
from backend.kernel.language import LocalText
from backend.positions.model import Competency, Position
from backend.questions.model import ChoiceOption, Question

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def both(text: str) -> LocalText:
    return LocalText(f"{text}（中文）", text)


POSITION = Position(
    id="pos_1", title=both("Sales"), department_id="dep_1", department=both("Customers"),
    competencies=[Competency("talking", both("Talking"), 60), Competency("thinking", both("Thinking"), 40)],
    retention_days=180, contact_id="mem_1",
)  # fmt: skip


def a_question(question_id: str, **changes: Any) -> Question:
    question = Question(
        id=f"que_{question_id}", kind="voice", prompt=both("Tell us."), thinking_s=10, soft_limit_s=60,
        hard_limit_s=120, competencies=["talking", "thinking"],
    )  # fmt: skip
    return msgspec.structs.replace(question, **changes)


def asking(step_id: str, **changes: Any) -> QuestionStep:
    return QuestionStep(step_id, a_question(step_id, **changes))


def choosing(step_id: str, *options: str) -> QuestionStep:
    return asking(step_id, kind="choice", options=[ChoiceOption(each, both(each)) for each in options])


GREETING = GreetingStep(
    "greeting",
    {
        segment: both("Hello {first_name}, this is about {position}.")
        for segment in ("graduate", "experienced", "returning")
    },  # type: ignore[misc]
)
CLOSING = ClosingStep("closing", both("Thank you, {first_name}."))


def whole(*middle: FlowStep) -> list[FlowStep]:
    """A flow that may be published, around what is given."""
    return [
        IdentityStep("identity"), DeviceStep("device"), GREETING, PracticeStep("practice", a_question("practice")),
        *(middle or (asking("one"),)), CLOSING,
    ]  # fmt: skip


def forked() -> list[FlowStep]:
    """A choice that leads to one of two questions, which join again at the closing."""
    return whole(
        choosing("choice", "warehouse", "office"),
        BranchStep("fork", [BranchArm(ChoiceIs("choice", ["office"]), "right")]),
        asking("left"),
        BranchStep("join", [], "closing"),
        asking("right"),
    )


def a_flow(steps: list[FlowStep] | None = None, **changes: Any) -> Flow:
    flow = Flow(
        id="flw_1", position_id=POSITION.id, number=1, steps=whole() if steps is None else steps, created_at=NOW
    )
    return msgspec.structs.replace(flow, **changes)
