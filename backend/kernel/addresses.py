"""Which network addresses may be reached for others: the public ones, and what the operator allows besides."""

import ipaddress
import re

import msgspec

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_UNICAST_V6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_METADATA = frozenset({ipaddress.IPv4Address("168.63.129.16")})
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?", re.IGNORECASE)


class Allowed(msgspec.Struct, frozen=True):
    """Hosts (lower case, whatever address they resolve to) and networks that may be reached though not public."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, listed: str | None) -> "Allowed":
        """Hosts, addresses and CIDR networks separated by commas. Raises: ValueError where one is none of these."""
        hosts: set[str] = set()
        networks: list[Network] = []
        for entry in re.split(r"[,\s]+", (listed or "").strip()):
            if not entry:
                continue
            try:
                networks.append(ipaddress.ip_network(entry.strip("[]"), strict=False))
            except ValueError:
                if not _HOST.fullmatch(entry) or re.fullmatch(r"[0-9.]+", entry):
                    raise ValueError("one of the entries is neither a host nor a network") from None
                hosts.add(plain_host(entry))
        return cls(frozenset(hosts), tuple(networks))

    def reaches(self, host: str, address: Address) -> bool:
        """Whether `address`, which `host` resolved to, may be connected to."""
        if plain_host(host) in self.hosts or any(address in network for network in self.networks):
            return True
        return is_public(address)


def plain_host(host: str) -> str:
    """Lower case, without the dot that closes an absolute name."""
    return host.lower().rstrip(".")


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could reach it: no private, loopback, link-local, shared, reserved, multicast or
    metadata address, nor one of these inside an IPv6 address (mapped, 6to4, NAT64)."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast and address not in _METADATA
    inner = _inner(address)
    if inner is not None:
        return is_public(inner)
    return address in _UNICAST_V6 and address.is_global


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
