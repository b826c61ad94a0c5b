"""The certificate for phones in the local network."""

import ipaddress
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from backend.app.certificates import expires_at, lan_addresses, own_certificate

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_it_names_every_address_and_its_key_is_private(tmp_path: Path) -> None:
    files = own_certificate(tmp_path, ["192.168.1.7"], NOW)
    certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    named = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert ipaddress.ip_address("192.168.1.7") in named.get_values_for_type(x509.IPAddress)
    assert ipaddress.ip_address("127.0.0.1") in named.get_values_for_type(x509.IPAddress)
    assert named.get_values_for_type(x509.DNSName) == ["localhost"]
    assert stat.S_IMODE(files.key.stat().st_mode) == 0o600
    assert expires_at(files.certificate) - NOW == timedelta(days=397)


def test_it_is_kept_while_it_serves(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, ["192.168.1.7"], NOW).certificate.read_bytes()
    assert own_certificate(tmp_path, ["192.168.1.7"], NOW + timedelta(days=300)).certificate.read_bytes() == first


def test_it_is_renewed_for_another_address_and_before_it_ends(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, ["192.168.1.7"], NOW).certificate.read_bytes()
    second = own_certificate(tmp_path, ["192.168.1.8"], NOW).certificate.read_bytes()
    third = own_certificate(tmp_path, ["192.168.1.8"], NOW + timedelta(days=380)).certificate.read_bytes()
    assert len({first, second, third}) == 3


def test_a_broken_file_is_replaced(tmp_path: Path) -> None:
    files = own_certificate(tmp_path, [], NOW)
    files.key.write_text("nothing")
    assert own_certificate(tmp_path, [], NOW).key.read_text().startswith("-----BEGIN PRIVATE KEY-----")


def test_lan_addresses_are_no_loopback() -> None:
    assert all(not ipaddress.ip_address(address).is_loopback for address in lan_addresses())
