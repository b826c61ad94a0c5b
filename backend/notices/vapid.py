"""The installation's key for web push (RFC 8292): made once by whichever process comes first, kept sealed."""

import base64

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict
from backend.notices.model import SealedKey
from backend.notices.repository import Keys

VAPID = "vapid"
_PLACE = b"notice_keys/vapid"


class VapidKey:
    """`private_pem` and `public_pem` are PEM; `public` is what browsers take as `applicationServerKey`."""

    def __init__(self, private_pem: bytes) -> None:
        key = load_pem_private_key(private_pem, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("a VAPID key lies on P-256")
        self.key = key
        self.private_pem = private_pem
        self.public_pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public = base64.urlsafe_b64encode(point).rstrip(b"=").decode()


async def vapid_key(keys: Keys, keyring: Keyring, clock: Clock = utc_now) -> VapidKey:
    """The key; made where there is none yet. Raises: SealBroken where it was sealed under another master key."""
    known = await keys.get(VAPID)
    if known is None:
        fresh = ec.generate_private_key(ec.SECP256R1())
        pem = fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        try:
            known = await keys.insert(SealedKey(id=VAPID, sealed=keyring.seal(pem, _PLACE), created_at=clock()))
        except Conflict:
            known = await keys.require(VAPID)
    return VapidKey(keyring.open(known.sealed, _PLACE))
