"""Collection `interviews`. Who may see which is decided in these queries, not in the routes.

What people said lies sealed in the database, see `at_rest`. What they are writing lies apart, see `drafts`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

import msgspec

from backend.interviews import drafts, marks
from backend.interviews.at_rest import opened, sealed
from backend.interviews.machine import BEFORE, OVER
from backend.interviews.model import INTERVIEWS, Interview
from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring, SealBroken
from backend.kernel.errors import Gone, NotFound
from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo, Row, SortKeys
from backend.kernel.repository import Mark, OutboxNudge, Repository, due_by
from backend.kernel.together import TogetherEach

_LIGHT = {
    "outbox": 0, "outbox_at": 0, "takes.segments": 0, "takes.corrections": 0, "takes.anew": 0,
    "turns.text": 0, "offline.text": 0, "proposal": 0, "model_calls": 0, "conversations.asked": 0,
}  # fmt: skip


_DAWN = datetime.fromtimestamp(0, UTC)


class BeforeStart(msgspec.Struct, frozen=True):
    """Whose interview has not begun, and for which position."""

    id: str
    candidate_id: str
    position_id: str


class Interviews(Repository[Interview]):
    is_urgent: ClassVar[bool] = True
    lingers: ClassVar[bool] = True
    saves_together: ClassVar[bool] = True
    indexes: ClassVar[list[Index]] = [Index(keys=[("application_id", 1)], unique=True)]
    former_indexes: ClassVar[list[str]] = [
        "candidate_id_1", "takes.id_1", "state_1_expires_at_1", "has_work_1", "waits_for_model_1", "copy_due_at_1",
        "erase_after_1", "look_at_1", "accommodations.is_waiting_1", "held.account_id_1", "erased.take_ids_1",
        "erased.needs_work_1",
    ]  # fmt: skip

    def __init__(
        self, mongo: Mongo, keyring: Keyring, relay: OutboxNudge | None = None, clock: Clock = utc_now
    ) -> None:
        super().__init__(mongo, INTERVIEWS, Interview, relay=relay, clock=clock, noun="interview")
        self._keyring = keyring
        self.drafts = drafts.Drafts(mongo, keyring, clock)
        self._looks: TogetherEach[str, Interview] = TogetherEach(self._whole)

    def marks(self, doc: Interview) -> list[Mark]:
        return marks.marks(doc)

    async def find(
        self, filter: Mapping[str, Any], *, sort: SortKeys | None = None, limit: int | None = None
    ) -> list[Interview]:
        """As of every repository, with the newest drafts."""
        return await self.drafts.joined(await super().find(filter, sort=sort, limit=limit))

    async def find_one(self, filter: Mapping[str, Any]) -> Interview | None:
        """As of every repository, with the newest draft."""
        found = await super().find_one(filter)
        return found if found is None else (await self.drafts.joined([found]))[0]

    async def save(
        self, doc: Interview, events: Sequence[msgspec.Struct] = (), *, before: Interview | None = None
    ) -> Interview:
        """As of every repository. Drafts of an answer that ends by it are closed first, and removed afterwards.

        Raises: StaleVersion, also where a draft was kept that `before` lacks; Conflict.
        """
        if doc.erased is not None and before is not None and before.turns:
            await self.drafts.forget(before.turns)
        ended = drafts.ended(before, doc) if before is not None and doc.erased is None else None
        if ended is None:
            return await super().save(doc, events, before=before)
        await self.drafts.close(ended)
        saved = await super().save(drafts.taken_in(doc, ended), events, before=before)
        self.drafts.forget_closed(doc.turns)
        return saved

    async def own(self, interview_id: str, candidate_id: str) -> Interview:
        """A candidate's own. Raises: NotFound interview_unknown, for foreign and erased ones too."""
        try:
            found = await self._looks.look(interview_id)
        except SealBroken:  # it, or another that was asked for at the same time
            found = await self.get(interview_id)
        if found is None or found.candidate_id != candidate_id or found.erased is not None:
            raise _unknown()
        return found

    async def _whole(self, ids: Sequence[str]) -> dict[str, Interview]:
        """With their outboxes, for who looks at their own interview goes on with it."""
        found = [self._loaded(row) for row in await self.collection.find({"_id": {"$in": list(ids)}})]
        return {interview.id: interview for interview in await self.drafts.joined(found)}

    async def is_own(self, interview_id: str, candidate_id: str) -> bool:
        """Whether `own` would find it, at a fraction of the cost."""
        wanted = {"_id": interview_id, "candidate_id": candidate_id, "erased": None}
        return await self.collection.find_one(wanted, {"_id": 1}) is not None

    async def assigned(self, interview_id: str, applications: Collection[str] | None) -> Interview:
        """One among those a member may see; None: they may see all.

        Raises: NotFound interview_unknown · Gone interview_erased.
        """
        found = await self.get(interview_id)
        if found is None or (applications is not None and found.application_id not in applications):
            raise _unknown()
        if found.erased is not None:
            raise Gone("interview_erased", "The data of this interview has been erased.")
        return found

    async def with_take(self, take_id: str) -> Interview | None:
        return await self.find_one({"found_by": marks.of_take(take_id)})

    async def page(self, applications: Collection[str] | None, before: str | None, limit: int) -> list[Interview]:
        """Newest first, from `before` on, without what was said: not to be saved."""
        wanted: dict[str, Any] = {"erased": None}
        if before is not None:
            wanted["_id"] = {"$lt": before}
        if applications is not None:
            wanted["application_id"] = {"$in": list(applications)}
        rows = await self.collection.find(wanted, _LIGHT, sort=[("_id", -1)], limit=limit)
        return [self._decode(row) for row in rows]

    async def running(self, applications: Collection[str] | None, limit: int = 500) -> list[Interview]:
        """Begun and not over, oldest first, without what was said: not to be saved."""
        wanted: dict[str, Any] = {"found_by": marks.RUNNING, "erased": None}
        if applications is not None:
            wanted["application_id"] = {"$in": list(applications)}
        rows = await self.collection.find(wanted, _LIGHT, limit=limit)
        return sorted((self._decode(row) for row in rows), key=lambda interview: interview.id)

    async def by_ids(self, ids: Collection[str]) -> list[Interview]:
        """In no order, erased ones too, without what was said: not to be saved."""
        rows = await self.collection.find({"_id": {"$in": list(ids)}}, _LIGHT)
        return [self._decode(row) for row in rows]

    async def before_start(self, position_ids: Collection[str]) -> list[BeforeStart]:
        """Those for these positions that have not begun."""
        wanted = {"found_by": {"$in": [marks.before_start(each) for each in position_ids]}, "erased": None}
        rows = await self.collection.find(wanted, {"candidate_id": 1, "position_id": 1})
        return [BeforeStart(row["_id"], row["candidate_id"], row["position_id"]) for row in rows]

    async def on_human_route(self, position_id: str) -> list[Interview]:
        """Those who asked for a person instead of the AI, without what was said: not to be saved."""
        wanted = {"position_id": position_id, "state": "human_route", "erased": None}
        return [self._decode(row) for row in await self.collection.find(wanted, _LIGHT)]

    async def to_review(self, applications: Collection[str] | None, limit: int) -> tuple[list[Interview], int]:
        """The first of those that wait for a review, the longest wait first, and how many there are.

        Without what was said: not to be saved.
        """
        wanted: dict[str, Any] = {"found_by": marks.REVIEWABLE, "erased": None}
        if applications is not None:
            wanted["application_id"] = {"$in": list(applications)}
        rows = await self.collection.find(wanted, {"reviewable_at": 1})
        first = sorted(rows, key=lambda row: (row.get("reviewable_at") or _DAWN, row["_id"]))[:limit]
        found = {each.id: each for each in await self.by_ids([row["_id"] for row in first])} if first else {}
        return [found[row["_id"]] for row in first if row["_id"] in found], len(rows)

    async def reviewable_since(self, since: datetime, limit: int) -> list[Interview]:
        """Those that came to wait for a review since then, without what was said: not to be saved."""
        wanted = {"found_by": marks.REVIEWABLE, "erased": None, "reviewable_at": {"$gte": since}}
        return [self._decode(row) for row in await self.collection.find(wanted, _LIGHT, limit=limit)]

    async def held(self) -> list[Interview]:
        """Those that a person leads, without what was said: not to be saved."""
        wanted = {"found_by": marks.HELD, "state": {"$in": ["live", "paused"]}}
        return [self._decode(row) for row in await self.collection.find(wanted, _LIGHT)]

    async def stuck(self, since: datetime, limit: int = 200) -> list[Interview]:
        """Live ones that have stood at their step since then. Without what was said: not to be saved."""
        wanted = {
            "found_by": marks.RUNNING,
            "state": "live",
            "held": None,
            "erased": None,
            "step_since": {"$lte": since},
        }
        return [self._decode(row) for row in await self.collection.find(wanted, _LIGHT, limit=limit)]

    async def to_watch(self, now: datetime, soon: datetime) -> list[Interview]:
        """Those that time moves by `soon`, or missing reports may move. Without what was said: not to be saved."""
        filters: list[dict[str, Any]] = [
            due_by(soon) | {"look_at": {"$lte": soon}},
            due_by(now) | {"state": {"$in": sorted(BEFORE)}, "expires_at": {"$lte": now}},
            {"found_by": marks.HAS_WORK},
        ]
        found: dict[str, Interview] = {}
        for wanted in filters:
            for row in await self.collection.find(wanted, _LIGHT):
                interview = self._decode(row)
                found[interview.id] = interview
        return list(found.values())

    async def of_erased_takes(self, take_ids: Collection[str]) -> dict[str, Interview]:
        """By recording, the tombstone of the interview that it belonged to; those that are not erased are left out."""
        found = await self.find({"found_by": {"$in": [marks.of_erased_take(each) for each in take_ids]}})
        return {take_id: each for each in found if each.erased is not None for take_id in each.erased.take_ids}

    async def kept_of(self, candidate_id: str) -> list[Interview]:
        """A person's interviews that are not erased, without what was said: not to be saved."""
        rows = await self.collection.find({"found_by": marks.of_candidate(candidate_id), "erased": None}, _LIGHT)
        return [self._decode(row) for row in rows]

    async def to_erase(self, now: datetime, limit: int = 200) -> list[Interview]:
        """Those whose retention has ended, and tombstones whose erasure was cut off. Without what was said."""
        filters: list[dict[str, Any]] = [
            {"found_by": marks.ERASING},
            due_by(now) | {"erase_after": {"$lte": now}, "erased": None},
            {"found_by": marks.UNDATED, "erased": None},
        ]
        found: dict[str, Interview] = {}
        for wanted in filters:
            for row in await self.collection.find(wanted, _LIGHT, limit=limit):
                interview = self._decode(row)
                found[interview.id] = interview
        return list(found.values())

    async def waiting_for_copy(self, now: datetime, limit: int = 50) -> list[Interview]:
        """Those whose recordings shall be copied to MP4 by now. Without transcripts: not to be saved."""
        wanted = due_by(now) | {"copy_due_at": {"$lte": now}, "erased": None}
        return [self._decode(row) for row in await self.collection.find(wanted, _LIGHT, limit=limit)]

    async def waiting_for_model(self) -> list[Interview]:
        """Without what was said: not to be saved."""
        return [self._decode(row) for row in await self.collection.find({"found_by": marks.WAITS_FOR_MODEL}, _LIGHT)]

    async def with_open_wishes(self) -> list[Interview]:
        """Where accommodations were asked for and nobody has decided. Without what was said: not to be saved."""
        wanted = {"found_by": marks.ASKS_ACCOMMODATION, "state": {"$nin": sorted(OVER)}, "erased": None}
        return [self._decode(row) for row in await self.collection.find(wanted, _LIGHT)]

    def _encode(self, doc: Interview) -> Row:
        return sealed(super()._encode(doc), doc, self._keyring)

    def _encode_some(self, doc: Interview, names: set[str]) -> Row:
        return sealed(super()._encode_some(doc, names), doc, self._keyring)

    def _decode(self, row: Row) -> Interview:
        """Raises: SealBroken where an answer was sealed under another key, or put elsewhere."""
        return super()._decode(opened(row, self._keyring))


def _unknown() -> NotFound:
    return NotFound("interview_unknown", "There is no such interview.")
