from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.media import NodeStatus
from backend.rooms.placement import candidates

T0 = datetime(2026, 11, 22, tzinfo=UTC)


def a_node(node_id, peers=0, capacity=10, draining=False):
    return NodeStatus(node_id, peers, capacity, draining, T0)


def ids(nodes, present=None, refused=(), **how):
    return [node.node_id for node in candidates(nodes, present, refused, **how)]


def test_the_least_loaded_comes_first_by_share_of_its_capacity():
    assert ids([a_node("a", 5), a_node("b", 6, 100), a_node("c", 1)]) == ["b", "c", "a"]


def test_a_full_or_draining_node_takes_nobody_new():
    assert ids([a_node("a", 10), a_node("b", 0, draining=True)]) == []


def test_a_room_stays_where_it_is_even_on_a_full_node():
    assert ids([a_node("a", 10), a_node("b")], present="a") == ["a", "b"]


def test_a_draining_node_is_left():
    assert ids([a_node("a", 1, draining=True), a_node("b")], present="a") == ["b"]


def test_who_refused_is_not_asked_again():
    assert ids([a_node("a"), a_node("b")], refused=["a"]) == ["b"]


def test_a_tenth_is_kept_for_running_interviews_that_come_back():
    nodes = [a_node("a", 89, 100), a_node("b", 90, 100), a_node("c", 100, 100)]
    assert ids(nodes) == ["a"]
    assert ids(nodes, is_rejoin=True) == ["a", "b"]


def test_the_only_place_of_a_small_node_is_for_anyone():
    assert ids([a_node("a", 0, 1)]) == ["a"]


def test_a_running_interview_goes_back_to_a_draining_node_where_there_is_no_other():
    nodes = [a_node("a", 1, draining=True), a_node("b"), a_node("c", draining=True)]
    assert ids(nodes, present="a", is_rejoin=True) == ["b", "a"]


def test_a_node_that_has_not_spoken_is_asked_last():
    assert ids([a_node("a"), a_node("b", 5)], present="a", silent={"a"}) == ["b", "a"]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20), st.booleans()), max_size=8))
def test_nobody_new_is_ever_put_on_a_node_without_room(described):
    nodes = [a_node(str(number), *facts) for number, facts in enumerate(described)]
    for node in candidates(nodes, None):
        assert node.peers < node.capacity
        assert not node.is_draining
