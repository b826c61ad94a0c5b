"""Wires privacy: consent texts, and the audit log with what it hears of other domains."""

from litestar import Router

from backend.contracts.events.accounts import HandOverOffered, LockedOut, MemberChanged, SignedIn, SignedOut
from backend.contracts.events.interviews import InterviewChanged, changes
from backend.kernel.events import Received, mentioning
from backend.privacy.audit import SYSTEM, Audit
from backend.privacy.routes import ROUTES
from backend.web.module import EventHandler, Module, Wiring, provided

RECORDED_CHANGES = frozenset({"consented", "declined", "started", "submitted", "expired", "withdrawn", "abandoned"})


def audit_of(wiring: Wiring) -> Audit:
    """The audit log of this installation."""
    return Audit.of(wiring.mongo, wiring.keyring, clock=wiring.clock)


def build(wiring: Wiring) -> Module:
    audit = audit_of(wiring)
    router = Router(path="/api", route_handlers=ROUTES, tags=["privacy"], dependencies=provided(audit=audit))
    return Module(
        name="privacy",
        route_handlers=[router],
        repositories=[audit.entries, audit.heads],
        subscriptions={
            SignedIn: _sign_in_recorder(audit),
            HandOverOffered: _hand_over_recorder(audit),
            SignedOut: _sign_out_recorder(audit),
            LockedOut: _lock_recorder(audit),
            MemberChanged: _member_recorder(audit),
            InterviewChanged: _interview_recorder(audit),
        },
    )


def _interview_recorder(audit: Audit) -> EventHandler:
    """Where an interview comes to stand, once a state; what happens within it is in its own log of turns."""

    @mentioning(*changes(*RECORDED_CHANGES))
    async def record(received: Received[InterviewChanged]) -> None:
        event = received.event
        if event.change not in RECORDED_CHANGES:
            return
        detail = {"state": event.state, "happened_at": event.at.isoformat()}
        await audit.append(
            SYSTEM, SYSTEM, f"interview.{event.change}", event.interview_id, detail, event_id=received.id
        )

    return record


def _sign_in_recorder(audit: Audit) -> EventHandler:
    async def record(received: Received[SignedIn]) -> None:
        event = received.event
        detail = {"way": event.way, "happened_at": event.at.isoformat()}
        await audit.append(
            event.account_id, event.kind, "account.signed_in", event.session_id, detail, event_id=received.id
        )

    return record


def _hand_over_recorder(audit: Audit) -> EventHandler:
    async def record(received: Received[HandOverOffered]) -> None:
        event = received.event
        detail = {"happened_at": event.at.isoformat()}
        await audit.append(
            event.account_id, "candidate", "account.hand_over_offered", event.session_id, detail, event_id=received.id
        )

    return record


def _sign_out_recorder(audit: Audit) -> EventHandler:
    async def record(received: Received[SignedOut]) -> None:
        event = received.event
        detail = {"happened_at": event.at.isoformat()}
        await audit.append(
            event.account_id, event.kind, "account.signed_out", event.session_id, detail, event_id=received.id
        )

    return record


def _lock_recorder(audit: Audit) -> EventHandler:
    async def record(received: Received[LockedOut]) -> None:
        event = received.event
        detail = {"failures": str(event.failures), "happened_at": event.at.isoformat()}
        await audit.append(SYSTEM, SYSTEM, "account.locked_out", event.subject, detail, event_id=received.id)

    return record


def _member_recorder(audit: Audit) -> EventHandler:
    async def record(received: Received[MemberChanged]) -> None:
        event = received.event
        detail = {**event.detail, "happened_at": event.at.isoformat()}
        await audit.append(event.by, "member", f"member.{event.change}", event.member_id, detail, event_id=received.id)

    return record
