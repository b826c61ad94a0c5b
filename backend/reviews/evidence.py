"""From what a rater picked to what it says: the words and their place in the recording, read by the server. Pure."""

from datetime import datetime

from backend.interviews.model import Interview
from backend.interviews.staff_schemas import Segment
from backend.interviews.staff_views import answers_in_order
from backend.interviews.take import Take
from backend.interviews.turn import Turn
from backend.interviews.versions import wording_version
from backend.kernel.errors import Conflict, Invalid
from backend.reviews.model import Evidence, EvidencePick

QUOTE_CHARS_MAX = 2_000


def resolved(interview: Interview, pick: EvidencePick, now: datetime) -> Evidence:
    """Raises: Invalid evidence_unknown, evidence_empty, evidence_too_long, each with `evidence_id` · Conflict
    wording_changed with `evidence_id`, where the words are no longer those that the rater saw.
    """
    turn = next((each for each in answers_in_order(interview) if each.id == pick.turn_id), None)
    if turn is None:
        raise _unknown(pick)
    take = interview.take(turn.take_id) if turn.take_id else None
    if wording_version(turn, take) != pick.seen:
        raise Conflict("wording_changed", "The words have changed. Pick the passage again.", evidence_id=pick.id)
    found = _typed(turn, pick, now) if pick.source == "text" else _spoken(take, pick, now)
    if not found.quote.strip():
        raise Invalid("evidence_empty", "The passage holds no words.", evidence_id=pick.id)
    if len(found.quote) > QUOTE_CHARS_MAX:
        raise Invalid("evidence_too_long", "The passage is too long.", evidence_id=pick.id)
    return found


def _typed(turn: Turn, pick: EvidencePick, now: datetime) -> Evidence:
    units = turn.text.encode("utf-16-le")
    if not pick.from_char < pick.to_char <= len(units) // 2:
        raise _unknown(pick)
    quote = units[pick.from_char * 2 : pick.to_char * 2].decode("utf-16-le", errors="ignore")
    return Evidence(pick=pick, quote=quote.strip(), picked_at=now)


def _spoken(take: Take | None, pick: EvidencePick, now: datetime) -> Evidence:
    if take is None:
        raise _unknown(pick)
    by_index = {each.index: each for each in take.segments}
    if pick.source == "correction":
        chosen = [each for each in take.segments if each.index == pick.from_segment]
        quote = take.corrections.get(str(pick.from_segment), "")
        start_s, end_s = (chosen[0].start_s, chosen[0].end_s) if chosen else (0.0, 0.0)
    else:
        chosen = [each for each in take.segments if pick.from_segment <= each.index <= pick.to_segment]
        if pick.from_segment not in by_index or pick.to_segment not in by_index:
            raise _unknown(pick)
        quote, start_s, end_s = _said(chosen, pick)
    if not chosen:
        raise _unknown(pick)
    return Evidence(
        pick=pick,
        quote=quote.strip(),
        take_id=take.id,
        start_s=start_s,
        end_s=end_s,
        media_sha256=take.rendition.sha256 if take.rendition else None,
        picked_at=now,
    )


def _said(segments: list[Segment], pick: EvidencePick) -> tuple[str, float, float]:
    """The words from one place to another, and when the first begins and the last ends.

    Raises: Invalid evidence_unknown.
    """
    parts = []
    start_s, end_s = segments[0].start_s, segments[-1].end_s
    for segment in segments:
        if not segment.words:
            parts.append(segment.text.strip())
            continue
        first = pick.from_word if segment.index == pick.from_segment else 0
        last = pick.to_word if segment.index == pick.to_segment else len(segment.words) - 1
        if not first <= last < len(segment.words):
            raise _unknown(pick)
        parts.append(words_between(segment, first, last).strip())
        if segment.index == pick.from_segment:
            start_s = segment.words[first].start_s
        if segment.index == pick.to_segment:
            end_s = segment.words[last].end_s
    return " ".join(part for part in parts if part), start_s, end_s


def words_between(segment: Segment, first: int, last: int) -> str:
    """The stretch of the segment's text from one word to another, with the spaces and marks between them as they are,
    and up to the end of the text with the last word.

    Words that the text does not hold (recognisers normalise) are joined as they were heard.
    """
    begin, end, at = -1, -1, 0
    for number, word in enumerate(segment.words[: last + 1]):
        shown = word.text.strip()
        found = segment.text.find(shown, at)
        if found < 0:
            continue
        at = found + len(shown)
        if number >= first:
            begin, end = (found if begin < 0 else begin), at
    if begin < 0:
        return "".join(word.text for word in segment.words[first : last + 1])
    return segment.text[begin:] if last == len(segment.words) - 1 else segment.text[begin:end]


def _unknown(pick: EvidencePick) -> Invalid:
    return Invalid("evidence_unknown", "There is no such passage.", evidence_id=pick.id)
