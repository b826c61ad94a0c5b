"""HR asks for papers and notes what has arrived; the candidate sees what is owed, and is reminded of it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import msgspec

from backend.accounts.notices import notice_wanted
from backend.accounts.people import People
from backend.contracts.events.live import interview_topic
from backend.interviews.model import Interview
from backend.interviews.repository import Interviews
from backend.interviews.scope import StaffScope
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, Unavailable
from backend.kernel.ids import new_id
from backend.kernel.live import LiveBus
from backend.kernel.repository import StaleVersion
from backend.materials.model import Materials, Paper
from backend.materials.repository import MaterialRecords
from backend.materials.rules import check, debt, owed
from backend.materials.schemas import MaterialsDraft, MaterialsView, PaperDraft, PaperView
from backend.privacy.audit import Audit
from backend.web.auth import Actor

ASKED = "materials_asked"
PATH = "/timeline"


class MaterialDesk:
    def __init__(
        self, records: MaterialRecords, interviews: Interviews, scope: StaffScope, people: People, keyring: Keyring,
        audit: Audit, live: LiveBus, clock: Clock,
    ) -> None:  # fmt: skip
        self._records = records
        self._interviews = interviews
        self._scope = scope
        self._people = people
        self._keyring = keyring
        self._audit = audit
        self._live = live
        self._clock = clock

    async def own(self, interview_id: str, candidate_id: str) -> MaterialsView:
        """A candidate's own. Raises: NotFound interview_unknown."""
        await self._interviews.own(interview_id, candidate_id)
        return self._view(await self._records.get(interview_id))

    async def read(self, actor: Actor, interview_id: str) -> MaterialsView:
        """Reading it is written down once a session. Raises: NotFound interview_unknown · Gone interview_erased."""
        interview = await self._visible(actor, interview_id)
        await self._audit.record_once(actor, "materials.read", interview.id, {})
        return self._view(await self._records.get(interview.id))

    async def save(self, actor: Actor, interview_id: str, draft: MaterialsDraft) -> MaterialsView:
        """The candidate is told of what is new, and reminded by the position's rules of what is still owed.

        Raises: as `read` · Invalid materials_invalid · StaleVersion stale_version.
        """
        interview, now = await self._visible(actor, interview_id), self._clock()
        known = await self._records.get(interview.id)
        if (known.version if known else 0) != draft.version:
            raise _changed_meanwhile()
        before = {paper.id: paper for paper in known.papers} if known else {}
        check(draft.papers, before, now)
        papers = [self._paper(interview.id, each, before.get(each.id), now) for each in draft.papers]
        fresh = Materials(
            id=interview.id, candidate_id=interview.candidate_id, papers=papers, by=actor.account_id, at=now,
            version=draft.version,
        )  # fmt: skip
        events = await self._events(interview, fresh, [each for each in owed(papers) if each.id not in before])
        try:
            if known is None:
                fresh = await self._records.insert(msgspec.structs.replace(fresh, version=1), events)
            else:
                fresh = await self._records.save(fresh, events)
        except Conflict:
            raise _changed_meanwhile() from None
        await self._audit.record(actor, "materials.set", interview.id, {"owed": str(len(owed(papers)))})
        with suppress(Unavailable):  # the screen looks again by itself
            await self._live.publish(interview_topic(interview.id), "materials", {"version": fresh.version})
        return self._view(fresh)

    async def forget_interview(self, interview_id: str) -> None:
        await self._records.delete(interview_id)

    async def forget_person(self, candidate_id: str) -> None:
        await self._records.forget_person(candidate_id)

    async def _events(self, interview: Interview, fresh: Materials, added: Sequence[Paper]) -> list[msgspec.Struct]:
        revision = fresh.version + 1
        events: list[msgspec.Struct] = [debt(fresh, revision)]
        if added:
            person = await self._people.person(interview.candidate_id)
            occasion, language = interview.occasion, person.language
            parameters = {
                "position": occasion.position.in_language(language),
                "employer": occasion.employer.in_language(language),
                "count": str(len(added)),
                "expires_at": added[0].due_at.isoformat(),
            }
            notice_id = f"{ASKED}:{interview.id}:{revision}"
            until = max(paper.due_at for paper in added)
            events.append(notice_wanted(self._keyring, notice_id, person, ASKED, parameters, PATH, expires_at=until))
        return events

    def _paper(self, interview_id: str, draft: PaperDraft, before: Paper | None, now: datetime) -> Paper:
        paper_id = before.id if before else new_id("pap")
        sealed = self._keyring.seal(draft.name.strip().encode(), _place(interview_id, paper_id))
        received_at = (before.received_at if before and before.received_at else now) if draft.is_received else None
        return Paper(paper_id, sealed, draft.due_at, received_at)

    def _view(self, known: Materials | None) -> MaterialsView:
        if known is None:
            return MaterialsView([], 0)
        papers = [
            PaperView(
                paper.id, self._keyring.open(paper.name_sealed, _place(known.id, paper.id)).decode(), paper.due_at,
                paper.received_at,
            )
            for paper in known.papers
        ]  # fmt: skip
        return MaterialsView(sorted(papers, key=lambda paper: (paper.due_at, paper.id)), known.version)

    async def _visible(self, actor: Actor, interview_id: str) -> Interview:
        return await self._interviews.assigned(interview_id, await self._scope.applications_of(actor))


def _changed_meanwhile() -> StaleVersion:
    return StaleVersion("stale_version", "Somebody else has changed this list in the meantime.")


def _place(interview_id: str, paper_id: str) -> bytes:
    return f"materials/{interview_id}/{paper_id}/name".encode()
