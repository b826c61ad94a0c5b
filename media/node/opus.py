"""What an Opus packet says in its first byte (RFC 6716 3.1), and the header that files carry (RFC 7845 5.1)."""

CLOCK_RATE = 48_000
PRE_SKIP_SAMPLES = 312
"""The encoder's look-ahead at 48 kHz: what it delays, the player takes off again."""

_SILK, _HYBRID, _CELT = (480, 960, 1920, 2880), (480, 960), (120, 240, 480, 960)


def duration_samples(packet: bytes) -> int:
    """Length in samples of 48 kHz, 0 for what is no Opus packet."""
    if not packet:
        return 0
    config = packet[0] >> 3
    if config < 12:
        frame = _SILK[config & 3]
    elif config < 16:
        frame = _HYBRID[config & 1]
    else:
        frame = _CELT[config & 3]
    code = packet[0] & 3
    if code == 3:
        if len(packet) < 2:
            return 0
        count = packet[1] & 0x3F
    else:
        count = 2 if code else 1
    samples = frame * count
    return samples if samples <= 5760 else 0


def channels(packet: bytes) -> int:
    """1 or 2: how the packet is coded."""
    return 2 if packet[0] & 4 else 1


def opus_head(channel_count: int, *, pre_skip: int = PRE_SKIP_SAMPLES) -> bytes:
    """The identification header, mapping family 0."""
    fields = pre_skip.to_bytes(2, "little") + CLOCK_RATE.to_bytes(4, "little") + b"\x00\x00"
    return b"OpusHead\x01" + bytes([channel_count]) + fields + b"\x00"
