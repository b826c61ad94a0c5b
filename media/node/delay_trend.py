"""Whether packets wait longer and longer on their way: a line narrower than what is sent, with a queue before it.

Such a line loses nothing for seconds (those of phones hold two and more), so loss alone tells of it far too late. Of
every second the quickest packet counts: it waited least, and a burst, a key frame or a busy moment does not show in it.

```
delay of the quickest   ▁▁▁▂▁▁▃▅▇           rising: two seconds in a row by 40 ms each, 150 above the least of a minute
                                 ▇▆▅▃▁     high: after that, until it is back
```
A clock that jumps, or that runs a little faster than ours, makes no two such seconds; nor does another way to the node.
"""

from collections import deque
from typing import Final

NORMAL: Final = 0
HIGH: Final = 1
RISING: Final = 2

RISE_MS = 40.0
RISES = 2
HIGH_MS = 150.0
BASE_SPANS = 60


class DelayTrend:
    """`update` once a second with the second's least delay of one track, measured from any zero that stays."""

    def __init__(self) -> None:
        self._least: deque[float] = deque(maxlen=BASE_SPANS)
        self._rises = 0
        self._is_filled = False

    def update(self, least_ms: float | None) -> int:
        """NORMAL, HIGH or RISING; None: nothing came."""
        if least_ms is None:
            self._rises = 0
            return NORMAL
        is_rise = bool(self._least) and least_ms - self._least[-1] >= RISE_MS
        self._rises = self._rises + 1 if is_rise else 0
        self._least.append(least_ms)
        if least_ms - min(self._least) < HIGH_MS:
            self._is_filled = False
            return NORMAL
        if self._rises >= RISES:
            self._is_filled = True
            return RISING
        return HIGH if self._is_filled else NORMAL
