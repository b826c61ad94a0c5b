"""The OpenAPI document is whole, true about errors, and can be made without any server."""

from typing import Any

import pytest

from backend.app.asgi import openapi_document
from backend.kernel.environment import load_settings
from tests.web_house import WebHouse


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """As `greenroom openapi` prints it, without any server."""
    folder = str(tmp_path_factory.mktemp("nothing"))
    return openapi_document(load_settings({"GREENROOM_DATA_DIR": folder, "GREENROOM_LOG_LEVEL": "warning"}))


@pytest.mark.asyncio(loop_scope="module")
async def test_the_document_is_served(house: WebHouse) -> None:
    answer = await house.http.get("/schema/openapi.json")
    served = answer.json()
    assert (answer.status_code, served["openapi"]) == (200, "3.1.0")
    assert served["components"]["schemas"]["LocalText"]["required"] == ["en", "zh-CN"]
    assert list(served["paths"]["/api/me"]["get"]["responses"]["default"]["content"]) == ["application/problem+json"]


def test_every_operation_names_problem_documents_as_its_errors(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        for method in item.keys() & {"get", "put", "post", "delete", "patch"}:
            responses = item[method]["responses"]
            assert "400" not in responses, (path, method)
            assert list(responses["default"]["content"]) == ["application/problem+json"], (path, method)
    assert "code" in document["components"]["schemas"]["Problem"]["required"]


def test_the_document_needs_no_server(document: dict[str, Any]) -> None:
    paths = document["paths"]
    assert {"/api/me", "/api/invitations/sign-in", "/api/interviews/{interview_id}/commands"} <= paths.keys()


def test_no_two_structs_of_the_wire_share_a_name(document: dict[str, Any]) -> None:
    """Where two do, the document names both by their modules, and clients' types change their names."""
    names = document["components"]["schemas"]
    assert [name for name in names if "_" in name] == []
