"""Turns: opening a question, thinking, answering, closing the answer, going on. Pure; time is handed in."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from backend.contracts.events.interviews import RoomClosed, TakeFinished, TakeWanted
from backend.contracts.media import MediaKind
from backend.interviews import utterances
from backend.interviews.model import Interview, Take, Turn
from backend.interviews.outcome import Outcome
from backend.interviews.processing import settled
from backend.interviews.stopwatch import Stopwatch

CLOSING_S = 30.0
_KINDS: dict[str, list[MediaKind]] = {"video": ["audio", "video"], "voice": ["audio"]}
_TOLERANCE = timedelta(milliseconds=1)


def clocked(outcome: Outcome, at: datetime) -> Outcome:
    """With the open turn's stopwatch running or standing as it should from `at` on."""
    interview = outcome.interview
    turn = interview.turn
    if turn is None or interview.phase not in ("thinking", "answering"):
        return outcome
    watch: Stopwatch = getattr(turn, interview.phase)
    if watch.is_running == interview.is_running:
        return outcome
    ticked = watch.started(at) if interview.is_running else watch.stopped(at)
    return outcome.with_turn(msgspec.structs.replace(turn, **{interview.phase: ticked}))


def greet(outcome: Outcome) -> Outcome:
    interview = outcome.interview
    greeting = interview.flow.greeting
    text = greeting.texts[interview.segment] if greeting else utterances.GREETING
    return outcome.having(phase="greeting", until=None).saying("greeting", text)


def proceed(outcome: Outcome, now: datetime) -> Outcome:
    """The next question, or the closing words after the last one."""
    interview = outcome.interview
    questions = interview.flow.questions
    if len(interview.turns) < len(questions):
        return open_turn(outcome, now)
    closing = interview.flow.closing
    until = now + timedelta(seconds=CLOSING_S)
    return outcome.having("closing", phase="closing", until=until).saying(
        "closing", closing.text if closing else utterances.CLOSING
    )


def open_turn(outcome: Outcome, now: datetime) -> Outcome:
    interview = outcome.interview
    index = len(interview.turns)
    question = interview.flow.questions[index]
    turn = Turn(
        id=f"{interview.id}.q{index + 1}",
        index=index,
        question_id=question.id,
        kind=question.kind,
        prompt=question.prompt,
        thinking_s=question.thinking_s,
        soft_limit_s=question.soft_limit_s,
        hard_limit_s=question.hard_limit_s,
        competencies=question.competencies,
        opened_at=now,
    )
    opened = outcome.having("turn_opened", phase="thinking", until=None, turns=[*interview.turns, turn])
    opened = clocked(opened.saying("question", question.prompt), now)
    return opened if turn.thinking_s > 0 else begin_answer(opened, now)


def begin_answer(outcome: Outcome, now: datetime) -> Outcome:
    """Thinking is over: from now on the answer is recorded, and its clock runs while the person is there."""
    interview = outcome.interview
    turn = _open(interview)
    thinking = turn.thinking.stopped(now)
    if not turn.is_spoken:
        begun = msgspec.structs.replace(turn, thinking=thinking, started_at=now)
        return clocked(outcome.with_turn(begun).having("answer_started", phase="answering"), now)
    take = Take(take_id(interview, turn), turn.id, _KINDS[turn.kind], now)
    wanted = TakeWanted(interview.id, interview.room, take.id, take.kinds, interview.language)
    begun = msgspec.structs.replace(turn, thinking=thinking, started_at=now, take_id=take.id)
    outcome = outcome.with_turn(begun).having(
        "answer_started", wanted, phase="answering", takes=[*interview.takes, take]
    )
    return clocked(outcome, now)


def take_id(interview: Interview, turn: Turn) -> str:
    """Follows from the turn, so that two processes that open it at once open the same one."""
    return f"tak_{interview.id.removeprefix('int_')}{turn.index + 1:02d}"


def end_answer(
    outcome: Outcome, now: datetime, by: Literal["candidate", "limit", "expiry"], text: str | None = None
) -> Outcome:
    """The answer is closed and kept; its length is acknowledged before the next question."""
    turn = _open(outcome.interview)
    ended = msgspec.structs.replace(
        turn,
        answering=turn.answering.stopped(now),
        ended_at=now,
        ended_by=by,
        text=turn.text if text is None else text,
    )
    outcome = finish_take(outcome.with_turn(ended), now)
    words = utterances.choose(utterances.ACKNOWLEDGE, outcome.interview.id, turn.index)
    until = now + timedelta(seconds=outcome.interview.flow.pacing.gap_s)
    return outcome.having("answer_closed", phase="acknowledged", until=until).saying("acknowledge", words)


def finish_take(outcome: Outcome, now: datetime) -> Outcome:
    """Without an open take: what was recorded is closed, and the node told to store it."""
    interview = outcome.interview
    take = interview.open_take
    if take is None:
        return outcome
    finished = msgspec.structs.replace(take, finished_at=now)
    takes = [finished if other.id == take.id else other for other in interview.takes]
    return outcome.having(None, TakeFinished(interview.id, interview.room, take.id, now), takes=takes)


def submit(outcome: Outcome, now: datetime) -> Outcome:
    """All answers are in; without recordings to wait for, staff may look at once."""
    interview = outcome.interview
    submitted = outcome.moved("submit", "submitted", phase="done", until=None, submitted_at=now, ended_at=now)
    return settled(submitted.having(None, RoomClosed(interview.id, interview.room)), now)


def warn(outcome: Outcome, now: datetime) -> Outcome:
    """Once per limit: the time that is left, and that more can be had."""
    turn = _open(outcome.interview)
    left_s = max(0.0, turn.hard_limit_s - turn.answering.elapsed_s(now))
    words = utterances.filled(utterances.TIME_WARNING[0], seconds=str(round(left_s)))
    warned = msgspec.structs.replace(turn, warned_limit_s=turn.hard_limit_s)
    return outcome.with_turn(warned).having("time_warned").saying("time_warning", words)


def next_moment(interview: Interview) -> datetime | None:
    """When something happens by itself, if nobody does anything; None while only people can move it."""
    if interview.state != "live":
        return None
    if interview.phase in ("acknowledged", "closing"):
        return interview.until
    turn = interview.turn
    if turn is None:
        return None
    if interview.phase == "thinking":
        return turn.thinking.reaches(turn.thinking_s)
    if interview.phase != "answering":
        return None
    return _warning_moment(interview, turn) or turn.answering.reaches(turn.hard_limit_s)


def tick(outcome: Outcome, now: datetime) -> Outcome:
    """All that is due by `now`, one after the other."""
    while (moment := next_moment(outcome.interview)) is not None and moment <= now + _TOLERANCE:
        outcome = _fall_due(outcome, now)
    return outcome


def _fall_due(outcome: Outcome, now: datetime) -> Outcome:
    interview = outcome.interview
    match interview.phase:
        case "thinking":
            return begin_answer(outcome, now)
        case "acknowledged":
            return proceed(outcome, now)
        case "closing":
            return submit(outcome, now)
    limit = _open(interview).answering.reaches(_open(interview).hard_limit_s)
    if limit is not None and limit <= now + _TOLERANCE:
        return end_answer(outcome, now, "limit")
    return warn(outcome, now)


def _warning_moment(interview: Interview, turn: Turn) -> datetime | None:
    warn_before_s = interview.flow.pacing.warn_before_s
    if turn.warned_limit_s == turn.hard_limit_s or not 0 < warn_before_s < turn.hard_limit_s:
        return None
    return turn.answering.reaches(turn.hard_limit_s - warn_before_s)


def _open(interview: Interview) -> Turn:
    turn = interview.turn
    if turn is None or turn.ended_at is not None:
        raise AssertionError("no open turn")
    return turn
