"""The share of packets lost lately, from counts that come second by second.

One second of an interview is a hundred packets: at 3 % random loss every twentieth would seem to lose twice that, and
single reports of ten packets say nothing at all. So three seconds are looked at together, and a handful is no answer.
"""

from collections import deque

SPANS = 3
MIN_EXPECTED = 30


class LossWindow:
    """`add` once a second; `loss` is over the last three of them."""

    def __init__(self) -> None:
        self._spans: deque[tuple[int, int]] = deque(maxlen=SPANS)

    def add(self, expected: int, lost: int) -> None:
        """`lost` of `expected` packets; below 0 where some came after they had been counted as lost."""
        self._spans.append((expected, lost))

    @property
    def loss(self) -> float | None:
        """0-1; None while too few packets were expected to tell."""
        expected = sum(span[0] for span in self._spans)
        if expected < MIN_EXPECTED:
            return None
        return min(1.0, max(0.0, sum(span[1] for span in self._spans) / expected))

    def clear(self) -> None:
        """What was lost so far has been answered for."""
        self._spans.clear()
