"""When a notice goes, by which channel, and what follows from how that went. Pure: the present is handed in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from backend.contracts.events.notifications import Urgency
from backend.notices.model import Channel, Notice, Preferences, Sending, SendingState

UNREAD_AFTER: Mapping[Urgency, timedelta | None] = {
    "high": timedelta(minutes=3),
    "normal": timedelta(minutes=30),
    "low": None,
}
TRIES_MAX = 8
OF_USE = timedelta(days=1)
"""So long a notice that names no end is worth delivering."""

UNSURE_MAX = 2
"""So often a notice is handed to a provider that does not say whether it took it: at most one copy too many."""

_FIRST_PAUSE_S = 2.0
_LONGEST_PAUSE_S = 900.0


class Outcome(msgspec.Struct, frozen=True):
    """How a try on a channel went. `retry_s`: it may be tried again after so long; None: it never will go.

    `is_unsure`: perhaps the provider took it all the same. `is_passing`: the provider is away or asks for patience,
    which is nothing that the notice can help.
    """

    state: SendingState
    reason: str | None = None
    retry_s: float | None = None
    is_unsure: bool = False
    is_passing: bool = False


def zone_of(name: str | None, otherwise: str = "UTC") -> ZoneInfo:
    """The zone of that IANA name; `otherwise` (a known one) where there is none or nobody knows it."""
    try:
        return ZoneInfo(name or otherwise)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(otherwise)


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def rest_ends_at(preferences: Preferences, urgency: Urgency, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Until when the person's quiet hours hold a notice now; None: they do not.

    Nobody's rest holds what is urgent. Hours that a person has not chosen hold only what can wait (`low`).
    """
    is_held = urgency == "low" or (urgency == "normal" and preferences.chosen_at is not None)
    if not is_held or preferences.quiet_from == preferences.quiet_to:
        return None
    local = now.astimezone(zone)
    clock = local.strftime("%H:%M")
    begins, ends = preferences.quiet_from, preferences.quiet_to
    is_quiet = begins <= clock < ends if begins < ends else clock >= begins or clock < ends
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=1 if clock >= ends else 0)
    hour, minute = (int(part) for part in ends.split(":"))
    end = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(now.tzinfo)
    return end if end > now else now + timedelta(minutes=1)


def plan(
    preferences: Preferences, reachable: Collection[Channel], wanted: Collection[Channel] | None = None
) -> list[Channel]:
    """The channels to try, in the person's order. Whoever has chosen none is reached in the inbox alone.

    `wanted`: only these are for this notice; None: all are.
    """
    return [each for each in preferences.channels if each in reachable and (wanted is None or each in wanted)]


def next_channel(order: Sequence[Channel], sendings: Sequence[Sending]) -> Channel | None:
    """The one that waits for another try, else the first that has not had its turn."""
    for sending in sendings:
        if sending.state == "queued":
            return sending.channel
    tried = {sending.channel for sending in sendings}
    return next((channel for channel in order if channel not in tried), None)


def of_use_until(notice: Notice) -> datetime:
    return notice.expires_at or (notice.shown_at or notice.due_at) + OF_USE


def tried(notice: Notice, channel: Channel, outcome: Outcome, now: datetime, order: Sequence[Channel] = ()) -> Notice:
    """The notice after a try; a try that may be repeated leaves the channel queued with the reason.

    `order`: the channels that it may go by. A provider that is away is waited for where no other channel is left, for
    as long as the notice is of use.
    """
    before = next((each for each in notice.sendings if each.channel == channel), Sending(channel))
    attempts = before.attempts + 1
    unsure = before.unsure + outcome.is_unsure
    is_last = set(order) <= {channel, *(each.channel for each in notice.sendings)}
    is_waited_for = outcome.is_passing and is_last and now < of_use_until(notice)
    is_again = outcome.retry_s is not None and unsure < UNSURE_MAX and (attempts < TRIES_MAX or is_waited_for)
    state: SendingState = "queued" if is_again else outcome.state
    after = Sending(channel, state, outcome.reason, attempts, now, unsure)
    others = [each for each in notice.sendings if each.channel != channel]
    return msgspec.structs.replace(notice, sendings=[*others, after])


def patience(urgency: Urgency, unread_after_min: int | None) -> timedelta | None:
    """How long it may stay unread before the next channel has its turn; None: none has. The employer's word first."""
    if unread_after_min is None:
        return UNREAD_AFTER[urgency]
    return timedelta(minutes=unread_after_min) or None


def after_try(
    notice: Notice, order: Sequence[Channel], outcome: Outcome, now: datetime, wait: timedelta | None
) -> Notice:
    """What is to be done with it next, and when: again, by the next channel, when unread for `wait`, or nothing."""
    last = notice.sendings[-1]
    if last.state == "queued":
        pause = max(outcome.retry_s or 0.0, min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0 ** (last.attempts - 1)))
        return opened(notice, now + timedelta(seconds=pause))
    is_more = next_channel(order, notice.sendings) is not None
    if last.state == "failed":
        return opened(notice, now) if is_more else settled(notice, now)
    if not is_more or wait is None or notice.read_at is not None:
        return settled(notice, now)
    return opened(notice, now + wait)


def opened(notice: Notice, look_at: datetime) -> Notice:
    return msgspec.structs.replace(notice, state="open", look_at=look_at)


def settled(notice: Notice, now: datetime) -> Notice:
    """Done where it got through anywhere (or the inbox was all that was wanted), else a dead letter."""
    is_lost = bool(notice.sendings) and not any(sending.is_out for sending in notice.sendings)
    state = "failed" if is_lost and notice.read_at is None else "done"
    return msgspec.structs.replace(notice, state=state, look_at=None, settled_at=now)


def group_of(notice: Notice) -> str | None:
    """How the ids of those begin that were asked for together and can be halted together (campaigns); None: alone."""
    return f"{notice.id.rpartition(':')[0]}:" if notice.kind == "campaign" else None


def halted(notice: Notice, now: datetime) -> Notice:
    """Nothing more is sent of it: neither what waits for a provider that is away, nor by another channel."""
    is_out = any(sending.is_out for sending in notice.sendings)
    return settled(notice, now) if is_out else withdrawn(notice, now)


def withdrawn(notice: Notice, now: datetime) -> Notice:
    return msgspec.structs.replace(notice, state="withdrawn", look_at=None, settled_at=now)


def is_expired(notice: Notice, now: datetime) -> bool:
    return notice.expires_at is not None and now >= notice.expires_at


def expired(notice: Notice, now: datetime) -> Notice:
    return msgspec.structs.replace(notice, state="expired", look_at=None, settled_at=now)


_ORDER: tuple[SendingState, ...] = ("queued", "failed", "sent", "accepted", "delivered", "opened", "clicked")


def seen(notice: Notice, channel: Channel | None, state: SendingState, now: datetime) -> Notice:
    """The notice after the device, or the person, answered on `channel` (None: in the app itself).

    Opened or clicked counts as read, and nothing more is sent about it. A state never goes back.
    """
    sendings = [
        msgspec.structs.replace(each, state=state, at=now)
        if each.channel == channel and _ORDER.index(state) > _ORDER.index(each.state)
        else each
        for each in notice.sendings
    ]
    changed = notice if sendings == notice.sendings else msgspec.structs.replace(notice, sendings=sendings)
    return read(changed, now) if state in ("opened", "clicked") else changed


def read(notice: Notice, now: datetime) -> Notice:
    """The same notice where it was read before."""
    if notice.read_at is not None:
        return notice
    after = msgspec.structs.replace(notice, read_at=now)
    return settled(after, now) if notice.state == "open" else after


def again(notice: Notice, now: datetime) -> Notice:
    """A dead letter, sent once more from the start."""
    return msgspec.structs.replace(notice, state="waiting", sendings=[], look_at=now, due_at=now, settled_at=None)
