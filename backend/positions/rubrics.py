"""What staff do with rubrics: see the versions, write a draft, publish it. All changes are written down."""

import msgspec

from backend.accounts.people import People
from backend.contracts.events.positions import RubricPublished
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, NotFound
from backend.kernel.ids import new_id
from backend.kernel.repository import StaleVersion, under_next_number
from backend.positions.model import Competency, Position
from backend.positions.repository import Positions, Rubrics
from backend.positions.rubric import Rubric
from backend.positions.rubric_rules import begun, refuse, rubric_problems
from backend.positions.rubric_schemas import PositionRubrics, RubricDraft, RubricPosition, RubricRow, RubricView
from backend.privacy.audit import Audit
from backend.web.auth import Actor


class StaffRubrics:
    def __init__(self, rubrics: Rubrics, positions: Positions, people: People, audit: Audit, clock: Clock) -> None:
        self._rubrics = rubrics
        self._positions = positions
        self._people = people
        self._audit = audit
        self._clock = clock

    async def all(self) -> list[PositionRubrics]:
        """Every position with the versions of its rubric."""
        found = [await self._of(position) for position in await self._positions.find({})]
        return sorted(found, key=lambda each: each.position.title.en.casefold())

    async def view(self, rubric_id: str) -> RubricView:
        """Raises: NotFound rubric_unknown, position_unknown."""
        return await self._view(await self._rubrics.require(rubric_id))

    async def draft(self, actor: Actor, position_id: str) -> RubricView:
        """A new version that begins as the current one, or as the position's competencies without anchors.

        Raises: NotFound position_unknown · Conflict rubric_draft_exists with `rubric_id`.
        """
        position = await self._positions.require(position_id)
        rubric = await self._numbered(position, actor.account_id)
        await self._audit.record(actor, "rubric.drafted", rubric.id, _told(rubric))
        return await self._view(rubric)

    async def save(self, actor: Actor, rubric_id: str, draft: RubricDraft) -> RubricView:
        """Complete or not. Raises: NotFound rubric_unknown · Conflict rubric_published · StaleVersion stale_version."""
        rubric = await self._writable(rubric_id, draft.version)
        changed = msgspec.structs.replace(
            rubric, competencies=draft.competencies, note=draft.note, changed_at=self._clock(),
            changed_by=actor.account_id,
        )  # fmt: skip
        saved = await self._rubrics.save(changed)
        await self._audit.record_once(actor, "rubric.edited", rubric.id, _told(rubric))
        return await self._view(saved)

    async def publish(self, actor: Actor, rubric_id: str, version: int) -> RubricView:
        """For all cards that are begun from now on.

        Raises: NotFound rubric_unknown · Conflict rubric_published · StaleVersion · Invalid with all `problems`.
        """
        rubric = await self._writable(rubric_id, version)
        refuse(rubric_problems(rubric.competencies))
        now = self._clock()
        fresh = msgspec.structs.replace(rubric, state="published", published_at=now, published_by=actor.account_id)
        done = await self._rubrics.save(fresh, [RubricPublished(rubric.position_id, rubric.id, rubric.number, now)])
        await self._audit.record(actor, "rubric.published", rubric.id, _told(rubric))
        return await self._view(done)

    async def discard(self, actor: Actor, rubric_id: str) -> None:
        """Throws a draft away. Raises: NotFound rubric_unknown · Conflict rubric_published · StaleVersion."""
        rubric = await self._rubrics.require(rubric_id)
        _ensure_draft(rubric)
        await self._rubrics.delete_draft(rubric)
        await self._audit.record(actor, "rubric.discarded", rubric.id, _told(rubric))

    async def follow(self, event: RubricPublished) -> None:
        """The position's competencies are those of its current rubric: names, weights, order."""
        current = await self._rubrics.current(event.position_id)
        if current is None:
            return
        fresh = [Competency(each.id, each.name, each.weight) for each in current.competencies]

        def change(position: Position) -> tuple[Position, tuple[()]]:
            if position.competencies == fresh:
                return position, ()
            return msgspec.structs.replace(position, competencies=fresh), ()

        await self._positions.update(event.position_id, change)

    async def _writable(self, rubric_id: str, version: int) -> Rubric:
        rubric = await self._rubrics.require(rubric_id)
        _ensure_draft(rubric)
        if rubric.version != version:
            raise StaleVersion(
                "stale_version", "Somebody else changed this draft in the meantime.", version=rubric.version,
                changed_at=rubric.changed_at.isoformat(),
            )  # fmt: skip
        return rubric

    async def _numbered(self, position: Position, by: str) -> Rubric:
        """Stored under the next number that nobody else takes at the same moment."""

        async def under_next() -> Rubric:
            known = await self._rubrics.of_position(position.id)
            writing = next((each for each in known if each.state == "draft"), None)
            if writing is not None:
                raise Conflict("rubric_draft_exists", "A new version is being written already.", rubric_id=writing.id)
            return await self._rubrics.insert(self._new(position, known, by))

        return await under_next_number(under_next, "rubric_exists")

    def _new(self, position: Position, known: list[Rubric], by: str) -> Rubric:
        current = next((each for each in known if each.state == "published"), None)
        now = self._clock()
        return Rubric(
            id=new_id(Rubric.id_prefix),
            position_id=position.id,
            number=known[0].number + 1 if known else 1,
            competencies=current.competencies if current else begun(position.competencies),
            created_at=now,
            created_by=by,
            changed_at=now,
            changed_by=by,
            based_on=current.id if current else None,
        )

    async def _of(self, position: Position) -> PositionRubrics:
        rubrics = await self._rubrics.of_position(position.id)
        current = next((each for each in rubrics if each.state == "published"), None)
        return PositionRubrics(_shown(position), [await self._row(each, current) for each in rubrics])

    async def _view(self, rubric: Rubric) -> RubricView:
        position = await self._positions.require(rubric.position_id)
        row = await self._row(rubric, await self._rubrics.current(position.id))
        problems = rubric_problems(rubric.competencies) if rubric.state == "draft" else []
        return RubricView(row, _shown(position), rubric.competencies, problems)

    async def _row(self, rubric: Rubric, current: Rubric | None) -> RubricRow:
        return RubricRow(
            id=rubric.id,
            version=rubric.version,
            number=rubric.number,
            state=rubric.state,
            is_current=current is not None and current.id == rubric.id,
            competencies=len(rubric.competencies),
            problems=len(rubric_problems(rubric.competencies)) if rubric.state == "draft" else 0,
            note=rubric.note,
            changed_at=rubric.changed_at,
            changed_by=await self._name(rubric.changed_by),
            published_at=rubric.published_at,
            published_by=await self._name(rubric.published_by),
        )

    async def _name(self, member_id: str | None) -> str | None:
        if member_id is None:
            return None
        try:
            return (await self._people.person(member_id)).name
        except NotFound:
            return None


def _ensure_draft(rubric: Rubric) -> None:
    if rubric.state != "draft":
        raise Conflict("rubric_published", "A published version never changes. Begin a new one.")


def _shown(position: Position) -> RubricPosition:
    return RubricPosition(position.id, position.title, position.department)


def _told(rubric: Rubric) -> dict[str, str]:
    return {"position": rubric.position_id, "number": str(rubric.number)}
