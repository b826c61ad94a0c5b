"""What people said lies sealed in the database: typed answers, transcripts and their corrections, follow-ups, which
quote it, what a person asked, and what a language model was told. Associated data: a sealed part opens only where it
was put.
"""

from typing import Any

import msgspec

from backend.interviews.model import Interview
from backend.kernel.crypto import Keyring
from backend.kernel.mongo import Row


def sealed(row: Row, doc: Interview, keyring: Keyring) -> Row:
    """Fields of the interview, all or some."""
    for turn in row.get("turns", ()):
        _seal(turn, "text", keyring, doc.id, turn["id"])
        if turn["follows"]:
            _seal(turn, "prompt", keyring, doc.id, f"{turn['id']}/prompt")
    for answer in row.get("offline", ()):
        _seal(answer, "text", keyring, doc.id, answer["id"])
    for take in row.get("takes", ()):
        _seal(take, "segments", keyring, doc.id, take["id"])
        _seal(take, "corrections", keyring, doc.id, f"{take['id']}/corrections")
        if take["anew"] is not None:
            _seal(take["anew"], "segments", keyring, doc.id, f"{take['id']}/anew")
    for conversation in row.get("conversations", ()):
        for number, asked in enumerate(conversation["asked"]):
            _seal(asked, "text", keyring, doc.id, f"{conversation['id']}/{number}")
    say = row.get("say")
    if say is not None and say["kind"] == "follow_up":
        _seal(say, "text", keyring, doc.id, "say")
    _seal(row, "proposal", keyring, doc.id, "proposal")
    _seal(row, "model_calls", keyring, doc.id, "model_calls")
    return row


def opened(row: Row, keyring: Keyring) -> Row:
    """Raises: SealBroken where a part was sealed under another key, or put elsewhere."""
    interview_id = row["_id"]
    for turn in row.get("turns", ()):
        _open(turn, "text", keyring, interview_id, turn["id"])
        _open(turn, "prompt", keyring, interview_id, f"{turn['id']}/prompt")
    for answer in row.get("offline", ()):
        _open(answer, "text", keyring, interview_id, answer["id"])
    for take in row.get("takes", ()):
        _open(take, "segments", keyring, interview_id, take["id"])
        _open(take, "corrections", keyring, interview_id, f"{take['id']}/corrections")
        if take.get("anew") is not None:
            _open(take["anew"], "segments", keyring, interview_id, f"{take['id']}/anew")
    for conversation in row.get("conversations", ()):
        for number, asked in enumerate(conversation.get("asked", ())):
            _open(asked, "text", keyring, interview_id, f"{conversation['id']}/{number}")
    if row.get("say") is not None:
        _open(row["say"], "text", keyring, interview_id, "say")
    _open(row, "proposal", keyring, interview_id, "proposal")
    _open(row, "model_calls", keyring, interview_id, "model_calls")
    return row


def _seal(part: Any, field: str, keyring: Keyring, interview_id: str, place: str) -> None:
    """Text as it is, the rest as JSON; nothing stays nothing."""
    value = part.get(field)
    if value:
        plain = value.encode() if isinstance(value, str) else msgspec.json.encode(value)
        part[field] = keyring.seal(plain, _place(interview_id, place))


def _open(part: Any, field: str, keyring: Keyring, interview_id: str, place: str) -> None:
    value = part.get(field)
    if isinstance(value, bytes):
        plain = keyring.open(value, _place(interview_id, place))
        part[field] = plain.decode() if field == "text" and place != "say" else msgspec.json.decode(plain)


def _place(interview_id: str, part_id: str) -> bytes:
    return f"interviews/{interview_id}/{part_id}".encode()
