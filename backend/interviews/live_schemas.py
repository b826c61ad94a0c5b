"""The live screen: what it shows, and what the candidate does on it."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from backend.interviews.states import InterviewState, Phase
from backend.kernel.language import LocalText
from backend.questions.model import AnswerKind, CodeLanguage

CommandKind = Literal[
    "continue", "start_answer", "done", "more_time", "think", "repeat", "rephrase", "slower", "longer_gap",
    "skip", "return_to", "retake", "pause", "resume", "switch_kind", "draft", "choose", "rung", "leave", "help",
]  # fmt: skip
Rung = Literal["video_high", "video_medium", "video_low", "audio", "text", "offline", "call_back"]
Factor = Annotated[float, msgspec.Meta(ge=1.0, le=4.0)]
Extra = Annotated[int, msgspec.Meta(ge=0, le=20)]
TAB = r"^[A-Za-z0-9-]{8,64}$"
StepKind = Literal["greeting", "practice", "question", "break", "closing"]


class Utterance(msgspec.Struct, frozen=True):
    """Words of the interviewer, shown as captions and spoken where the browser has a voice.

    `id` is new for each saying; a client that has spoken it does not speak it again. `rate` is how fast to speak it,
    1.0 as usual.
    """

    id: str
    kind: Literal[
        "greeting", "question", "follow_up", "reassure", "encourage", "offer_next", "acknowledge", "time_warning",
        "break", "held", "handed_back", "closing", "welcome_back",
    ]  # fmt: skip
    text: LocalText
    rate: float = 1.0


class ChoiceView(msgspec.Struct, frozen=True):
    id: str
    text: LocalText
    is_chosen: bool


class TurnView(msgspec.Struct, frozen=True):
    """The open question. `index` counts from 1. Moments are server times; compare with `LiveView.now`.

    `kind` is how it is answered now, `asked_kind` how it was meant, `kinds` all that may be switched to. A follow-up
    bears its question's number and names in `follows` the turn that it asks after. Of practice nothing is kept.
    """

    id: str
    index: int
    kind: AnswerKind
    prompt: LocalText
    thinking_s: float
    soft_limit_s: float
    hard_limit_s: float
    thinking_until: datetime | None
    answering_since: datetime | None
    answered_s: float
    take_id: str | None
    draft: str
    extensions_left: int
    asked_kind: AnswerKind = "video"
    kinds: list[AnswerKind] = []
    is_practice: bool = False
    follows: str | None = None
    is_return: bool = False
    retake: int = 0
    retakes_left: int = 0
    material: LocalText | None = None
    options: list[ChoiceView] = []
    choices_max: int = 1
    code_languages: list[CodeLanguage] = []
    code_language: CodeLanguage | None = None


class Acknowledgement(msgspec.Struct, frozen=True):
    """After an answer: its length and how that fits what was asked for."""

    length_s: float | None
    words: int | None
    fit: Literal["short", "fits", "long"]
    next_at: datetime | None
    turn_id: str = ""
    retakes_left: int = 0
    is_practice: bool = False


class Warned(msgspec.Struct, frozen=True):
    """A limit is near: at `deadline` thinking ends, or the answer is closed, unless `more_time` is asked for."""

    limit: Literal["thinking", "answer"]
    deadline: datetime
    extensions_left: int


class Waiting(msgspec.Struct, frozen=True):
    """A question that was put off: `return_to` with this `turn_id` as `target` brings it back, else it comes last."""

    turn_id: str
    index: int
    prompt: LocalText


class PauseView(msgspec.Struct, frozen=True):
    """A pause by the person's own wish. Nothing ends it but `resume`; after `until` they are asked how they are."""

    since: datetime
    until: datetime


class InForce(msgspec.Struct, frozen=True):
    """Accommodations as they work in this interview: factors on times, and what is added or offered instead.

    `pauses_extra` and `retakes_extra` are on top of the flow's. Shown to the candidate and to who sets them; never to
    scorers.
    """

    time_factor: Factor = 1.0
    thinking_factor: Factor = 1.0
    patience_factor: Factor = 1.0
    gap_factor: Factor = 1.0
    speech_rate: Annotated[float, msgspec.Meta(ge=0.5, le=1.0)] = 1.0
    pauses_extra: Extra = 0
    retakes_extra: Extra = 0
    captions: bool = False
    answers_by: Literal["as_asked", "voice", "text"] = "as_asked"
    interpreter: bool = False


class Progress(msgspec.Struct, frozen=True):
    done: int
    total: int
    minutes_left: int


class LiveView(msgspec.Struct, frozen=True):
    """All that the live screen shows; the whole of it is sent after every persisted change (event name `view`).

    Event name `say` on the same topic carries an `Utterance` that is not persisted (reassurance and the like);
    event name `speech` carries `{"is_speaking": bool}` from the node's detector. While `is_clock_stopped` (nobody is
    connected) no time is counted. `publisher` is the WHIP resource that delivers media now: a device that sees another
    one's after its own has been replaced; so has a tab that reads another name than its own in `tab`. `watchers` are
    the names of the people who see and hear the candidate now.

    `allowed` names every command that would be accepted now; buttons follow it. `next_at` is when the next question or
    the end comes by itself, `break_until` until when the flow suggests to rest. `held_by` is the person who leads
    instead of the AI: all clocks stand. While `pause` (and after `leave`) the client sends no media. `offered_next`:
    the interviewer has asked whether to go on; speech, or `think`, takes it back. `is_preview`: nothing is kept.
    `accommodations` stand only in answers to the candidate's own requests; None: as told
    before, for others hear the topic too.
    """

    interview_id: str
    room: str
    version: int
    state: InterviewState
    phase: Phase
    now: datetime
    is_clock_stopped: bool
    say: Utterance | None
    turn: TurnView | None
    acknowledgement: Acknowledgement | None
    progress: Progress
    first_name: str
    position: LocalText
    publisher: str | None = None
    tab: str | None = None
    watchers: list[str] = []
    allowed: list[CommandKind] = []
    step: StepKind = "greeting"
    waiting: list[Waiting] = []
    warning: Warned | None = None
    offered_next: bool = False
    next_at: datetime | None = None
    gap_s: float = 5.0
    pause: PauseView | None = None
    pauses_left: int = 0
    break_until: datetime | None = None
    held_by: str | None = None
    rung: Rung | None = None
    speech_rate: float = 1.0
    accommodations: InForce | None = None
    is_preview: bool = False


class Command(msgspec.Struct, frozen=True):
    """What the candidate does in the live interview; idempotent by `id`.

    continue: on from greeting, acknowledgement, break or closing · start_answer: thinking is over · done: the answer is
    complete; a typed one brings `text`, a choice `options` · more_time: extend the limit · think: leave me be until I
    speak · repeat, rephrase, slower: say the question again, in other words, more slowly from now on · longer_gap: more
    time between questions · skip: put the question off (a second time: leave it out) · return_to: to the question
    `target` that was put off · retake: answer anew, the newest counts · pause, resume: a break · switch_kind: answer by
    `answer_kind` · draft: keep `text` (and `code_language`) · choose: keep `options` · rung: the ladder's `rung` with
    `reason`, for the log · leave: come back later · help: call a person.

    `turn_id` names the turn it is meant for; a command for a turn that is over is refused with code turn_over and the
    current view. `tab` is the name under which the tab has started: where a newer one has, all but help and resume are
    refused with joined_elsewhere. `sent_at` is the phone's clock and decides nothing.
    """

    id: Annotated[str, msgspec.Meta(min_length=8, max_length=64)]
    kind: CommandKind
    turn_id: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    text: Annotated[str, msgspec.Meta(max_length=200_000)] | None = None
    target: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    options: Annotated[list[Annotated[str, msgspec.Meta(max_length=64)]], msgspec.Meta(max_length=50)] | None = None
    answer_kind: AnswerKind | None = None
    code_language: CodeLanguage | None = None
    rung: Rung | None = None
    reason: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_]{1,40}$")] | None = None
    tab: Annotated[str, msgspec.Meta(pattern=TAB)] | None = None
    sent_at: datetime | None = None
