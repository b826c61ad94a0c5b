"""Which wording of an answer somebody has read, so that what is quoted from it stays bound to it. Pure."""

import hashlib

import msgspec

from backend.interviews.take import Take
from backend.interviews.turn import Turn

VERSION_CHARS = 16


def transcript_version(take: Take) -> str:
    """Of the machine's words, their times, and the candidate's corrections."""
    said = [(each.index, each.start_s, each.end_s, each.text) for each in take.segments]
    return _digest([said, sorted(take.corrections.items())])


def text_version(text: str) -> str:
    """Of a typed answer."""
    return _digest(text)


def wording_version(turn: Turn, take: Take | None) -> str:
    """Of an answer as reviewers see it; empty where there are no words."""
    if take is not None and take.segments:
        return transcript_version(take)
    return text_version(turn.text) if turn.text else ""


def _digest(value: object) -> str:
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()[:VERSION_CHARS]
