"""Whatever happens in whatever order: nothing accepted is lost, no time is counted that nobody had."""

from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from backend.interviews import presence
from backend.kernel.errors import Conflict, GreenroomError, Invalid

from .factories import Conversation, an_interview

KINDS = ["continue", "start_answer", "done", "more_time", "repeat", "draft", "leave", "help"]


class AnyConversation(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.talk = Conversation(an_interview(["text", "voice", "video", "text"], state="checked"))
        self.connections = 0
        self.accepted = {}
        self.finished_takes = set()
        self.version = 0
        self.connected_s = 0.0

    @rule()
    def start(self):
        with suppress(GreenroomError):
            self.talk.take(presence.start(self.talk.interview, self.talk.now))

    @rule(kind=st.sampled_from(KINDS), text=st.text(max_size=5), is_for_first=st.booleans())
    def command(self, kind, text, is_for_first):
        turns = self.talk.interview.turns
        turn_id = turns[0].id if turns and is_for_first else None
        before = self.talk.interview
        with suppress(Conflict, Invalid):
            self.talk.say(kind, text=text, turn_id=turn_id)
        if kind == "done" and self.talk.interview is not before:
            turn = self.talk.turn
            self.accepted[turn.id] = (turn.text, turn.take_id)

    @precondition(lambda self: self.talk.sent > 0)
    @rule(back=st.integers(0, 10))
    def repeated_command(self, back):
        known = self.talk.interview.commands
        if known:
            before = self.talk.interview
            self.talk.say("done", text="again", again=known[-1 - back % len(known)])
            assert self.talk.interview is before

    @rule()
    def join(self):
        self.connections += 1
        self.talk.join(f"whip_{self.connections}")

    @rule(which=st.integers(0, 3), ago=st.sampled_from([0.0, 2.5, 30.0]))
    def lose(self, which, ago):
        self.talk.lose(f"whip_{max(1, self.connections - which)}", ago)

    @rule(seconds=st.sampled_from([0.1, 1, 5, 25, 130, 900]))
    def wait(self, seconds):
        stopped = self._elapsed() if not self.talk.interview.is_running else None
        phase = (self.talk.interview.phase, len(self.talk.interview.turns))
        self.talk.wait(seconds)
        if stopped is not None and (self.talk.interview.phase, len(self.talk.interview.turns)) == phase:
            assert self._elapsed() == stopped

    @rule(days=st.sampled_from([0.0, 8.0]))
    def lapse(self, days):
        self.talk.wait(days * 86_400)
        self.talk.take(presence.lapse(self.talk.interview, self.talk.now))

    def _elapsed(self):
        turn = self.talk.interview.turn
        return (turn.thinking.elapsed_s(self.talk.now), turn.answering.elapsed_s(self.talk.now)) if turn else (0, 0)

    @invariant()
    def accepted_answers_stay_as_they_were(self):
        turns = {turn.id: turn for turn in self.talk.interview.turns}
        for turn_id, (text, take_id) in self.accepted.items():
            assert (turns[turn_id].text, turns[turn_id].take_id) == (text, take_id)
            assert turns[turn_id].ended_at is not None

    @invariant()
    def at_most_one_take_is_open_and_it_is_the_open_turns(self):
        takes = [take for take in self.talk.interview.takes if take.is_open]
        assert len(takes) <= 1
        if takes:
            assert takes[0].turn_id == self.talk.turn.id
            assert self.talk.turn.ended_at is None

    @invariant()
    def every_take_is_wanted_and_finished_once(self):
        told = self.talk.recordings
        assert len(set(told)) == len(told)
        assert {take.id for take in self.talk.interview.takes} == {take for what, take in told if what == "open"}
        assert {take.id for take in self.talk.interview.takes if not take.is_open} == {
            take for what, take in told if what == "close"
        }

    @invariant()
    def the_version_only_grows(self):
        assert self.talk.interview.version >= self.version
        self.version = self.talk.interview.version

    @invariant()
    def no_answer_counts_more_than_its_limit(self):
        for turn in self.talk.interview.turns:
            assert turn.answering.elapsed_s(self.talk.now) <= turn.hard_limit_s + 0.01
            assert turn.answering.elapsed_s(self.talk.now) >= -0.01

    @invariant()
    def the_clock_stands_while_nobody_is_there(self):
        interview = self.talk.interview
        if interview.presence.resource_id is None and not interview.presence.is_here and interview.turn:
            assert interview.turn.answering.since is None
            assert interview.turn.thinking.since is None


TestAnyConversation = AnyConversation.TestCase
TestAnyConversation.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
