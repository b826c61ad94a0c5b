"""What H.264 says about itself: the picture size in a sequence parameter set, and the avcC box of both sets."""

_HIGH_PROFILES = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})


class _Bits:
    """Reads an RBSP bit by bit. Raises: ValueError past the end."""

    def __init__(self, nal_unit: bytes) -> None:
        rbsp = nal_unit.replace(b"\x00\x00\x03", b"\x00\x00")
        self._value = int.from_bytes(rbsp, "big")
        self._left = len(rbsp) * 8

    def take(self, count: int) -> int:
        if count > self._left:
            raise ValueError("a parameter set ends early")
        self._left -= count
        return self._value >> self._left & (1 << count) - 1

    def unsigned(self) -> int:
        """ue(v), ITU-T H.264 9.1."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 32:
                raise ValueError("an Exp-Golomb code is too long")
        return (1 << zeros) - 1 + self.take(zeros)

    def signed(self) -> int:
        code = self.unsigned()
        return (code + 1) // 2 if code % 2 else -(code // 2)


def picture_size(sps: bytes) -> tuple[int, int]:
    """(width, height) in pixels after cropping of a sequence parameter set NAL unit (ITU-T H.264 7.3.2.1.1).

    Raises: ValueError where it is malformed.
    """
    bits = _Bits(sps[1:])
    profile = bits.take(8)
    bits.take(16)
    bits.unsigned()
    chroma = 1
    if profile in _HIGH_PROFILES:
        chroma = _chroma_and_scaling(bits)
    bits.unsigned()
    _picture_order(bits)
    bits.unsigned()
    bits.take(1)
    width_mbs, height_units = bits.unsigned() + 1, bits.unsigned() + 1
    is_frame_only = bits.take(1)
    if not is_frame_only:
        bits.take(1)
    bits.take(1)
    width, height = width_mbs * 16, height_units * 16 * (2 - is_frame_only)
    if bits.take(1):
        left, right, top, bottom = (bits.unsigned() for _ in range(4))
        unit_x = 2 if chroma in (1, 2) else 1
        unit_y = (2 if chroma == 1 else 1) * (2 - is_frame_only)
        width, height = width - (left + right) * unit_x, height - (top + bottom) * unit_y
    if not (0 < width <= 16384 and 0 < height <= 16384):
        raise ValueError("a picture has an impossible size")
    return width, height


def _chroma_and_scaling(bits: _Bits) -> int:
    chroma = bits.unsigned()
    if chroma == 3:
        bits.take(1)
    bits.unsigned()
    bits.unsigned()
    bits.take(1)
    if bits.take(1):
        for number in range(8 if chroma != 3 else 12):
            if bits.take(1):
                _skip_scaling_list(bits, 16 if number < 6 else 64)
    return chroma


def _skip_scaling_list(bits: _Bits, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.signed()) % 256
        last = following or last


def _picture_order(bits: _Bits) -> None:
    kind = bits.unsigned()
    if kind == 0:
        bits.unsigned()
    elif kind == 1:
        bits.take(1)
        bits.signed()
        bits.signed()
        count = bits.unsigned()
        if count > 255:
            raise ValueError("a picture order cycle is too long")
        for _ in range(count):
            bits.signed()


def avcc(sps: bytes, pps: bytes) -> bytes:
    """AVCDecoderConfigurationRecord (ISO/IEC 14496-15 5.3.3.1) with lengths of 4 bytes."""
    record = b"\x01" + sps[1:4] + b"\xff\xe1" + len(sps).to_bytes(2, "big") + sps
    return record + b"\x01" + len(pps).to_bytes(2, "big") + pps
