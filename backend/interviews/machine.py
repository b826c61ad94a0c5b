"""The states of an interview, and what leads from one to the next. Each state is explained.

Answers that were given without a network hand an interview in from wherever it stood: they were given in time, and come
when the network does. What expired a member may open again; it stands where it stood. An application may be
taken back at any time until a person has decided.
"""

from typing import Literal, get_args

from backend.interviews.states import InterviewState
from backend.kernel.fsm import Machine

InterviewEvent = Literal[
    "consent", "check", "start", "leave", "return", "submit", "process", "settle", "close",
    "expire", "withdraw", "abandon", "decline", "hand_in", "reopen",
]  # fmt: skip

STATES: tuple[InterviewState, ...] = get_args(InterviewState)
EVENTS: tuple[InterviewEvent, ...] = get_args(InterviewEvent)

EXPLAINED: dict[InterviewState, str] = {
    "invited": "The person has a link and has not agreed to anything yet.",
    "consented": "They have read and accepted the consent text of the recorded version.",
    "checked": "Their device was tested; the result is stored, good or bad, and they may start.",
    "live": "The interview runs; the conductor leads from turn to turn.",
    "paused": "They left and may come back to the same question; no clock runs.",
    "submitted": "All answers are received; some recordings are not yet whole in the object store.",
    "processing": "The workers are making recordings playable and writing them down.",
    "reviewable": "Everything that staff need is there (a transcript may wait for a speech model).",
    "closed": "A person has decided; nothing changes any more.",
    "expired": "It was not started in time.",
    "withdrawn": "The person took their application back; what they answered is kept, and nobody asks for more.",
    "abandoned": "It was started, left, and not finished in time; what was answered is kept.",
    "human_route": "The person declined the machine; a person of the employer takes over.",
}

OVER: frozenset[InterviewState] = frozenset(
    {"submitted", "processing", "reviewable", "closed", "expired", "withdrawn", "abandoned", "human_route"}
)
BEFORE: frozenset[InterviewState] = frozenset({"invited", "consented", "checked"})

TRANSITIONS: dict[tuple[InterviewState, InterviewEvent], InterviewState] = {
    ("invited", "consent"): "consented",
    ("consented", "consent"): "consented",
    ("checked", "consent"): "checked",
    ("consented", "check"): "checked",
    ("checked", "check"): "checked",
    ("checked", "start"): "live",
    ("live", "leave"): "paused",
    ("paused", "return"): "live",
    ("live", "submit"): "submitted",
    ("consented", "hand_in"): "submitted",
    ("checked", "hand_in"): "submitted",
    ("paused", "hand_in"): "submitted",
    ("expired", "hand_in"): "submitted",
    ("abandoned", "hand_in"): "submitted",
    ("submitted", "process"): "processing",
    ("processing", "settle"): "reviewable",
    ("reviewable", "close"): "closed",
    ("invited", "expire"): "expired",
    ("consented", "expire"): "expired",
    ("checked", "expire"): "expired",
    ("live", "abandon"): "abandoned",
    ("paused", "abandon"): "abandoned",
    ("expired", "reopen"): "invited",
    ("invited", "decline"): "human_route",
    ("consented", "decline"): "human_route",
    ("checked", "decline"): "human_route",
    ("paused", "decline"): "human_route",
    ("invited", "withdraw"): "withdrawn",
    ("consented", "withdraw"): "withdrawn",
    ("checked", "withdraw"): "withdrawn",
    ("live", "withdraw"): "withdrawn",
    ("paused", "withdraw"): "withdrawn",
    ("submitted", "withdraw"): "withdrawn",
    ("processing", "withdraw"): "withdrawn",
    ("reviewable", "withdraw"): "withdrawn",
    ("expired", "withdraw"): "withdrawn",
    ("abandoned", "withdraw"): "withdrawn",
    ("human_route", "withdraw"): "withdrawn",
}

MACHINE: Machine[InterviewState, InterviewEvent] = Machine("interview", EXPLAINED, TRANSITIONS)


def after(state: InterviewState, event: InterviewEvent) -> InterviewState:
    """The state that `event` leads to. Raises: Conflict, code `{event}_not_allowed`."""
    return MACHINE.after(state, event)
