"""What a file holds, in the words in which a browser is asked whether it plays it (RFC 6381)."""

from pathlib import Path
from typing import Any

import av

_NAMES = {"vp8": "vp8", "vp9": "vp9", "opus": "opus", "aac": "mp4a.40.2"}


def codecs_of(path: Path) -> str:
    """Video first, e.g. `avc1.64001F,mp4a.40.2`. Raises: av.error.FFmpegError."""
    with av.open(str(path)) as file:
        streams = [*file.streams.video, *file.streams.audio]
        return ",".join(_name(stream.codec_context) for stream in streams)


def _name(codec: Any) -> str:
    private = bytes(codec.extradata or b"")
    if codec.name == "h264" and len(private) >= 4:
        return "avc1." + private[1:4].hex().upper()  # profile, constraints, level out of the avcC
    return _NAMES.get(str(codec.name), str(codec.name))
