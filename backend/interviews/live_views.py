"""What the live screen shows. Pure; facts that lie in Redis (who watches, an offer to go on) are handed in."""

from datetime import datetime, timedelta

import msgspec

from backend.interviews import plan
from backend.interviews.acknowledgement import acknowledge
from backend.interviews.allowed import allowed, answer_kinds, retakes_left
from backend.interviews.live_schemas import (
    Acknowledgement,
    ChoiceView,
    LiveView,
    PauseView,
    TurnView,
    Utterance,
    Waiting,
    Warned,
)
from backend.interviews.model import Interview
from backend.interviews.outcome import speech_rate
from backend.interviews.pausing import pauses_left
from backend.interviews.progress import progress
from backend.interviews.turn import Turn
from backend.interviews.turns import gap_s
from backend.interviews.utterances import filled
from backend.kernel.language import LocalText


class Hot(msgspec.Struct, frozen=True):
    """What is known of this moment alone."""

    watchers: list[str] = []
    offered_next: bool = False


def live_view(interview: Interview, first_name: str, now: datetime, hot: Hot) -> LiveView:
    turn, phase = interview.turn, interview.phase
    is_asked = turn is not None and phase in ("thinking", "answering")
    return LiveView(
        interview_id=interview.id,
        room=interview.room,
        version=interview.version,
        state=interview.state,
        phase=phase,
        now=now,
        is_clock_stopped=is_clock_stopped(interview),
        say=_said(interview, first_name),
        turn=turn_view(interview, turn, now) if turn is not None and is_asked else None,
        acknowledgement=_acknowledgement(interview, turn) if turn is not None and phase == "acknowledged" else None,
        progress=progress(interview, now),
        first_name=first_name,
        position=interview.occasion.position,
        publisher=interview.presence.resource_id,
        tab=interview.presence.tab,
        watchers=hot.watchers,
        allowed=allowed(interview),
        step=plan.step_kind(interview),
        waiting=[Waiting(other.id, other.place, other.prompt) for other in interview.waiting],
        warning=warning(interview, turn, now) if turn is not None and is_asked else None,
        offered_next=hot.offered_next and phase == "answering" and interview.is_running,
        next_at=interview.until if phase in ("acknowledged", "closing") and _goes_on(interview) else None,
        gap_s=gap_s(interview),
        pause=PauseView(interview.pause.since, interview.pause.until) if interview.pause else None,
        pauses_left=pauses_left(interview),
        break_until=interview.until if phase == "break" else None,
        held_by=interview.held.name if interview.held else None,
        rung=interview.rung,
        speech_rate=speech_rate(interview),
        is_preview=interview.is_preview,
    )


def _goes_on(interview: Interview) -> bool:
    return interview.state == "live" and interview.held is None


def is_clock_stopped(interview: Interview) -> bool:
    is_timed = interview.phase in ("thinking", "answering")
    return interview.state == "paused" or (interview.state == "live" and is_timed and not interview.is_running)


def warning(interview: Interview, turn: Turn, now: datetime) -> Warned | None:
    """The limit that is nearer than the policy's warning, while its clock runs."""
    if not interview.is_running:
        return None
    is_thinking = interview.phase == "thinking"
    watch, limit_s = (turn.thinking, turn.thinking_s) if is_thinking else (turn.answering, turn.hard_limit_s)
    left_s = limit_s - watch.elapsed_s(now)
    if left_s > interview.flow.pacing.warn_before_s:
        return None
    left = max(0, interview.flow.pacing.extensions - turn.extensions)
    return Warned("thinking" if is_thinking else "answer", now + timedelta(seconds=max(0.0, left_s)), left)


def _acknowledgement(interview: Interview, turn: Turn) -> Acknowledgement | None:
    """Nothing to acknowledge where the question was put off or left out."""
    if turn.skipped_at is not None or turn.ended_by == "skipped":
        return None
    return msgspec.structs.replace(
        acknowledge(turn, interview.until if _goes_on(interview) else None),
        turn_id=turn.id,
        retakes_left=retakes_left(interview, turn),
        is_practice=turn.is_practice,
    )


def _said(interview: Interview, first_name: str) -> Utterance | None:
    say = interview.say
    if say is None:
        return None
    position = interview.occasion.position
    text = LocalText(
        zh_cn=say.text.zh_cn.replace("{position}", position.zh_cn),
        en=say.text.en.replace("{position}", position.en),
    )
    return msgspec.structs.replace(say, text=filled(text, first_name=first_name))


def turn_view(interview: Interview, turn: Turn, now: datetime) -> TurnView:
    """`answered_s` is what counts at `now`, `answering_since` the moment a clock without drops would have begun.

    While the clock stands `thinking_until` says what it would be if it went on now.
    """
    left_s = turn.thinking_s - turn.thinking.elapsed_s(now)
    answered_s = turn.answering.elapsed_s(now)
    question = plan.question_of(interview, turn)
    options = question.options if question is not None and turn.kind == "choice" else []
    return TurnView(
        id=turn.id,
        index=turn.place,
        kind=turn.kind,
        prompt=turn.prompt,
        thinking_s=turn.thinking_s,
        soft_limit_s=turn.soft_limit_s,
        hard_limit_s=turn.hard_limit_s,
        thinking_until=now + timedelta(seconds=max(0.0, left_s)) if interview.phase == "thinking" else None,
        answering_since=now - timedelta(seconds=answered_s) if turn.started_at else None,
        answered_s=round(answered_s, 3),
        take_id=turn.take_id,
        draft=turn.text,
        extensions_left=max(0, interview.flow.pacing.extensions - turn.extensions),
        asked_kind=turn.asked_kind or turn.kind,
        kinds=answer_kinds(turn),
        is_practice=turn.is_practice,
        follows=turn.follows,
        is_return=turn.skips > 0,
        retake=turn.retakes,
        retakes_left=retakes_left(interview, turn),
        material=question.material if question else None,
        options=[ChoiceView(option.id, option.text, option.id in turn.chosen) for option in options],
        choices_max=question.choices_max if question else 1,
        code_languages=question.code_languages if question else [],
        code_language=turn.code_language,
    )
