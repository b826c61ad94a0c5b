"""Collection `campaigns`."""

from typing import ClassVar

from backend.campaigns.model import CAMPAIGNS, Campaign
from backend.kernel.indexes import Index
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge, Repository


class Campaigns(Repository[Campaign]):
    indexes: ClassVar[list[Index]] = [Index(keys=[("state", 1)])]

    def __init__(self, mongo: Mongo, *, relay: OutboxNudge | None = None) -> None:
        super().__init__(mongo, CAMPAIGNS, Campaign, relay=relay, noun="campaign")
