"""The STUN and TURN servers that a publisher may use, told in WHIP's `Link` headers (RFC 9725 4.6).

TURN credentials follow the TURN REST convention (draft-uberti-behave-turn-rest-00 2.2), which coturn checks by itself:
the user name is `{expiry}:{account}`, the password base64(HMAC-SHA1(secret, user name)).
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

import msgspec

from backend.kernel.clock import Clock
from backend.kernel.settings import Settings
from backend.kernel.settings_rules import ice_urls

CREDENTIAL_LIFE = timedelta(days=1)


class TurnCredential(msgspec.Struct, frozen=True):
    username: str
    password: str


class IceServers:
    """The configured servers. Without TURN servers nobody gets credentials."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._stun = ice_urls(settings.stun_urls)
        self._turn = ice_urls(settings.turn_urls)
        self._secret = (settings.turn_secret or "").encode()
        self._clock = clock

    def links(self, account_id: str | None) -> dict[str, str]:
        """The `Link` header; empty where there is nothing to tell. A stranger (None) gets no credentials."""
        values = [f'<{url}>; rel="ice-server"' for url in self._stun]
        if account_id is not None and self._turn:
            given = turn_credential(self._secret, account_id, self._clock() + CREDENTIAL_LIFE)
            values += [
                f'<{url}>; rel="ice-server"; username="{given.username}"; credential="{given.password}"; '
                'credential-type="password"'
                for url in self._turn
            ]
        return {"Link": ", ".join(values)} if values else {}


def turn_credential(secret: bytes, account_id: str, expires_at: datetime) -> TurnCredential:
    username = f"{int(expires_at.timestamp())}:{account_id}"
    digest = hmac.new(secret, username.encode(), hashlib.sha1).digest()
    return TurnCredential(username, base64.b64encode(digest).decode())
