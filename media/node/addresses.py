"""Where a node listens: the addresses that it binds, what it tells of them, its UDP ports."""

import socket
from collections.abc import Iterable
from random import randrange

import msgspec
from aioice.ice import get_host_addresses

from backend.kernel.settings_rules import media_hosts

MAX_HOSTS = 8


class HostAddress(msgspec.Struct, frozen=True):
    """Where a socket is bound, and the address that peers are told."""

    bind: str
    announce: str


class PortRange(msgspec.Struct, frozen=True):
    """UDP ports, both ends included; 0-0 leaves the choice to the system."""

    first: int = 0
    last: int = 0

    def candidates(self) -> Iterable[int]:
        """Every port once, from a random one on."""
        count = self.last - self.first + 1
        start = randrange(count)  # noqa: S311 - spreads load, hides nothing
        return (self.first + (start + step) % count for step in range(count))


def parse_port_range(text: str | None) -> PortRange:
    """`min-max`. Raises: ValueError."""
    if text is None:
        return PortRange()
    first, _, last = text.partition("-")
    ports = PortRange(int(first), int(last))
    if not 1 <= ports.first <= ports.last <= 65_535:
        raise ValueError("a UDP port range is min-max within 1-65535")
    return ports


def host_addresses(media_host: str | None) -> list[HostAddress]:
    """Where to listen: on loopback and every address of this machine, or on those that `media_host` names alone.

    One of these that is not this machine's (a router forwards it) is announced, and every interface listened on.
    """
    if media_host is None:
        found = dict.fromkeys(["127.0.0.1", *get_host_addresses(use_ipv4=True, use_ipv6=True)])
        return [HostAddress(address, address) for address in found][:MAX_HOSTS]
    return [HostAddress(host if _is_ours(host) else _any(host), host) for host in media_hosts(media_host)][:MAX_HOSTS]


def _any(address: str) -> str:
    return "::" if ":" in address else "0.0.0.0"  # noqa: S104 - the operator announces another address for it


def _is_ours(address: str) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True
