"""`greenroom rehearse FILE`: a recorded answer as the house hears it: voice, pauses, and what the interviewer says.

The recording goes through the media node's audio branch (behind its Opus decoder) and through the interviewer's pacing,
the same code as live, in virtual time. The pacing is that of a flow that does not say otherwise.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from backend.flows.model import PacingPolicy
from backend.interviews import utterances
from backend.interviews.pacing import Nudge
from backend.interviews.rehearsal import Rehearsal, Said

if TYPE_CHECKING:
    from media.node.voice import Samples, Speech

RehearsedEvent = Literal[
    "speech_started", "speech_ended", "reassured", "encouraged", "offered_next", "moved_on"
]  # fmt: skip
_OPENED_AT = datetime(2000, 1, 1, tzinfo=UTC)
_NUDGED: dict[Nudge, RehearsedEvent] = {
    "reassure": "reassured",
    "encourage": "encouraged",
    "offer_next": "offered_next",
}
_VARIANTS = {
    "reassure": utterances.REASSURE,
    "encourage": utterances.ENCOURAGE,
    "offer_next": utterances.OFFER_NEXT,
}
SOFT_LIMIT_S = 90.0


class Line(msgspec.Struct, frozen=True):
    """One line of `--json`, in the order of `decided_at_s`. Seconds of media time.

    `at_s` is when it happened, `decided_at_s` when the house knew: a voice is dated back to where it began or ended,
    what the interviewer says happens when it is decided. To go on is offered, and never done by the interviewer itself
    unless the policy moves on (`--moves-on`); after that the answer is over.
    """

    event: RehearsedEvent
    at_s: float
    decided_at_s: float


class Moment(msgspec.Struct, frozen=True):
    """A line, and the words where something is said."""

    line: Line
    said: Said | None = None


def rehearse(
    name: str,
    *,
    language: Literal["en", "zh"],
    is_json: bool,
    soft_limit_s: float = SOFT_LIMIT_S,
    moves_on: bool = False,
) -> int:
    """The exit code: 0, 1 where the file cannot be read."""
    from media.speech.pcm import AudioUnreadable, read_pcm

    try:
        pcm = read_pcm(Path(name))
    except AudioUnreadable as error:
        print(f"greenroom rehearse: {name}: {error}", file=sys.stderr)
        return 1
    for moment in moments(pcm, PacingPolicy(moves_on=moves_on), soft_limit_s):
        print(msgspec.json.encode(moment.line).decode() if is_json else _readable(moment, language), flush=True)
    return 0


def moments(pcm: "Samples", policy: PacingPolicy, soft_limit_s: float = SOFT_LIMIT_S) -> Iterator[Moment]:
    """(n,) float32 mono 16 kHz of an answer that was opened at its first sample; `soft_limit_s` is its question's."""
    from media.node.rehearsal import rounds

    pacing = Rehearsal(policy, _OPENED_AT, soft_limit_s)
    for now_ms, told in rounds(pcm):
        yield from map(_spoken_by_the_interviewer, pacing.until(_time(now_ms)))
        if pacing.moved_on_at is not None:
            at_s = _since_opened_s(pacing.moved_on_at)
            yield Moment(Line("moved_on", at_s, at_s))
            return
        for speech in told:
            _report(pacing, speech, now_ms)
            event: RehearsedEvent = "speech_started" if speech.is_start else "speech_ended"
            yield Moment(Line(event, _seconds(speech.local_ms), _seconds(now_ms)))


def _report(pacing: Rehearsal, speech: "Speech", now_ms: float) -> None:
    at = _time(speech.local_ms)
    if speech.is_start:
        pacing.started(at)
    else:
        pacing.ended(at, _time(now_ms))


def _spoken_by_the_interviewer(said: Said) -> Moment:
    at_s = _since_opened_s(said.at)
    return Moment(Line(_NUDGED[said.nudge], at_s, at_s), said)


def _since_opened_s(at: datetime) -> float:
    return round((at - _OPENED_AT).total_seconds(), 3)


def _time(media_ms: float) -> datetime:
    return _OPENED_AT + timedelta(milliseconds=media_ms)


def _seconds(media_ms: float) -> float:
    return round(media_ms / 1000, 3)


def _readable(moment: Moment, language: Literal["en", "zh"]) -> str:
    line = moment.line
    minutes, seconds = divmod(line.at_s, 60)
    row = f"{int(minutes):02d}:{seconds:06.3f}  {line.event.replace('_', ' '):15}"
    if line.event == "moved_on":
        return row.rstrip()
    if moment.said is None:
        return f"{row} known {line.decided_at_s - line.at_s:.2f} s later"
    text = utterances.choose(_VARIANTS[moment.said.nudge], "", moment.said.number)
    return f"{row} “{text.zh_cn if language == 'zh' else text.en}”"
