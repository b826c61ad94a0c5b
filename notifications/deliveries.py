"""Deliveries: one message to one person on one channel, and what became of it. No address and no text is kept."""

from datetime import datetime
from typing import ClassVar, Literal

from backend.kernel.indexes import Index
from backend.kernel.language import Language
from backend.kernel.mongo import Mongo
from backend.kernel.repository import Document, Repository

DELIVERIES = "deliveries"
UNANSWERED = "smtp_unanswered"
DeliveryState = Literal["queued", "sent", "failed"]


class Delivery(Document, frozen=True, kw_only=True):
    """The id is the message's own, so that asking twice delivers once.

    `reason` says why the last attempt failed: smtp_missing, smtp_unreachable, smtp_unanswered (perhaps it
    arrived), smtp_4xx or smtp_5xx with the server's number, too_late (it was of no use any more), template_unknown,
    unreadable.
    Queued with a reason: it is tried again.
    """

    account_id: str
    channel: Literal["email"] = "email"
    template: str
    language: Language
    state: DeliveryState = "queued"
    reason: str | None = None
    attempts: int = 0
    created_at: datetime
    settled_at: datetime | None = None


class Deliveries(Repository[Delivery]):
    indexes: ClassVar[list[Index]] = [
        Index(keys=[("account_id", 1)]),
        Index(keys=[("state", 1), ("created_at", 1)]),
    ]

    def __init__(self, mongo: Mongo) -> None:
        super().__init__(mongo, DELIVERIES, Delivery, noun="delivery")

    async def forget(self, account_id: str) -> int:
        """Removes what is kept of an account; gives how many deliveries that were."""
        return (await self.collection.delete_many({"account_id": account_id})).deleted_count
