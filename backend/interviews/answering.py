"""The commands about the open question: its answer, its time, its words, its kind. Pure; see `conductor`."""

from datetime import datetime, timedelta

import msgspec

from backend.interviews import plan, turns
from backend.interviews.allowed import answer_kinds
from backend.interviews.live_schemas import Command
from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome, speech_rate
from backend.interviews.takes import finish_take, open_take
from backend.interviews.turn import EndedBy, Turn
from backend.kernel.errors import Conflict, Invalid

TEXT_MAX = 20_000
LAST_WORDS_WITHIN = timedelta(seconds=5)
"""What was typed before a limit may be this long on its way from the phone."""
SLOWER = 0.8
SLOWEST = 0.5


def start_answer(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    """Early, or just when thinking ended by itself: then it is running already, as wanted."""
    return turns.begin_answer(outcome, now) if outcome.interview.phase == "thinking" else outcome


def done(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    turn = turns.open_turn_of(outcome.interview)
    text = None if turn.is_spoken or turn.kind == "choice" else _text(command.text)
    chosen = None
    if turn.kind == "choice" and command.options is not None:
        chosen = _chosen(outcome.interview, turn, command.options)
    return turns.end_answer(_in_language(outcome, command), now, "candidate", text, chosen)


def draft(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    """The newest text is kept. Of practice nothing is."""
    text, turn = _text(command.text), turns.open_turn_of(outcome.interview)
    if text is None:
        raise Invalid("text_missing", "A draft needs a text.")
    if turn.is_practice:
        return outcome
    outcome = _in_language(outcome, command)
    turn = turns.open_turn_of(outcome.interview)
    return outcome.with_turn(msgspec.structs.replace(turn, text=text)).having("draft_saved")


def are_last_words(interview: Interview, command: Command, now: datetime) -> bool:
    """Whether the command brings words to the answer that time has just closed, before anything else has come."""
    turn = interview.turn
    if turn is None or turn.ended_at is None or turn.ended_by != "limit" or interview.phase != "acknowledged":
        return False
    is_written = not turn.is_spoken and turn.kind != "choice" and not turn.is_practice and interview.held is None
    brings_words = command.kind in ("draft", "done") and bool(command.text) and command.turn_id == turn.id
    return is_written and brings_words and interview.state == "live" and now <= turn.ended_at + LAST_WORDS_WITHIN


def last_words(outcome: Outcome, command: Command) -> Outcome:
    """Raises: Invalid answer_too_long."""
    turn = outcome.interview.turns[-1]
    by: EndedBy = "candidate" if command.kind == "done" else "limit"
    kept = msgspec.structs.replace(turn, text=_text(command.text) or turn.text, ended_by=by)
    return outcome.with_turn(kept).having("last_words_kept")


def choose(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    turn = turns.open_turn_of(outcome.interview)
    if command.options is None:
        raise Invalid("options_missing", "A choice needs options, none of them if need be.")
    chosen = _chosen(outcome.interview, turn, command.options)
    if turn.is_practice:
        return outcome
    return outcome.with_turn(msgspec.structs.replace(turn, chosen=chosen)).having("draft_saved")


def more_time(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    """A further stretch for the answer, or for thinking while thinking; both come out of the same allowance."""
    interview, pacing = outcome.interview, outcome.interview.flow.pacing
    turn = turns.open_turn_of(interview)
    if turn.extensions >= pacing.extensions:
        raise Conflict("no_more_extensions", "The time was extended as often as it can be.")
    limit = "thinking_s" if interview.phase == "thinking" else "hard_limit_s"
    longer = {limit: getattr(turn, limit) + pacing.extension_s, "extensions": turn.extensions + 1}
    return outcome.with_turn(msgspec.structs.replace(turn, **longer)).having("time_extended")


def think(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    """The interviewer leaves the person be until they speak: the pacer hears of it, nothing is stored."""
    return outcome.having("think_asked")


def repeat(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    """The question again; who asks a second time hears it in other words, where there are any, and so on in turn."""
    interview = outcome.interview
    if interview.phase == "greeting":
        return _greeting_again(outcome)
    turn = turns.open_turn_of(interview)
    question = plan.question_of(interview, turn)
    has_other_words = question is not None and question.rephrased is not None and not turn.follows
    return _say_again(outcome, turn, has_other_words and turn.asked_again % 2 == 1)


def rephrase(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    return _say_again(outcome, turns.open_turn_of(outcome.interview), True)


def slower(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    """From now on; and what was said last once more."""
    interview = outcome.interview
    rate = max(SLOWEST, round(speech_rate(interview) * SLOWER, 2))
    outcome = outcome.having(speech_rate=rate)
    if interview.phase == "greeting":
        return _greeting_again(outcome)
    return _say_again(outcome, turns.open_turn_of(interview), False)


def _greeting_again(outcome: Outcome) -> Outcome:
    say = outcome.interview.say
    return outcome.saying("greeting", say.text).having("repeated") if say is not None else outcome


def _say_again(outcome: Outcome, turn: Turn, in_other_words: bool) -> Outcome:
    question = plan.question_of(outcome.interview, turn)
    words = question.rephrased if in_other_words and question is not None else None
    again = msgspec.structs.replace(turn, asked_again=turn.asked_again + 1)
    kind = "follow_up" if turn.follows else "question"
    return outcome.with_turn(again).saying(kind, words or turn.prompt).having("repeated")  # type: ignore[arg-type]


def switch_kind(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    """By voice, in writing, or back as it was meant. What was recorded before is kept beside the answer.

    Raises: Invalid answer_kind_missing · Conflict answer_kind_not_allowed.
    """
    interview = outcome.interview
    turn, kind = turns.open_turn_of(interview), command.answer_kind
    if kind is None:
        raise Invalid("answer_kind_missing", "Name the kind of answer to switch to.")
    if kind not in answer_kinds(turn):
        raise Conflict(
            "answer_kind_not_allowed", "This question cannot be answered that way.", kinds=answer_kinds(turn)
        )
    if kind == turn.kind:
        return outcome
    switched = msgspec.structs.replace(turn, kind=kind)
    outcome = outcome.with_turn(switched).having("kind_switched")
    if interview.phase == "answering" and turn.is_spoken != switched.is_spoken:
        outcome = open_take(outcome, now) if switched.is_spoken else finish_take(outcome, now)
    return turns.clocked(outcome, now)


def skip(outcome: Outcome, command: Command, now: datetime) -> Outcome:
    return turns.put_off(outcome, now)


def _text(text: str | None) -> str | None:
    """Raises: Invalid answer_too_long; what was kept before stays."""
    if text is not None and len(text) > TEXT_MAX:
        raise Invalid("answer_too_long", f"At most {TEXT_MAX} characters are kept.", most=TEXT_MAX, length=len(text))
    return text


def _chosen(interview: Interview, turn: Turn, options: list[str]) -> list[str]:
    """In the question's order. Raises: Invalid option_unknown, too_many_options."""
    question = plan.question_of(interview, turn)
    known = [option.id for option in question.options] if question else []
    if not set(options) <= set(known):
        raise Invalid("option_unknown", "There is no such option.")
    chosen = [option for option in known if option in options]
    if question is not None and len(chosen) > question.choices_max:
        raise Invalid("too_many_options", "Fewer options can be chosen.", most=question.choices_max)
    return chosen


def _in_language(outcome: Outcome, command: Command) -> Outcome:
    """Raises: Invalid code_language_unknown."""
    turn = turns.open_turn_of(outcome.interview)
    language = command.code_language
    if language is None or language == turn.code_language or turn.kind != "code":
        return outcome
    question = plan.question_of(outcome.interview, turn)
    if question is None or language not in question.code_languages:
        raise Invalid("code_language_unknown", "This question is not answered in that language.")
    return outcome.with_turn(msgspec.structs.replace(turn, code_language=language))
