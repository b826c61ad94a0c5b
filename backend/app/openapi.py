"""What the OpenAPI document says of errors: every operation may answer with a problem document."""

from typing import Any

from litestar import Request
from litestar.openapi.plugins import JsonRenderPlugin

from backend.web.problems import PROBLEM_JSON

_MEMBERS = {
    "type": "A URN that ends in the code.",
    "title": "The status in words.",
    "detail": "One plain sentence in English; clients translate by the code.",
    "code": "Stable; what clients go by.",
    "request_id": "To be named when asking for help.",
}


_PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "description": "RFC 9457; further members stand beside these, such as retry_after_s or name.",
    "properties": {
        **{name: {"type": "string", "description": about} for name, about in _MEMBERS.items()},
        "status": {"type": "integer"},
    },
    "required": ["code", "detail", "status", "title", "type"],
}
_ANY_ERROR = {
    "description": "Any error, as a problem document.",
    "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_METHODS = ("get", "put", "post", "delete", "patch", "head")


class ApiDocument(JsonRenderPlugin):
    """Serves the document. It is made when somebody asks for it: that takes as long as half a start."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        return super().render(request, with_problems(openapi_schema))


def with_problems(document: dict[str, Any]) -> dict[str, Any]:
    """Puts problems in place of the framework's own error bodies, which nobody gets. The same document; idempotent."""
    document["components"]["schemas"]["Problem"] = _PROBLEM
    for item in document["paths"].values():
        for method in _METHODS:
            if responses := item.get(method, {}).get("responses"):
                responses.pop("400", None)
                responses["default"] = _ANY_ERROR
    return document
