"""Which node takes a room. Pure."""

from collections.abc import Collection, Sequence

from backend.contracts.media import NodeStatus


def candidates(
    nodes: Sequence[NodeStatus],
    present: str | None,
    refused: Collection[str] = (),
    *,
    is_rejoin: bool = False,
    silent: Collection[str] = (),
) -> list[NodeStatus]:
    """Nodes to ask, in order: the room's present one first, whatever its load, then the least loaded that has room.

    A running interview that comes back (`is_rejoin`) may take the reserved places, and goes back to its own node while
    that drains, where there is no other. `refused` were asked in vain; `silent` may be gone and are asked last.
    """
    asked = [node for node in nodes if node.node_id not in refused]
    staying = [node for node in asked if not node.is_draining]
    home = [node for node in staying if node.node_id == present]
    free = [node for node in staying if node.node_id != present and node.has_room(is_rejoin=is_rejoin)]
    leaving = [node for node in asked if node.is_draining and node.node_id == present and is_rejoin]
    ordered = home + sorted(free, key=lambda node: (node.peers / node.capacity, node.node_id)) + leaving
    return sorted(ordered, key=lambda node: node.node_id in silent)
