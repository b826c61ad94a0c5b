"""What the OpenAPI document says of errors: every operation may answer with a problem document."""

from litestar import Litestar
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, Operation, Reference, Schema
from litestar.openapi.spec.enums import OpenAPIType

from backend.web.problems import PROBLEM_JSON

_MEMBERS = {
    "type": "A URN that ends in the code.",
    "title": "The status in words.",
    "detail": "One plain sentence in English; clients translate by the code.",
    "code": "Stable; what clients go by.",
    "request_id": "To be named when asking for help.",
}


def declare_problems(app: Litestar) -> None:
    """In place of the framework's own error bodies, which nobody gets."""
    document = app.openapi_schema
    properties: dict[str, Reference | Schema] = {
        name: Schema(type=OpenAPIType.STRING, description=about) for name, about in _MEMBERS.items()
    }
    properties["status"] = Schema(type=OpenAPIType.INTEGER)
    document.components.schemas["Problem"] = Schema(
        title="Problem",
        type=OpenAPIType.OBJECT,
        description="RFC 9457; further members stand beside these, such as retry_after_s or name.",
        properties=properties,
        required=["code", "detail", "status", "title", "type"],
    )
    for item in (document.paths or {}).values():
        for method in ("get", "put", "post", "delete", "patch", "head"):
            operation: Operation | None = getattr(item, method)
            if operation is not None and operation.responses is not None:
                operation.responses.pop("400", None)
                operation.responses["default"] = _problem()


def _problem() -> OpenAPIResponse:
    schema = Reference(ref="#/components/schemas/Problem")
    return OpenAPIResponse(
        description="Any error, as a problem document.", content={PROBLEM_JSON: OpenAPIMediaType(schema=schema)}
    )
