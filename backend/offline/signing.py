"""Signatures of packs and receipts (ours, Ed25519) and of times (the phone's, ES256), as compact JWS (RFC 7515)."""

import base64
import hashlib
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

from backend.kernel.crypto import Keyring
from backend.kernel.errors import Invalid
from backend.offline.schemas import DeviceKey, SigningKey, SigningKeys

PACK_TYPE = "greenroom-pack+jws"
RECEIPT_TYPE = "greenroom-receipt+jws"
TAKE_TYPE = "greenroom-take+jws"
_OURS = "Ed25519"
_PHONES = "ES256"

S = TypeVar("S", bound=msgspec.Struct)


class Signer:
    """Our key comes from the master key, so every process signs with the same one and a backup keeps it."""

    def __init__(self, keyring: Keyring) -> None:
        private = Ed25519PrivateKey.from_private_bytes(keyring.derive("offline signatures"))
        public = private.public_key().public_bytes_raw()
        kid = hashlib.sha256(public).hexdigest()[:16]
        members: dict[str, str | list[str]] = {"kty": "OKP", "crv": "Ed25519", "x": _base64url(public), "kid": kid}
        self._key = OKPKey.import_key({**members, "d": _base64url(private.private_bytes_raw())})
        self.keys = SigningKeys([SigningKey(kid=kid, x=_base64url(public))])
        self._kid = kid

    def sign(self, type_: str, claims: msgspec.Struct) -> str:
        header = {"alg": _OURS, "kid": self._kid, "typ": type_}
        return jws.serialize_compact(header, msgspec.json.encode(claims), self._key, algorithms=[_OURS])

    def opened(self, type_: str, token: str, kind: type[S]) -> S:
        """What we signed. Raises: 422 signature_broken."""
        return _verified(token, self._key, _OURS, type_, kind, "signature_broken")


def phone_signed(token: str, key: DeviceKey, kind: type[S]) -> S:
    """What the device with that key signed. Raises: 422 statement_broken."""
    return _verified(token, public_key(key), _PHONES, TAKE_TYPE, kind, "statement_broken")


def public_key(key: DeviceKey) -> ECKey:
    """Raises: 422 device_key_invalid, where the point is not on the curve."""
    try:
        imported = ECKey.import_key({"kty": key.kty, "crv": key.crv, "x": key.x, "y": key.y})
        imported.public_key  # noqa: B018 - the point is checked when the key is made of it
    except (JoseError, ValueError):
        raise Invalid("device_key_invalid", "The device's key cannot be read.") from None
    return imported


def _verified(token: str, key: ECKey | OKPKey, algorithm: str, type_: str, kind: type[S], code: str) -> S:
    try:
        found = jws.deserialize_compact(token, key, algorithms=[algorithm])
        if found.headers().get("typ") != type_:
            raise ValueError("another kind of statement")
        return msgspec.json.decode(found.payload, type=kind)
    except (JoseError, ValueError, msgspec.DecodeError, RecursionError):
        raise Invalid(code, "What was signed cannot be verified.") from None


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
