"""The OpenAPI document is whole, true about errors, and can be made without any server."""

from collections.abc import Callable

import pytest

from backend.app.asgi import openapi_document
from backend.kernel.settings import Settings
from tests.web_house import WebHouse


@pytest.mark.asyncio(loop_scope="module")
async def test_the_document_is_served(house: WebHouse) -> None:
    answer = await house.http.get("/schema/openapi.json")
    document = answer.json()
    assert (answer.status_code, document["openapi"]) == (200, "3.1.0")
    assert document["components"]["schemas"]["LocalText"]["required"] == ["en", "zh-CN"]


def test_every_operation_names_problem_documents_as_its_errors(make_settings: Callable[..., Settings]) -> None:
    document = openapi_document(make_settings())
    for path, item in document["paths"].items():
        for method in item.keys() & {"get", "put", "post", "delete", "patch"}:
            responses = item[method]["responses"]
            assert "400" not in responses, (path, method)
            assert list(responses["default"]["content"]) == ["application/problem+json"], (path, method)
    assert "code" in document["components"]["schemas"]["Problem"]["required"]


def test_the_document_needs_no_server(make_settings: Callable[..., Settings]) -> None:
    paths = openapi_document(make_settings())["paths"]
    assert {"/api/me", "/api/invitations/sign-in", "/api/interviews/{interview_id}/commands"} <= paths.keys()


def test_no_two_structs_of_the_wire_share_a_name(make_settings: Callable[..., Settings]) -> None:
    """Where two do, the document names both by their modules, and clients' types change their names."""
    names = openapi_document(make_settings())["components"]["schemas"]
    assert [name for name in names if "_" in name] == []
