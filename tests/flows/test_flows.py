"""What publishing a flow asks for, and that what is published stays."""

from datetime import UTC, datetime

import msgspec
import pytest

from backend.app.demo_data import POSITIONS
from backend.flows.model import ClosingStep, Flow, GreetingStep, PacingPolicy, QuestionStep
from backend.flows.repository import Flows
from backend.flows.rules import duration_min, flow_problems, published
from backend.flows.service import FlowEditing
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.language import LocalText
from backend.kernel.mongo import Mongo
from backend.positions.model import Competency, Position
from backend.positions.rules import position_problems

NOW = datetime(2026, 11, 22, tzinfo=UTC)
DEMO = POSITIONS[0]
POSITION = Position(
    id="pos_1", title=DEMO.title, department_id="dep_1", department=DEMO.title, competencies=DEMO.competencies,
    retention_days=180, contact_id="mem_1",
)  # fmt: skip


def a_flow(**changes: object) -> Flow:
    return msgspec.structs.replace(
        Flow(id="flw_1", position_id="pos_1", number=1, steps=DEMO.steps, created_at=NOW), **changes
    )


def codes(flow: Flow) -> set[str]:
    return {problem.code for problem in flow_problems(flow, POSITION)}


@pytest.mark.parametrize("demo", POSITIONS, ids=lambda demo: demo.key)
def test_the_demo_flows_may_be_published(demo: object) -> None:
    flow = a_flow(steps=demo.steps)  # type: ignore[attr-defined]
    position = msgspec.structs.replace(POSITION, competencies=demo.competencies)  # type: ignore[attr-defined]
    assert flow_problems(flow, position) == []
    assert position_problems(position) == []
    assert [question.kind for question in flow.questions][:2] == ["video", "voice"]
    assert len(flow.questions) >= 3
    assert 5 <= duration_min(flow) <= 15
    assert published(flow, position, NOW).published_at == NOW


def test_a_flow_without_questions_cannot_be_published() -> None:
    flow = a_flow(steps=[DEMO.steps[0], DEMO.steps[-1]])
    with pytest.raises(Invalid) as caught:
        published(flow, POSITION, NOW)
    assert caught.value.code == "flow_without_questions"


def test_all_that_is_wrong_is_said_at_once() -> None:
    question = DEMO.steps[1]
    assert isinstance(question, QuestionStep)
    broken = msgspec.structs.replace(
        question.question, prompt=LocalText("", "x"), thinking_s=-1, soft_limit_s=900, hard_limit_s=5,
        competencies=["nothing"],
    )  # fmt: skip
    flow = a_flow(
        steps=[
            QuestionStep("q", broken),
            GreetingStep("q", {"graduate": LocalText("您好", "")}),
            ClosingStep("end", LocalText("", "")),
            question,
        ],
        pacing=PacingPolicy(reassure_after_s=9, encourage_after_s=8),
    )
    assert codes(flow) == {
        "greeting_not_first", "closing_not_last", "step_twice", "prompt_missing", "thinking_time_out_of_range",
        "time_limit_out_of_range", "soft_limit_above_hard_limit", "competency_unknown", "greeting_missing_for_segment",
        "closing_missing", "pacing_out_of_order", "question_twice", "competency_without_question",
    }  # fmt: skip
    with pytest.raises(Invalid) as caught:
        published(flow, POSITION, NOW)
    assert len(caught.value.extra["problems"]) == len(flow_problems(flow, POSITION))  # type: ignore[arg-type]


async def test_a_published_flow_never_changes_and_the_next_version_counts_on(mongo: Mongo) -> None:
    flows = Flows(mongo)
    await flows.ensure_indexes()
    editing = FlowEditing(flows)
    first = await editing.draft(POSITION, [])
    await editing.change(first.id, DEMO.steps)
    await editing.publish(first.id, POSITION)
    with pytest.raises(Conflict, match="flow_published"):
        await editing.change(first.id, [])
    with pytest.raises(Conflict, match="flow_published"):
        await editing.publish(first.id, POSITION)
    second = await editing.draft(POSITION, DEMO.steps)
    assert second.number == 2
    newest = await flows.newest_published(POSITION.id)
    assert newest is not None
    assert newest.id == first.id
    assert newest.steps == DEMO.steps
    with pytest.raises(Conflict, match="flow_exists"):
        await flows.insert(msgspec.structs.replace(second, id="flw_other"))


def test_weights_add_up() -> None:
    half = [Competency("a", LocalText("甲", "a"), 50), Competency("a", LocalText("甲", "a"), 40)]
    assert position_problems(msgspec.structs.replace(POSITION, competencies=half, retention_days=0)) == [
        "weights_not_100", "competency_twice", "retention_too_short",
    ]  # fmt: skip
    assert position_problems(msgspec.structs.replace(POSITION, competencies=[])) == ["position_without_competencies"]
