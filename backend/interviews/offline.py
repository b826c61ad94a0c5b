"""Answers that come after the fact: given without a network, or parts of a recording that the network lost. Pure."""

from datetime import datetime

import msgspec

from backend.contracts.events.interviews import RoomClosed
from backend.contracts.media import MediaKind
from backend.interviews import plan
from backend.interviews.model import Interview
from backend.interviews.offline_answer import OfflineAnswer
from backend.interviews.outcome import Outcome
from backend.interviews.processing import settled, with_take
from backend.interviews.take import Leg, Take
from backend.kernel.errors import Conflict

CLOSED_TO_ANSWERS = frozenset({"invited", "withdrawn", "human_route"})
_HANDS_IN = frozenset({"consented", "checked", "paused", "expired", "abandoned"})


class Recording(msgspec.Struct, frozen=True):
    """What was verified of an uploaded answer: it is one leg of a take of its own. `sha256` of the whole file, hex."""

    take_id: str
    leg_id: str
    kinds: list[MediaKind]
    duration_ms: int
    sha256: str = ""


def refuse_answers(interview: Interview) -> None:
    """Raises: Conflict answers_not_taken, where the person went another way or has not agreed to anything."""
    if interview.erased is not None or interview.state in CLOSED_TO_ANSWERS:
        raise Conflict("answers_not_taken", "This interview takes no answers.", state=interview.state)


def answered(interview: Interview, answer: OfflineAnswer, recording: Recording | None, now: datetime) -> Outcome:
    """With the answer; the first one to a question counts, others are kept beside it. Twice is once, and so is the
    same recording from two devices.

    An interview whose questions are all answered in time is handed in. Raises: Conflict answers_not_taken.
    """
    refuse_answers(interview)
    if any(known.id == answer.id or (answer.sha256 and known.sha256 == answer.sha256) for known in interview.offline):
        return Outcome(interview)
    kept = msgspec.structs.replace(answer, counts=not is_answered(interview, answer.question_id))
    outcome = Outcome(interview).having("answer_received_offline", offline=[*interview.offline, kept])
    if recording is not None:
        outcome = outcome.having(takes=[*interview.takes, _take(kept, recording, now)])
    is_late = any(each.counts and each.timing.verdict == "late" for each in outcome.interview.offline)
    if is_whole(outcome.interview) and not is_late and interview.state in _HANDS_IN:
        handed_in = outcome.moved(
            "hand_in", "submitted", phase="done", until=None, submitted_at=now, ended_at=interview.ended_at or now
        )
        outcome = handed_in.having(None, RoomClosed(interview.id, interview.room))
    return settled(outcome, now)


def is_answered(interview: Interview, question_id: str) -> bool:
    """In the room, where it may be being answered now, or without a network."""
    in_room = any(
        turn.question_id == question_id and (turn.ended_at is not None or (turn.is_open and interview.state == "live"))
        for turn in interview.turns
    )
    return in_room or interview.offline_answer(question_id) is not None


def is_whole(interview: Interview) -> bool:
    """Whether no question of the path is left: none ahead, none put off, none opened and left."""
    left = [
        turn for turn in plan.asked(interview) if turn.is_open and interview.offline_answer(turn.question_id) is None
    ]
    return not left and not interview.waiting and not plan.questions_ahead(interview)


def phone_piece_stored(interview: Interview, take_id: str, now: datetime) -> Outcome:
    """A part that the network lost has come from the phone: the recording is made anew."""

    def step(take: Take) -> Take:
        return msgspec.structs.replace(take, requested_at=None)

    return with_take(interview, take_id, "phone_piece_stored", step)


def _take(answer: OfflineAnswer, recording: Recording, now: datetime) -> Take:
    """Whole from the first moment: nothing is to be waited for."""
    timing = answer.timing
    return Take(
        id=recording.take_id,
        turn_id=answer.id,
        kinds=recording.kinds,
        wanted_at=timing.began_at or timing.received_at,
        legs=[Leg(recording.leg_id, is_stored=True, duration_ms=recording.duration_ms)],
        finished_at=now,
        stored_at=now,
    )
