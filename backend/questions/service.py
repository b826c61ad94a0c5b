"""What HR does with the question bank: look, write, edit (which makes a new version), put away. Changes are audited."""

from collections import Counter

import msgspec

from backend.accounts.people import People
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.ids import new_id
from backend.kernel.repository import StaleVersion
from backend.privacy.audit import Audit
from backend.questions.bank import VERSIONS_MAX, BankQuestion, BankQuestions, BankVersion
from backend.questions.finding import found
from backend.questions.model import AnswerKind, Question
from backend.questions.rules import question_problems
from backend.questions.schemas import BankDraft, BankPage, BankProblem, BankRow, BankVersionView, BankView
from backend.questions.words import SENTENCES, filled
from backend.web.auth import Actor

SHOWN_MAX = 100
TAGS_MAX = 40


class QuestionBank:
    def __init__(self, questions: BankQuestions, people: People, audit: Audit, clock: Clock) -> None:
        self._questions = questions
        self._people = people
        self._audit = audit
        self._clock = clock

    async def page(self, words: str, kind: AnswerKind | None, competency: str | None, *, is_archived: bool) -> BankPage:
        """The best matches first."""
        entries = await self._questions.all(is_archived=is_archived)
        hits = found(entries, words, kind, competency)
        tags = Counter(tag for entry in entries for tag in entry.newest.tags)
        rows = [await self._row(entry) for entry in hits[:SHOWN_MAX]]
        return BankPage(rows, len(hits), [tag for tag, _ in tags.most_common(TAGS_MAX)])

    async def view(self, entry_id: str) -> BankView:
        """Raises: NotFound bank_question_unknown."""
        return await self._view(await self._questions.require(entry_id))

    async def add(self, actor: Actor, draft: BankDraft) -> BankView:
        """Raises: Invalid question_invalid with all `problems`."""
        _refuse_problems(draft.question)
        now, entry_id = self._clock(), new_id(BankQuestion.id_prefix)
        first = self._version(1, draft, entry_id, actor)
        entry = await self._questions.insert(BankQuestion(id=entry_id, versions=[first], changed_at=now))
        await self._audit.record(actor, "question.added", entry.id, {"number": "1"})
        return await self._view(entry)

    async def edit(self, actor: Actor, entry_id: str, draft: BankDraft) -> BankView:
        """A new version; the same words again are no new one. Flows keep the version that they copied.

        Raises: NotFound bank_question_unknown · Invalid question_invalid with all `problems` · StaleVersion
        stale_version where somebody else made a newer version than the one read · Conflict too_many_versions.
        """
        _refuse_problems(draft.question)
        entry = await self._questions.require(entry_id)
        newest = entry.newest
        if draft.based_on != newest.number:
            raise _changed_meanwhile(newest.number)
        fresh = self._version(newest.number + 1, draft, entry_id, actor)
        if (fresh.question, fresh.tags) == (newest.question, newest.tags):
            return await self._view(entry)
        if len(entry.versions) >= VERSIONS_MAX:
            raise Conflict("too_many_versions", "This question has been changed too often. Write a new one.")
        changed = msgspec.structs.replace(entry, versions=[*entry.versions, fresh], changed_at=fresh.at)
        try:
            entry = await self._questions.save(changed)
        except StaleVersion as error:
            raise _changed_meanwhile((await self._questions.require(entry_id)).newest.number) from error
        await self._audit.record(actor, "question.edited", entry.id, {"number": str(fresh.number)})
        return await self._view(entry)

    async def archive(self, actor: Actor, entry_id: str, *, is_archived: bool) -> BankView:
        """Raises: NotFound bank_question_unknown."""
        entry = await self._questions.update(
            entry_id, lambda known: (msgspec.structs.replace(known, is_archived=is_archived), ())
        )
        await self._audit.record(actor, "question.archived" if is_archived else "question.restored", entry.id)
        return await self._view(entry)

    def _version(self, number: int, draft: BankDraft, entry_id: str, actor: Actor) -> BankVersion:
        """In the bank a question's own id is the bank's: a copy gets a new one in its flow."""
        question = msgspec.structs.replace(draft.question, id=entry_id, source=None)
        tags = list(dict.fromkeys(tag.strip() for tag in draft.tags if tag.strip()))
        return BankVersion(
            number=number, question=question, tags=tags, note=draft.note, by=actor.account_id, at=self._clock()
        )

    async def _row(self, entry: BankQuestion) -> BankRow:
        newest = entry.newest
        name = await self._name(newest.by)
        return BankRow(entry.id, newest.number, newest.question, newest.tags, entry.is_archived, entry.changed_at, name)

    async def _view(self, entry: BankQuestion) -> BankView:
        versions = [
            BankVersionView(each.number, each.question, each.tags, each.note, each.at, await self._name(each.by))
            for each in reversed(entry.versions)
        ]
        return BankView(entry.id, entry.is_archived, versions)

    async def _name(self, member_id: str) -> str | None:
        try:
            return (await self._people.person(member_id)).name
        except NotFound:
            return None


def _refuse_problems(question: Question) -> None:
    """Raises: Invalid question_invalid."""
    problems = [
        BankProblem(each.code, each.field, filled(SENTENCES[each.code], each.field, {}))
        for each in question_problems(question)
    ]
    if problems:
        raise Invalid("question_invalid", "The question is not complete yet.", problems=msgspec.to_builtins(problems))


def _changed_meanwhile(number: int) -> StaleVersion:
    return StaleVersion("stale_version", "Somebody else changed this question in the meantime.", number=number)
