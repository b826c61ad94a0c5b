"""A certificate of one's own for `greenroom up --lan`: phones give camera and microphone to https alone.

Self-signed, for this machine's addresses in the local network; it is kept until it expires or the addresses change.
"""

import ipaddress
import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFE = timedelta(days=397)
RENEW_BEFORE = timedelta(days=30)
_ROUTES = ("192.168.0.1", "10.0.0.1", "172.16.0.1", "192.0.2.1")


class Certificate(msgspec.Struct, frozen=True):
    """PEM files."""

    certificate: Path
    key: Path


def lan_addresses() -> list[str]:
    """This machine's IPv4 addresses by which the local network may reach it, the likeliest first; nothing is sent."""
    found: list[str] = []
    for target in _ROUTES:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))
            except OSError:
                continue
            address = probe.getsockname()[0]
        if address not in found and not ipaddress.ip_address(address).is_loopback:
            found.append(address)
    return found


def own_certificate(directory: Path, addresses: list[str], now: datetime) -> Certificate:
    """The kept certificate, or a new one where there is none that names all addresses and lasts 30 days more."""
    files = Certificate(certificate=directory / "lan.crt", key=directory / "lan.key")
    names = ["127.0.0.1", *addresses]
    if not _is_good(files, names, now):
        _make(files, names, now)
    return files


def expires_at(certificate: Path) -> datetime:
    """Raises: OSError, ValueError where there is no certificate in the file."""
    return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc


def _is_good(files: Certificate, names: list[str], now: datetime) -> bool:
    try:
        certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
        key = serialization.load_pem_private_key(files.key.read_bytes(), None)
        alternatives = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    named = {str(address) for address in alternatives.get_values_for_type(x509.IPAddress)}
    return (
        set(names) <= named
        and certificate.not_valid_after_utc - now > RENEW_BEFORE
        and certificate.public_key() == key.public_key()
    )


def _make(files: Certificate, names: list[str], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Greenroom on this machine")])
    alternatives: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_address(name)) for name in names]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LIFE)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost"), *alternatives]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoded = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    files.key.parent.mkdir(parents=True, exist_ok=True)
    _write(files.key, encoded)
    _write(files.certificate, certificate.public_bytes(serialization.Encoding.PEM))


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)
