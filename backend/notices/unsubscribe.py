"""Links by which a person ends mails without signing in (RFC 8058): bound to the address, useless for another."""

import hmac

from backend.kernel.crypto import Keyring


def unsubscribe_token(keyring: Keyring, email: str) -> str:
    """22 characters that prove that the link was in a mail to this address."""
    return keyring.blind_index(f"unsubscribe:{email.strip().casefold()}")[:22]


def is_token_of(keyring: Keyring, email: str, token: str) -> bool:
    return hmac.compare_digest(unsubscribe_token(keyring, email), token)
