"""Every place of an interview × whatever may come to it but commands: where it stands then, or why it is refused.

Commands have a table of their own (`test_every_command`), reports of recordings are below. What may come is found by
its signature, so that one which is added without a row here fails.
"""

import inspect
import pkgutil
from datetime import timedelta
from importlib import import_module
from typing import Any

import msgspec
import pytest

import backend.interviews as domain
from backend.contracts.events.media import SegmentTranscribed, TakePreviewed, TakeProcessed, TakeTranscoded
from backend.contracts.events.media import TakeTranscribed as Transcribed
from backend.contracts.jobs import ProcessTake
from backend.contracts.media import TakePreview
from backend.flows.model import IdentityStep
from backend.interviews import (
    accommodations,
    appointments,
    conversing,
    copies,
    due,
    follow_up,
    identity,
    offline,
    own_transcripts,
    pausing,
    presence,
    processing,
    reopening,
)
from backend.interviews.conversing import Publisher
from backend.interviews.identity_proof import IdentityProof
from backend.interviews.identity_schemas import IdentityDecision
from backend.interviews.live_schemas import InForce
from backend.interviews.model import BookedTime, Consent, Interview, Proposal
from backend.interviews.offline_answer import AnswerTiming, OfflineAnswer
from backend.interviews.outcome import Outcome
from backend.interviews.processing import WorkWanted
from backend.interviews.schemas import AccommodationsAsked, Correction
from backend.kernel.errors import GreenroomError
from backend.privacy.consent import CONSENT_TEXT

from .factories import T0, both
from .places import PLACES

MUCH_LATER = timedelta(days=30)


def _asking_who_they_are(talk):
    """The interview's flow asks for a document, and they have agreed."""
    flow = msgspec.structs.replace(talk.interview.flow, steps=[IdentityStep("who", True), *talk.interview.flow.steps])
    consent = Consent(CONSENT_TEXT.version, "en", True, T0)
    talk.interview = msgspec.structs.replace(talk.interview, flow=flow, consent=consent)
    return talk.interview


def _having_shown(talk):
    talk.interview = msgspec.structs.replace(talk.interview, identity=IdentityProof("person", talk.now))
    return talk.interview


def _answered_offline(talk):
    timing = AnswerTiming("in_time", [], None, None, None, talk.now, "steady")
    answer = OfflineAnswer("off_1", "q1", "voice", both("Question 1?"), [], timing, text="Words")
    return offline.answered(talk.interview, answer, None, talk.now)


def _a_take(interview):
    return interview.takes[0].id if interview.takes else "tak_none"


EVENTS = {
    "presence.start": lambda talk: presence.start(talk.interview, talk.now),
    "presence.peer_joined": lambda talk: presence.peer_joined(talk.interview, "whip_2", talk.now),
    "presence.peer_lost": lambda talk: presence.peer_lost(talk.interview, "whip_1", talk.now),
    "presence.lapse": lambda talk: presence.lapse(talk.interview, talk.now + MUCH_LATER),
    "presence.decline": lambda talk: presence.decline(talk.interview, None, talk.now),
    "presence.withdraw": lambda talk: presence.withdraw(talk.interview, talk.now),
    "pausing.hold": lambda talk: pausing.hold(talk.interview, "mem_2", "Lee", talk.now),
    "pausing.hand_back": lambda talk: pausing.hand_back(talk.interview, talk.now),
    "pausing.hand_back_from": lambda talk: pausing.hand_back_from(talk.interview, "mem_1", talk.now),
    "pausing.finish": lambda talk: pausing.finish(talk.interview, talk.now),
    "conversing.tracked_in": lambda talk: conversing.tracked_in(
        talk.interview, [Publisher("par_1", "mem_1", "recruiter")], talk.now
    ),
    "conversing.led_on": lambda talk: conversing.led_on(talk.interview, "mem_1", "mem_2", "Lee"),
    "conversing.asked": lambda talk: conversing.asked(talk.interview, "mem_1", "And?", None, talk.now),
    "follow_up.proposed": lambda talk: follow_up.proposed(
        talk.interview, Proposal(talk.interview.turn.id if talk.interview.turn else "", both("How?"), "rules"), None,
        talk.now,
    ),
    "due.tick": lambda talk: due.tick(Outcome(talk.interview), talk.now + MUCH_LATER),
    "accommodations.ask": lambda talk: accommodations.ask(
        talk.interview, AccommodationsAsked(["breaks"]), None, talk.now
    ),
    "accommodations.decide": lambda talk: accommodations.decide(talk.interview, InForce(), "mem_1", talk.now),
    "appointments.with_time": lambda talk: appointments.with_time(talk.interview, BookedTime(3, talk.now, talk.now)),
    "identity.given": lambda talk: identity.given(_asking_who_they_are(talk), "person", None, talk.now),
    "identity.decided": lambda talk: identity.decided(
        _having_shown(talk), IdentityDecision("confirmed", talk.now), "mem_1", talk.now
    ),
    "offline.answered": _answered_offline,
    "reopening.reopened": lambda talk: reopening.reopened(talk.interview, talk.now + MUCH_LATER),
    "own_transcripts.correct": lambda talk: own_transcripts.correct(
        talk.interview, _a_take(talk.interview), Correction(0, "Other words"), talk.now
    ),
    "processing.given_up": lambda talk: processing.given_up(talk.interview, talk.now + MUCH_LATER),
}  # fmt: skip

ENDED = "submitted processing reviewable closed expired withdrawn abandoned human_route"
THINKING = "thinking practising following_up choosing"
EXPECTED: dict[str, dict[str, Any]] = {
    "presence.start": {
        "nothing": ...,
        "live answering running": "paused",
        "live acknowledged": "left",
        "start_not_allowed": "invited consented",
        "live greeting": "checked",
        "interview_over": ENDED,
    },
    "presence.peer_joined": {"stays": ..., "nothing": ENDED},
    "presence.peer_lost": {
        "stays": ...,
        "live thinking": THINKING,
        "live answering": "answering typing",
        "nothing": ENDED,
    },
    "presence.lapse": {
        "nothing": ...,
        "abandoned answering": "paused",
        "abandoned acknowledged": "left",
        "expired greeting": "invited consented checked",
    },
    "presence.decline": {
        "decline_not_allowed": ...,
        "human_route answering": "paused",
        "human_route acknowledged": "left",
        "human_route greeting": "invited consented checked",
        "nothing": "human_route",
    },
    "presence.withdraw": {
        "nothing": "withdrawn",
        "withdraw_not_allowed": "closed",
        "withdrawn greeting": "greeting invited consented checked expired human_route",
        "withdrawn thinking": THINKING,
        "withdrawn answering": "answering typing paused held",
        "withdrawn acknowledged": "acknowledged left",
        "withdrawn break": "resting",
        "withdrawn closing": "closing",
        "withdrawn done": "submitted processing reviewable abandoned",
    },
    "pausing.hold": {
        "stays": "greeting acknowledged resting closing",
        "live thinking": THINKING,
        "live answering": "answering typing",
        "interview_paused": "paused left",
        "interview_held": "held",
        "interview_not_live": "invited consented checked",
        "interview_over": ...,
    },
    "pausing.hand_back": {"nothing": ..., "live answering running": "held"},
    "pausing.hand_back_from": {"nothing": ..., "live answering running": "held"},
    "pausing.finish": {
        "nobody_leads": ...,
        "interview_paused": "paused left",
        "submitted done": "held",
        "interview_over": ENDED,
    },
    "conversing.tracked_in": {"nothing": ..., "stays": "held"},
    "conversing.led_on": {"nothing": ..., "stays": "held"},
    "conversing.asked": {"nobody_leads": ..., "stays": "held"},
    "follow_up.proposed": {"nothing": ..., "stays": "acknowledged"},
    "due.tick": {
        "nothing": ...,
        "live answering running": THINKING,
        "live acknowledged": "answering typing",
        "live thinking running": "acknowledged",
        "stays": "resting paused",
        "reviewable done": "closing",
    },
    "accommodations.ask": {"accommodations_too_late": ..., "stays": "invited consented checked"},
    "accommodations.decide": {"stays": ..., "interview_over": ENDED},
    "appointments.with_time": {"stays": ...},
    "identity.given": {"identity_too_late": ..., "stays": "invited consented checked"},
    "identity.decided": {"stays": ...},
    "offline.answered": {
        "stays": ...,
        "answers_not_taken": "invited withdrawn human_route",
        "submitted done": "abandoned",
    },
    "reopening.reopened": {"reopen_not_allowed": ..., "invited greeting": "expired"},
    "own_transcripts.correct": {
        "take_unknown": ...,
        "transcript_closed": "answering following_up acknowledged paused left closed withdrawn abandoned",
        "transcript_not_ready": "submitted processing reviewable",
    },
    "processing.given_up": {"nothing": ...},
}
"""What comes of it, at which places: `nothing`, `stays` (something has changed, and it stands where it stood), the code
of a refusal, or where it stands then and whether its clock runs. `...`: at all others.
"""


def _stands(interview):
    return f"{interview.state} {interview.phase}" + (" running" if interview.is_running else "")


def _wanted(event, place):
    named = {name: came for came, names in EXPECTED[event].items() if names is not ... for name in names.split()}
    others = [came for came, names in EXPECTED[event].items() if names is ...]
    return named.get(place, *others)


def _came(talk, event):
    """What came of it, and the interview that it came to."""
    try:
        outcome = event(talk)
    except GreenroomError as refused:
        return refused.code, talk.interview
    before = talk.interview
    if outcome.interview is before:
        return "nothing", before
    talk.take(outcome)
    is_same = _stands(talk.interview) == _stands(before)
    return "stays" if is_same else _stands(talk.interview), before


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("place", PLACES)
def test_what_comes_leads_where_it_should_or_is_refused(place, event):
    talk = PLACES[place]()
    came, before = _came(talk, EVENTS[event])
    assert came == _wanted(event, place)
    kept = {turn.id: (turn.text, turn.chosen) for turn in talk.interview.turns}
    assert kept.items() >= {turn.id: (turn.text, turn.chosen) for turn in before.turns}.items()


REPORTS = {
    "processing.leg_opened": lambda i, take, now: processing.leg_opened(i, take, "leg_1"),
    "processing.leg_stored": lambda i, take, now: processing.leg_stored(i, take, "leg_1", 900),
    "processing.take_stored": lambda i, take, now: processing.take_stored(i, take, now),
    "processing.requested": lambda i, take, now: processing.requested(i, _work(i, take), now),
    "processing.take_processed": lambda i, take, now: processing.take_processed(
        i, TakeProcessed(take, i.id, None, []), now
    ),
    "processing.segment_transcribed": lambda i, take, now: processing.segment_transcribed(
        i, SegmentTranscribed(take, i.id, 0, 0.0, 1.0, "Words", 0.9, [], "en", "base"), now
    ),
    "processing.take_transcribed": lambda i, take, now: processing.take_transcribed(i, Transcribed(take, i.id, 1), now),
    "copies.copy_requested": lambda i, take, now: copies.copy_requested(i, _work(i, take), now),
    "copies.take_transcoded": lambda i, take, now: copies.take_transcoded(
        i, TakeTranscoded(take, i.id, "0" * 64, None), now
    ),
    "copies.take_previewed": lambda i, take, now: copies.take_previewed(
        i, TakePreviewed(take, i.id, TakePreview("0" * 64)), now
    ),
    "offline.phone_piece_stored": lambda i, take, now: offline.phone_piece_stored(i, take, now),
}


def _work(interview, take):
    return WorkWanted(f"process:{take}:1", ProcessTake(take, interview.id, "en"))


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("place", PLACES)
def test_a_report_of_a_recording_moves_no_conversation_and_no_answer(place, report):
    talk = PLACES[place]()
    before = talk.interview
    assert REPORTS[report](before, "tak_unknown", talk.now).interview is before
    after = REPORTS[report](before, _a_take(before), talk.now).interview
    assert (after.turns, after.phase, after.presence) == (before.turns, before.phase, before.presence)
    moves_on = before.state in ("submitted", "processing")
    assert after.state == before.state or moves_on


COMMANDS, PARTS = {"conductor.apply"}, {"processing.with_take"}


def test_whatever_may_come_to_an_interview_has_its_row():
    """Public functions of the domain from an interview to an outcome; `PARTS` are what reports are made of."""
    found = {"due.tick"}
    for module in pkgutil.iter_modules(domain.__path__):
        for name, each in inspect.getmembers(import_module(f"{domain.__name__}.{module.name}"), inspect.isfunction):
            of = inspect.signature(each)
            first = next(iter(of.parameters.values()), None)
            is_here = each.__module__ == f"{domain.__name__}.{module.name}" and not name.startswith("_")
            if is_here and first is not None and first.annotation is Interview and of.return_annotation is Outcome:
                found.add(f"{module.name}.{name}")
    assert found == {*EVENTS, *REPORTS, *COMMANDS, *PARTS}
    assert set(EXPECTED) == set(EVENTS)
