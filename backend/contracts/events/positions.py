"""What positions announce."""

from datetime import datetime

import msgspec


class RubricPublished(msgspec.Struct, frozen=True, tag="positions.rubric_published"):
    """Cards that are begun from now on use this version."""

    position_id: str
    rubric_id: str
    number: int
    at: datetime
