"""The demo's question bank: what its flows ask, kept for others to use; the first was changed once."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from backend.app.demo_data import DemoPosition
from backend.flows.model import QuestionStep
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict
from backend.kernel.language import LocalText
from backend.questions.bank import BankQuestion, BankQuestions, BankVersion
from backend.questions.model import Question


async def keep_questions(bank: BankQuestions, positions: Sequence[DemoPosition], by: str, clock: Clock) -> None:
    """Idempotent."""
    for demo in positions:
        tags = [demo.title.zh_cn, demo.title.en]
        questions = [step.question for step in demo.steps if isinstance(step, QuestionStep)]
        for place, question in enumerate(questions):
            entry = _entry(question, tags, by, clock, has_changed=place == 0)
            if await bank.get(entry.id) is None:
                try:
                    await bank.insert(entry)
                except Conflict:
                    continue


def _entry(question: Question, tags: list[str], by: str, clock: Clock, *, has_changed: bool) -> BankQuestion:
    entry_id, now = f"{BankQuestion.id_prefix}_demo_{question.id}", clock()
    kept = msgspec.structs.replace(question, id=entry_id)
    versions = [BankVersion(number=1, question=kept, tags=tags, by=by, at=now - timedelta(days=20))]
    if has_changed:
        shorter = msgspec.structs.replace(kept, thinking_s=max(0.0, kept.thinking_s - 10))
        note = LocalText("思考时间写短了", "Thinking time was too short")
        versions = [
            msgspec.structs.replace(versions[0], question=shorter),
            BankVersion(number=2, question=kept, tags=tags, note=f"{note.en} · {note.zh_cn}", by=by, at=now),
        ]
    return BankQuestion(id=entry_id, versions=versions, changed_at=versions[-1].at)
