"""What a candidate does with their own interview. Foreign ones do not exist for them."""

from datetime import datetime

import msgspec

from backend.accounts.model import Person
from backend.interviews import appointments, conductor, identity, presence, views
from backend.interviews.announcer import Announcer, PersonOf
from backend.interviews.conducting import Conducting, Step
from backend.interviews.conductor import TurnOver
from backend.interviews.drafting import Drafting
from backend.interviews.live_schemas import Command, LiveView
from backend.interviews.model import Consent, Interview
from backend.interviews.outcome import Outcome
from backend.interviews.recent import Recent
from backend.interviews.repository import Interviews
from backend.interviews.schemas import ConsentGiven, Declined, DeviceCheck, InterviewView, Timeline
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, Gone, Invalid
from backend.privacy.consent import CONSENT_TEXT


class CandidateInterviews:
    def __init__(
        self,
        interviews: Interviews,
        recent: Recent,
        conducting: Conducting,
        announcer: Announcer,
        drafting: Drafting,
        person_of: PersonOf,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self._interviews = interviews
        self._recent = recent
        self._conducting = conducting
        self._announcer = announcer
        self._drafting = drafting
        self._person_of = person_of
        self._keyring = keyring
        self._clock = clock

    async def own(self, interview_id: str, candidate_id: str) -> Interview:
        """Raises: NotFound interview_unknown."""
        return await self._interviews.own(interview_id, candidate_id)

    async def view(self, interview_id: str, candidate_id: str) -> InterviewView:
        """Raises: NotFound interview_unknown."""
        return await self._viewed(await self._interviews.own(interview_id, candidate_id))

    async def timeline(self, interview_id: str, candidate_id: str) -> Timeline:
        """Raises: NotFound interview_unknown."""
        interview = await self._interviews.own(interview_id, candidate_id)
        return views.timeline(interview, (await self._person(interview)).first_name)

    async def live(self, interview_id: str, candidate_id: str) -> LiveView:
        """Raises: NotFound interview_unknown · Conflict interview_not_live before the start."""
        interview = await self._interviews.own(interview_id, candidate_id)
        if interview.started_at is None:
            raise Conflict("interview_not_live", "The interview has not started yet.", state=interview.state)
        return await self._announcer.view(interview)

    async def consent(self, interview_id: str, candidate_id: str, given: ConsentGiven) -> InterviewView:
        """The same consent again is the first one.

        Raises: Conflict consent_text_outdated, consent_not_allowed · Invalid sensitive_consent_missing, for a recorded
        interview cannot do without · Gone interview_expired.
        """

        def step(interview: Interview, now: datetime) -> Outcome:
            _ensure_in_time(interview, now)
            _ensure_consent(given)
            known = interview.consent
            if known is not None and known.version == given.version:
                return Outcome(interview).moved("consent", "consented", language=given.language)
            consent = Consent(given.version, given.language, given.accepts_sensitive, now)
            return Outcome(interview).moved("consent", "consented", consent=consent, language=given.language)

        return await self._viewed(await self._own(interview_id, candidate_id, step))

    async def decline(self, interview_id: str, candidate_id: str, declined: Declined) -> InterviewView:
        """To the human route; declining twice is declining once. Raises: Conflict decline_not_allowed."""
        note = (
            self._keyring.seal(declined.note.encode(), f"interviews/{interview_id}/note".encode())
            if declined.note
            else None
        )

        def step(interview: Interview, now: datetime) -> Outcome:
            return presence.decline(interview, note, now)

        return await self._viewed(await self._own(interview_id, candidate_id, step))

    async def withdraw(self, interview_id: str, candidate_id: str) -> InterviewView:
        """Takes the application back, twice is once. Raises: Conflict withdraw_not_allowed, where it is decided."""
        return await self._viewed(await self._own(interview_id, candidate_id, presence.withdraw))

    async def check_device(self, interview_id: str, candidate_id: str, check: DeviceCheck) -> InterviewView:
        """Stored as it is, good or bad. Raises: Conflict check_not_allowed before the consent · Gone."""

        def step(interview: Interview, now: datetime) -> Outcome:
            _ensure_in_time(interview, now)
            return Outcome(interview).moved(
                "check", "checked", device_check=msgspec.structs.replace(check, checked_at=now)
            )

        return await self._viewed(await self._own(interview_id, candidate_id, step))

    async def start(self, interview_id: str, candidate_id: str, tab: str | None = None) -> LiveView:
        """In the tab of that name, where it has one, and no other.

        Raises: Conflict start_not_allowed, interview_over, appointment_ahead, appointment_over, identity_missing ·
        Gone interview_expired.
        """

        def step(interview: Interview, now: datetime) -> Outcome:
            _ensure_in_time(interview, now)
            identity.ensure_given(interview)
            if interview.state == "checked":
                appointments.ensure_open(interview.booked, now)
            return presence.start(interview, now, tab)

        return await self._shown(interview_id, candidate_id, step)

    async def command(self, interview_id: str, candidate_id: str, command: Command) -> LiveView:
        """Raises: as conductor.apply; turn_over carries the present `view`."""
        try:
            if (kept := await self._drafting.keep(interview_id, candidate_id, command)) is not None:
                return await self._announcer.view(kept)
            return await self._shown(interview_id, candidate_id, lambda i, now: conductor.apply(i, command, now))
        except TurnOver as over:
            view = await self._announcer.view(await self._interviews.own(interview_id, candidate_id))
            over.extra["view"] = msgspec.to_builtins(view)
            raise

    async def _own(self, interview_id: str, candidate_id: str, step: Step) -> Interview:
        own = await self._interviews.own(interview_id, candidate_id)
        return await self._conducting.apply(interview_id, step, known=own)

    async def _shown(self, interview_id: str, candidate_id: str, step: Step) -> LiveView:
        own = await self._recent.own(interview_id, candidate_id)
        interview, view = await self._conducting.applied(interview_id, step, known=own)
        return view if view is not None else await self._announcer.view(interview)

    async def _viewed(self, interview: Interview) -> InterviewView:
        return views.interview_view(interview, (await self._person(interview)).first_name)

    async def _person(self, interview: Interview) -> Person:
        return await self._person_of(interview.candidate_id)


def _ensure_in_time(interview: Interview, now: datetime) -> None:
    """An interview that was begun may be finished; one that was not begun in time is gone."""
    is_begun = interview.started_at is not None
    if interview.state == "expired" or (not is_begun and interview.expires_at <= now):
        raise Gone("interview_expired", "The time for this interview is over.")


def _ensure_consent(given: ConsentGiven) -> None:
    current = CONSENT_TEXT.version
    if given.version != current:
        raise Conflict("consent_text_outdated", "The text has changed. Please read it again.", version=current)
    if not given.accepts_sensitive:
        raise Invalid(
            "sensitive_consent_missing",
            "Answers are recorded, which needs your separate consent. You can also talk to a person instead.",
        )
