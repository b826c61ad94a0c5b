"""The conductor: what each command of the candidate does to the interview. Pure; any process may lead any interview.

greeting ─continue─▶ thinking ─start_answer or time─▶ answering ─done or limit─▶ acknowledged ──┐
                      ▲  ▲ └──────────── skip ───────────────┴─────────────────────▲  │ retake   │ continue or gap
                      │  └────────────────────────────────────────────────────────────┘          │
                      ├── next question · follow-up · practice · what was put off ───────────────┤
                      └── continue ── break ◀── a break of the flow ─────────────────────────────┤
                                                         closing ◀── nothing left ───────────────┘
                                                            └─continue or time─▶ done (submitted)
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from backend.interviews import answering, presence, turns, utterances
from backend.interviews.allowed import ALWAYS, KEEPING, allowed
from backend.interviews.live_schemas import Command
from backend.interviews.machine import BEFORE
from backend.interviews.model import (
    COMMANDS_REMEMBERED,
    HELP_REMEMBERED,
    RUNGS_REMEMBERED,
    HelpAsked,
    Interview,
    RungChange,
)
from backend.interviews.outcome import Outcome
from backend.interviews.pausing import pause
from backend.kernel.errors import Conflict, Invalid

_ANY_TURN = frozenset({*ALWAYS, "pause", "resume"})
_ANY_TAB = frozenset({"help", "resume"})
_AFTER_TURN = frozenset({"continue", "longer_gap", "return_to", "retake"})


class TurnOver(Conflict):
    """The command was meant for a turn that is over. Code turn_over."""

    def __init__(self) -> None:
        super().__init__("turn_over", "That question is already answered.")


def apply(interview: Interview, command: Command, now: datetime) -> Outcome:
    """The outcome of a command; one that was applied before changes nothing, whatever has happened since. Words that
    were on their way when time closed their answer are still taken.

    Raises: TurnOver · Conflict interview_over, interview_not_live, joined_elsewhere, interview_paused, interview_held,
    {kind}_not_allowed, no_more_extensions, no_more_pauses, no_more_retakes, answer_kind_not_allowed ·
    Invalid text_missing, answer_too_long, options_missing, option_unknown, too_many_options, answer_kind_missing,
    code_language_unknown, rung_missing, question_not_waiting.
    """
    if command.id in interview.commands:
        return Outcome(interview)
    _ensure_live(interview, command)
    if answering.are_last_words(interview, command, now):
        outcome = answering.last_words(Outcome(interview), command)
    else:
        _ensure_this_turn(interview, command)
        _ensure_allowed(interview, command)
        is_going = command.kind in ("leave", "pause") or interview.state == "paused"
        outcome = Outcome(interview) if is_going else presence.here(Outcome(interview), now)
        outcome = _COMMANDS[command.kind](outcome, command, now)
    return outcome.having(commands=[*interview.commands, command.id][-COMMANDS_REMEMBERED:])


def _ensure_live(interview: Interview, command: Command) -> None:
    presence.ensure_not_over(interview)
    if interview.state in BEFORE:
        raise Conflict("interview_not_live", "The interview has not started yet.", state=interview.state)
    if command.kind not in _ANY_TAB:
        presence.ensure_this_tab(interview, command.tab)
    if interview.state == "paused" and command.kind not in _ANY_TURN:
        raise Conflict("interview_paused", "The interview is paused. Start it again to go on.")
    if interview.held is not None and command.kind not in ALWAYS and command.kind not in KEEPING:
        raise Conflict("interview_held", "A person is leading the interview now.", name=interview.held.name)


def _ensure_this_turn(interview: Interview, command: Command) -> None:
    if command.kind in _ANY_TURN:
        return
    turn = interview.turn
    if command.turn_id is not None and (turn is None or turn.id != command.turn_id):
        raise TurnOver
    if turn is not None and not turn.is_open and command.kind not in _AFTER_TURN:
        raise TurnOver


def _ensure_allowed(interview: Interview, command: Command) -> None:
    """The rare commands that say more precisely themselves why not, or that change nothing, are let through."""
    if command.kind in allowed(interview) or _says_itself(interview, command):
        return
    phase = interview.phase
    raise Conflict(f"{command.kind}_not_allowed", f"That cannot be done while {phase}.", phase=phase)


def _says_itself(interview: Interview, command: Command) -> bool:
    match command.kind:
        case "start_answer":
            return interview.phase == "answering"
        case "more_time":
            return interview.phase in ("thinking", "answering")
        case "pause":
            return interview.state == "paused" or interview.phase in ("thinking", "answering", "acknowledged")
        case "resume":
            return interview.state in ("live", "paused")
        case "longer_gap":
            return interview.phase == "acknowledged"
    return False


def _continue(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    if outcome.interview.phase == "closing":
        return turns.submit(outcome, now)
    return turns.proceed(outcome, now)


def _longer_gap(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    """More time between questions from here on, and at once; at its most it stays there."""
    interview = outcome.interview
    pacing, gap_s = interview.flow.pacing, turns.gap_s(interview)
    longer_s = max(gap_s, min(pacing.gap_max_s, gap_s + pacing.gap_step_s))
    until = (interview.until or now) + timedelta(seconds=longer_s - gap_s)
    return outcome.having("gap_lengthened", gap_s=longer_s, until=until) if longer_s > gap_s else outcome


def _return_to(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    waiting = next((turn for turn in outcome.interview.waiting if turn.id == command.target), None)
    if waiting is None:
        raise Invalid("question_not_waiting", "That question does not wait for an answer.")
    return turns.return_to(outcome, waiting, now)


def _retake(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    turn = outcome.interview.turns[-1]
    return turns.reopen(outcome, "retaken", now, retakes=turn.retakes + 1)


def _pause(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    return outcome if outcome.interview.state == "paused" else pause(outcome, now)


def _resume(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    outcome = presence.entered(outcome, command.tab)
    return outcome if outcome.interview.state == "live" else presence.resume(outcome, now)


def _rung(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    """Kept for the parity report; the same rung again is no step."""
    interview = outcome.interview
    if command.rung is None:
        raise Invalid("rung_missing", "Name the rung.")
    if command.rung == interview.rung:
        return outcome
    changed = RungChange(command.rung, command.reason, now, interview.turn.id if interview.turn else None)
    return outcome.having("rung_changed", rungs=[*interview.rungs, changed][-RUNGS_REMEMBERED:])


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
    "start_answer": answering.start_answer,
    "done": answering.done,
    "more_time": answering.more_time,
    "think": answering.think,
    "repeat": answering.repeat,
    "rephrase": answering.rephrase,
    "slower": answering.slower,
    "longer_gap": _longer_gap,
    "skip": answering.skip,
    "return_to": _return_to,
    "retake": _retake,
    "pause": _pause,
    "resume": _resume,
    "switch_kind": answering.switch_kind,
    "draft": answering.draft,
    "choose": answering.choose,
    "rung": _rung,
    "leave": _leave,
    "help": _help,
}
