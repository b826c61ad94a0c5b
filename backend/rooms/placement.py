"""Which node takes a room. Pure."""

from collections.abc import Collection, Sequence

from backend.contracts.media import NodeStatus


def candidates(nodes: Sequence[NodeStatus], present: str | None, refused: Collection[str] = ()) -> list[NodeStatus]:
    """Nodes to ask, in order: the room's present one first, whatever its load, then the least loaded that has room.

    A draining node takes nobody. `refused` were asked in vain.
    """
    open_nodes = [node for node in nodes if not node.is_draining and node.node_id not in refused]
    home = [node for node in open_nodes if node.node_id == present]
    free = [node for node in open_nodes if node.node_id != present and node.peers < node.capacity]
    return home + sorted(free, key=lambda node: (node.peers / node.capacity, node.node_id))
