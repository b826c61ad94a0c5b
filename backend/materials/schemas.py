"""What the API says of materials."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

NAME_MAX = 120
PAPERS_MAX = 12


class PaperView(msgspec.Struct, frozen=True):
    id: str
    name: str
    due_at: datetime
    received_at: datetime | None


class MaterialsView(msgspec.Struct, frozen=True):
    """In the order in which they are due. `version` is what a change is based on; 0: nothing was ever asked for."""

    papers: list[PaperView]
    version: int


class PaperDraft(msgspec.Struct, frozen=True):
    """`id` of one that stands, empty for a new one."""

    name: Annotated[str, Meta(max_length=500)]
    due_at: datetime
    id: str = ""
    is_received: bool = False


class MaterialsDraft(msgspec.Struct, frozen=True):
    """All that shall be asked for from now on; what is left out is wanted no more."""

    papers: Annotated[list[PaperDraft], Meta(max_length=100)]
    version: int = 0
