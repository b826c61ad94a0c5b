"""One thing that keeps a flow from being published."""

import msgspec

from backend.flows.words import sentence
from backend.kernel.language import LocalText


class FlowProblem(msgspec.Struct, frozen=True):
    """`code` is stable; `step` names the step it is about, None for the flow as a whole; `field` says where in it, by
    the names of the document (`question.prompt.en`, `arms.0.go_to`); `text` says it to people.
    """

    code: str
    step: str | None
    field: str | None
    text: LocalText


def problem(code: str, step: str | None = None, field: str | None = None, **facts: LocalText) -> FlowProblem:
    """With its words. `facts` fill what the sentence names."""
    return FlowProblem(code, step, field, sentence(code, field, facts))
