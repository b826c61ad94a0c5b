"""WebVTT captions from transcript segments (W3C WebVTT 1)."""

from collections.abc import Sequence

from backend.interviews.staff_schemas import Segment


def webvtt(segments: Sequence[Segment]) -> str:
    """One cue a segment; times are those of the rendition."""
    cues = [
        f"{segment.index + 1}\n{_time(segment.start_s)} --> {_time(max(segment.end_s, segment.start_s + 0.001))}\n"
        f"{_escaped(segment.text)}\n"
        for segment in segments
        if segment.text.strip()
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _time(seconds: float) -> str:
    total_ms = max(0, round(seconds * 1000))
    minutes, ms = divmod(total_ms, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{ms // 1000:02d}.{ms % 1000:03d}"


def _escaped(text: str) -> str:
    """A cue's text is markup and ends at an empty line."""
    flat = " ".join(text.split())
    return flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
