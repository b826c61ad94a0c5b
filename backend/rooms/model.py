"""Where rooms are: facts in Redis, which can be rebuilt by publishing anew."""

from datetime import datetime
from typing import Literal

import msgspec

Purpose = Literal["interview", "check"]


class Placement(msgspec.Struct, frozen=True):
    """`gr:room:{room}`: who publishes, and on which run of which node (`node_started_at` changes with a restart)."""

    node_id: str
    resource_id: str
    node_started_at: datetime


class Resource(msgspec.Struct, frozen=True):
    """`gr:whip:{resource_id}`: a WHIP session."""

    room: str
    node_id: str
    purpose: Purpose


class NodeSeen(msgspec.Struct, frozen=True):
    """Last sign of life of a run of a node."""

    started_at: datetime
    seen_at: datetime
