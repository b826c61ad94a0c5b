"""Addresses that are not written to any more, known by blind index alone."""

from backend.kernel.crypto import Keyring
from backend.notices.model import Channel


def suppression_id(keyring: Keyring, channel: Channel, address: str) -> str:
    """The same for two spellings of one address."""
    return f"{channel}:{keyring.blind_index(f'suppressed {channel}:{address.strip().casefold()}')}"
