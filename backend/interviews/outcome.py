"""What a step of the conductor yields: the interview as it is now, and what the world shall hear of it."""

from datetime import datetime

import msgspec

from backend.contracts.events.interviews import InterviewChanged
from backend.interviews.live_schemas import Utterance
from backend.interviews.machine import InterviewEvent, after
from backend.interviews.model import Interview
from backend.interviews.retention import erase_after
from backend.interviews.turn import Turn
from backend.interviews.utterances import UtteranceKind
from backend.kernel.language import LocalText


def speech_rate(interview: Interview) -> float:
    """How fast the interviewer speaks to this person, 1.0 as usual."""
    return interview.speech_rate or interview.in_force.speech_rate


class Outcome(msgspec.Struct, frozen=True):
    """`events` go out with the save; `changes` name what happened, in order (see InterviewChanged), `moves` those of
    them that led to another state.
    """

    interview: Interview
    events: tuple[msgspec.Struct, ...] = ()
    changes: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()

    def having(self, change: str | None = None, *events: msgspec.Struct, **fields: object) -> "Outcome":
        """With fields of the interview replaced, a change named and events added."""
        interview = msgspec.structs.replace(self.interview, **fields) if fields else self.interview
        changes = self.changes if change is None else (*self.changes, change)
        return Outcome(interview, (*self.events, *events), changes, self.moves)

    def then(self, later: "Outcome") -> "Outcome":
        """With what a further step has made of the interview as it stands here."""
        events, changes = (*self.events, *later.events), (*self.changes, *later.changes)
        return Outcome(later.interview, events, changes, (*self.moves, *later.moves))

    def moved(self, event: InterviewEvent, change: str, **fields: object) -> "Outcome":
        """In the state that the machine leads to. Raises: Conflict where it does not."""
        moved = self.having(change, state=after(self.interview.state, event), **fields)
        return msgspec.structs.replace(moved, moves=(*self.moves, change))

    def with_turn(self, turn: Turn) -> "Outcome":
        """With the open (last) turn replaced."""
        return self.having(turns=[*self.interview.turns[:-1], turn])

    def saying(self, kind: UtteranceKind, text: LocalText) -> "Outcome":
        """With new words of the interviewer on the screen; every saying has an id of its own."""
        count, rate = self.interview.sayings + 1, speech_rate(self.interview)
        return self.having(say=Utterance(f"{self.interview.id}.s{count}", kind, text, rate), sayings=count)

    def announced(self, before: Interview, now: datetime) -> tuple[Interview, list[msgspec.Struct]]:
        """What to save, with an InterviewChanged for each change at the version that the save will give it.

        A draft is the candidate's own until it is an answer: nobody hears of it.
        """
        takes = self.interview.takes
        interview = msgspec.structs.replace(
            self.interview,
            updated_at=now,
            has_work=any(not take.is_open and not take.is_settled for take in takes),
            waits_for_model=any(take.transcript == "waiting_for_model" for take in takes),
        )
        due = [take.copy_due_at for take in takes if take.copy_due_at] if interview.has_settled_takes else []
        interview = msgspec.structs.replace(
            interview, erase_after=erase_after(interview), copy_due_at=min(due, default=None)
        )
        changed = [
            InterviewChanged(
                interview_id=interview.id,
                application_id=interview.application_id,
                state=interview.state,
                version=interview.version + 1,
                change=change,
                at=now,
                has_moved=change in self.moves and interview.state != before.state,
            )
            for change in self.changes
            if change != "draft_saved"
        ]
        return interview, [*self.events, *changed]
