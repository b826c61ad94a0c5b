"""Consent records: who agreed to which version of the text, when, and in which language it was read."""

from datetime import datetime
from typing import ClassVar

from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.ids import new_id
from backend.kernel.language import Language
from backend.kernel.mongo import Index, Mongo
from backend.kernel.repository import Document, OutboxNudge, Repository
from backend.privacy.consent_texts import current

CONSENTS = "consents"


class ConsentRecord(Document, frozen=True, kw_only=True):
    """Kept as proof; never changed. `withdrawn` states are records of their own."""

    account_id: str
    interview_id: str
    text_version: str
    language: Language
    accepts_sensitive: bool
    at: datetime


class ConsentRecords(Repository[ConsentRecord]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("interview_id", 1), ("text_version", 1)], unique=True),
        Index(keys=[("account_id", 1)]),
    ]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, CONSENTS, ConsentRecord, relay=relay, noun="consent")


class Consents:
    """Takes consents to the text that is current."""

    def __init__(self, records: ConsentRecords, *, clock: Clock = utc_now) -> None:
        self._records = records
        self._clock = clock

    async def give(
        self, account_id: str, interview_id: str, version: str, language: Language, *, accepts_sensitive: bool
    ) -> ConsentRecord:
        """Stores that the person agreed; the same consent again is the first one.

        Raises: 409 consent_text_outdated · 422 sensitive_consent_missing, for a recorded interview cannot do without.
        """
        if version != current().version:
            raise Conflict(
                "consent_text_outdated", "The text has changed. Please read it again.", version=current().version
            )
        if not accepts_sensitive:
            raise Invalid(
                "sensitive_consent_missing",
                "Answers are recorded, which needs your separate consent. You can also talk to a person instead.",
            )
        known = await self._records.find_one({"interview_id": interview_id, "text_version": version})
        if known is not None:
            return known
        record = ConsentRecord(
            id=new_id("con"),
            account_id=account_id,
            interview_id=interview_id,
            text_version=version,
            language=language,
            accepts_sensitive=accepts_sensitive,
            at=self._clock(),
        )
        try:
            return await self._records.insert(record)
        except Conflict:
            found = await self._records.find_one({"interview_id": interview_id, "text_version": version})
            if found is None:
                raise
            return found
