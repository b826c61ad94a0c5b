"""What changed from one version of a flow to the next. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

from backend.flows.model import Flow, FlowStep, GreetingStep, PracticeStep, QuestionStep
from backend.kernel.language import LocalText


class Difference(msgspec.Struct, frozen=True):
    """`fields` are the members that changed, by their names in the document; `title` is the step's first words, in the
    newer version where it has one.
    """

    kind: Literal["added", "removed", "moved", "changed", "pacing"]
    step: str | None = None
    step_kind: str | None = None
    title: LocalText | None = None
    fields: list[str] = []


def differences(before: Flow | None, after: Flow) -> list[Difference]:
    """In the order of the newer version's steps, what was removed last; all is added where there is none before."""
    old = {step.id: step for step in before.steps} if before else {}
    new = {step.id: step for step in after.steps}
    stayed = _stayed([each for each in old if each in new], [each for each in new if each in old])
    found = [
        difference
        for step_id, step in new.items()
        for difference in _of_step(old.get(step_id), step, has_moved=step_id in old and step_id not in stayed)
    ]
    found += [_about("removed", step) for step_id, step in old.items() if step_id not in new]
    pacing = _changed(before.pacing, after.pacing) if before else []
    return [*found, *([Difference("pacing", fields=pacing)] if pacing else [])]


def _of_step(before: FlowStep | None, after: FlowStep, *, has_moved: bool) -> Iterator[Difference]:
    if before is None:
        yield _about("added", after)
        return
    if has_moved:
        yield _about("moved", after)
    if type(before) is not type(after):
        yield msgspec.structs.replace(_about("changed", after), fields=["type"])
    elif fields := _changed(before, after):
        yield msgspec.structs.replace(_about("changed", after), fields=fields)


def _stayed(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The longest run of steps that kept their order among themselves: the others were moved."""
    runs: list[list[str]] = []
    for place, step_id in enumerate(after):
        rank = before.index(step_id)
        joinable = [runs[at] for at in range(place) if before.index(after[at]) < rank]
        runs.append([*_longest(joinable), step_id])
    return set(_longest(runs))


def _longest(runs: list[list[str]]) -> list[str]:
    return max(runs, key=lambda run: len(run), default=[])


def _about(kind: Literal["added", "removed", "moved", "changed"], step: FlowStep) -> Difference:
    return Difference(kind, step.id, step.__struct_config__.tag, title_of(step))  # type: ignore[arg-type]


def title_of(step: FlowStep) -> LocalText | None:
    """What a step is recognised by: its question's words, or the first greeting's."""
    match step:
        case QuestionStep(question=question) | PracticeStep(question=question):
            return question.prompt
        case GreetingStep(texts=texts):
            return next(iter(texts.values()), None)
    return getattr(step, "text", None)


def _changed(before: msgspec.Struct, after: msgspec.Struct) -> list[str]:
    """Names of the members that differ; of a question, those inside it."""
    old, new = _members(before), _members(after)
    return [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]


def _members(struct: msgspec.Struct) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in msgspec.structs.asdict(struct).items():
        if name == "question":
            found |= {f"question.{inner}": each for inner, each in msgspec.structs.asdict(value).items()}
        else:
            found[name] = value
    return found
