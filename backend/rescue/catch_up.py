"""The last words of a running interview, for whoever comes to help. Pure."""

from backend.interviews.model import Interview

SAID_LINES = 6


def said(interview: Interview) -> list[str]:
    """The last lines of what the candidate has said or typed in the open answer, in order."""
    turn = interview.turn
    if turn is None:
        return []
    take = interview.take(turn.take_id) if turn.take_id else None
    lines = [segment.text for segment in take.segments] if take else turn.text.splitlines()
    return [line for line in lines if line.strip()][-SAID_LINES:]
