"""State machines as declared tables: pure, every state explained."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from backend.kernel.errors import Conflict

S = TypeVar("S", bound=str)
E = TypeVar("E", bound=str)


class Machine(Generic[S, E]):
    """A table of `(state, event) → state`. Unlisted pairs are not allowed.

    `states` explains each state in a sentence; the first one is where things begin. The constructor refuses a table
    that names an unexplained state or has a state that nothing reaches.

    Raises: ValueError for a table that does not hold together.
    """

    def __init__(self, name: str, states: Mapping[S, str], transitions: Mapping[tuple[S, E], S]) -> None:
        self.name = name
        self.states = dict(states)
        self.transitions = dict(transitions)
        self.initial = next(iter(self.states))
        self._check()

    def after(self, state: S, event: E) -> S:
        """The state that `event` leads to.

        Raises: Conflict `{event}_not_allowed`, with the state and the events it allows.
        """
        following = self.transitions.get((state, event))
        if following is None:
            raise Conflict(
                f"{event}_not_allowed",
                f"In the state {state} of {self.name}, {event} is not possible.",
                state=state,
                allowed=sorted(self.events_of(state)),
            )
        return following

    def allows(self, state: S, event: E) -> bool:
        return (state, event) in self.transitions

    def events_of(self, state: S) -> set[E]:
        """The events that `state` allows."""
        return {event for start, event in self.transitions if start == state}

    @property
    def events(self) -> set[E]:
        return {event for _, event in self.transitions}

    def is_final(self, state: S) -> bool:
        """Nothing leads out of it."""
        return not self.events_of(state)

    def _check(self) -> None:
        named = {state for (start, _), end in self.transitions.items() for state in (start, end)}
        if unexplained := named - self.states.keys():
            raise ValueError(f"{self.name}: states without explanation: {sorted(unexplained)}")
        if silent := [state for state, text in self.states.items() if not text.strip()]:
            raise ValueError(f"{self.name}: states without explanation: {sorted(silent)}")
        reached, fresh = {self.initial}, [self.initial]
        while fresh:
            state = fresh.pop()
            ends = {end for (start, _), end in self.transitions.items() if start == state} - reached
            reached |= ends
            fresh += ends
        if lost := self.states.keys() - reached:
            raise ValueError(f"{self.name}: states that nothing reaches: {sorted(lost)}")
