"""`greenroom doctor`: looks at every part that Greenroom needs, a line each, with the remedy for what is wrong."""

import asyncio
import shutil
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from backend.app.certificates import expires_at
from backend.app.embedded import EmbeddedMissing, mongo_server, redis_server
from backend.app.house import at_home
from backend.app.resources import objects_of
from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring, SealBroken
from backend.kernel.environment import SettingsError
from backend.kernel.errors import GreenroomError
from backend.kernel.ids import new_id
from backend.kernel.mongo import Mongo
from backend.kernel.redis import connect_redis, redis_now_ms
from backend.kernel.settings import Settings
from media.node.addresses import PortRange, host_addresses, parse_port_range

TIMEOUT_S = 10.0
CLOCK_TOLERANCE_S = 2.0
DISK_LOW_BYTES = 2 * 1024**3
RENEW_BEFORE = timedelta(days=14)

State = Literal["ok", "warning", "failed"]
_MARKS: dict[State, str] = {"ok": "✓", "warning": "!", "failed": "✗"}


class Finding(msgspec.Struct, frozen=True):
    """One part; `remedy` is empty where all is well."""

    part: str
    state: State
    what: str
    remedy: str = ""


Check = Callable[[Settings], Awaitable[Finding]]


def doctor(settings: Settings) -> int:
    """Prints a line for each part; 1 where one failed."""
    findings = asyncio.run(examine(at_home(settings)))
    for finding in findings:
        sys.stdout.write(f"{_MARKS[finding.state]} {finding.part:<13} {finding.what}\n")
        if finding.remedy:
            sys.stdout.write(f"  {'':<13} → {finding.remedy}\n")
    return int(any(finding.state == "failed" for finding in findings))


async def examine(settings: Settings) -> Sequence[Finding]:
    """All findings, in a fixed order; each check has 10 s."""
    return [await _timed(part, check, settings) for part, check in CHECKS.items()]


async def _timed(part: str, check: Check, settings: Settings) -> Finding:
    try:
        async with asyncio.timeout(TIMEOUT_S):
            return await check(settings)
    except TimeoutError:
        return Finding(part, "failed", f"no answer within {TIMEOUT_S:.0f} s", "See whether it runs and can be reached.")


async def _mongodb(settings: Settings) -> Finding:
    if settings.mongodb_uri is None:
        return _embedded("MongoDB", lambda: mongo_server(settings.data_dir / "mongodb"))
    try:
        mongo = await Mongo.connect(settings.mongodb_uri, settings.mongodb_database)
        await mongo.ping()
        await mongo.close()
    except (GreenroomError, ValueError) as error:
        return Finding("MongoDB", "failed", str(error), "Start the server, or correct GREENROOM_MONGODB_URI.")
    return Finding("MongoDB", "ok", f"answers, database {settings.mongodb_database}")


async def _redis(settings: Settings) -> Finding:
    if settings.redis_url is None:
        return _embedded("Redis", lambda: redis_server(settings.data_dir / "redis"))
    try:
        redis = await connect_redis(settings.redis_url)
        await redis.aclose()
    except (GreenroomError, ValueError) as error:
        return Finding("Redis", "failed", str(error), "Start the server, or correct GREENROOM_REDIS_URL.")
    return Finding("Redis", "ok", "answers")


def _embedded(part: str, plan: Callable[[], object]) -> Finding:
    try:
        plan()
    except EmbeddedMissing as error:
        return Finding(part, "failed", "no server is named and none is installed", str(error))
    return Finding(part, "ok", "the embedded server is installed; `greenroom up` starts it")


async def _storage(settings: Settings) -> Finding:
    remedy = "See that GREENROOM_STORAGE_URL is right, may be written to, and has room."
    try:
        store = objects_of(settings, await asyncio.to_thread(Keyring.from_settings, settings))
        key, content = f"doctor/{new_id('chk_')}", b"written and read back"
        await store.put(key, content)
        read = await store.get(key)
        await store.delete(key)
    except (GreenroomError, SettingsError, SealBroken, OSError) as error:
        return Finding("Storage", "failed", str(error), remedy)
    if read != content:
        return Finding("Storage", "failed", "what was written does not come back", remedy)
    return Finding("Storage", "ok", "writes, encrypts and reads back")


async def _udp(settings: Settings) -> Finding:
    """Binds as a media node does, on every address that it offers."""
    part, ports = "Media ports", parse_port_range(settings.media_udp_ports)
    hosts = host_addresses(settings.media_host)
    for host in hosts:
        if not _can_bind(host.bind, ports):
            remedy = "Set GREENROOM_MEDIA_HOST to addresses that reach us, and GREENROOM_MEDIA_UDP_PORTS to free ports."
            return Finding(part, "failed", f"no UDP port can be bound for {host.announce}", remedy)
    foreign = [host.announce for host in hosts if host.bind != host.announce]
    if foreign:
        remedy = f"See that the router forwards UDP {settings.media_udp_ports or 'of all ports'} to this machine."
        return Finding(part, "warning", f"{', '.join(foreign)} is no address of this machine", remedy)
    return Finding(part, "ok", f"UDP can be bound on {', '.join(host.announce for host in hosts)}")


def _can_bind(address: str, ports: PortRange) -> bool:
    for port in ports.candidates():
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind((address, port))
            except OSError:
                continue
            return True
    return False


async def _speech_model(settings: Settings) -> Finding:
    from media.speech.model import locate_model

    remedy = "Transcripts wait until it is there: run `make setup`, or set GREENROOM_WHISPER_MODEL."
    try:
        model = await asyncio.to_thread(locate_model, settings)
    except GreenroomError as error:
        return Finding("Speech model", "failed", str(error), remedy)
    if model is None:
        return Finding("Speech model", "failed", f"{settings.whisper_model}: not found", remedy)
    return Finding("Speech model", "ok", f"{settings.whisper_model}, in {model}")


async def _mail(settings: Settings) -> Finding:
    if settings.smtp_url is None:
        if settings.demo:
            return Finding("Mail", "ok", "the demo catches its own")
        return Finding("Mail", "failed", "no server is named, so nobody gets a code", "Set GREENROOM_SMTP_URL.")
    parts = urlsplit(settings.smtp_url)
    port = parts.port or (465 if "implicit" in parts.query else 587)
    try:
        reader, writer = await asyncio.open_connection(parts.hostname, port, ssl="implicit" in parts.query or None)
        greeting = await reader.readline()
        writer.close()
    except OSError as error:
        remedy = "Start the mail server, or correct GREENROOM_SMTP_URL."
        return Finding("Mail", "failed", f"{parts.hostname}:{port} does not answer: {error.strerror or error}", remedy)
    if not greeting.startswith(b"220"):
        return Finding("Mail", "failed", f"{parts.hostname}:{port} is no mail server", "Correct GREENROOM_SMTP_URL.")
    return Finding("Mail", "ok", f"{parts.hostname}:{port} answers")


async def _disk(settings: Settings) -> Finding:
    directory = settings.data_dir.absolute()
    while not directory.exists():
        directory = directory.parent
    free = shutil.disk_usage(directory).free
    what = f"{free / 1024**3:.1f} GiB free at {directory}"
    if free < DISK_LOW_BYTES:
        return Finding("Disk", "failed", what, "Make room; an hour of interview takes about 0.3 GiB.")
    return Finding("Disk", "ok", what)


async def _clock(settings: Settings) -> Finding:
    if settings.redis_url is None:
        return Finding("Clock", "ok", f"{utc_now():%Y-%m-%d %H:%M:%S} UTC, the only one")
    try:
        redis = await connect_redis(settings.redis_url)
    except (GreenroomError, ValueError):
        return Finding("Clock", "warning", "cannot be compared while Redis is away", "Put Redis right first.")
    try:
        apart_s = abs(utc_now().timestamp() - await redis_now_ms(redis) / 1000)
    finally:
        await redis.aclose()
    if apart_s > CLOCK_TOLERANCE_S:
        return Finding("Clock", "failed", f"{apart_s:.1f} s apart from Redis' clock", "Run NTP on all machines.")
    return Finding("Clock", "ok", f"{apart_s * 1000:.0f} ms apart from Redis' clock")


async def _certificate(settings: Settings) -> Finding:
    if settings.tls_certificate is None:
        if settings.base_url.startswith("https") or urlsplit(settings.base_url).hostname in {"127.0.0.1", "localhost"}:
            return Finding("Certificate", "ok", "none needed here")
        remedy = "Browsers give camera and microphone to https alone: put a proxy with TLS in front and name it in "
        return Finding("Certificate", "warning", f"{settings.base_url} is not https", remedy + "GREENROOM_BASE_URL.")
    try:
        left = expires_at(settings.tls_certificate) - utc_now()
    except (OSError, ValueError) as error:
        return Finding("Certificate", "failed", f"cannot be read: {error}", "Correct GREENROOM_TLS_CERTIFICATE.")
    if left < timedelta(0):
        return Finding("Certificate", "failed", "has expired", "Renew it.")
    state: State = "warning" if left < RENEW_BEFORE else "ok"
    return Finding("Certificate", state, f"good for {left.days} days", "Renew it soon." if state == "warning" else "")


CHECKS: dict[str, Check] = {
    "MongoDB": _mongodb,
    "Redis": _redis,
    "Storage": _storage,
    "Media ports": _udp,
    "Speech model": _speech_model,
    "Mail": _mail,
    "Disk": _disk,
    "Clock": _clock,
    "Certificate": _certificate,
}
