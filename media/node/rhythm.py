"""The node's beat: what it does from time to time it does on multiples of 32 ms, so that being woken once serves all.

To be woken costs a process more than most of what it then does, and between two wakings its caches grow cold: with a
timer of its own for each task, a node that carried one interview spent as much on them as on five interviews more.

```
sockets │ │ │ │ │ │ │     each beat          audio branch │     │     │   every third: three windows of the detector
pulse   │   │   │   │     every second       spool        │         │     every fifth
```
"""

BEAT_S = 0.032


def until_beat(every: int, now_s: float) -> float:
    """Seconds from `now_s` to the next beat whose number is a multiple of `every`. Who was woken early waits for it."""
    period_s = every * BEAT_S
    wait_s = period_s - now_s % period_s
    return wait_s if wait_s > BEAT_S / 2 else wait_s + period_s
