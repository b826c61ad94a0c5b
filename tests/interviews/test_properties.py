"""Whatever happens in whatever order: nothing accepted is lost, no time counted that nobody had, nothing is stuck."""

from contextlib import suppress
from typing import get_args

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from backend.flows.model import BranchArm, BranchStep, BreakStep, ChoiceIs, PracticeStep
from backend.interviews import pausing, presence
from backend.interviews.allowed import allowed
from backend.interviews.live_schemas import CommandKind
from backend.interviews.machine import OVER
from backend.kernel.errors import GreenroomError
from backend.questions.model import FollowUpRule

from .factories import Conversation, a_question, both
from .talks import choice, question, talk_through

KINDS = get_args(CommandKind)
STEPS_TO_FINISH = 80


def a_rich_talk():
    rule = FollowUpRule(most=2)
    talk = talk_through(
        PracticeStep("try", a_question(9, "voice")),
        choice(1, retakes=1),
        BranchStep("fork", [BranchArm(ChoiceIs("s1", ["a"]), "s3")]),
        question(2, "video", retakes=1, follow_up=rule),
        BreakStep("rest", 60.0),
        question(3, "text", retakes=1),
        question(4, "scenario", thinking_s=0.0, material=both("A case"), follow_up=rule),
        question(5, "code", code_languages=["python"], may_skip=False),
    )
    fresh = Conversation(msgspec.structs.replace(talk.interview, state="checked", phase="greeting", started_at=None))
    fresh.interview = msgspec.structs.replace(fresh.interview, presence=presence.Presence(), say=None, step_since=None)
    return fresh


class AnyConversation(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.talk = a_rich_talk()
        self.connections = 0
        self.accepted = {}
        self.version = 0

    @rule()
    def start(self):
        with suppress(GreenroomError):
            self.talk.take(presence.start(self.talk.interview, self.talk.now))

    @rule(
        kind=st.sampled_from(KINDS), text=st.text(max_size=5), is_for_first=st.booleans(),
        options=st.lists(st.sampled_from("abcz"), max_size=2), answer_kind=st.sampled_from(["video", "voice", "text"]),
    )  # fmt: skip
    def command(self, kind, text, is_for_first, options, answer_kind):
        self.do(kind, text=text, is_for_first=is_for_first, options=options, answer_kind=answer_kind)

    @precondition(lambda self: allowed(self.talk.interview))
    @rule(data=st.data())
    def allowed_command(self, data):
        kind = data.draw(st.sampled_from(sorted(set(allowed(self.talk.interview)) - {"leave", "pause"})))
        self.do(kind, text="words", options=["a"], answer_kind="text")

    def do(self, kind, *, text, options, answer_kind, is_for_first=False):
        interview = self.talk.interview
        turn_id = interview.turns[0].id if interview.turns and is_for_first else None
        target = interview.waiting[0].id if interview.waiting else None
        with suppress(GreenroomError):
            self.talk.say(
                kind, text=text, turn_id=turn_id, options=options, answer_kind=answer_kind, target=target, rung="audio"
            )
        if self.talk.interview is not interview and kind == "done" and not self.talk.turn.is_practice:
            turn = self.talk.turn
            self.accepted[turn.id] = (turn.text, turn.chosen, turn.take_id)
        if self.talk.interview is not interview and kind == "retake":
            _, _, take_id = self.accepted.pop(self.talk.turn.id, (None, None, None))
            assert take_id in [None, self.talk.turn.take_id, *self.talk.turn.takes_before]

    @precondition(lambda self: self.talk.interview.commands)
    @rule(back=st.integers(0, 10))
    def repeated_command(self, back):
        known, before = self.talk.interview.commands, self.talk.interview
        self.talk.say("done", text="again", again=known[-1 - back % len(known)])
        assert self.talk.interview is before

    @precondition(lambda self: self.talk.interview.turn is not None)
    @rule()
    def follow_up(self):
        self.talk.take_proposal(both("You mentioned “that”. How so?"))

    @rule(is_back=st.booleans())
    def person(self, is_back):
        with suppress(GreenroomError):
            interview, now = self.talk.interview, self.talk.now
            self.talk.take(pausing.hand_back(interview, now) if is_back else pausing.hold(interview, "mem", "Kim", now))

    @rule()
    def join(self):
        self.connections += 1
        self.talk.join(f"whip_{self.connections}")

    @rule(which=st.integers(0, 3), ago=st.sampled_from([0.0, 2.5, 30.0]))
    def lose(self, which, ago):
        self.talk.lose(f"whip_{max(1, self.connections - which)}", ago)

    @rule(seconds=st.sampled_from([0.1, 1, 5, 25, 130, 900]))
    def wait(self, seconds):
        is_stopped, before = not self.talk.interview.is_running, self._counted()
        self.talk.wait(seconds)
        after = self._counted()
        if is_stopped:
            assert {turn: after[turn] for turn in before} == before

    @rule(days=st.sampled_from([0.0, 8.0]))
    def lapse(self, days):
        self.talk.wait(days * 86_400)
        self.talk.take(presence.lapse(self.talk.interview, self.talk.now))

    def _counted(self):
        now = self.talk.now
        return {
            turn.id: (turn.thinking.elapsed_s(now), turn.answering.elapsed_s(now)) for turn in self.talk.interview.turns
        }

    @precondition(lambda self: self.talk.interview.state in ("checked", "live", "paused"))
    @rule()
    def whoever_wants_to_can_finish(self):
        """From here, on a copy: nothing leaves the interview stuck."""
        copy = Conversation(self.talk.interview)
        copy.now = self.talk.now
        if copy.interview.held is not None:
            copy.take(pausing.hand_back(copy.interview, copy.now))
        if copy.interview.state != "live":
            copy.take(presence.start(copy.interview, copy.now))
        for number in range(STEPS_TO_FINISH):
            if copy.interview.state == "submitted":
                return
            ways = allowed(copy.interview)
            way = next(kind for kind in ("continue", "start_answer", "done") if kind in ways)
            copy.say(way, again=f"finishing-{number}")
        raise AssertionError(f"stuck in {copy.interview.phase}")

    @invariant()
    def accepted_answers_stay_as_they_were(self):
        turns = {turn.id: turn for turn in self.talk.interview.turns}
        for turn_id, (text, chosen, take_id) in self.accepted.items():
            turn = turns[turn_id]
            assert (turn.text, turn.chosen, turn.take_id) == (text, chosen, take_id)
            assert turn.ended_at is not None

    @invariant()
    def every_turn_stays_and_every_take_belongs_to_one(self):
        turns = self.talk.interview.turns
        assert sorted(turn.index for turn in turns) == list(range(len(turns)))
        known = [take for turn in turns for take in [*turn.takes_before, *([turn.take_id] if turn.take_id else [])]]
        assert sorted(known) == sorted(take.id for take in self.talk.interview.takes)

    @invariant()
    def at_most_one_take_is_open_and_it_is_the_open_turns(self):
        takes = [take for take in self.talk.interview.takes if take.is_open]
        assert len(takes) <= 1
        if takes:
            assert takes[0].turn_id == self.talk.turn.id
            assert self.talk.turn.is_open

    @invariant()
    def every_take_is_wanted_and_finished_once(self):
        told = self.talk.recordings
        assert len(set(told)) == len(told)
        assert {take.id for take in self.talk.interview.takes} == {take for what, take in told if what == "open"}
        assert {take.id for take in self.talk.interview.takes if not take.is_open} == {
            take for what, take in told if what == "close"
        }

    @invariant()
    def no_more_follow_ups_than_the_flow_says(self):
        origins = [turn.follows for turn in self.talk.interview.turns if turn.follows]
        assert all(origins.count(origin) <= 2 for origin in origins)

    @invariant()
    def nothing_of_practice_is_kept(self):
        practised = [turn for turn in self.talk.interview.turns if turn.is_practice]
        assert all(turn.take_id is None and turn.text == "" and not turn.chosen for turn in practised)

    @invariant()
    def the_version_only_grows(self):
        assert self.talk.interview.version >= self.version
        self.version = self.talk.interview.version

    @invariant()
    def no_answer_counts_more_than_its_limit(self):
        for turn in self.talk.interview.turns:
            assert -0.01 <= turn.answering.elapsed_s(self.talk.now) <= turn.hard_limit_s + 0.01

    @invariant()
    def the_clock_stands_while_nobody_is_there_or_somebody_else_leads(self):
        interview = self.talk.interview
        nobody = interview.presence.resource_id is None and not interview.presence.is_here
        if interview.turn and (nobody or interview.held or interview.state in {"paused", *OVER}):
            assert interview.turn.answering.since is None
            assert interview.turn.thinking.since is None


TestAnyConversation = AnyConversation.TestCase
TestAnyConversation.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
