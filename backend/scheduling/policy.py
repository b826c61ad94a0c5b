"""What may be done with a booking, and what it then is. Pure; time is handed in."""

from datetime import datetime, timedelta

import msgspec

from backend.contracts.events.scheduling import BookingChange, BookingChanged
from backend.interviews.appointments import EARLY
from backend.kernel.errors import Conflict, Gone
from backend.scheduling.model import (
    PAST_REMEMBERED,
    Appointment,
    Booking,
    BookingPlan,
    Claimed,
    Hold,
    Past,
    Waiting,
)

MISSED_AFTER = timedelta(minutes=15)


def move_until(booking: Booking, plan: BookingPlan) -> datetime | None:
    """Until when the person may move it by themselves."""
    return booking.appointment.start - timedelta(hours=plan.move_until_h) if booking.appointment else None


def cancel_until(booking: Booking, plan: BookingPlan) -> datetime | None:
    return booking.appointment.start - timedelta(hours=plan.cancel_until_h) if booking.appointment else None


def is_booked(booking: Booking) -> bool:
    return booking.state == "booked" and booking.appointment is not None


def ensure_may_hold(booking: Booking, plan: BookingPlan, now: datetime) -> None:
    """Taking another time than a booked one is a move. Raises: Conflict move_too_late, moves_used_up."""
    if not is_booked(booking):
        return
    until = move_until(booking, plan)
    if until is not None and now > until:
        raise Conflict("move_too_late", "This close to it, please talk to us about another time.", until=until)
    if booking.moves >= plan.moves_max:
        raise Conflict("moves_used_up", "It has been moved often enough; please talk to us.", moves=booking.moves)


def ensure_unchanged(booking: Booking, sequence: int) -> None:
    """Raises: Conflict appointment_changed, where it was booked, moved or given up since `sequence`."""
    if booking.sequence != sequence:
        starts_at = booking.appointment.start if is_booked(booking) and booking.appointment else None
        raise Conflict("appointment_changed", "The appointment has been changed meanwhile.", starts_at=starts_at)


def ensure_may_cancel(booking: Booking, plan: BookingPlan, now: datetime) -> None:
    """Raises: Conflict nothing_booked, cancel_too_late."""
    until = cancel_until(booking, plan)
    if not is_booked(booking) or until is None:
        raise Conflict("nothing_booked", "Nothing is booked.")
    if now > until:
        raise Conflict("cancel_too_late", "This close to it, please talk to us.", until=until)


def held(booking: Booking, hold: Hold) -> Booking:
    """With a new hold; one before is let go."""
    return msgspec.structs.replace(_let_go(booking), hold=hold)


def let_go(booking: Booking) -> Booking:
    """Without its hold; the very same where it has none."""
    return _let_go(booking) if booking.hold is not None else booking


def _let_go(booking: Booking) -> Booking:
    if booking.hold is None:
        return booking
    waiting = booking.waiting
    if booking.hold.is_offer and waiting is not None:
        waiting = msgspec.structs.replace(waiting, passed=waiting.passed + 1)
    return msgspec.structs.replace(booking, hold=None, loose=[*booking.loose, booking.hold.claimed], waiting=waiting)


def confirmed(booking: Booking, claim_id: str, by: str, now: datetime) -> Booking:
    """The hold becomes the appointment, and the one before is given up.

    Raises: Gone hold_over where this hold stands no more.
    """
    hold = booking.hold
    if hold is None or hold.claimed.claim_id != claim_id:
        raise Gone("hold_over", "The time was kept for two minutes, which are over.")
    before = booking.appointment if is_booked(booking) else None
    appointment = Appointment(
        hold.claimed, hold.start, hold.end, hold.mode, hold.member_ids, booked_at=now, booked_by=by
    )
    return _remembered(
        msgspec.structs.replace(
            booking,
            state="booked",
            appointment=appointment,
            hold=None,
            loose=[*booking.loose, *([before.claimed] if before else [])],
            waiting=None,
            sequence=booking.sequence + 1,
            moves=booking.moves + (1 if before else 0),
            is_lifted=False,
        ),
        "moved" if before else "booked", now, hold.start,
    )  # fmt: skip


def cancelled(booking: Booking, now: datetime) -> Booking:
    """Raises: Conflict nothing_booked."""
    appointment = booking.appointment
    if appointment is None or booking.state != "booked":
        raise Conflict("nothing_booked", "Nothing is booked.")
    return _remembered(
        msgspec.structs.replace(
            booking, state="cancelled", loose=[*booking.loose, appointment.claimed], sequence=booking.sequence + 1
        ),
        "cancelled", now, appointment.start,
    )  # fmt: skip


def missed(booking: Booking, now: datetime) -> Booking:
    """Raises: Conflict nothing_booked · not_over_yet before its start."""
    appointment = booking.appointment
    if appointment is None or booking.state != "booked":
        raise Conflict("nothing_booked", "Nothing is booked.")
    if now < appointment.start:
        raise Conflict("not_over_yet", "Its time has not come yet.", starts_at=appointment.start)
    return _remembered(msgspec.structs.replace(booking, state="missed"), "missed", now, appointment.start)


def kept(booking: Booking, now: datetime) -> Booking:
    """The person came; the very same where nothing was booked."""
    if booking.state not in ("booked", "missed") or booking.appointment is None:
        return booking
    return _remembered(msgspec.structs.replace(booking, state="kept"), "kept", now, booking.appointment.start)


def lifted(booking: Booking, now: datetime) -> Booking:
    """They may begin at any time. Raises: Conflict nothing_booked."""
    if booking.appointment is None or booking.state not in ("booked", "missed"):
        raise Conflict("nothing_booked", "Nothing is booked.")
    if booking.is_lifted:
        return booking
    return _remembered(msgspec.structs.replace(booking, is_lifted=True), "lifted", now, booking.appointment.start)


def is_missed(booking: Booking, now: datetime) -> bool:
    """An AI window that went by without the interview having begun."""
    appointment = booking.appointment
    return (
        booking.state == "booked" and appointment is not None and appointment.mode == "ai"
        and not booking.is_lifted and appointment.end + MISSED_AFTER <= now
    )  # fmt: skip


def queued(booking: Booking, wishes: list[datetime], now: datetime) -> Booking:
    """In line, or with other wishes in the same place."""
    since = booking.waiting.since if booking.waiting else now
    return msgspec.structs.replace(booking, waiting=Waiting(since, sorted(set(wishes))))


def left_queue(booking: Booking) -> Booking:
    if booking.waiting is None:
        return booking
    let = _let_go(booking) if booking.hold is not None and booking.hold.is_offer else booking
    return msgspec.structs.replace(let, waiting=None)


def settled(booking: Booking, claim_ids: set[str]) -> Booking:
    """Without the loose claims that have been taken off their sheets."""
    left = [claimed for claimed in booking.loose if claimed.claim_id not in claim_ids]
    return booking if len(left) == len(booking.loose) else msgspec.structs.replace(booking, loose=left)


def owned(booking: Booking) -> dict[str, Claimed]:
    """The claims that this booking still needs, by id."""
    wanted = [booking.hold.claimed if booking.hold else None]
    if booking.appointment is not None and booking.state in ("booked", "missed", "kept"):
        wanted.append(booking.appointment.claimed)
    return {claimed.claim_id: claimed for claimed in wanted if claimed is not None}


def _remembered(booking: Booking, change: str, now: datetime, start: datetime) -> Booking:
    return msgspec.structs.replace(booking, past=[*booking.past, Past(change, now, start)][-PAST_REMEMBERED:])


def invited(booking: Booking, now: datetime) -> BookingChanged:
    """That a talk with people is theirs to book."""
    return msgspec.structs.replace(changed(booking, "invited", now), mode="people")


def uninvited(booking: Booking, now: datetime) -> BookingChanged:
    """That it no longer is: the position books no talks any more."""
    return msgspec.structs.replace(changed(booking, "uninvited", now), mode="ai")


def changed(booking: Booking, change: BookingChange, now: datetime, before: Booking | None = None) -> BookingChanged:
    """The announcement of the booking as the next save will have it."""
    appointment = booking.appointment if booking.state in ("booked", "missed", "kept") else None
    was = before.appointment if before is not None and before.state == "booked" else None
    hold = booking.hold if booking.hold is not None and booking.hold.is_offer else None
    mode = appointment or hold or was or booking.appointment
    return BookingChanged(
        booking_id=booking.id,
        interview_id=booking.interview_id,
        application_id=booking.application_id,
        position_id=booking.position_id,
        candidate_id=booking.candidate_id,
        state=booking.state,
        change=change,
        revision=booking.version + 1,
        mode=mode.mode if mode else "ai",
        at=now,
        starts_at=appointment.start if appointment else None,
        ends_at=appointment.end if appointment else None,
        opens_at=appointment.start - EARLY if appointment else None,
        before_at=was.start if was else None,
        zone=booking.zone,
        employer_zone=booking.employer_zone,
        member_ids=list(appointment.member_ids if appointment else was.member_ids if was else []),
        offered_at=hold.start if hold else None,
        offered_until=hold.until if hold else None,
    )
