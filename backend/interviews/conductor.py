"""The conductor: what each command of the candidate does to the interview. Pure; any process may lead any interview.

greeting ─continue─▶ thinking ─start_answer or time─▶ answering ─done or limit─▶ acknowledged ─┐
                        ▲                                                                      │ continue or gap
                        └──────────────────────────── next question ───────────────────────────┤
                                                         closing ◀── no question left ─────────┘
                                                            └─continue or time─▶ done (submitted)
"""

from collections.abc import Callable
from datetime import datetime

import msgspec

from backend.interviews import presence, turns, utterances
from backend.interviews.live_schemas import Command
from backend.interviews.machine import BEFORE
from backend.interviews.model import COMMANDS_REMEMBERED, HELP_REMEMBERED, HelpAsked, Interview
from backend.interviews.outcome import Outcome
from backend.kernel.errors import Conflict, Invalid


class TurnOver(Conflict):
    """The command was meant for a turn that is over. Code turn_over."""

    def __init__(self) -> None:
        super().__init__("turn_over", "That question is already answered.")


def apply(interview: Interview, command: Command, now: datetime) -> Outcome:
    """The outcome of a command; one that was applied before changes nothing, whatever has happened since.

    Raises: TurnOver · Conflict interview_over, interview_not_live, interview_paused, {kind}_not_allowed,
    no_more_extensions · Invalid text_missing.
    """
    if command.id in interview.commands:
        return Outcome(interview)
    _ensure_live(interview, command)
    _ensure_this_turn(interview, command)
    outcome = presence.here(Outcome(interview), now) if command.kind != "leave" else Outcome(interview)
    outcome = _COMMANDS[command.kind](outcome, command, now)
    return outcome.having(commands=[*interview.commands, command.id][-COMMANDS_REMEMBERED:])


def _ensure_live(interview: Interview, command: Command) -> None:
    presence.ensure_not_over(interview)
    if interview.state in BEFORE:
        raise Conflict("interview_not_live", "The interview has not started yet.", state=interview.state)
    if interview.state == "paused" and command.kind not in ("leave", "help"):
        raise Conflict("interview_paused", "The interview is paused. Start it again to go on.")


def _ensure_this_turn(interview: Interview, command: Command) -> None:
    if command.kind in ("leave", "help"):
        return
    turn = interview.turn
    if command.turn_id is not None and (turn is None or turn.id != command.turn_id):
        raise TurnOver
    if turn is not None and turn.ended_at is not None and command.kind != "continue":
        raise TurnOver


def _not_allowed(outcome: Outcome, command: Command) -> Conflict:
    phase = outcome.interview.phase
    return Conflict(f"{command.kind}_not_allowed", f"That cannot be done while {phase}.", phase=phase)


def _continue(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    match outcome.interview.phase:
        case "greeting" | "acknowledged":
            return turns.proceed(outcome, now)
        case "closing":
            return turns.submit(outcome, now)
    raise _not_allowed(outcome, command)


def _start_answer(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    """Early, or just when thinking ended by itself: then it is running already, as wanted."""
    match outcome.interview.phase:
        case "thinking":
            return turns.begin_answer(outcome, now)
        case "answering":
            return outcome
    raise _not_allowed(outcome, command)


def _done(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    turn = outcome.interview.turn
    if outcome.interview.phase != "answering" or turn is None:
        raise _not_allowed(outcome, command)
    return turns.end_answer(outcome, now, "candidate", None if turn.is_spoken else command.text)


def _more_time(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    """A further stretch for the answer, or for thinking while thinking; both come out of the same allowance."""
    interview, pacing = outcome.interview, outcome.interview.flow.pacing
    turn = interview.turn
    if turn is None or interview.phase not in ("thinking", "answering"):
        raise _not_allowed(outcome, command)
    if turn.extensions >= pacing.extensions:
        raise Conflict("no_more_extensions", "The time was extended as often as it can be.")
    limit = "thinking_s" if interview.phase == "thinking" else "hard_limit_s"
    longer = {limit: getattr(turn, limit) + pacing.extension_s, "extensions": turn.extensions + 1}
    return outcome.with_turn(msgspec.structs.replace(turn, **longer)).having("time_extended")


def _repeat(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    interview = outcome.interview
    if interview.phase == "greeting" and interview.say is not None:
        return outcome.saying("greeting", interview.say.text).having("repeated")
    if interview.turn is None or interview.phase not in ("thinking", "answering"):
        raise _not_allowed(outcome, command)
    return outcome.saying("question", interview.turn.prompt).having("repeated")


def _draft(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    turn = outcome.interview.turn
    if command.text is None:
        raise Invalid("text_missing", "A draft needs a text.")
    if turn is None or turn.is_spoken or outcome.interview.phase not in ("thinking", "answering"):
        raise _not_allowed(outcome, command)
    return outcome.with_turn(msgspec.structs.replace(turn, text=command.text)).having("draft_saved")


def _leave(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    return presence.leave(outcome, now)


def _help(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    """Kept in the interview and shown to staff at once; the candidate is told that it was passed on."""
    interview = outcome.interview
    asked = HelpAsked(now, interview.turn.id if interview.turn else None, interview.phase)
    return outcome.having("help_asked", help_asked=[*interview.help_asked, asked][-HELP_REMEMBERED:]).saying(
        "reassure", utterances.HELP[0]
    )


_COMMANDS: dict[str, Callable[[Outcome, Command, datetime], Outcome]] = {
    "continue": _continue,
    "start_answer": _start_answer,
    "done": _done,
    "more_time": _more_time,
    "repeat": _repeat,
    "draft": _draft,
    "leave": _leave,
    "help": _help,
}
