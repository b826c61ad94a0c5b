"""How a person wants to hear of things, and the way out of mails that needs no sign-in."""

import msgspec

from backend.accounts.people import People
from backend.accounts.rules import masked, phone_number
from backend.contracts.events.notifications import NoticeContent
from backend.kernel.clock import Clock, utc_now
from backend.kernel.crypto import Keyring, SealBroken
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.settings import Settings
from backend.notices import rules
from backend.notices.model import Preferences, Suppression
from backend.notices.places import content_place
from backend.notices.repository import Keys, Notices, PreferenceRecords, Suppressions
from backend.notices.schemas import ChannelStatus, PreferencesChoice, PreferencesView
from backend.notices.subscribing import Subscribing
from backend.notices.suppression import suppression_id
from backend.notices.unsubscribe import is_token_of
from backend.notices.vapid import vapid_key


class Choosing:
    """Preferences of one's own, and what the installation can do."""

    def __init__(
        self, preferences: PreferenceRecords, notices: Notices, suppressions: Suppressions, subscribing: Subscribing,
        keys: Keys, people: People, keyring: Keyring, settings: Settings, *, clock: Clock = utc_now,
    ) -> None:  # fmt: skip
        self._preferences = preferences
        self._notices = notices
        self._suppressions = suppressions
        self._subscribing = subscribing
        self._keys = keys
        self._people = people
        self._keyring = keyring
        self._settings = settings
        self._clock = clock

    async def view(self, account_id: str) -> PreferencesView:
        known = await self._preferences.of(account_id)
        person = await self._people.person(account_id)
        return PreferencesView(
            channels=known.channels,
            quiet_from=known.quiet_from,
            quiet_to=known.quiet_to,
            zone=known.zone,
            is_chosen=known.chosen_at is not None,
            email=person.email,
            phone=person.phone,
            push_key=(await vapid_key(self._keys, self._keyring, self._clock)).public,
            browsers=await self._subscribing.count(account_id),
            statuses=self.statuses(),
        )

    def statuses(self) -> list[ChannelStatus]:
        """Which channels this installation has."""
        settings = self._settings
        return [
            ChannelStatus("push", None),
            ChannelStatus("email", None if settings.smtp_url or settings.demo else "smtp_missing"),
            ChannelStatus("sms", None if settings.sms_url else "sms_missing"),
            ChannelStatus("im", None if settings.im_url else "im_missing"),
        ]

    async def choose(self, account_id: str, choice: PreferencesChoice) -> PreferencesView:
        """Choosing mail again takes back a former unsubscribing. Raises: Invalid zone_unknown, phone_invalid."""
        if not rules.is_zone(choice.zone):
            raise Invalid("zone_unknown", "Expected an IANA time zone such as Asia/Shanghai.")
        phone = phone_number(choice.phone)
        person = await self._people.person(account_id)
        if phone != person.phone:
            await self._people.set_phone(account_id, phone)
        channels = list(dict.fromkeys(choice.channels))
        chosen = Preferences(
            id=account_id, channels=channels, quiet_from=choice.quiet_from, quiet_to=choice.quiet_to,
            zone=choice.zone, chosen_at=self._clock(),
        )  # fmt: skip
        if await self._preferences.get(account_id) is None:
            try:
                await self._preferences.insert(chosen)
            except Conflict:
                await self._replace(chosen)
        else:
            await self._replace(chosen)
        if "email" in channels:
            await self._take_back(person.email)
        return await self.view(account_id)

    async def _replace(self, chosen: Preferences) -> None:
        await self._preferences.update(
            chosen.id, lambda known: (msgspec.structs.replace(chosen, version=known.version), ())
        )

    async def _take_back(self, email: str) -> None:
        id = suppression_id(self._keyring, "email", email)
        known = await self._suppressions.get(id)
        if known is not None and known.reason == "unsubscribed":
            await self._suppressions.delete(id)

    async def unsubscribe(self, token: str) -> str:
        """Ends mails of notices to the address that the link was sent to; gives the address, masked.

        Codes to sign in still come. Raises: NotFound link_unknown.
        """
        notice_token, _, proof = token.partition(".")
        notice = await self._notices.by_token(notice_token)
        if notice is None:
            raise NotFound("link_unknown", "This link is not known.")
        try:
            opened = self._keyring.open(notice.content_sealed, content_place(notice.id))
            email = msgspec.json.decode(opened, type=NoticeContent).email
        except (SealBroken, msgspec.MsgspecError):
            email = ""
        if not email or not is_token_of(self._keyring, email, proof):
            raise NotFound("link_unknown", "This link is not known.")
        id = suppression_id(self._keyring, "email", email)
        if await self._suppressions.get(id) is None:
            try:
                await self._suppressions.insert(
                    Suppression(
                        id=id, account_id=notice.account_id, channel="email", reason="unsubscribed", at=self._clock()
                    )
                )
            except Conflict:
                return masked(email)  # clicked twice at once
        return masked(email)
