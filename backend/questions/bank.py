"""The question bank: questions kept for many flows, each with all its versions."""

from datetime import datetime
from typing import ClassVar

import msgspec

from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import Document, OutboxNudge, Repository
from backend.questions.model import Question

BANK = "bank_questions"
VERSIONS_MAX = 200
ENTRIES_MAX = 5_000


class BankVersion(msgspec.Struct, frozen=True, kw_only=True):
    """Never changed once it is there. `tags` are for finding it; `note` says to colleagues what is new."""

    number: int
    question: Question
    tags: list[str] = []
    note: str = ""
    by: str
    at: datetime


class BankQuestion(Document, frozen=True, kw_only=True):
    """`versions` from 1 on, the last is what is offered. `is_archived`: not offered any more; copies stay."""

    id_prefix: ClassVar[str] = "bnk"

    versions: list[BankVersion]
    is_archived: bool = False
    changed_at: datetime

    @property
    def newest(self) -> BankVersion:
        return self.versions[-1]


class BankQuestions(Repository[BankQuestion]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("is_archived", 1)])]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, BANK, BankQuestion, relay=relay, noun="bank_question")

    async def all(self, *, is_archived: bool) -> list[BankQuestion]:
        """In no order."""
        return await self.find({"is_archived": is_archived}, limit=ENTRIES_MAX)
