"""What staff do with interviews: the list, the review, asking for transcripts again."""

import msgspec

from backend.accounts.model import CANDIDATES
from backend.interviews import processing
from backend.interviews.announcer import STAFF_TOPIC, PersonOf
from backend.interviews.conducting import Conducting
from backend.interviews.conversation_views import accounts_of, conversations
from backend.interviews.model import INTERVIEWS, Interview
from backend.interviews.repository import Interviews
from backend.interviews.scope import StaffScope
from backend.interviews.staff_schemas import InterviewPage, InterviewRow, Review
from backend.interviews.staff_views import review, row
from backend.kernel.clock import Clock
from backend.kernel.errors import NotFound
from backend.kernel.lately import TOLD_LIFE_S, Lately
from backend.kernel.live import LiveBus
from backend.kernel.mongo import Mongo
from backend.privacy.audit import Audit
from backend.web.auth import Actor
from backend.web.paging import cursor, keys_of


class StaffInterviews:
    def __init__(
        self,
        interviews: Interviews,
        conducting: Conducting,
        scope: StaffScope,
        audit: Audit,
        person_of: PersonOf,
        live: LiveBus,
        mongo: Mongo,
        clock: Clock,
    ) -> None:
        self._interviews = interviews
        self._conducting = conducting
        self._scope = scope
        self._audit = audit
        self._person_of = person_of
        self._clock = clock
        signals = mongo.writes_to(INTERVIEWS, CANDIDATES), live.told(STAFF_TOPIC, "row")
        self._pages: Lately[InterviewPage] = Lately(*signals, clock=clock, life_s=TOLD_LIFE_S)

    async def page(self, actor: Actor, limit: int, after: str | None) -> InterviewPage:
        """Newest first; one look serves all who see the same for some seconds, until a row that changed is told live.

        Raises: 400 cursor_invalid.
        """
        before = keys_of(after, 1)[0] if after else None
        applications = await self._scope.applications_of(actor)
        return await self._pages.look((applications, before, limit), lambda: self._page(applications, limit, before))

    async def _page(self, applications: frozenset[str] | None, limit: int, before: str | None) -> InterviewPage:
        found = await self._interviews.page(applications, before, limit + 1)
        shown = found[:limit]
        items = [await self._row(interview) for interview in shown]
        return InterviewPage(items, cursor(shown[-1].id) if len(found) > limit else None)

    async def review(self, actor: Actor, interview_id: str) -> Review:
        """Reading it is written down. Raises: NotFound interview_unknown."""
        interview = await self.visible(actor, interview_id)
        person = await self._person_of(interview.candidate_id)
        await self._audit.record(actor, "interview.reviewed", interview.id, {"version": str(interview.version)})
        names = {account_id: await self._name(account_id) for account_id in accounts_of(interview)}
        return msgspec.structs.replace(review(interview, person.name), conversations=conversations(interview, names))

    async def follow(self, actor: Actor, interview_id: str) -> None:
        """Hearing of it live is a look as well, once a session. Raises: NotFound interview_unknown."""
        interview = await self.visible(actor, interview_id)
        await self._audit.record_once(actor, "interview.followed", interview.id, {})

    async def transcribe(self, actor: Actor, interview_id: str) -> None:
        """Asks for what waits for a speech model or failed by a worker's fault. Raises: NotFound interview_unknown."""
        interview = await self.visible(actor, interview_id)
        await self._audit.record(actor, "interview.transcribe", interview.id)
        for work in [*processing.transcripts_due(interview), *processing.repairs_due(interview)]:
            await self._conducting.request(work)

    async def visible(self, actor: Actor, interview_id: str) -> Interview:
        """Raises: NotFound interview_unknown."""
        return await self._interviews.assigned(interview_id, await self._scope.applications_of(actor))

    async def name_of(self, interview: Interview) -> str:
        return (await self._person_of(interview.candidate_id)).name

    async def _name(self, account_id: str) -> str:
        """Empty where the account is gone."""
        try:
            return (await self._person_of(account_id)).name
        except NotFound:
            return ""

    async def _row(self, interview: Interview) -> InterviewRow:
        person = await self._person_of(interview.candidate_id)
        return row(interview, person.name, self._clock())
