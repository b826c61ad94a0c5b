"""What a player shows around a recording, made of the rendition in the confined child."""

from pathlib import Path

import msgspec

from media.workers.stills import Strip, strip, thumbnail
from media.workers.waveform import waveform


class Preview(msgspec.Struct, frozen=True):
    """Files in the folder that was given; what the recording does not have is None."""

    thumbnail: str | None
    strip: Strip | None
    peaks: str | None
    loudness_lufs: float | None


def preview(rendition: Path, folder: Path, duration_s: float) -> Preview:
    """Write `thumbnail.jpg`, `strip.jpg` and `peaks.json` to `folder`.

    Raises: av.error.FFmpegError where the rendition cannot be opened.
    """
    still, row, curve = folder / "thumbnail.jpg", folder / "strip.jpg", folder / "peaks.json"
    has_still = thumbnail(rendition, still)
    tiles = strip(rendition, row, duration_s) if has_still else None
    sound = waveform(rendition, duration_s)
    if sound is not None:
        curve.write_bytes(msgspec.json.encode(sound.peaks))
    return Preview(
        thumbnail=str(still) if has_still else None,
        strip=tiles,
        peaks=str(curve) if sound is not None else None,
        loudness_lufs=sound.loudness_lufs if sound is not None else None,
    )
