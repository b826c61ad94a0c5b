"""The doctor on a well house and on a sick one."""

import socket
from collections.abc import Callable

import pytest

from backend.app.doctor import CHECKS, Finding, examine
from backend.app.mail_catcher import MailCatcher
from backend.app.mailbox import mailbox_of
from backend.kernel.settings import Settings


async def found(settings: Settings) -> dict[str, Finding]:
    return {finding.part: finding for finding in await examine(settings)}


async def test_a_well_house_has_no_complaint(settings: Settings, make_settings: Callable[..., Settings]) -> None:
    async with MailCatcher(mailbox_of(settings)) as smtp:
        named = make_settings(
            mongodb_uri=settings.mongodb_uri, redis_url=settings.redis_url, smtp_url=f"{smtp.url}?tls=none"
        )
        findings = await found(named)
    assert list(findings) == list(CHECKS)
    assert {part for part, finding in findings.items() if finding.state != "ok"} <= {"Speech model", "Disk"}


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("Redis", {"redis_url": "redis://127.0.0.1:1/0"}),
        ("Mail", {"smtp_url": "smtp://127.0.0.1:1?tls=none"}),
        ("Mail", {"demo": "false"}),
        ("Storage", {"storage_url": "file:///proc/greenroom"}),
        ("Storage", {"master_key_file": "/dev/null"}),
        ("Media ports", {"media_udp_ports": "taken"}),
        ("Speech model", {"whisper_model": "/nowhere/at/all"}),
        ("Certificate", {"tls_certificate": "/nowhere.crt", "tls_key": "/nowhere.key"}),
    ],
)
async def test_a_fault_is_found_and_has_a_remedy(
    make_settings: Callable[..., Settings], part: str, values: dict[str, str]
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        if values.get("media_udp_ports") == "taken":
            values = {"media_host": "127.0.0.1", "media_udp_ports": f"{port}-{port}"}
        finding = await CHECKS[part](make_settings(**values))
    assert (finding.part, finding.state) == (part, "failed")
    assert finding.remedy


async def test_addresses_that_a_router_forwards_are_no_fault_but_told(make_settings: Callable[..., Settings]) -> None:
    finding = await CHECKS["Media ports"](make_settings(media_host="127.0.0.1,203.0.113.7"))
    assert (finding.state, finding.what) == ("warning", "203.0.113.7 is no address of this machine")
    assert finding.remedy
