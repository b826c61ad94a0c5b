"""Pieces of update pipelines by which one statement gives each of many documents values of its own. Pure."""

from collections.abc import Sequence
from typing import Any


def of_own(ids: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    """The one of `values` that stands where the document's id stands in `ids`."""
    return {"$arrayElemAt": [{"$literal": list(values)}, {"$indexOfArray": [{"$literal": list(ids)}, "$_id"]}]}


def where_own_version(ids: Sequence[str], versions: Sequence[int], changed: dict[str, Any]) -> dict[str, Any]:
    """`changed` for a document that has its version of `versions` still; any other as it is."""
    return {"$cond": [{"$eq": ["$version", of_own(ids, versions)]}, changed, "$$ROOT"]}
