"""Jobs of the media workers. At least once: a job done twice has the effect of once."""

import msgspec


class ProcessTake(msgspec.Struct, frozen=True, tag="media.process_take"):
    """Join the legs of a take into its rendition, then transcribe it segment by segment.

    The worker finds the legs by listing `takes/{take_id}/*/manifest.json`. It answers with `TakeProcessed`, one
    `SegmentTranscribed` a segment, and `TakeTranscribed`. A run without a speech model ends with the problem
    `speech_model_missing`; the backend sends the job again when a model is there (`wants_rendition` false).
    """

    take_id: str
    interview_id: str
    language: str
    wants_rendition: bool = True
    wants_transcript: bool = True
