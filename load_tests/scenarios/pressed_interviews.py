"""The interviews of `interviews` with nobody pausing: four questions in half a minute, as no person answers.

Told beside the real pace to show where the one process ends; nothing may be lost here either.
"""

from collections.abc import Iterator

from load_tests.bench.rows import Row
from load_tests.interview_people import Pace
from load_tests.scenarios.interviews import measured_rows

SIZE = 150
PRESSED = Pace(
    ramp_s=15.0, reads_s=(0.1, 0.3), thinks_s=(0.7, 1.3), answers_s=(12.0, 16.0), speaks_s=(1.8, 3.2),
    breathes_s=(1.0, 2.0), ponders_s=(1.0, 2.0), types_s=(3.5, 5.5), drafts_every_s=(1.0, 2.0), chooses_s=(0.2, 0.5),
    gap_s=2.0,
)  # fmt: skip


def rows(size: int | None = None) -> Iterator[Row]:
    yield from measured_rows("pressed_interviews", size or SIZE, PRESSED)
