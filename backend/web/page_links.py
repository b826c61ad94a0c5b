"""What each screen's page should fetch at once, as the build of the PWA says in `links.json`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import msgspec

Route = tuple[str, list[str]]
"""An address, whose parts may be `:named`, and values of the Link header."""


class PageLinks:
    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes = [(path.strip("/").split("/"), ", ".join(links).encode()) for path, links in routes]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Nothing where the build says nothing."""
        try:
            return cls(msgspec.json.decode((folder / "links.json").read_bytes(), type=list[Route]))
        except FileNotFoundError:
            return cls([])

    def of(self, path: str) -> bytes:
        """The header of the first route that the path is of, as the app's own router looks; empty where none is."""
        parts = path.strip("/").split("/")
        return next((links for named, links in self._routes if _is_of(named, parts)), b"")


def _is_of(named: list[str], parts: list[str]) -> bool:
    return len(named) == len(parts) and all(
        name == part or (name.startswith(":") and part) for name, part in zip(named, parts, strict=True)
    )
