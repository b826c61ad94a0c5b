"""Replies that the team often gives, with places that are filled in for the person who gets them."""

import re
from collections.abc import Mapping

import msgspec

from backend.accounts.people import People
from backend.chat.model import Canned, Thread
from backend.chat.repository import CannedReplies
from backend.chat.schemas import TEXT_CHARS_MAX, CannedDraft, CannedView
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict
from backend.kernel.fields import FieldProblem, refuse
from backend.kernel.ids import new_id
from backend.kernel.language import Language, LocalText
from backend.kernel.repository import StaleVersion
from backend.positions.repository import Positions
from backend.web.auth import Actor

PLACEHOLDERS = ("first_name", "position", "employer", "my_name", "booking_link", "check_link", "interview_link")
TITLE_CHARS_MAX = 60
KEPT_MAX = 200
_PLACE = re.compile(r"\{([^{}]*)\}")
_LINKS = {"booking_link": "/booking", "check_link": "/check", "interview_link": "/welcome"}


def problems_of(draft: CannedDraft) -> list[FieldProblem]:
    """Everything that is wrong at once: missing, too_long, placeholder_unknown, placeholders_differ."""
    problems = []
    languages: tuple[Language, ...] = ("zh-CN", "en")
    for name, text, longest in (("title", draft.title, TITLE_CHARS_MAX), ("text", draft.text, TEXT_CHARS_MAX)):
        for language in languages:
            said = text.in_language(language)
            if not said.strip():
                problems.append(FieldProblem(f"{name}.{language}", "missing"))
            if len(said) > longest:
                problems.append(FieldProblem(f"{name}.{language}", "too_long"))
            if any(place not in PLACEHOLDERS for place in _PLACE.findall(said)):
                problems.append(FieldProblem(f"{name}.{language}", "placeholder_unknown"))
    if set(_PLACE.findall(draft.text.zh_cn)) != set(_PLACE.findall(draft.text.en)):
        problems.append(FieldProblem("text", "placeholders_differ"))
    return problems


def filled(text: LocalText, language: Language, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: values.get(place.group(1), place.group(0)), text.in_language(language))


class CannedShelf:
    def __init__(
        self, replies: CannedReplies, people: People, positions: Positions, base_url: str, clock: Clock
    ) -> None:
        self.replies = replies
        self._people = people
        self._positions = positions
        self._base_url = base_url
        self._clock = clock

    async def list(self, actor: Actor, thread: Thread | None) -> list[CannedView]:
        """By title; filled in for a thread's candidate where one is named."""
        found = await self.replies.find({}, limit=KEPT_MAX)
        values: dict[str, str] = {}
        language: Language = actor.language
        if thread is not None:
            language, values = await self._values(actor, thread)
        views = [
            CannedView(
                each.id, each.version, each.title, each.text, filled(each.text, language, values) if thread else None
            )
            for each in found
        ]
        return sorted(views, key=lambda view: view.title.in_language(actor.language))

    async def add(self, actor: Actor, draft: CannedDraft) -> CannedView:
        """Raises: Invalid fields_invalid · Conflict canned_replies_full."""
        refuse(problems_of(draft), "The reply is not complete.")
        if await self.replies.count({}) >= KEPT_MAX:
            raise Conflict("canned_replies_full", "There are very many replies already.", limit=KEPT_MAX)
        reply = Canned(
            id=new_id(Canned.id_prefix), title=draft.title, text=draft.text, updated_at=self._clock(),
            updated_by=actor.account_id,
        )  # fmt: skip
        return _view(await self.replies.insert(reply))

    async def change(self, actor: Actor, id: str, draft: CannedDraft) -> CannedView:
        """Raises: NotFound canned_reply_unknown · Invalid fields_invalid · Conflict stale_version."""
        refuse(problems_of(draft), "The reply is not complete.")
        known = await self.replies.require(id)
        if draft.version is not None and draft.version != known.version:
            raise StaleVersion("stale_version", "Somebody else changed the reply.", version=known.version)
        changed = msgspec.structs.replace(
            known, title=draft.title, text=draft.text, updated_at=self._clock(), updated_by=actor.account_id
        )
        return _view(await self.replies.save(changed))

    async def remove(self, id: str) -> None:
        """Raises: NotFound canned_reply_unknown."""
        await self.replies.require(id)
        await self.replies.delete(id)

    async def _values(self, actor: Actor, thread: Thread) -> tuple[Language, dict[str, str]]:
        person = await self._people.person(thread.candidate_id)
        position = await self._positions.get(thread.position_id)
        employer = await self._people.employer()
        me = await self._people.person(actor.account_id)
        said = {
            "first_name": person.first_name,
            "position": position.title.in_language(person.language) if position else "",
            "employer": employer.name.in_language(person.language),
            "my_name": me.name,
        }
        return person.language, said | {name: self._base_url + path for name, path in _LINKS.items()}


def _view(reply: Canned) -> CannedView:
    return CannedView(reply.id, reply.version, reply.title, reply.text, None)
