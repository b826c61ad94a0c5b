import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.flows.model import PacingPolicy
from backend.interviews.pacing import Decision, SilenceFacts, decide, waits
from backend.interviews.rhythm import LONGEST_STRETCH, Rhythm, with_pause

from .factories import at

POLICY = PacingPolicy()


def silent(said=(), since=0.0, **changes):
    facts = {"is_answering": True, "is_spoken": True, "is_clock_running": True, "silent_since": at(since)}
    return SilenceFacts(**(facts | changes), said=frozenset(said))


@pytest.mark.parametrize(
    ("now_s", "said", "say", "look_s"),
    [
        (0.0, (), None, 4.0),
        (3.99, (), None, 4.0),
        (4.0, (), "reassure", 8.0),
        (4.0, ("reassure",), None, 8.0),
        (7.9, ("reassure",), None, 8.0),
        (8.0, ("reassure",), "encourage", None),
        (9.0, (), "encourage", None),
        (60.0, ("reassure", "encourage"), None, None),
        (60.0, ("encourage",), None, None),
    ],
)
def test_one_silence_gets_each_help_once_and_in_time(now_s, said, say, look_s):
    decision = decide(POLICY, Rhythm(), silent(said), at(now_s))
    assert decision == Decision(say, None if look_s is None else at(look_s))


@pytest.mark.parametrize(
    "changes",
    [{"silent_since": None}, {"is_answering": False}, {"is_clock_running": False}, {"is_spoken": False}],
    ids=["speaking", "thinking", "clock stopped", "typing"],
)
def test_nothing_is_said_while(changes):
    assert decide(POLICY, Rhythm(), silent(**changes), at(3600)) == Decision(None, None)


@pytest.mark.parametrize(
    ("rhythm", "reassure_s"),
    [([], 4.0), ([9.0] * 3, 4.0), ([1.0] * 10, 4.0), ([2.0] * 4, 4.0), ([3.0] * 4, 6.0), ([60.0] * 9, 10.0)],
    ids=["unknown", "too little known", "quick", "just as planned", "slow", "very slow"],
)
def test_a_slow_speaker_is_given_longer(rhythm, reassure_s):
    assert waits(POLICY, Rhythm(rhythm))["reassure"] == reassure_s
    assert waits(POLICY, Rhythm(rhythm))["encourage"] == 2 * reassure_s


@given(st.lists(st.floats(0, 1000), max_size=40))
def test_nobody_is_given_less_than_the_policy_says(rhythm):
    given_s = waits(POLICY, Rhythm(rhythm))
    assert POLICY.reassure_after_s <= given_s["reassure"] <= LONGEST_STRETCH * POLICY.reassure_after_s
    assert given_s["reassure"] < given_s["encourage"]


@given(st.lists(st.floats(0.5, 30), max_size=40), st.floats(0, 60))
def test_the_next_look_is_always_ahead(rhythm, now_s):
    decision = decide(POLICY, Rhythm(rhythm), silent(), at(now_s))
    assert decision.look_at is None or decision.look_at > at(now_s)


def test_the_rhythm_is_bounded_and_skips_gaps_within_a_phrase():
    rhythm = Rhythm()
    for number in range(100):
        rhythm = with_pause(rhythm, 0.2 if number % 2 else 1.0 + number)
    assert len(rhythm.pauses) == 24
    assert min(rhythm.pauses) > 1.0
