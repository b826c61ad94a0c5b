"""What privacy announces to those who keep something of a person."""

from datetime import datetime

import msgspec


class PersonErased(msgspec.Struct, frozen=True, tag="privacy.person_erased"):
    """Nothing of this account is left; whoever keeps records of it forgets them."""

    account_id: str
    at: datetime
