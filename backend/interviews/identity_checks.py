"""Use cases of the identity check: the candidate gives, HR looks and decides. Each look at a photo is written down."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec

from backend.accounts.model import Person
from backend.accounts.notices import notice_wanted
from backend.interviews import identity
from backend.interviews.conducting import Conducting
from backend.interviews.identity_photos import picture
from backend.interviews.identity_proof import DocumentPhoto, IdentityProof, IdentityWay, OtherWay
from backend.interviews.identity_schemas import IdentityDecision, IdentityView
from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome
from backend.interviews.repository import Interviews
from backend.interviews.schemas import InterviewView
from backend.interviews.staff import StaffInterviews
from backend.interviews.views import interview_view
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import NotFound
from backend.kernel.ids import new_id
from backend.kernel.ratelimit import RateLimiter
from backend.kernel.storage import ObjectStore
from backend.privacy.audit import Audit
from backend.web.auth import Actor

PHOTOS_AN_HOUR = 20
NOTICE = "identity_again"


class IdentityChecks:
    def __init__(
        self, interviews: Interviews, conducting: Conducting, staff: StaffInterviews,
        person_of: Callable[[str], Awaitable[Person]], store: ObjectStore, keyring: Keyring, limiter: RateLimiter,
        audit: Audit, clock: Clock,
    ) -> None:  # fmt: skip
        self._interviews = interviews
        self._conducting = conducting
        self._staff = staff
        self._person_of = person_of
        self._store = store
        self._keyring = keyring
        self._limiter = limiter
        self._audit = audit
        self._clock = clock

    async def give_photo(self, interview_id: str, candidate_id: str, data: bytes) -> InterviewView:
        """Kept encrypted when this returns; the one before is gone.

        Raises: NotFound interview_unknown · as identity.ensure_may_give and identity_photos.picture · RateLimited.
        """
        interview = await self._interviews.own(interview_id, candidate_id)
        identity.ensure_may_give(interview)
        await self._limiter.hit(f"identity:{interview_id}", limit=PHOTOS_AN_HOUR, window_s=3600.0)
        seen = picture(data)
        key = f"{folder_of(interview_id)}/{new_id('idp')}"
        sha256 = hashlib.sha256(seen.data).hexdigest()
        photo = DocumentPhoto(key, seen.mime_type, len(seen.data), seen.width, seen.height, sha256)
        await self._store.put(key, seen.data)
        try:
            return await self._give(interview_id, "photo", photo)
        except Exception:
            await self._store.delete(key)
            raise

    async def give_other(self, interview_id: str, candidate_id: str, way: OtherWay) -> InterviewView:
        """A photo that was sent before is deleted. Raises: NotFound interview_unknown · as identity.ensure_may_give."""
        await self._interviews.own(interview_id, candidate_id)
        return await self._give(interview_id, way, None)

    async def _give(self, interview_id: str, way: IdentityWay, photo: DocumentPhoto | None) -> InterviewView:
        before: list[IdentityProof | None] = []

        def step(interview: Interview, now: datetime) -> Outcome:
            before.append(interview.identity)
            return identity.given(interview, way, photo, now)

        saved = await self._conducting.apply(interview_id, step)
        replaced = before[-1]
        if replaced is not None and replaced.photo is not None:
            await self._store.delete(replaced.photo.key)
        return interview_view(saved, (await self._person_of(saved.candidate_id)).first_name)

    async def view(self, actor: Actor, interview_id: str) -> IdentityView:
        """Raises: NotFound interview_unknown."""
        interview = await self._staff.visible(actor, interview_id)
        await self._audit.record_once(actor, "identity.read", interview.id, {})
        return _view(interview)

    async def photo(self, actor: Actor, interview_id: str) -> tuple[bytes, str]:
        """The picture and its MIME type; every look is written down.

        Raises: NotFound interview_unknown, identity_photo_unknown.
        """
        interview = await self._staff.visible(actor, interview_id)
        proof = interview.identity
        if proof is None or proof.photo is None:
            raise NotFound("identity_photo_unknown", "There is no photo of a document.")
        await self._audit.record(actor, "identity.photo_seen", interview.id, {"sha256": proof.photo.sha256})
        return await self._store.get(proof.photo.key), proof.photo.mime_type

    async def decide(self, actor: Actor, interview_id: str, decision: IdentityDecision) -> IdentityView:
        """Asked for again, the candidate is told. Raises: NotFound interview_unknown · as identity.decided."""
        interview = await self._staff.visible(actor, interview_id)
        person = await self._person_of(interview.candidate_id)

        def step(known: Interview, now: datetime) -> Outcome:
            outcome = identity.decided(known, decision, actor.account_id, now)
            is_told = decision.verdict == "again" and outcome.interview is not known
            return outcome.having(None, self._again(known, person)) if is_told else outcome

        await self._audit.record(actor, "identity.decided", interview.id, {"verdict": decision.verdict})
        return _view(await self._conducting.apply(interview.id, step))

    def _again(self, interview: Interview, person: Person) -> msgspec.Struct:
        occasion, proof = interview.occasion, interview.identity
        parameters = {
            "employer": occasion.employer.in_language(person.language),
            "position": occasion.position.in_language(person.language),
            "contact": occasion.contact_name,
        }
        stamp = int(proof.given_at.timestamp()) if proof else 0
        return notice_wanted(self._keyring, f"{NOTICE}:{interview.id}:{stamp}", person, NOTICE, parameters, "/identity")


def folder_of(interview_id: str) -> str:
    """Everything of the identity check lies below it, so that erasure finds it."""
    return f"identity/{interview_id}"


def _view(interview: Interview) -> IdentityView:
    proof = interview.identity
    photo = proof.photo if proof else None
    return IdentityView(
        interview_id=interview.id,
        is_wanted=identity.is_wanted(interview),
        way=proof.way if proof else None,
        given_at=proof.given_at if proof else None,
        width=photo.width if photo else None,
        height=photo.height if photo else None,
        verdict=proof.verdict if proof else "open",
        decided_by=proof.decided_by if proof else None,
        decided_at=proof.decided_at if proof else None,
        retention_days=interview.occasion.retention_days,
    )
