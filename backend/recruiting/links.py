"""The candidate's link afterwards: how it stands, sent once more, taken back."""

from datetime import datetime, timedelta

import msgspec

from backend.accounts.invitations import Invitations
from backend.accounts.model import Invitation
from backend.accounts.people import People
from backend.accounts.repository import InvitationRecords
from backend.accounts.rules import state_of
from backend.accounts.sign_out import SignOuts
from backend.interviews.conducting import Conducting
from backend.interviews.inviting import RESULT_AFTER, shown_before_sign_in
from backend.interviews.machine import BEFORE
from backend.interviews.model import Interview
from backend.interviews.reopening import reopened
from backend.interviews.repository import Interviews
from backend.interviews.scope import StaffScope
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict
from backend.privacy.audit import Audit
from backend.recruiting.schemas import LinkSent, LinkStatus, ReopenAsked
from backend.web.auth import Actor

LETS_IN = BEFORE | {"live", "paused"}


class Links:
    def __init__(
        self, invitations: Invitations, records: InvitationRecords, people: People, interviews: Interviews,
        conducting: Conducting, scope: StaffScope, sign_outs: SignOuts, audit: Audit, clock: Clock,
    ) -> None:  # fmt: skip
        self._invitations = invitations
        self._records = records
        self._people = people
        self._interviews = interviews
        self._conducting = conducting
        self._scope = scope
        self._sign_outs = sign_outs
        self._audit = audit
        self._clock = clock

    async def status(self, actor: Actor, interview_id: str) -> LinkStatus:
        """Says the candidate's address, so a look is written down, once a session.

        Raises: NotFound interview_unknown.
        """
        interview = await self._visible(actor, interview_id)
        await self._audit.record_once(actor, "invitation.read", interview.id, {})
        return await self._status(interview)

    async def send_again(self, actor: Actor, interview_id: str, open_days: int) -> LinkSent:
        """A new link by mail; those before let nobody in any more. What was not begun stays open long enough for it.

        Raises: NotFound interview_unknown · Conflict interview_over.
        """
        interview = await self._visible(actor, interview_id)
        if interview.state not in LETS_IN:
            raise Conflict("interview_over", "This interview is over. A link would lead nowhere.")
        expires_at = max(interview.expires_at, self._clock() + timedelta(days=open_days))
        interview = await self._interviews.update(interview.id, lambda known: (_open_until(known, expires_at), ()))
        fresh, link = await self._renewed(interview, "invitation")
        await self._audit.record(actor, "invitation.sent_again", interview.id, {"invitation": fresh.id})
        return LinkSent(link, await self._status(interview))

    async def reopen(self, actor: Actor, interview_id: str, asked: ReopenAsked) -> LinkSent:
        """What was not begun in time may be begun after all; the person is told by mail, with a new link.

        Raises: NotFound interview_unknown · Conflict reopen_not_allowed where it has not expired.
        """
        interview = await self._visible(actor, interview_id)
        expires_at = self._clock() + timedelta(days=asked.open_days)
        detail = {"reason": asked.reason, "expires_at": expires_at.isoformat()}
        await self._audit.record(actor, "interview.reopened", interview.id, detail)
        interview = await self._conducting.apply(interview.id, lambda known, now: reopened(known, expires_at))
        _, link = await self._renewed(interview, "reopened")
        return LinkSent(link, await self._status(interview))

    async def _renewed(self, interview: Interview, template: str) -> tuple[Invitation, str]:
        """The one link that lets in from now on, sent by mail."""
        for invitation in await self._newest_first(interview.id):
            await self._invitations.revoke(invitation.id)
        candidate = await self._people.candidates.require(interview.candidate_id)
        return await self._invitations.invite(
            candidate, interview.id, shown_before_sign_in(interview), interview.expires_at, template=template
        )

    async def revoke(self, actor: Actor, interview_id: str) -> LinkStatus:
        """Nobody comes in by the links sent so far, and who is signed in by one is signed out.

        Raises: NotFound interview_unknown · Conflict interview_running.
        """
        interview = await self._visible(actor, interview_id)
        if interview.state == "live":
            raise Conflict("interview_running", "The interview is running. Its link can be taken back once it is over.")
        for invitation in await self._newest_first(interview.id):
            await self._invitations.revoke(invitation.id)
        await self._sign_outs.end_all_of(interview.candidate_id, interview.id)
        await self._audit.record(actor, "invitation.revoked", interview.id)
        return await self._status(interview)

    async def _status(self, interview: Interview) -> LinkStatus:
        sent = await self._newest_first(interview.id)
        newest = sent[0] if sent else None
        return LinkStatus(
            state=state_of(newest, self._clock()) if newest else "none",
            email=(await self._people.person(interview.candidate_id)).email,
            sent=len(sent),
            sent_at=newest.created_at if newest else None,
            expires_at=newest.expires_at if newest else None,
            may_send=interview.state in LETS_IN,
            may_reopen=interview.state == "expired",
        )

    async def _newest_first(self, interview_id: str) -> list[Invitation]:
        return sorted(await self._records.of_interview(interview_id), key=lambda each: each.id, reverse=True)

    async def _visible(self, actor: Actor, interview_id: str) -> Interview:
        return await self._interviews.assigned(interview_id, await self._scope.applications_of(actor))


def _open_until(interview: Interview, expires_at: datetime) -> Interview:
    """An interview that was begun keeps its time: it was told to the person."""
    if interview.state not in BEFORE or interview.expires_at >= expires_at:
        return interview
    return msgspec.structs.replace(interview, expires_at=expires_at, result_by=expires_at + RESULT_AFTER)
