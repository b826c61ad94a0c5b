"""What a channel is given, and how it says that it could not."""

from collections.abc import Sequence

import msgspec

from backend.contracts.events.notifications import Urgency
from backend.kernel.language import Language
from backend.notices.model import PushSubscription, Shown


class NotSent(Exception):
    """The provider did not take it. `is_final`: it never will; else it may be tried again, after `retry_s` at least.

    `is_unsure`: it has all of it and did not say whether it took it, so that another try may bring a second copy.
    `is_passing`: it is away, not let in or asks for patience, which is nothing that the message can help.
    """

    def __init__(
        self, reason: str, *, is_final: bool, retry_s: float = 0.0, is_unsure: bool = False, is_passing: bool = False
    ) -> None:
        super().__init__(reason)
        self.is_passing = is_passing
        self.is_unsure = is_unsure
        self.reason = reason
        self.is_final = is_final
        self.retry_s = retry_s


class Letter(msgspec.Struct, frozen=True):
    """A notice on its way. `id` is the provider's idempotency key: the same notice by the same channel is the same.

    `link` is absolute and leads through `/n/{token}` to the screen; `life_s` is how long it is worth delivering;
    `browsers` are those that the person has let us write to.
    """

    id: str
    account_id: str
    language: Language
    shown: Shown
    link: str
    token: str
    urgency: Urgency
    life_s: int
    email: str = ""
    phone: str = ""
    unsubscribe: str = ""
    employer: str = "Greenroom"
    browsers: Sequence[PushSubscription] = ()
