"""Recorded answers for those who may see them: the candidate themself, and staff in scope."""

from typing import Literal

from backend.contracts.media import RenditionMedia, StoredFile, TakePreview
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.interviews.room_names import CANDIDATE
from backend.interviews.scope import StaffScope
from backend.interviews.take import Take
from backend.kernel.errors import NotFound
from backend.privacy.audit import Audit
from backend.web.auth import Actor
from backend.web.policy import Permission

PreviewPart = Literal["thumbnail", "strip", "peaks"]


class AnswerMedia:
    def __init__(self, interviews: Interviews, scope: StaffScope, audit: Audit) -> None:
        self._interviews = interviews
        self._scope = scope
        self._audit = audit

    async def rendition(self, actor: Actor, take_id: str, *, as_mp4: bool = False) -> RenditionMedia:
        """The playable file, or its MP4. That a member plays it is written down once a session, whichever bytes they
        ask for.

        Raises: NotFound take_unknown, rendition_unknown while the worker is at it or where nothing was recorded.
        """
        interview, take = await self._visible(actor, take_id)
        media = take.mp4.rendition if as_mp4 else take.rendition
        if media is None:
            raise NotFound("rendition_unknown", "There is no playable recording of this answer.", problem=take.problem)
        await self._note_look(actor, "media.played", take_id, interview)
        return media

    async def preview(self, actor: Actor, take_id: str, part: PreviewPart) -> StoredFile:
        """A picture or the waveform of the recording; a member's look is written down once a session.

        Raises: NotFound take_unknown, preview_unknown while the worker is at it or where there is nothing to show.
        """
        interview, take = await self._visible(actor, take_id)
        file = _part(take.shown_preview, part)
        if file is None:
            raise NotFound("preview_unknown", "There is no preview of this answer.")
        await self._note_look(actor, "media.previewed", take_id, interview)
        return file

    async def take(self, actor: Actor, take_id: str) -> Take:
        """The recording with its transcript; a member's reading is written down. Raises: NotFound take_unknown."""
        interview, take = await self._visible(actor, take_id)
        await self._note_look(actor, "transcript.read", take_id, interview)
        return take

    async def _note_look(self, actor: Actor, action: str, take_id: str, interview: Interview) -> None:
        if actor.kind == "member":
            await self._audit.record_once(actor, action, take_id, {"interview": interview.id})

    async def _visible(self, actor: Actor, take_id: str) -> tuple[Interview, Take]:
        interview = await self._interviews.with_take(take_id)
        take = interview.take(take_id) if interview else None
        if interview is None or take is None or not await self._may_see(actor, interview, take):
            raise NotFound("take_unknown", "There is no such recording.")
        return interview, take

    async def _may_see(self, actor: Actor, interview: Interview, take: Take) -> bool:
        """Candidates themselves alone, not who talked with them."""
        if actor.kind == "candidate":
            is_others = take.track is not None and take.track.participant_id != CANDIDATE
            return interview.candidate_id == actor.account_id and not is_others
        if not actor.may(Permission.INTERVIEW_REVIEW):
            return False
        applications = await self._scope.applications_of(actor)
        return applications is None or interview.application_id in applications


def _part(preview: TakePreview | None, part: PreviewPart) -> StoredFile | None:
    if preview is None:
        return None
    if part == "strip":
        return preview.strip.file if preview.strip else None
    return preview.thumbnail if part == "thumbnail" else preview.peaks
