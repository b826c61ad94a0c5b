"""What an index of a collection is."""

from typing import Any

import msgspec


class Index(msgspec.Struct, frozen=True):
    """`keys` are (field, 1 or -1). `ttl_s` removes documents that long after the date in the one key field."""

    keys: list[tuple[str, int]]
    unique: bool = False
    partial: dict[str, Any] | None = None
    ttl_s: int | None = None
    sparse: bool = False

    @property
    def name(self) -> str:
        return "_".join(f"{field}_{direction}" for field, direction in self.keys)

    @property
    def options(self) -> dict[str, Any]:
        """As the driver takes them."""
        wanted = {
            "name": self.name, "unique": self.unique or None, "sparse": self.sparse or None,
            "partialFilterExpression": self.partial, "expireAfterSeconds": self.ttl_s,
        }  # fmt: skip
        return {name: value for name, value in wanted.items() if value is not None}
