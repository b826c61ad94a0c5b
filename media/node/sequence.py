"""Sequence numbers of one track: 16 bits unwrapped into a number that only grows (RFC 3550 A.1)."""

MAX_DROPOUT = 3000
MAX_MISORDER = 1000


class SequenceExtender:
    """Extends sequence numbers; wrap-arounds, late packets and jumps of the sender are told apart.

    A step of up to 3,000 forward is loss, of up to 1,000 backward a late packet. Anything else is a stray until the
    number after it comes too: then the sender began anew, and numbering goes on after the highest so far. `offset` is
    what the extended numbers are ahead of the sender's.
    """

    def __init__(self) -> None:
        self.highest = -1
        self.restarts = 0
        self.offset = 0
        self._expected_restart = -1

    def extend(self, sequence: int) -> int | None:
        """The extended number, or None for a stray packet that is to be dropped. The first one sets the base."""
        if self.highest < 0:
            self.highest = sequence
            return sequence
        on_wire = (self.highest - self.offset) & 0xFFFF
        forward = (sequence - on_wire) & 0xFFFF
        if forward < MAX_DROPOUT:
            self.highest += forward
            return self.highest
        backward = 0x10000 - forward
        if backward <= MAX_MISORDER and backward <= self.highest:
            return self.highest - backward
        if sequence != self._expected_restart:
            self._expected_restart = (sequence + 1) & 0xFFFF
            return None
        return self.restart(sequence)

    def restart(self, sequence: int) -> int:
        """`sequence` is the first of a new numbering; it follows the highest of the old one."""
        self.highest += 1
        self.offset = (self.highest - sequence) & 0xFFFF
        self._expected_restart = -1
        self.restarts += 1
        return self.highest
