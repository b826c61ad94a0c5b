"""What `greenroom up` would start."""

import socket
import ssl
from collections.abc import Mapping
from pathlib import Path

import pytest

from backend.app.embedded import free_port
from backend.app.plan import Plan, PortTaken, plan_house
from backend.kernel.environment import load_settings
from backend.kernel.settings import Settings


def plan(tmp_path: Path, *, is_lan: bool = False, is_demo: bool = True, **values: object) -> Plan:
    settings = Settings(**{"data_dir": tmp_path / "var", "port": free_port(), **values})  # type: ignore[arg-type]
    return plan_house(settings, is_lan=is_lan, is_demo=is_demo)


def names(plan: Plan) -> set[str]:
    return {child.name for child in plan.children}


def environ_of(plan: Plan, name: str) -> Mapping[str, str]:
    return next(child.environ for child in plan.children if child.name == name)


def test_a_demo_brings_its_own_servers_and_mailbox(tmp_path: Path) -> None:
    planned = plan(tmp_path)
    assert names(planned) == {"mongodb", "redis", "api", "media", "notifier", "worker", "mailbox"}
    assert load_settings(environ_of(planned, "api")).mongodb_uri == planned.house.mongodb_uri
    assert load_settings(environ_of(planned, "notifier")).smtp_url == planned.house.smtp_url
    assert load_settings(environ_of(planned, "api")).smtp_url is None
    assert load_settings(environ_of(planned, "api")).demo


def test_named_servers_are_used_and_none_started(tmp_path: Path) -> None:
    planned = plan(
        tmp_path,
        mongodb_uri="mongodb://db/",
        redis_url="redis://cache/",
        smtp_url="smtp://mail",
    )
    assert names(planned) == {"api", "media", "notifier", "worker"}
    assert load_settings(environ_of(planned, "worker")).redis_url == "redis://cache/"


def test_without_the_demo_no_mail_is_caught(tmp_path: Path) -> None:
    planned = plan(tmp_path, is_demo=False)
    assert "mailbox" not in names(planned)
    assert not load_settings(environ_of(planned, "api")).demo


def test_a_taken_port_is_named_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"port {port} of 127.0.0.1 is taken.*GREENROOM_PORT"):
            plan(tmp_path, port=port)


def test_links_follow_the_port_unless_an_address_is_given(tmp_path: Path) -> None:
    planned = plan(tmp_path)
    assert planned.house.base_url == planned.api_url
    assert plan(tmp_path, base_url="https://jobs.example").house.base_url == "https://jobs.example"
    assert plan(tmp_path, port=0).house.base_url != "http://127.0.0.1:0"


def test_in_the_local_network_it_speaks_tls_on_all_addresses(tmp_path: Path) -> None:
    planned = plan(tmp_path, is_lan=True)
    settings = load_settings(environ_of(planned, "api"))
    assert settings.host == "0.0.0.0"
    assert planned.house.base_url.startswith("https://")
    assert settings.tls_certificate
    assert settings.tls_key
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(settings.tls_certificate, settings.tls_key)
