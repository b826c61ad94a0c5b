"""What raters wrote, at rest: sealed to the card and the place in it."""

import msgspec

from backend.kernel.crypto import Keyring
from backend.reviews.model import SCORECARDS, CardContent, CardVersion, Scorecard

DRAFT = "draft"


def seal_content(keyring: Keyring, card_id: str, place: str, content: CardContent) -> bytes:
    return keyring.seal(msgspec.json.encode(content), _place(card_id, place))


def open_draft(keyring: Keyring, card: Scorecard) -> CardContent | None:
    """Raises: SealBroken."""
    if card.draft_sealed is None:
        return None
    return msgspec.json.decode(keyring.open(card.draft_sealed, _place(card.id, DRAFT)), type=CardContent)


def open_version(keyring: Keyring, card: Scorecard, version: CardVersion) -> CardContent:
    """Raises: SealBroken."""
    opened = keyring.open(version.content_sealed, _place(card.id, place_of(version.number)))
    return msgspec.json.decode(opened, type=CardContent)


def place_of(number: int) -> str:
    """Where the content of a submitted version is sealed to."""
    return f"version-{number}"


def seal_reason(keyring: Keyring, card_id: str, number: int, reason: str) -> bytes:
    return keyring.seal(reason.encode(), _place(card_id, f"reason-{number}"))


def open_reason(keyring: Keyring, card: Scorecard, version: CardVersion) -> str:
    """Raises: SealBroken."""
    if version.reason_sealed is None:
        return ""
    return keyring.open(version.reason_sealed, _place(card.id, f"reason-{version.number}")).decode()


def _place(card_id: str, place: str) -> bytes:
    return f"{SCORECARDS}/{card_id}/{place}".encode()
