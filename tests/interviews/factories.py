"""Interviews to test with, and a conversation that runs in virtual time."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from backend.contracts.events.interviews import TakeFinished, TakeWanted
from backend.flows.model import ClosingStep, Flow, GreetingStep, PacingPolicy, QuestionStep
from backend.interviews import conductor, due, follow_up, presence
from backend.interviews.live_schemas import Command
from backend.interviews.model import Interview, Occasion, Proposal, room_of
from backend.interviews.outcome import Outcome
from backend.kernel.ids import new_id
from backend.kernel.language import LocalText
from backend.questions.model import AnswerKind, Question

T0 = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def both(text: str) -> LocalText:
    return LocalText(zh_cn=f"{text}（中）", en=text)


def a_question(number: int, kind: AnswerKind, **changes: object) -> Question:
    question = Question(
        id=f"q{number}", kind=kind, prompt=both(f"Question {number}?"), thinking_s=20.0, soft_limit_s=90.0,
        hard_limit_s=120.0, competencies=["talking"],
    )  # fmt: skip
    return msgspec.structs.replace(question, **changes)


def a_flow(questions: Sequence[Question], pacing: PacingPolicy | None = None) -> Flow:
    return Flow(
        id="flw_1",
        position_id="pos_1",
        number=1,
        state="published",
        steps=[
            GreetingStep("hello", {"graduate": both("Hello {first_name}, fresh from {position}."),
                                   "experienced": both("Good day {first_name}."),
                                   "returning": both("Welcome again {first_name}.")}),
            *(QuestionStep(f"s{question.id}", question) for question in questions),
            ClosingStep("bye", both("Goodbye {first_name}.")),
        ],
        pacing=pacing or PacingPolicy(gap_s=5.0, warn_before_s=20.0, extensions=10),
        created_at=T0,
        published_at=T0,
    )  # fmt: skip


def an_interview(kinds: Sequence[AnswerKind] = ("video", "voice", "text"), **changes: object) -> Interview:
    interview_id = new_id("int")
    interview = Interview(
        id=interview_id,
        application_id=new_id("app"),
        candidate_id=new_id("can"),
        position_id="pos_1",
        room=room_of(interview_id),
        language="en",
        segment="graduate",
        occasion=Occasion(
            employer=both("Bamboo Ltd"), position=both("Sales"), department=both("South"),
            competencies={"talking": both("Talking")}, duration_min=8, retention_days=90, reviewers=["Recruiting"],
            contact_name="Kim Contact", contact_email="kim@example.org",
        ),
        flow=a_flow([a_question(number, kind) for number, kind in enumerate(kinds, 1)]),
        invited_at=T0 - timedelta(days=1),
        expires_at=T0 + timedelta(days=7),
        updated_at=T0 - timedelta(days=1),
    )  # fmt: skip
    return msgspec.structs.replace(interview, **changes)


class Conversation:
    """Drives the pure conductor: time passes by `wait`, and what falls due on the way happens at its moment."""

    def __init__(self, interview: Interview | None = None) -> None:
        self.interview = interview or an_interview(state="checked")
        self.now = T0
        self.events: list[msgspec.Struct] = []
        self.changes: list[str] = []
        self.sent = 0

    def take(self, outcome: Outcome) -> None:
        """Saves an outcome the way the repository does."""
        if outcome.interview is self.interview:
            return
        interview, events = outcome.announced(self.interview, self.now)
        self.interview = msgspec.structs.replace(interview, version=interview.version + 1)
        self.events += events
        self.changes += outcome.changes

    def wait(self, seconds: float) -> None:
        end = self.now + timedelta(seconds=seconds)
        while (moment := due.next_moment(self.interview)) is not None and moment <= end:
            self.now = max(self.now, moment)
            self.take(due.tick(Outcome(self.interview), self.now))
        self.now = end

    def start(self, connected: bool = True) -> None:
        if connected:
            self.join("whip_1")
        self.take(presence.start(self.interview, self.now))

    def join(self, resource_id: str) -> None:
        self.take(presence.peer_joined(self.interview, resource_id, self.now))

    def lose(self, resource_id: str, ago: float = 0.0) -> None:
        self.take(presence.peer_lost(self.interview, resource_id, self.now - timedelta(seconds=ago)))

    def take_proposal(self, text: LocalText, *, turn_id: str | None = None) -> None:
        proposal = Proposal(turn_id or self.turn.id, text, "rules")
        self.take(follow_up.proposed(self.interview, proposal, None, self.now))

    def say(self, kind: str, *, again: str | None = None, **members: object) -> str:
        self.sent += 1
        command = Command(id=again or f"command-{self.sent:04d}", kind=kind, **members)  # type: ignore[arg-type]
        self.take(conductor.apply(self.interview, command, self.now))
        return command.id

    @property
    def turn(self):  # type: ignore[no-untyped-def]
        assert self.interview.turn is not None
        return self.interview.turn

    @property
    def recordings(self) -> list[tuple[str, str]]:
        """What the node was told, in order."""
        return [
            ("open" if isinstance(event, TakeWanted) else "close", event.take_id)
            for event in self.events
            if isinstance(event, TakeWanted | TakeFinished)
        ]
