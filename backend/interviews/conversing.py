"""A conversation's course: begun by a take-over, tracks of those who are there, what a person asks, its end. Pure.

An answer that was being given is interrupted: nothing goes into its recording until the AI goes on with it.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from backend.contracts.events.interviews import TakeFinished, TakeRested, TakeWanted
from backend.contracts.media import ActiveTake, MediaKind
from backend.flows.model import QuestionStep
from backend.interviews import plan
from backend.interviews.conversation import Asked, Conversation, Track
from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome
from backend.interviews.room_names import CANDIDATE, Source, camera_room, is_main, screen_room
from backend.interviews.stopwatch import Stopwatch
from backend.interviews.take import Take
from backend.interviews.turn import Turn
from backend.kernel.errors import Conflict
from backend.privacy.consent import covers_conversations

ASKED_MAX = 200
_KINDS: dict[Source, list[MediaKind]] = {"camera": ["audio", "video"], "screen": ["audio", "video"]}


class Publisher(msgspec.Struct, frozen=True):
    """Who sends media into a room of their own. `role` None: the candidate."""

    participant_id: str
    account_id: str
    role: str | None
    source: Source = "camera"


def begun(outcome: Outcome, account_id: str, now: datetime) -> Outcome:
    """The candidate's track at once; the others' are added with `tracked`."""
    interview = outcome.interview
    is_recorded = interview.consent is not None and covers_conversations(interview.consent.version)
    conversation = Conversation(f"{interview.id}.c{len(interview.conversations) + 1}", now, [account_id], is_recorded)
    outcome = outcome.having(conversations=[*interview.conversations, conversation])
    if (answer := interview.open_take) is not None:
        outcome = outcome.having(None, TakeRested(interview.id, interview.room, answer.id))
    return tracked(outcome, [Publisher(CANDIDATE, interview.candidate_id, None)], now)


def tracked(outcome: Outcome, publishers: Sequence[Publisher], now: datetime) -> Outcome:
    """With a recording of each who has none in this conversation yet; without a conversation nothing changes."""
    conversation = outcome.interview.conversation
    if conversation is None or not conversation.is_recorded or outcome.interview.is_preview:
        return outcome
    for publisher in publishers:
        take = _take(outcome.interview, conversation, publisher, now)
        if outcome.interview.take(take.id) is None and take.track is not None:
            interview = outcome.interview
            wanted = TakeWanted(interview.id, take.track.room, take.id, take.kinds, interview.language)
            outcome = outcome.having("track_begun", wanted, takes=[*interview.takes, take])
    return outcome


def tracked_in(interview: Interview, publishers: Sequence[Publisher], now: datetime) -> Outcome:
    """As `tracked`, of an interview as it is stored."""
    return tracked(Outcome(interview), publishers, now)


def _take(interview: Interview, conversation: Conversation, publisher: Publisher, now: datetime) -> Take:
    """Its id follows from who it is of, so that two processes that begin it at once begin the same one."""
    who, source = publisher.participant_id, publisher.source
    room = camera_room(interview.room, who) if source == "camera" else screen_room(interview.room, who)
    number = conversation.id.rpartition(".")[2]
    take_id = f"tak_{interview.id.removeprefix('int_')}{number}_{who.removeprefix('par_')}_{source[0]}"
    track = Track(conversation.id, who, publisher.account_id, room, source, publisher.role)
    return Take(take_id, conversation.id, _KINDS[source], now, track=track)


def is_track(take_id: str) -> bool:
    """Whether a recording's id is one that `_take` makes: somebody's in a conversation, and no answer's."""
    return take_id.count("_") == 3


def led_on(interview: Interview, before: str, account_id: str, name: str) -> Outcome:
    """Another person leads from now on, in the same conversation; nothing where `before` leads no longer."""
    held, conversation = interview.held, interview.conversation
    if held is None or held.account_id != before:
        return Outcome(interview)
    outcome = Outcome(interview).having(
        "lead_changed", held=msgspec.structs.replace(held, account_id=account_id, name=name)
    )
    if conversation is None:
        return outcome
    return _with(outcome, msgspec.structs.replace(conversation, leaders=[*conversation.leaders, account_id]))


def asked(interview: Interview, account_id: str, text: str, question_id: str | None, now: datetime) -> Outcome:
    """A question of the flow, named by its id, is noted as a turn: the AI does not ask it again.

    Raises: Conflict nobody_leads, question_not_ahead, too_many_questions.
    """
    conversation = interview.conversation
    if interview.held is None or conversation is None:
        raise Conflict("nobody_leads", "The AI leads the interview. Take over first.")
    if len(conversation.asked) >= ASKED_MAX:
        raise Conflict("too_many_questions", "No more questions can be noted in this conversation.")
    outcome, turn_id = _closed(Outcome(interview), now), None
    if question_id is not None:
        outcome, turn_id = _noted(outcome, account_id, question_id, now)
    put = Asked(account_id, now, question_id, turn_id, text)
    return _with(outcome, msgspec.structs.replace(conversation, asked=[*conversation.asked, put])).having("asked")


def _noted(outcome: Outcome, account_id: str, question_id: str, now: datetime) -> tuple[Outcome, str]:
    """The turn stands before the open or last one, which stays the last."""
    interview = outcome.interview
    take_id = _candidates_take(interview)
    waiting = next((turn for turn in interview.waiting if turn.question_id == question_id), None)
    if waiting is not None:
        turn = msgspec.structs.replace(
            waiting, skipped_at=None, put_by=account_id, started_at=now, answering=Stopwatch().started(now),
            kind="video", take_id=take_id or waiting.take_id,
        )  # fmt: skip
        turns = [turn if other.id == turn.id else other for other in interview.turns]
        return outcome.having(turns=turns), turn.id
    step = next((each for each in _questions_ahead(interview) if each.question.id == question_id), None)
    if step is None:
        raise Conflict("question_not_ahead", "This question has been asked already, or is none of this interview's.")
    turn = _turn(interview, step, account_id, take_id, now)
    turns = [*interview.turns[:-1], turn, *interview.turns[-1:]]
    return outcome.having(turns=turns), turn.id


def _questions_ahead(interview: Interview) -> list[QuestionStep]:
    return [step for step in plan.ahead(interview) if isinstance(step, QuestionStep)]


def _turn(interview: Interview, step: QuestionStep, account_id: str, take_id: str | None, now: datetime) -> Turn:
    index, question = len(interview.turns), step.question
    return Turn(
        id=f"{interview.id}.q{index + 1}",
        index=index,
        question_id=question.id,
        kind="video",
        prompt=question.prompt,
        thinking_s=question.thinking_s,
        soft_limit_s=question.soft_limit_s,
        hard_limit_s=question.hard_limit_s,
        competencies=question.competencies,
        opened_at=now,
        started_at=now,
        answering=Stopwatch().started(now),
        take_id=take_id,
        step_id=step.id,
        number=len(plan.asked(interview)) + 1,
        asked_kind=question.kind,
        put_by=account_id,
    )


def _candidates_take(interview: Interview) -> str | None:
    conversation = interview.conversation
    wanted = ((take.id, take.track) for take in interview.takes if take.track is not None and take.is_open)
    return next(
        (
            take_id
            for take_id, track in wanted
            if conversation is not None
            and track.conversation_id == conversation.id
            and (track.participant_id, track.source) == (CANDIDATE, "camera")
        ),
        None,
    )


def _closed(outcome: Outcome, now: datetime) -> Outcome:
    """What a person has asked is answered when they ask the next thing, or hand back."""
    turns = [
        msgspec.structs.replace(turn, ended_at=now, ended_by="person", answering=turn.answering.stopped(now))
        if turn.put_by is not None and turn.ended_at is None
        else turn
        for turn in outcome.interview.turns
    ]
    return outcome.having(turns=turns) if turns != outcome.interview.turns else outcome


def ended(outcome: Outcome, now: datetime) -> Outcome:
    """Every track is finished; without a conversation nothing changes."""
    conversation = outcome.interview.conversation
    if conversation is None:
        return outcome
    outcome = _with(_closed(outcome, now), msgspec.structs.replace(conversation, ended_at=now))
    interview, finished, takes = outcome.interview, [], []
    for take in interview.takes:
        if take.track is not None and take.is_open:
            finished.append(TakeFinished(interview.id, take.track.room, take.id, now))
            take = msgspec.structs.replace(take, finished_at=now)
        takes.append(take)
    return outcome.having(None, *finished, takes=takes)


def resumed(outcome: Outcome) -> Outcome:
    """The answer that was interrupted is recorded on; what a person has followed up the AI does not follow up."""
    interview = outcome.interview
    last = interview.conversations[-1] if interview.conversations else None
    if last is not None and last.asked and interview.proposal is not None:
        outcome = outcome.having(proposal=None)
    answer = interview.open_take
    if answer is None:
        return outcome
    wanted = TakeWanted(interview.id, interview.room, answer.id, answer.kinds, interview.language)
    return outcome.having(None, wanted)


def recording_in(interview: Interview, room: str) -> ActiveTake | None:
    """What the room records now. While a person leads no answer is recorded, and while the candidate is away for a
    while nothing.
    """
    if interview.state != "live":
        return None
    if interview.held is None:
        take = interview.open_take if is_main(room) else None
    else:
        take = next((each for each in interview.takes if each.is_open and each.track and each.track.room == room), None)
    return ActiveTake(take.id, take.kinds) if take is not None else None


def _with(outcome: Outcome, conversation: Conversation) -> Outcome:
    return outcome.having(conversations=[*outcome.interview.conversations[:-1], conversation])
