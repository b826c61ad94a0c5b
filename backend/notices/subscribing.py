"""Browsers that a person lets us push to."""

import base64
import binascii
import hashlib

import msgspec

from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, GreenroomError, Invalid
from backend.kernel.outgoing import Outgoing
from backend.notices.model import PushAddress, PushSubscription
from backend.notices.places import push_place
from backend.notices.repository import PushSubscriptions

BROWSERS_MAX = 12


class Subscribing:
    """Keeps push addresses, sealed; an endpoint belongs to whoever subscribed last on that browser."""

    def __init__(
        self, subscriptions: PushSubscriptions, outgoing: Outgoing, keyring: Keyring, *, clock: Clock = utc_now
    ) -> None:
        self._subscriptions = subscriptions
        self._outgoing = outgoing
        self._keyring = keyring
        self._clock = clock

    async def add(self, account_id: str, address: PushAddress, replaces: str | None = None) -> None:
        """`replaces` is the endpoint that the browser had before (`pushsubscriptionchange`).

        Raises: Invalid push_keys_invalid, outgoing_url_invalid, outgoing_refused · Unavailable outgoing_unreachable.
        """
        _check_keys(address)
        try:
            await self._outgoing.check(address.endpoint)
        except Invalid:
            raise
        except GreenroomError:
            pass  # a push service that does not answer now may do so when there is something to say
        id = subscription_id(address.endpoint)
        sealed = self._keyring.seal(msgspec.json.encode(address), push_place(id))
        fresh = PushSubscription(id=id, account_id=account_id, sealed=sealed, created_at=self._clock())
        if replaces is not None:
            await self.remove(account_id, replaces)
        await self._subscriptions.delete(id)
        try:
            await self._subscriptions.insert(fresh)
        except Conflict:
            return  # the same browser asked twice at once
        await self._forget_oldest(account_id)

    async def remove(self, account_id: str, endpoint: str) -> None:
        """Does nothing where it is not known, or another's."""
        wanted = {"_id": subscription_id(endpoint), "account_id": account_id}
        await self._subscriptions.collection.delete_one(wanted)

    async def count(self, account_id: str) -> int:
        return len(await self._subscriptions.of(account_id))

    async def _forget_oldest(self, account_id: str) -> None:
        known = sorted(await self._subscriptions.of(account_id), key=lambda each: each.created_at)
        for old in known[:-BROWSERS_MAX]:
            await self._subscriptions.delete(old.id)


def subscription_id(endpoint: str) -> str:
    return f"psh_{hashlib.sha256(endpoint.encode()).hexdigest()[:40]}"


def _check_keys(address: PushAddress) -> None:
    """RFC 8291: an uncompressed point of P-256 and a secret of 16 bytes. Raises: Invalid push_keys_invalid."""
    try:
        point, secret = (
            base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)) for key in (address.p256dh, address.auth)
        )
    except (binascii.Error, ValueError):
        point, secret = b"", b""
    if len(point) != 65 or point[0] != 4 or len(secret) != 16:
        raise Invalid("push_keys_invalid", "The browser's keys are not readable.")
