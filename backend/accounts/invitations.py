"""Invitations: a link for one person, proven by a one-time code sent to their mail address."""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from backend.accounts.locks import Locks
from backend.accounts.mail import mail_wanted
from backend.accounts.model import Candidate, Invitation, Occasion, OneTimeCode, Person
from backend.accounts.people import People
from backend.accounts.repository import InvitationRecords
from backend.accounts.rules import (
    CODE_LIFE,
    CODES_AN_HOUR,
    INTERVIEW_OVER,
    RESEND_AFTER,
    TRIES,
    TRIES_OF_ADDRESS,
    masked,
    refuse_unusable,
    state_of,
    tries_left,
)
from backend.accounts.schemas import CodeSent, InvitationView
from backend.contracts.events.accounts import LockedOut, SignedIn
from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.errors import NotFound, RateLimited, Unauthorised
from backend.kernel.ids import new_id
from backend.kernel.ratelimit import RateLimiter
from backend.web.policy import Role
from backend.web.sessions import TOKEN_BYTES, Identity, Sessions, digest


class Invitations:
    """Makes links, sends codes, and lets the right person in as often as needed until the interview is over."""

    def __init__(
        self, records: InvitationRecords, people: People, sessions: Sessions, locks: Locks, limits: RateLimiter,
        keyring: Keyring, base_url: str, *, clock: Clock = utc_now,
    ) -> None:  # fmt: skip
        self._records = records
        self._people = people
        self._sessions = sessions
        self._locks = locks
        self._limits = limits
        self._keyring = keyring
        self._base_url = base_url
        self._clock = clock
        self._code_key = keyring.derive("one-time codes")

    async def invite(
        self,
        candidate: Candidate,
        interview_id: str,
        occasion: Occasion,
        expires_at: datetime,
        *,
        with_mail: bool = True,
        template: str = "invitation",
    ) -> tuple[Invitation, str]:
        """A new invitation and its link, which is told once; its mail leaves with it, worded by `template`."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        invitation = Invitation(
            id=new_id(Invitation.id_prefix),
            token_sha256=digest(token),
            candidate_id=candidate.id,
            interview_id=interview_id,
            occasion=occasion,
            created_at=self._clock(),
            expires_at=expires_at,
        )
        link = self.link(token)
        person = await self._people.person(candidate.id)
        parameters = {**_occasion(invitation, person), "link": link, "expires_at": expires_at.isoformat()}
        mail = mail_wanted(self._keyring, f"dlv_{invitation.id}_invitation", person, template, parameters)
        return await self._records.insert(invitation, [mail] if with_mail else []), link

    def link(self, token: str) -> str:
        return f"{self._base_url}/i/{token}"

    async def lookup(self, token: str) -> InvitationView:
        """What the holder of the link may know. Raises: 404 invitation_unknown."""
        invitation = await self._find(token)
        person = await self._people.person(invitation.candidate_id)
        occasion = invitation.occasion
        return InvitationView(
            state=state_of(invitation, self._clock()),
            employer=occasion.employer,
            position=occasion.position,
            first_name=person.first_name,
            masked_email=masked(person.email),
            language=person.language,
            duration_min=occasion.duration_min,
            questions=occasion.questions,
            answer_kinds=occasion.answer_kinds,
            expires_at=invitation.expires_at,
            contact_name=occasion.contact_name,
            contact_email=occasion.contact_email,
        )

    async def send_code(self, token: str) -> CodeSent:
        """A new code to the person's address; the one before no longer counts.

        Raises: 404 invitation_unknown · 410 invitation_… · 429 locked_out, resend_too_soon, rate_limited.
        """
        found = await self._find(token)
        refuse_unusable(found, self._clock())
        await self._locks.refuse_locked(_lock_of(found))
        _refuse_resend(found, self._clock())
        await self._limits.hit(f"codes of {found.id}", limit=CODES_AN_HOUR, window_s=3600)
        person = await self._people.person(found.candidate_id)
        code = f"{secrets.randbelow(10**6):06d}"
        delivery_id = new_id("dlv")

        def send(invitation: Invitation) -> tuple[Invitation, list[msgspec.Struct]]:
            now = self._clock()
            _refuse_resend(invitation, now)
            minutes = str(int(CODE_LIFE.total_seconds() // 60))
            parameters = {**_occasion(invitation, person), "code": code, "minutes": minutes}
            mail = mail_wanted(self._keyring, delivery_id, person, "one_time_code", parameters, asked_at=now)
            fresh = OneTimeCode(self._digest(invitation, code), now, now + CODE_LIFE)
            return msgspec.structs.replace(invitation, code=fresh), [mail]

        await self._records.update(found.id, send)
        return CodeSent(masked(person.email), int(CODE_LIFE.total_seconds()), int(RESEND_AFTER.total_seconds()))

    async def sign_in(self, token: str, code: str, address: str) -> tuple[str, Identity]:
        """The session token of the person who holds both link and code. `address` is where the request came from.

        Raises: 404 invitation_unknown · 410 invitation_… · 401 code_wrong with tries_left, code_expired ·
        429 locked_out.
        """
        invitation = await self._find(token)
        now = self._clock()
        refuse_unusable(invitation, now)
        await self._locks.refuse_locked(f"address:{address}")
        lock = await self._locks.count(_lock_of(invitation), TRIES)
        if not self._is_right(invitation, code, now):
            await self._locks.count(f"address:{address}", TRIES_OF_ADDRESS)
            if (refusal := self._locks.refusal(lock)) is not None:
                await self._withdraw_code(invitation, lock.failures, refusal)
            raise self._wrong(invitation, code, tries_left(lock, TRIES), now)
        await self._consume(invitation, code)
        await self._locks.forgive(_lock_of(invitation))
        return await self.let_in(invitation, "one_time_code")

    async def let_in(self, invitation: Invitation, way: Literal["one_time_code", "hand_over"]) -> tuple[str, Identity]:
        """A new session of the invited person, who has proven by `way` who they are."""
        candidate = await self._people.candidates.require(invitation.candidate_id)
        identity = Identity(
            candidate.id, "candidate", frozenset({Role.CANDIDATE}), candidate.language, invitation.interview_id
        )
        token, _ = await self._sessions.open(
            identity,
            lambda session: [SignedIn(candidate.id, "candidate", session.id, way, session.created_at)],
        )
        return token, identity

    async def _withdraw_code(self, invitation: Invitation, failures: int, refusal: RateLimited) -> None:
        """Locked out: the code that was guessed at is void. Raises: the refusal."""
        now = self._clock()
        seconds = refusal.extra["retry_after_s"]
        until = now + timedelta(seconds=float(str(seconds)))

        def withdraw(known: Invitation) -> tuple[Invitation, list[msgspec.Struct]]:
            return msgspec.structs.replace(known, code=None), [LockedOut(known.id, failures, until, now)]

        await self._records.update(invitation.id, withdraw)
        raise refusal

    async def _consume(self, invitation: Invitation, code: str) -> None:
        """A code lets in once. Raises: 401 code_wrong for the second of two at the same moment."""

        def consume(known: Invitation) -> tuple[Invitation, tuple[()]]:
            if not self._is_right(known, code, self._clock()):
                raise Unauthorised("code_wrong", "This code has been used.", tries_left=TRIES)
            if known.code is None or not self._matches(known, known.code, code):
                return known, ()
            return msgspec.structs.replace(known, code=None), ()

        await self._records.update(invitation.id, consume)

    def _wrong(self, invitation: Invitation, code: str, left: int, now: datetime) -> Unauthorised:
        sent = invitation.code
        if sent is not None and sent.expires_at <= now and self._matches(invitation, sent, code):
            return Unauthorised("code_expired", "This code has expired. Ask for a new one.", tries_left=left)
        return Unauthorised("code_wrong", "This is not the code that was sent.", tries_left=left)

    def _is_right(self, invitation: Invitation, code: str, now: datetime) -> bool:
        codes = [known for known in (invitation.code, invitation.standing_code) if known and now < known.expires_at]
        return any(self._matches(invitation, known, code) for known in codes)

    def _matches(self, invitation: Invitation, known: OneTimeCode, code: str) -> bool:
        return hmac.compare_digest(known.digest, self._digest(invitation, code))

    def _digest(self, invitation: Invitation, code: str) -> str:
        """Keyed, for six digits alone are searched through in no time."""
        return hmac.digest(self._code_key, f"{invitation.id}:{code.strip()}".encode(), "sha256").hex()

    async def set_standing_code(self, invitation_id: str, code: str, expires_at: datetime) -> None:
        """A code that may be used again and again: for the demo's people alone."""

        def stand(known: Invitation) -> tuple[Invitation, tuple[()]]:
            standing = OneTimeCode(self._digest(known, code), self._clock(), expires_at)
            return msgspec.structs.replace(known, standing_code=standing), ()

        await self._records.update(invitation_id, stand)

    async def follow_interview(self, interview_id: str, state: str, at: datetime) -> None:
        """The interview is in `state`: a link from before it was over no longer lets in. Idempotent.

        An interview that was handed in is confirmed to its person by mail.
        """
        if state not in INTERVIEW_OVER:
            return
        for invitation in await self._records.of_interview(interview_id):
            if invitation.closed_at is None and invitation.created_at <= at:
                await self._close(invitation, at, is_received=state in ("submitted", "processing", "reviewable"))

    async def _close(self, invitation: Invitation, at: datetime, *, is_received: bool) -> None:
        person = await self._people.person(invitation.candidate_id)
        delivery_id = f"dlv_{invitation.id}_received"
        mail = mail_wanted(self._keyring, delivery_id, person, "received", _occasion(invitation, person))

        def close(known: Invitation) -> tuple[Invitation, list[msgspec.Struct]]:
            if known.closed_at is not None:
                return known, []
            return msgspec.structs.replace(known, closed_at=at), [mail] if is_received else []

        await self._records.update(invitation.id, close)

    async def revoke(self, invitation_id: str) -> Invitation:
        """The link lets nobody in any more. Raises: 404 invitation_unknown."""
        revoked_at = self._clock()
        return await self._records.update(
            invitation_id,
            lambda known: (known if known.revoked_at else msgspec.structs.replace(known, revoked_at=revoked_at), ()),
        )

    async def forget(self, interview_id: str) -> int:
        """Removes the invitations to an interview, with the tries at them; gives how many there were."""
        known = await self._records.of_interview(interview_id)
        for invitation in known:
            await self._locks.forgive(_lock_of(invitation))
            await self._records.delete(invitation.id)
        return len(known)

    async def _find(self, token: str) -> Invitation:
        found = await self._records.by_token(digest(token)) if 0 < len(token) <= 128 else None
        if found is None:
            raise NotFound("invitation_unknown", "This link is not known. Please check that it is complete.")
        return found


def _lock_of(invitation: Invitation) -> str:
    return f"invitation:{invitation.id}"


def _refuse_resend(invitation: Invitation, now: datetime) -> None:
    """Raises: 429 resend_too_soon."""
    if invitation.code is None:
        return
    left = (invitation.code.sent_at + RESEND_AFTER - now).total_seconds()
    if left > 0:
        raise RateLimited("resend_too_soon", "A code was sent a moment ago.", retry_after_s=left)


def _occasion(invitation: Invitation, person: Person) -> dict[str, str]:
    """Template parameters that every mail of an invitation has, in the person's language."""
    occasion = invitation.occasion
    return {
        "first_name": person.first_name,
        "employer": occasion.employer.in_language(person.language),
        "position": occasion.position.in_language(person.language),
        "duration_min": str(occasion.duration_min),
        "questions": str(occasion.questions),
        "contact_name": occasion.contact_name,
        "contact_email": occasion.contact_email,
    }
