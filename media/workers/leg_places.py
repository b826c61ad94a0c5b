"""Where the legs of a take lie in its rendition, so that what is known of a leg can be said of the rendition."""

from collections.abc import Sequence

import msgspec

from media.workers.rendition import HolePlace, Rendition


class PlacedLeg(msgspec.Struct, frozen=True):
    """A leg lies at `begin_ms` of the rendition for `duration_ms`; its holes were taken out where they say."""

    leg_id: str
    begin_ms: int
    duration_ms: int
    holes: list[HolePlace] = []

    def in_rendition(self, leg_ms: int) -> int:
        """The rendition's time of an instant of the leg's media time; an instant in a hole is the hole's place."""
        at_ms = self.begin_ms + leg_ms
        for hole in self.holes:
            if at_ms > hole.at_ms:
                at_ms = max(hole.at_ms, at_ms - hole.lost_ms)
        return at_ms


def placed_legs(leg_ids: Sequence[str], rendition: Rendition) -> list[PlacedLeg]:
    """`leg_ids` in the order in which the legs were given to be joined."""
    return [
        PlacedLeg(
            leg_ids[place.index],
            place.begin_ms,
            place.duration_ms,
            [hole for hole in rendition.holes if 0 <= hole.at_ms - place.begin_ms <= place.duration_ms],
        )
        for place in rendition.legs
    ]
