"""Hand-over of a running interview to another device of the same person: a link as QR code, good once, for two minutes.

Whoever holds the link is let in without a code, for it was shown to the person who is signed in. The first device stays
signed in; of two that publish, the newer one wins.
"""

import secrets

import msgspec

from backend.accounts.invitations import Invitations
from backend.accounts.model import HandOver, Invitation
from backend.accounts.qr import qr_code
from backend.accounts.repository import InvitationRecords
from backend.accounts.rules import HAND_OVER_LIFE, HAND_OVERS_AN_HOUR, refuse_unusable, state_of
from backend.accounts.schemas import HandOverView
from backend.contracts.events.accounts import HandOverOffered
from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import Gone, NotFound
from backend.kernel.ratelimit import RateLimiter
from backend.web.auth import Actor
from backend.web.sessions import TOKEN_BYTES, Identity, digest


class HandOvers:
    """`offer` on the first device, `accept` on the second. A new offer makes the one before it void."""

    def __init__(
        self, records: InvitationRecords, invitations: Invitations, limits: RateLimiter, base_url: str,
        *, clock: Clock = utc_now,
    ) -> None:  # fmt: skip
        self._records = records
        self._invitations = invitations
        self._limits = limits
        self._base_url = base_url
        self._clock = clock

    async def offer(self, actor: Actor) -> HandOverView:
        """A link to the signed-in candidate's own interview, told once.

        Raises: 404 invitation_unknown · 410 invitation_… · 429 rate_limited.
        """
        invitation = await self._own_invitation(actor)
        await self._limits.hit(f"hand-overs of {actor.account_id}", limit=HAND_OVERS_AN_HOUR, window_s=3600)
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._clock()
        fresh = HandOver(digest(token), now + HAND_OVER_LIFE)

        def put(known: Invitation) -> tuple[Invitation, list[msgspec.Struct]]:
            refuse_unusable(known, now)
            changed = msgspec.structs.replace(known, hand_over=fresh)
            return changed, [HandOverOffered(actor.account_id, actor.session_id, now)]

        await self._records.update(invitation.id, put)
        link = f"{self._base_url}/h/{token}"
        return HandOverView(link, fresh.expires_at, int(HAND_OVER_LIFE.total_seconds()), qr_code(link))

    async def accept(self, token: str) -> tuple[str, Identity]:
        """The session token of the device that came by the link.

        Raises: 404 hand_over_unknown · 410 hand_over_expired, hand_over_used, invitation_….
        """
        token_sha256 = digest(token)
        found = await self._records.by_hand_over(token_sha256) if 0 < len(token) <= 128 else None
        if found is None:
            raise _unknown()

        def use(known: Invitation) -> tuple[Invitation, tuple[()]]:
            offered, now = known.hand_over, self._clock()
            if offered is None or offered.token_sha256 != token_sha256:
                raise _unknown()
            if offered.used_at is not None:
                raise Gone("hand_over_used", "This code has been used. The first device can show a new one.")
            if now >= offered.expires_at:
                raise Gone("hand_over_expired", "This code has expired. The first device can show a new one.")
            refuse_unusable(known, now)
            return msgspec.structs.replace(known, hand_over=msgspec.structs.replace(offered, used_at=now)), ()

        return await self._invitations.let_in(await self._records.update(found.id, use), "hand_over")

    async def _own_invitation(self, actor: Actor) -> Invitation:
        """The newest that still lets in. Raises: 404 invitation_unknown, 410 invitation_…."""
        known = await self._records.of_interview(actor.interview_id) if actor.interview_id else []
        own = [each for each in known if each.candidate_id == actor.account_id]
        if not own:
            raise NotFound("invitation_unknown", "There is no interview to go on with.")
        now = self._clock()
        return max(own, key=lambda each: (state_of(each, now) == "ready", each.created_at))


def _unknown() -> NotFound:
    return NotFound("hand_over_unknown", "This code is not known. The first device can show a new one.")
