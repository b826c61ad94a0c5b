"""Turns: opening a question, thinking, answering, closing the answer, going on. Pure; time is handed in."""

from datetime import datetime, timedelta

import msgspec

from backend.contracts.events.interviews import RoomClosed
from backend.flows.model import BreakStep, PracticeStep, QuestionStep
from backend.interviews import follow_up, plan, utterances
from backend.interviews.live_schemas import InForce
from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome
from backend.interviews.processing import settled
from backend.interviews.stopwatch import Stopwatch
from backend.interviews.takes import finish_take, open_take
from backend.interviews.turn import EndedBy, Turn
from backend.kernel.language import LocalText
from backend.questions.model import SWITCHES, AnswerKind, Question

CLOSING_S = 30.0


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


def greet(outcome: Outcome, now: datetime) -> Outcome:
    interview = outcome.interview
    greeting = interview.flow.greeting
    text = greeting.texts[interview.segment] if greeting else utterances.GREETING
    return outcome.having(phase="greeting", until=None, step_since=now).saying("greeting", text)


def gap_s(interview: Interview) -> float:
    """Seconds between an answer's acknowledgement and the next question, as the person has set them."""
    return interview.gap_s or interview.flow.pacing.gap_s * interview.in_force.gap_factor


def proceed(outcome: Outcome, now: datetime) -> Outcome:
    """On: to a follow-up, to the next step of the flow, to what was put off, or to the closing words."""
    interview = outcome.interview
    proposal, turn = interview.proposal, interview.turn
    outcome = outcome.having(proposal=None) if proposal is not None else outcome
    if proposal is not None and turn is not None and turn.id == proposal.turn_id and turn.ended_at is not None:
        question = plan.question_of(interview, turn)
        if question is not None:
            return open_turn(outcome, _follow_up(turn, question, proposal.text, interview, now), now)
    match plan.next_step(interview):
        case QuestionStep(step_id, question):
            return open_turn(outcome, _turn(outcome.interview, step_id, question, now), now)
        case PracticeStep(step_id, question):
            turn = msgspec.structs.replace(_turn(outcome.interview, step_id, question, now), is_practice=True)
            return open_turn(outcome, turn, now)
        case BreakStep() as rest:
            return _rest(outcome, rest, now)
    if interview.waiting:
        return return_to(outcome, interview.waiting[0], now)
    return close(outcome, now)


def close(outcome: Outcome, now: datetime) -> Outcome:
    closing = outcome.interview.flow.closing
    until = now + timedelta(seconds=CLOSING_S)
    closed = outcome.having("closing", phase="closing", until=until, step_since=now)
    if closing is not None:
        closed = closed.having(step=closing.id)
    return closed.saying("closing", closing.text if closing else utterances.CLOSING)


def _rest(outcome: Outcome, rest: BreakStep, now: datetime) -> Outcome:
    until = now + timedelta(seconds=rest.suggested_s)
    resting = outcome.having("resting", phase="break", until=until, step=rest.id, step_since=now)
    return resting.saying("break", rest.text or utterances.BREAK)


def _turn(interview: Interview, step_id: str, question: Question, now: datetime) -> Turn:
    """A question as this person is asked it: with their accommodations."""
    index, ours = len(interview.turns), interview.in_force
    return Turn(
        id=f"{interview.id}.q{index + 1}",
        index=index,
        question_id=question.id,
        kind=_answered_by(question.kind, ours),
        prompt=question.prompt,
        thinking_s=question.thinking_s * ours.thinking_factor,
        soft_limit_s=question.soft_limit_s * ours.time_factor,
        hard_limit_s=question.hard_limit_s * ours.time_factor,
        competencies=question.competencies,
        opened_at=now,
        step_id=step_id,
        number=len(plan.asked(interview)) + 1,
        asked_kind=question.kind,
        code_language=question.code_languages[0] if question.code_languages else None,
    )


def _follow_up(origin: Turn, question: Question, text: LocalText, interview: Interview, now: datetime) -> Turn:
    ours, rule = interview.in_force, question.follow_up
    base = _turn(interview, origin.step_id, question, now)
    return msgspec.structs.replace(
        base,
        kind=origin.kind,
        prompt=text,
        thinking_s=rule.thinking_s * ours.thinking_factor,
        soft_limit_s=rule.soft_limit_s * ours.time_factor,
        hard_limit_s=rule.hard_limit_s * ours.time_factor,
        number=origin.place,
        follows=origin.follows or origin.id,
    )


def _answered_by(kind: AnswerKind, ours: InForce) -> AnswerKind:
    wanted = ours.answers_by
    return wanted if wanted != "as_asked" and wanted in SWITCHES.get(kind, ()) else kind


def open_turn(outcome: Outcome, turn: Turn, now: datetime) -> Outcome:
    step = outcome.interview.step if turn.follows else turn.step_id
    opened = outcome.having(
        "turn_opened", phase="thinking", until=None, turns=[*outcome.interview.turns, turn], step=step, step_since=now
    )
    opened = clocked(opened.saying("follow_up" if turn.follows else "question", turn.prompt), now)
    return opened if turn.thinking_s > 0 else begin_answer(opened, now)


def return_to(outcome: Outcome, turn: Turn, now: datetime) -> Outcome:
    """A question that was put off, once more: with its thinking time, and as if nothing had been said."""
    others = [other for other in outcome.interview.turns if other.id != turn.id]
    return reopen(outcome.having(turns=[*others, turn]), "returned_to", now)


def reopen(outcome: Outcome, change: str, now: datetime, **fields: object) -> Outcome:
    """The last turn from its beginning; what was typed or chosen stays as a draft, what was recorded is kept."""
    turn = outcome.interview.turns[-1]
    fresh = msgspec.structs.replace(
        turn, ended_at=None, ended_by=None, skipped_at=None, started_at=None, thinking=Stopwatch(),
        answering=Stopwatch(), warned_limit_s=None, warned_thinking_s=None, **fields,
    )  # fmt: skip
    opened = outcome.with_turn(fresh).having(change, phase="thinking", until=None, proposal=None, step_since=now)
    opened = clocked(opened.saying("follow_up" if fresh.follows else "question", fresh.prompt), now)
    return opened if fresh.thinking_s > 0 else begin_answer(opened, now)


def begin_answer(outcome: Outcome, now: datetime) -> Outcome:
    """Thinking is over: from now on the answer is recorded, and its clock runs while the person is there."""
    turn = open_turn_of(outcome.interview)
    begun = msgspec.structs.replace(turn, thinking=turn.thinking.stopped(now), started_at=now)
    outcome = outcome.with_turn(begun).having("answer_started", phase="answering")
    return clocked(open_take(outcome, now), now)


def end_answer(
    outcome: Outcome, now: datetime, by: EndedBy, text: str | None = None, chosen: list[str] | None = None
) -> Outcome:
    """The answer is closed and kept; its length is acknowledged before the next question. Practice keeps no words."""
    turn = open_turn_of(outcome.interview)
    ended = msgspec.structs.replace(
        turn,
        answering=turn.answering.stopped(now),
        ended_at=now,
        ended_by=by,
        text=turn.text if text is None or turn.is_practice else text,
        chosen=turn.chosen if chosen is None or turn.is_practice else chosen,
    )
    outcome = _between(finish_take(outcome.with_turn(ended), now).having("answer_closed"), now)
    words = utterances.choose(_thanks(outcome.interview, turn), outcome.interview.id, turn.index)
    return outcome.saying("acknowledge", words)


def _thanks(interview: Interview, answered: Turn) -> tuple[LocalText, ...]:
    """After the last answer nobody is told that it goes on; whether a follow-up comes is not known yet."""
    if answered.is_practice:
        return utterances.PRACTISED
    if not _is_last(interview):
        return utterances.ACKNOWLEDGE
    return utterances.ACKNOWLEDGE_LAST if follow_up.occasion(interview) is None else utterances.ACKNOWLEDGE_ALONE


def _is_last(interview: Interview) -> bool:
    """Whether the flow has nothing more for the person to do, and nothing that was put off waits."""
    following = plan.next_step(interview)
    return not interview.waiting and not isinstance(following, QuestionStep | PracticeStep | BreakStep)


def put_off(outcome: Outcome, now: datetime) -> Outcome:
    """Skipped: it comes back at the end, or when the person wants; skipped again, or in practice, it is left out."""
    turn = open_turn_of(outcome.interview)
    stopped = msgspec.structs.replace(
        turn, thinking=turn.thinking.stopped(now), answering=turn.answering.stopped(now), skips=turn.skips + 1
    )
    is_final = turn.skips > 0 or turn.is_practice
    put = (
        msgspec.structs.replace(stopped, ended_at=now, ended_by="skipped")
        if is_final
        else msgspec.structs.replace(stopped, skipped_at=now)
    )
    outcome = finish_take(outcome.with_turn(put), now)
    left_out = utterances.LEFT_OUT_LAST if _is_last(outcome.interview) else utterances.LEFT_OUT
    words = left_out if is_final else utterances.PUT_OFF
    return _between(outcome.having("answer_skipped"), now).saying("acknowledge", words)


def _between(outcome: Outcome, now: datetime) -> Outcome:
    until = now + timedelta(seconds=gap_s(outcome.interview))
    return outcome.having(phase="acknowledged", until=until, step_since=now)


def submit(outcome: Outcome, now: datetime) -> Outcome:
    """All answers are in; without recordings to wait for, staff may look at once."""
    interview = outcome.interview
    submitted = outcome.moved("submit", "submitted", phase="done", until=None, submitted_at=now, ended_at=now)
    return settled(submitted.having(None, RoomClosed(interview.id, interview.room)), now)


def open_turn_of(interview: Interview) -> Turn:
    turn = interview.turn
    if turn is None or not turn.is_open:
        raise AssertionError("no open turn")
    return turn
