from backend.flows.model import PacingPolicy
from backend.interviews.rehearsal import Rehearsal, Said

from .factories import at


def told(rehearsal: Rehearsal, until_s: float) -> list[tuple[str, float]]:
    return [(said.nudge, (said.at - at(0)).total_seconds()) for said in rehearsal.until(at(until_s))]


def test_somebody_who_does_not_begin_is_helped_twice() -> None:
    rehearsal = Rehearsal(PacingPolicy(), at(0))
    assert told(rehearsal, 3.9) == []
    assert rehearsal.until(at(60)) == [Said("reassure", at(4), 1), Said("encourage", at(8), 1)]
    assert told(rehearsal, 600) == []


def test_a_voice_ends_the_silence_and_its_end_begins_another() -> None:
    rehearsal = Rehearsal(PacingPolicy(), at(0))
    rehearsal.started(at(2))
    assert told(rehearsal, 30) == []
    rehearsal.ended(at(30), at(30.5))
    assert told(rehearsal, 33.9) == []
    assert told(rehearsal, 34) == [("reassure", 34.0)]
    rehearsal.started(at(35))
    rehearsal.ended(at(36), at(36.5))
    assert told(rehearsal, 60) == [("reassure", 40.0), ("encourage", 44.0)]


def test_a_silence_that_is_known_late_is_answered_when_it_is_known() -> None:
    rehearsal = Rehearsal(PacingPolicy(), at(0))
    rehearsal.started(at(1))
    rehearsal.ended(at(10), at(16))
    assert told(rehearsal, 20) == [("reassure", 16.0), ("encourage", 18.0)]


def test_an_end_that_is_older_than_what_is_known_says_nothing() -> None:
    rehearsal = Rehearsal(PacingPolicy(), at(0))
    rehearsal.started(at(5))
    rehearsal.ended(at(4), at(6))
    assert told(rehearsal, 60) == []


def test_long_pauses_of_ones_own_are_given_longer() -> None:
    rehearsal = Rehearsal(PacingPolicy(), at(0))
    rehearsal.started(at(1))
    for number in range(5):
        rehearsal.ended(at(10 + 10 * number), at(10.5 + 10 * number))
        rehearsal.started(at(13 + 10 * number))
    rehearsal.ended(at(60), at(60.5))
    assert told(rehearsal, 70) == [("reassure", 66.0)]
