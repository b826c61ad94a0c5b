"""Erases an interview and, with the last one, the person: on request, or when the promised retention has ended.

The record is made first, the interview becomes a tombstone next, then goes what lies outside of it; each step may be
repeated, so a process that dies leaves an erasure that the sweep completes.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import msgspec

from backend.accounts.invitations import Invitations
from backend.accounts.model import Person
from backend.accounts.people import People
from backend.accounts.sign_out import SignOuts
from backend.applications.repository import Applications
from backend.contracts.events.interviews import InterviewChanged
from backend.contracts.events.privacy import PersonErased
from backend.erasure.model import Erasure, ErasureRecords, erasure_of
from backend.erasure.schemas import ErasureCertificate, ErasureReason
from backend.erasure.traces import Traces
from backend.interviews.model import Erased, Interview
from backend.interviews.repository import Interviews
from backend.interviews.retention import tombstone
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.together import TogetherEach
from backend.privacy.audit import SYSTEM, Audit
from backend.web.auth import Actor

KEPT = ["audit_log_by_ids", "application_by_ids", "times_and_states", "consent_version"]
"""What stays, by code: proof that an interview was, and that it was erased; nothing that says who."""

LOOK_AGAIN_FOR = timedelta(days=1)
LATE_GATHERED_S = 0.1

PersonForgetter = Callable[[Person], Awaitable[int]]
"""Removes what a further part of this installation keeps of a person; gives how much that was."""


class Erasures:
    def __init__(
        self,
        records: ErasureRecords,
        interviews: Interviews,
        applications: Applications,
        people: People,
        invitations: Invitations,
        sign_outs: SignOuts,
        traces: Traces,
        audit: Audit,
        clock: Clock,
        also: Sequence[PersonForgetter] = (),
    ) -> None:
        self._records = records
        self._interviews = interviews
        self._applications = applications
        self._people = people
        self._invitations = invitations
        self._sign_outs = sign_outs
        self._traces = traces
        self._audit = audit
        self._clock = clock
        self._also = also
        self._buried: TogetherEach[str, Interview] = TogetherEach(self._buried_of)

    async def on_request(self, actor: Actor, interview_id: str, reason: ErasureReason) -> ErasureCertificate:
        """The same certificate for a second request.

        Raises: NotFound interview_unknown · Conflict interview_running.
        """
        interview = await self._interviews.require(interview_id)
        if interview.state == "live":
            raise Conflict("interview_running", "The interview is running. Its data can be erased once it is over.")
        record = await self._begun(interview, "request", reason, actor.account_id)
        return _certificate(await self.complete(record))

    async def by_retention(self, interview: Interview) -> None:
        """Of an interview that is due, or whose erasure was cut off."""
        await self.complete(await self._begun(interview, "retention", "retention_ended", SYSTEM))

    async def _begun(self, interview: Interview, cause: str, reason: str, requested_by: str) -> Erasure:
        """The record of this interview's erasure, made where there is none."""
        erasure_id = erasure_of(interview.id)
        if (known := await self._records.get(erasure_id)) is not None:
            return known
        whole = await self._interviews.require(interview.id)
        record = Erasure(
            id=erasure_id,
            interview_id=whole.id,
            candidate_id=whole.candidate_id,
            cause="request" if cause == "request" else "retention",
            reason=reason,
            requested_by=requested_by,
            requested_at=self._clock(),
            removed={
                "answers": whole.answers,
                "recordings": len(whole.takes),
                "transcript_segments": sum(len(take.segments) for take in whole.takes),
            },
        )
        try:
            return await self._records.insert(record)
        except Conflict:
            return await self._records.require(erasure_id)

    async def complete(self, record: Erasure) -> Erasure:
        """All that is left to do of an erasure."""
        if record.completed_at is not None:
            return record
        take_ids = await self._bury(record)
        removed = {
            "objects": await self._traces.remove_objects(take_ids),
            "identity_photos": await self._traces.remove_identity(record.interview_id),
            "live_events": await self._traces.remove_live(record.interview_id, take_ids),
            "transcript_events": await self._traces.remove_transcripts(record.interview_id),
            "invitations": await self._invitations.forget(record.interview_id),
            "sessions": await self._sign_outs.end_all_of(record.candidate_id, record.interview_id),
        }
        is_person_erased = await self._is_last(record.candidate_id)
        if is_person_erased:
            removed |= await self._forget_person(record.candidate_id)
        await self._traces.leave_disk()
        done = await self._note(record, removed, is_person_erased)
        await self._interviews.update(record.interview_id, lambda known: (_settled(known), ()))
        return done

    async def _bury(self, record: Erasure) -> list[str]:
        """The interview as a tombstone; gives the recordings that it had."""
        now = self._clock()

        def change(interview: Interview) -> tuple[Interview, list[msgspec.Struct]]:
            bare, events = tombstone(interview, record.id, now)
            if bare is interview:
                return interview, []
            changed = InterviewChanged(
                bare.id, bare.application_id, bare.state, version=bare.version + 1, change="erased", at=now
            )
            return bare, [*events, changed]

        buried = await self._interviews.update(record.interview_id, change, tries=20)
        return buried.erased.take_ids if buried.erased else []

    async def _is_last(self, candidate_id: str) -> bool:
        """Whether no other interview or application needs the person."""
        waiting = await self._applications.find({"candidate_id": candidate_id, "interview_id": None})
        return not waiting and not await self._interviews.kept_of(candidate_id)

    async def _forget_person(self, candidate_id: str) -> dict[str, int]:
        removed = {
            "sessions_of_person": await self._sign_outs.end_all_of(candidate_id),
            "mail_events": await self._traces.remove_person(candidate_id),
        }
        try:
            person = await self._people.person(candidate_id)
        except NotFound:
            return removed
        removed["other_records"] = sum([await forget(person) for forget in self._also])
        removed["accounts"] = int(await self._people.forget_candidate(candidate_id))
        return removed

    async def _note(self, record: Erasure, removed: dict[str, int], is_person_erased: bool) -> Erasure:
        """Who keeps something of the person elsewhere is told with the record; the audit log has it once."""
        now = self._clock()

        def completed(known: Erasure) -> tuple[Erasure, list[msgspec.Struct]]:
            if known.completed_at is not None:
                return known, []
            done = msgspec.structs.replace(
                known, completed_at=now, is_person_erased=is_person_erased, removed=known.removed | removed
            )
            return done, [PersonErased(known.candidate_id, now)] if is_person_erased else []

        done = await self._records.update(record.id, completed)
        detail = {
            "cause": done.cause,
            "reason": done.reason,
            "person_erased": str(done.is_person_erased).lower(),
            **{f"removed_{kind}": str(count) for kind, count in done.removed.items()},
        }
        kind = SYSTEM if done.requested_by == SYSTEM else "member"
        await self._audit.append(
            done.requested_by, kind, "interview.erased", done.interview_id, detail, event_id=f"{done.id}.completed"
        )
        return done

    async def look_again(self) -> None:
        """At what was erased within the last day: a job that was still running may have made something of it since."""
        recent = await self._records.find({"completed_at": {"$gte": self._clock() - LOOK_AGAIN_FOR}})
        if recent:
            await self._traces.leave_disk()
        for record in recent:
            await self._traces.remove_identity(record.interview_id)
            interview = await self._interviews.get(record.interview_id)
            for take_id in interview.erased.take_ids if interview and interview.erased else ():
                await self._traces.remove_objects([take_id])

    async def remove_late(self, take_id: str) -> None:
        """A node or worker was still busy with a recording that is erased: what it made goes as well."""
        buried = await self._buried.look(take_id)
        if buried is not None:
            await self._traces.remove_objects([take_id])
            await self._traces.remove_transcripts(buried.id)

    async def _buried_of(self, take_ids: Sequence[str]) -> dict[str, Interview]:
        """Nobody waits for it: what is reported meanwhile is then looked for in one."""
        buried = await self._interviews.of_erased_takes(take_ids)
        await asyncio.sleep(LATE_GATHERED_S)
        return buried


def _settled(interview: Interview) -> Interview:
    erased: Erased | None = interview.erased
    if erased is None or not erased.needs_work:
        return interview
    return msgspec.structs.replace(interview, erased=msgspec.structs.replace(erased, needs_work=False))


def _certificate(record: Erasure) -> ErasureCertificate:
    completed_at: datetime = record.completed_at or record.requested_at
    return ErasureCertificate(
        id=record.id,
        interview_id=record.interview_id,
        cause=record.cause,
        reason=record.reason,
        requested_by=record.requested_by,
        requested_at=record.requested_at,
        completed_at=completed_at,
        is_person_erased=record.is_person_erased,
        removed=record.removed,
        kept=KEPT,
    )
