"""Interviews at every place where something may come to them: each phase of a running one, and each other state."""

from datetime import timedelta

import msgspec

from backend.flows.model import BreakStep, PracticeStep
from backend.interviews import conductor, pausing, presence
from backend.interviews.machine import BEFORE, STATES
from backend.interviews.model import Consent
from backend.privacy.consent import CONSENT_TEXT
from backend.questions.model import FollowUpRule

from .factories import T0, Conversation, a_question, an_interview, both
from .talks import answer, choice, question, talk_through


def greeting():
    return talk_through(question(1))


def thinking():
    talk = talk_through(question(1, rephrased=None, retakes=1), question(2))
    talk.say("continue")
    return talk


def answering():
    talk = talk_through(question(1, rephrased=both("In other words?")), question(2))
    talk.say("continue")
    talk.say("start_answer")
    return talk


def practising():
    talk = talk_through(PracticeStep("try", a_question(9, "voice")), question(1))
    talk.say("continue")
    return talk


def following_up():
    talk = talk_through(question(1, follow_up=FollowUpRule(most=1)), question(2))
    answer(talk)
    talk.take_proposal(both("You mentioned “bread”. How did it turn out?"))
    talk.say("continue")
    return talk


def acknowledged():
    talk = talk_through(question(1), question(2, retakes=1, follow_up=FollowUpRule(most=1)), question(3))
    talk.say("continue")
    talk.say("skip")
    talk.say("continue")
    talk.say("start_answer")
    talk.say("done")
    return talk


def choosing():
    talk = talk_through(choice(1))
    talk.say("continue")
    return talk


def typing():
    talk = talk_through(question(1, "text"))
    talk.say("continue")
    talk.say("start_answer")
    return talk


def resting():
    talk = talk_through(BreakStep("rest"), question(1))
    talk.say("continue")
    return talk


def closing():
    talk = talk_through(question(1))
    talk.say("continue")
    talk.say("skip")
    talk.say("continue")
    talk.say("skip")
    talk.say("continue")
    return talk


def paused():
    talk = answering()
    talk.say("pause")
    return talk


def held():
    talk = typing()
    consent = Consent(CONSENT_TEXT.version, "en", True, T0)
    talk.interview = msgspec.structs.replace(talk.interview, consent=consent)
    talk.take(pausing.hold(talk.interview, "mem_1", "Kim", talk.now))
    return talk


def left():
    talk = acknowledged()
    talk.take(presence.leave(presence.here(conductor.Outcome(talk.interview), talk.now), talk.now))
    return talk


def elsewhere(state):
    """Without having begun; else after one answer was handed in, whose recording has not come yet."""

    def place():
        if state in BEFORE or state in ("expired", "human_route"):
            return Conversation(an_interview(state=state, expires_at=T0 + timedelta(days=7)))
        talk = talk_through(question(1, "voice"))
        answer(talk)
        for _ in range(2):
            talk.say("continue")
        talk.interview = msgspec.structs.replace(talk.interview, state=state)
        return talk

    place.__name__ = state
    return place


WITHIN = [
    greeting, thinking, answering, practising, following_up, acknowledged, choosing, typing, resting, closing, paused,
    left, held,
]  # fmt: skip
OUTSIDE = [elsewhere(state) for state in STATES if state not in ("live", "paused")]
PLACES = {place.__name__: place for place in [*WITHIN, *OUTSIDE]}
