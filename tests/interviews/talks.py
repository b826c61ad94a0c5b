"""Conversations along a flow of given steps."""

import msgspec

from backend.flows.model import ClosingStep, GreetingStep, QuestionStep
from backend.questions.model import ChoiceOption

from .factories import Conversation, a_flow, a_question, an_interview, both


def question(number, kind="voice", **changes):
    return QuestionStep(f"s{number}", a_question(number, kind, **changes))


def choice(number, **changes):
    options = [ChoiceOption("a", both("A")), ChoiceOption("b", both("B")), ChoiceOption("c", both("C"))]
    return question(number, "choice", options=options, **changes)


def talk_through(*steps, **changes):
    base = a_flow([])
    greeting = GreetingStep("hello", {"graduate": both("Hi"), "experienced": both("Hi"), "returning": both("Hi")})
    flow = msgspec.structs.replace(base, steps=[greeting, *steps, ClosingStep("bye", both("Bye"))])
    talk = Conversation(an_interview(state="checked", flow=flow, **changes))
    talk.start()
    return talk


def answer(talk, **done):
    """The question that comes next, answered at once."""
    talk.say("continue")
    talk.say("start_answer")
    talk.say("done", **done)


def asked(talk):
    return [turn.step_id for turn in talk.interview.turns]


def answering(talk, index=0):
    """Leads the conversation to the answer of a question."""
    while talk.interview.turn is None or talk.turn.index < index or talk.turn.ended_at:
        if talk.interview.phase in ("greeting", "acknowledged"):
            talk.say("continue")
        elif talk.interview.phase == "thinking":
            talk.say("start_answer")
        else:
            talk.say("done")
    if talk.interview.phase == "thinking":
        talk.say("start_answer")
    return talk
