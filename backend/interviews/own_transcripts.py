"""What a candidate reads of their own transcript, and what they put right: the machine's text and theirs are kept."""

from datetime import datetime

import msgspec

from backend.interviews.conducting import Conducting
from backend.interviews.model import Interview
from backend.interviews.outcome import Outcome
from backend.interviews.processing import with_take
from backend.interviews.repository import Interviews
from backend.interviews.schemas import Correction, OwnLine, OwnTranscript
from backend.interviews.staff_views import answers_in_order
from backend.interviews.take import Take
from backend.interviews.turn import Turn
from backend.kernel.errors import Conflict, Invalid, NotFound

CORRECTABLE = frozenset({"submitted", "processing", "reviewable"})


def transcripts(interview: Interview) -> list[OwnTranscript]:
    """Of every answer that counts and was spoken, in the order of the questions; nothing before it was handed in."""
    if interview.submitted_at is None:
        return []
    found = [(turn, interview.take(turn.take_id)) for turn in answers_in_order(interview) if turn.take_id]
    return [_transcript(turn, take) for turn, take in found if take is not None]


def _transcript(turn: Turn, take: Take) -> OwnTranscript:
    lines = [
        OwnLine(each.index, each.start_s, each.end_s, each.text, take.corrections.get(str(each.index)))
        for each in take.segments
    ]
    return OwnTranscript(take.id, turn.place, turn.prompt, take.transcript, lines)


def correct(interview: Interview, take_id: str, correction: Correction, now: datetime) -> Outcome:
    """The same words as the machine's, or none, take a correction back.

    Raises: NotFound take_unknown · Conflict transcript_closed, transcript_not_ready · Invalid segment_unknown.
    """
    take = interview.take(take_id)
    if take is None or all(turn.take_id != take_id for turn in answers_in_order(interview)):
        raise NotFound("take_unknown", "There is no such recording.")
    if interview.state not in CORRECTABLE:
        raise Conflict("transcript_closed", "The transcript can no longer be corrected.", state=interview.state)
    if take.transcript != "done":
        raise Conflict("transcript_not_ready", "The transcript is not ready yet.")
    segment = next((each for each in take.segments if each.index == correction.index), None)
    if segment is None:
        raise Invalid("segment_unknown", "There is no such line.")
    text = " ".join(correction.text.split())
    corrections = {key: known for key, known in take.corrections.items() if key != str(correction.index)}
    if text and text != segment.text.strip():
        corrections[str(correction.index)] = text
    return with_take(
        interview, take_id, "transcript_corrected", lambda take: msgspec.structs.replace(take, corrections=corrections)
    )


class OwnTranscripts:
    def __init__(self, interviews: Interviews, conducting: Conducting) -> None:
        self._interviews = interviews
        self._conducting = conducting

    async def read(self, interview_id: str, candidate_id: str) -> list[OwnTranscript]:
        """Raises: NotFound interview_unknown."""
        return transcripts(await self._interviews.own(interview_id, candidate_id))

    async def correct(
        self, interview_id: str, candidate_id: str, take_id: str, correction: Correction
    ) -> list[OwnTranscript]:
        """Raises: NotFound interview_unknown; as `correct`."""
        await self._interviews.own(interview_id, candidate_id)
        return transcripts(
            await self._conducting.apply(interview_id, lambda i, now: correct(i, take_id, correction, now))
        )
