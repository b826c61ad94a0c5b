"""The identity check of a flow that asks for it: given by the candidate, decided on by a person. Pure."""

from datetime import datetime

import msgspec

from backend.interviews.identity_proof import DocumentPhoto, IdentityProof, IdentityWay
from backend.interviews.identity_schemas import IdentityDecision, IdentityState
from backend.interviews.machine import BEFORE
from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome
from backend.kernel.errors import Conflict


def is_wanted(interview: Interview) -> bool:
    """Whether the flow asks for more than the one-time code."""
    step = interview.flow.identity
    return step is not None and step.wants_document


def ensure_given(interview: Interview) -> None:
    """Raises: Conflict identity_missing before the start of an interview that asks for it."""
    if interview.state == "checked" and is_wanted(interview) and interview.identity is None:
        raise Conflict("identity_missing", "This interview asks who you are first.")


def ensure_may_give(interview: Interview) -> None:
    """Raises: Conflict identity_not_wanted, identity_confirmed, identity_too_late, consent_first."""
    proof = interview.identity
    if not is_wanted(interview):
        raise Conflict("identity_not_wanted", "This interview asks for no document.")
    if proof is not None and proof.verdict == "confirmed":
        raise Conflict("identity_confirmed", "This has been checked already. Nothing more is needed.")
    if interview.consent is None:
        raise Conflict("consent_first", "Please read and accept the terms first.")
    is_asked_again = proof is not None and proof.verdict == "again"
    if interview.state not in BEFORE and not is_asked_again:
        raise Conflict("identity_too_late", "The interview has started. A person asks you if anything is missing.")


def given(interview: Interview, way: IdentityWay, photo: DocumentPhoto | None, now: datetime) -> Outcome:
    """What was given last counts. Raises: as `ensure_may_give`."""
    ensure_may_give(interview)
    return Outcome(interview).having("identity_given", identity=IdentityProof(way, now, photo))


def decided(interview: Interview, decision: IdentityDecision, member_id: str, now: datetime) -> Outcome:
    """Deciding the same twice is deciding once.

    Raises: Conflict identity_not_given · identity_changed where it is not what the member looked at.
    """
    proof = interview.identity
    if proof is None:
        raise Conflict("identity_not_given", "Nothing has been handed in yet.")
    if proof.given_at != decision.given_at:
        raise Conflict("identity_changed", "The candidate has sent something new in the meantime. Please look again.")
    if proof.verdict == decision.verdict:
        return Outcome(interview)
    fresh = msgspec.structs.replace(proof, verdict=decision.verdict, decided_by=member_id, decided_at=now)
    return Outcome(interview).having("identity_decided", identity=fresh)


def state_of(interview: Interview) -> IdentityState | None:
    """What the candidate sees of it; None where the flow does not ask."""
    if not is_wanted(interview):
        return None
    proof = interview.identity
    return IdentityState(way=None) if proof is None else IdentityState(proof.way, proof.verdict, proof.given_at)
