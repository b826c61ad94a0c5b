"""Coming and going: the start, drops and rejoins, leaving and coming back, giving up. Pure; time is handed in."""

from datetime import datetime, timedelta

import msgspec

from backend.contracts.events.interviews import RoomClosed
from backend.interviews import utterances
from backend.interviews.machine import BEFORE, OVER
from backend.interviews.model import PEERS_REMEMBERED, Interview, Lost, Presence
from backend.interviews.outcome import Outcome
from backend.interviews.stopwatch import Stopwatch
from backend.interviews.takes import close_unfinished
from backend.interviews.turns import clocked, gap_s, greet
from backend.kernel.errors import Conflict

ABSENT_AFTER = timedelta(minutes=10)
OVERTAKEN_WITHIN = timedelta(seconds=1)


def start(interview: Interview, now: datetime, tab: str | None = None) -> Outcome:
    """Begins, or takes up again after a leave; of a running interview nothing changes but the `tab` that takes part.

    Raises: Conflict start_not_allowed (no consent or device check yet), interview_over.
    """
    if interview.state == "live":
        return here(entered(Outcome(interview), tab), now)
    ensure_not_over(interview)
    if interview.state == "paused":
        return resume(entered(Outcome(interview), tab), now)
    entering = entered(Outcome(interview), tab)
    presence = msgspec.structs.replace(entering.interview.presence, is_here=True)
    begun = entering.moved("start", "started", presence=presence, started_at=now)
    return greet(begun, now)


def entered(outcome: Outcome, tab: str | None) -> Outcome:
    """The newest tab takes part from now on; None: who gave no name leaves it to those who did."""
    presence = outcome.interview.presence
    if tab is None or tab == presence.tab:
        return outcome
    return outcome.having("tab_entered", presence=msgspec.structs.replace(presence, tab=tab))


def ensure_this_tab(interview: Interview, tab: str | None) -> None:
    """Raises: Conflict joined_elsewhere."""
    if tab is not None and interview.presence.tab not in (None, tab):
        raise Conflict("joined_elsewhere", "The interview goes on in another window or on another device.")


def resume(outcome: Outcome, now: datetime) -> Outcome:
    """On from where the person left or paused."""
    presence = msgspec.structs.replace(outcome.interview.presence, is_here=True)
    outcome = outcome.moved("return", "returned", presence=presence, pause=None)
    interview = outcome.interview
    if interview.phase in ("greeting", "break"):
        return outcome
    if interview.phase in ("acknowledged", "closing"):
        until = now + timedelta(seconds=gap_s(interview))
        return outcome.having(until=until)
    return clocked(welcome(outcome), now)


def welcome(outcome: Outcome) -> Outcome:
    interview = outcome.interview
    words = utterances.choose(utterances.WELCOME_BACK, interview.id, interview.presence.drops)
    return outcome.saying("welcome_back", words)


def here(outcome: Outcome, now: datetime) -> Outcome:
    """The candidate did something: who types needs no media to be there."""
    interview = outcome.interview
    if interview.presence.is_here or interview.state != "live":
        return outcome
    presence = msgspec.structs.replace(interview.presence, is_here=True)
    return clocked(outcome.having("came_back", presence=presence), now)


def leave(outcome: Outcome, now: datetime) -> Outcome:
    """Paused by choice: the clock stands, the question and the recording wait."""
    interview = outcome.interview
    if interview.state == "paused":
        return outcome
    presence = msgspec.structs.replace(interview.presence, is_here=False)
    return clocked(outcome.moved("leave", "left", presence=presence), now)


def peer_joined(interview: Interview, resource_id: str, at: datetime) -> Outcome:
    """Media flows, or flows again after a silence. A report that the peer's loss has overtaken is ignored."""
    presence = interview.presence
    lost_at = presence.lost_at(resource_id)
    is_overtaken = lost_at is not None and at <= lost_at + OVERTAKEN_WITHIN
    if interview.state in OVER or is_overtaken or presence.resource_id == resource_id:
        return Outcome(interview)
    was_away = presence.drops > 0 and presence.resource_id is None and not presence.is_here
    joined = msgspec.structs.replace(
        presence, resource_id=resource_id, before=presence.resource_id, joined_at=at, is_here=True
    )
    outcome = Outcome(interview).having("peer_joined", presence=joined)
    if interview.state != "live":
        return outcome
    if was_away and interview.phase in ("thinking", "answering"):
        outcome = welcome(outcome)
    return clocked(outcome, at)


def peer_lost(interview: Interview, resource_id: str, at: datetime) -> Outcome:
    """Media stopped at `at`, the moment of its last packet: the clock stood from then on."""
    presence = interview.presence
    known_at = presence.lost_at(resource_id)
    if interview.state in OVER or (known_at is not None and at <= known_at):
        return Outcome(interview)
    others = [lost for lost in presence.gone if lost.resource_id != resource_id]
    gone = [*others, Lost(resource_id, at)][-PEERS_REMEMBERED:]
    if presence.resource_id != resource_id:
        late = msgspec.structs.replace(presence, gone=gone, before=None)
        return _without_overlap(Outcome(interview).having("peer_lost", presence=late), presence, resource_id, at)
    lost = msgspec.structs.replace(
        presence, resource_id=None, before=None, is_here=False, gone=gone,
        drops=presence.drops + (interview.state == "live"),
    )  # fmt: skip
    return clocked(Outcome(interview).having("peer_lost", presence=lost), at)


def _without_overlap(outcome: Outcome, presence: Presence, resource_id: str, at: datetime) -> Outcome:
    """A loss reported after its successor joined: the time between the two is taken off the running clock."""
    interview = outcome.interview
    turn, joined_at = interview.turn, presence.joined_at
    if presence.before != resource_id or joined_at is None or turn is None:
        return outcome
    if interview.phase not in ("thinking", "answering"):
        return outcome
    watch: Stopwatch = getattr(turn, interview.phase)
    if watch.since is None:
        return outcome
    lost_s = (joined_at - max(at, watch.since)).total_seconds()
    if lost_s <= 0:
        return outcome
    return outcome.with_turn(msgspec.structs.replace(turn, **{interview.phase: watch.without(lost_s)}))


def lapse(interview: Interview, now: datetime) -> Outcome:
    """What time alone does: not started in time, long absent, or never finished. Never while someone is there."""
    outcome = Outcome(interview)
    is_expired = interview.expires_at <= now
    if interview.state in BEFORE and is_expired:
        return outcome.moved("expire", "expired", ended_at=now)
    is_absent = not interview.presence.is_here and interview.updated_at + ABSENT_AFTER <= now
    if interview.state == "live" and is_absent:
        return leave(outcome, now)
    if interview.state == "paused" and is_expired:
        ended = close_unfinished(outcome, now).moved("abandon", "abandoned", ended_at=now, until=None)
        return ended.having(None, RoomClosed(interview.id, interview.room))
    return outcome


def decline(interview: Interview, note_sealed: bytes | None, now: datetime) -> Outcome:
    """To a person instead of the machine; what was recorded so far is closed. Twice is once.

    Raises: Conflict decline_not_allowed.
    """
    if interview.state == "human_route":
        return Outcome(interview)
    declined = Outcome(interview).moved(
        "decline", "declined", declined_at=now, decline_note_sealed=note_sealed, ended_at=now, until=None
    )
    if interview.started_at is None:
        return declined
    return close_unfinished(declined, now).having(None, RoomClosed(interview.id, interview.room))


def withdraw(interview: Interview, now: datetime) -> Outcome:
    """The application taken back: a running interview ends, what was answered is kept. Twice is once.

    Raises: Conflict withdraw_not_allowed, where a person has decided.
    """
    if interview.state == "withdrawn":
        return Outcome(interview)
    ended_at = interview.ended_at or now
    withdrawn = Outcome(interview).moved(
        "withdraw", "withdrawn", ended_at=ended_at, until=None, pause=None, proposal=None
    )
    if interview.state not in ("live", "paused"):
        return withdrawn
    return clocked(close_unfinished(withdrawn, now), now).having(None, RoomClosed(interview.id, interview.room))


def ensure_not_over(interview: Interview) -> None:
    """Raises: Conflict interview_over."""
    if interview.state in OVER:
        raise Conflict("interview_over", "This interview is over.", state=interview.state)
