"""Wires accounts."""

from dataclasses import dataclass

from litestar import Router

from backend.accounts.hand_overs import HandOvers
from backend.accounts.invitations import Invitations
from backend.accounts.locks import Locks
from backend.accounts.members import MemberSignIns
from backend.accounts.passwords import Passwords
from backend.accounts.people import People
from backend.accounts.repository import InvitationRecords, LockRecords
from backend.accounts.routes import ROUTES
from backend.accounts.sign_out import SignOuts
from backend.accounts.staff_accounts import StaffAccounts
from backend.accounts.staff_routes import ROUTES as STAFF_ROUTES
from backend.contracts.events.interviews import FOLLOWS_HAND_IN, MOVED, InterviewChanged
from backend.kernel.events import Received, mentioning
from backend.kernel.ratelimit import RateLimiter
from backend.web.module import Module, Wiring, provided


@dataclass(frozen=True)
class Accounts:
    """The domain's services and collections."""

    people: People
    passwords: Passwords
    invitations: Invitations
    hand_overs: HandOvers
    invitation_records: InvitationRecords
    lock_records: LockRecords
    member_sign_ins: MemberSignIns
    sign_outs: SignOuts
    staff_accounts: StaffAccounts


def services(wiring: Wiring) -> Accounts:
    people = People(wiring.mongo, wiring.keyring, relay=wiring.relay)
    passwords = Passwords()
    invitation_records = InvitationRecords(wiring.mongo, relay=wiring.relay)
    lock_records = LockRecords(wiring.mongo)
    locks = Locks(lock_records, wiring.keyring, clock=wiring.clock)
    sign_outs = SignOuts(wiring.sessions, wiring.bus, wiring.live, clock=wiring.clock)
    limits, base_url = RateLimiter(wiring.redis, wiring.clock), wiring.settings.base_url
    invitations = Invitations(
        invitation_records, people, wiring.sessions, locks, limits, wiring.keyring, base_url, clock=wiring.clock
    )
    return Accounts(
        people=people,
        passwords=passwords,
        invitations=invitations,
        hand_overs=HandOvers(invitation_records, invitations, limits, base_url, clock=wiring.clock),
        invitation_records=invitation_records,
        lock_records=lock_records,
        member_sign_ins=MemberSignIns(
            people, passwords, wiring.sessions, locks, wiring.bus, wiring.keyring, clock=wiring.clock
        ),
        sign_outs=sign_outs,
        staff_accounts=StaffAccounts(
            people, passwords, sign_outs, wiring.keyring, wiring.settings.base_url, wiring.clock
        ),
    )  # fmt: skip


def build(wiring: Wiring) -> Module:
    accounts = services(wiring)

    @mentioning(MOVED)
    async def follow(received: Received[InterviewChanged]) -> None:
        event = received.event
        if event.has_moved and event.change not in FOLLOWS_HAND_IN:
            await accounts.invitations.follow_interview(event.interview_id, event.state, event.at)

    router = Router(
        path="/api",
        route_handlers=[*ROUTES, *STAFF_ROUTES],
        tags=["accounts"],
        dependencies=provided(
            invitations=accounts.invitations,
            hand_overs=accounts.hand_overs,
            member_sign_ins=accounts.member_sign_ins,
            people=accounts.people,
            sign_outs=accounts.sign_outs,
            staff_accounts=accounts.staff_accounts,
        ),
    )
    return Module(
        name="accounts",
        route_handlers=[router],
        repositories=[
            accounts.people.members, accounts.people.candidates, accounts.people.employers,
            accounts.invitation_records, accounts.lock_records,
        ],
        subscriptions={InterviewChanged: follow},
    )  # fmt: skip
