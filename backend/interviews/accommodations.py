"""Accommodations: asked for by the candidate before the start, put in force by a member, enforced by the conductor.

They stand in no row, review or live event, so that who scores does not know of them.
"""

from datetime import datetime

import msgspec

from backend.accounts.model import Person
from backend.accounts.notices import notice_wanted
from backend.accounts.people import People
from backend.contracts.events.notifications import NoticeWithdrawn
from backend.interviews.conducting import Conducting
from backend.interviews.live_schemas import InForce
from backend.interviews.machine import BEFORE, OVER
from backend.interviews.model import Accommodations, Interview
from backend.interviews.outcome import Outcome
from backend.interviews.repository import Interviews
from backend.interviews.schemas import Accommodation, AccommodationsAsked, AccommodationsOpen, AccommodationsView
from backend.interviews.staff import StaffInterviews
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, NotFound
from backend.positions.repository import Positions
from backend.privacy.audit import Audit
from backend.web.auth import Actor

NOTICE = "accommodations_asked"

_SUGGESTED: dict[Accommodation, dict[str, object]] = {
    "extra_time": {"time_factor": 1.5, "thinking_factor": 1.5},
    "extra_thinking": {"thinking_factor": 2.0, "patience_factor": 2.0},
    "captions": {"captions": True},
    "text_only": {"answers_by": "text"},
    "voice_only": {"answers_by": "voice"},
    "interpreter": {"interpreter": True, "time_factor": 2.0},
    "breaks": {"pauses_extra": 5},
    "retakes": {"retakes_extra": 1},
    "longer_gaps": {"gap_factor": 3.0},
    "slower_speech": {"speech_rate": 0.8},
    "other": {},
}


def suggested(wishes: list[Accommodation]) -> InForce:
    """What the wishes usually mean, for a person to start from; where two touch the same, the more generous."""
    found: dict[str, object] = {}
    for wish in wishes:
        for name, value in _SUGGESTED[wish].items():
            known = found.get(name)
            is_more = isinstance(known, float) and isinstance(value, float) and known > value
            found[name] = known if is_more else value
    return msgspec.convert(found, InForce)


def ask(interview: Interview, asked: AccommodationsAsked, note_sealed: bytes | None, now: datetime) -> Outcome:
    """Wishes; new ones replace those before, and what is in force stays until a member decides anew.

    Raises: Conflict accommodations_too_late once the interview has started.
    """
    if interview.state not in BEFORE:
        raise Conflict("accommodations_too_late", "It has started. Call for help if something is in the way.")
    fresh: Accommodations = msgspec.structs.replace(
        interview.accommodations, wishes=list(dict.fromkeys(asked.wishes)), note_sealed=note_sealed, asked_at=now,
        is_waiting=bool(asked.wishes or note_sealed),
    )  # fmt: skip
    return Outcome(interview).having("accommodations_asked", accommodations=fresh)


def decide(interview: Interview, in_force: InForce, member_id: str, now: datetime) -> Outcome:
    """From the next question on; a running question keeps its limits. Raises: Conflict interview_over."""
    if interview.state in OVER:
        raise Conflict("interview_over", "This interview is over.", state=interview.state)
    fresh: Accommodations = msgspec.structs.replace(
        interview.accommodations, in_force=in_force, decided_by=member_id, decided_at=now, is_waiting=False
    )
    return Outcome(interview).having("accommodations_decided", accommodations=fresh)


class AccommodationService:
    def __init__(
        self,
        interviews: Interviews,
        conducting: Conducting,
        staff: StaffInterviews,
        people: People,
        positions: Positions,
        audit: Audit,
        keyring: Keyring,
    ) -> None:
        self._interviews = interviews
        self._conducting = conducting
        self._staff = staff
        self._people = people
        self._positions = positions
        self._audit = audit
        self._keyring = keyring

    async def own(self, interview_id: str, candidate_id: str) -> AccommodationsView:
        """Raises: NotFound interview_unknown."""
        return self._view(await self._interviews.own(interview_id, candidate_id))

    async def ask(self, interview_id: str, candidate_id: str, asked: AccommodationsAsked) -> AccommodationsView:
        """Raises: NotFound interview_unknown · Conflict accommodations_too_late."""
        own = await self._interviews.own(interview_id, candidate_id)
        note = self._keyring.seal(asked.note.encode(), _place(interview_id)) if asked.note.strip() else None
        contact = await self._contact(own)

        def step(interview: Interview, now: datetime) -> Outcome:
            outcome = ask(interview, asked, note, now)
            is_waiting = outcome.interview.accommodations.is_waiting
            told = self._told(interview, contact, now, is_waiting=is_waiting) if contact else []
            return outcome.having(None, *told)

        return self._view(await self._conducting.apply(interview_id, step))

    async def _contact(self, interview: Interview) -> Person | None:
        """Who sees to it: the one whom the candidate is told."""
        position = await self._positions.get(interview.position_id)
        try:
            return await self._people.person(position.contact_id) if position else None
        except NotFound:
            return None

    def _told(self, interview: Interview, contact: Person, now: datetime, *, is_waiting: bool) -> list[msgspec.Struct]:
        """One notice as long as nobody has decided, however often the wishes change; wishes taken back withdraw it."""
        since = interview.accommodations.decided_at
        notice_id = f"{NOTICE}:{interview.id}:{int(since.timestamp()) if since else 0}:{contact.id}"
        if not is_waiting:
            return [NoticeWithdrawn(notice_id, contact.id)]
        occasion = interview.occasion
        parameters = {
            "employer": occasion.employer.in_language(contact.language),
            "position": occasion.position.in_language(contact.language),
            "until_at": interview.expires_at.isoformat(),
        }
        return [
            notice_wanted(
                self._keyring, notice_id, contact, NOTICE, parameters, "/staff/accommodations",
                revision=int(now.timestamp()), expires_at=interview.expires_at,
            )
        ]  # fmt: skip

    async def waiting(self, actor: Actor) -> list[AccommodationsOpen]:
        """Wishes that nobody has decided on, the oldest first."""
        rows = [await self._open(interview) for interview in await self._interviews.with_open_wishes()]
        await self._audit.record_once(actor, "accommodations.listed", "interviews", {})
        return sorted(rows, key=lambda row: row.asked_at)

    async def view(self, actor: Actor, interview_id: str) -> AccommodationsView:
        """Reading it is written down. Raises: NotFound interview_unknown."""
        interview = await self._staff.visible(actor, interview_id)
        await self._audit.record(actor, "accommodations.read", interview.id, {})
        return self._view(interview)

    async def decide(self, actor: Actor, interview_id: str, in_force: InForce) -> AccommodationsView:
        """Raises: NotFound interview_unknown · Conflict interview_over."""
        interview = await self._staff.visible(actor, interview_id)
        await self._audit.record(actor, "accommodations.decided", interview.id, {})
        contact = await self._contact(interview)

        def step(known: Interview, now: datetime) -> Outcome:
            told = self._told(known, contact, now, is_waiting=False) if contact else []
            return decide(known, in_force, actor.account_id, now).having(None, *told)

        return self._view(await self._conducting.apply(interview.id, step))

    async def _open(self, interview: Interview) -> AccommodationsOpen:
        ours = interview.accommodations
        name = await self._staff.name_of(interview)
        asked_at = ours.asked_at or interview.invited_at
        return AccommodationsOpen(interview.id, name, interview.occasion.position, ours.wishes, asked_at)

    def _view(self, interview: Interview) -> AccommodationsView:
        ours = interview.accommodations
        note = self._keyring.open(ours.note_sealed, _place(interview.id)).decode() if ours.note_sealed else ""
        return AccommodationsView(
            interview_id=interview.id,
            asked=AccommodationsAsked(ours.wishes, note) if ours.asked_at else None,
            asked_at=ours.asked_at,
            in_force=ours.in_force,
            suggested=suggested(ours.wishes),
            decided_by=ours.decided_by,
            decided_at=ours.decided_at,
        )


def _place(interview_id: str) -> bytes:
    return f"interviews/{interview_id}/accommodations".encode()
