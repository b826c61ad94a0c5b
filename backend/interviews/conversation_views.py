"""The conversations of an interview as the review shows them. Pure; names are handed in."""

from collections.abc import Mapping

from backend.interviews.conversation import Conversation, Track
from backend.interviews.model import Interview
from backend.interviews.room_names import CANDIDATE
from backend.interviews.staff_schemas import ConversationTrack, QuestionPut, ReviewConversation
from backend.interviews.staff_views import media_state, segments, sources
from backend.interviews.take import Take

Names = Mapping[str, str]
"""Account id → name."""


def accounts_of(interview: Interview) -> set[str]:
    """Everybody whose name the conversations show."""
    tracks = {take.track.account_id for take in interview.takes if take.track is not None}
    asked = {put.account_id for each in interview.conversations for put in each.asked}
    return tracks | asked | {account_id for each in interview.conversations for account_id in each.leaders}


def conversations(interview: Interview, names: Names) -> list[ReviewConversation]:
    return [_conversation(interview, each, names) for each in interview.conversations]


def _conversation(interview: Interview, conversation: Conversation, names: Names) -> ReviewConversation:
    ours = [
        (take, take.track)
        for take in interview.takes
        if take.track is not None and take.track.conversation_id == conversation.id
    ]
    ordered = sorted(ours, key=lambda each: (each[1].participant_id != CANDIDATE, each[1].source, each[0].id))
    return ReviewConversation(
        id=conversation.id,
        began_at=conversation.began_at,
        ended_at=conversation.ended_at,
        led_by=[names.get(account_id, "") for account_id in dict.fromkeys(conversation.leaders)],
        is_recorded=conversation.is_recorded,
        asked=[QuestionPut(put.text, names.get(put.account_id, ""), put.at, put.turn_id) for put in conversation.asked],
        tracks=[_track(conversation, take, track, names) for take, track in ordered],
    )


def _track(conversation: Conversation, take: Take, track: Track, names: Names) -> ConversationTrack:
    base, rendition, preview = f"/api/media/takes/{take.id}", take.rendition, take.shown_preview
    offset = (take.began_at - conversation.began_at).total_seconds() if take.began_at is not None else None
    return ConversationTrack(
        take_id=take.id,
        participant_id=track.participant_id,
        name=names.get(track.account_id, ""),
        role=track.role,
        source=track.source,
        began_at=take.began_at,
        offset_s=round(offset, 3) if offset is not None else None,
        duration_s=rendition.duration_s if rendition else None,
        media_state=media_state(take),
        media_url=f"{base}/rendition" if rendition else None,
        captions_url=f"{base}/captions.vtt" if rendition else None,
        mime_type=rendition.mime_type if rendition else None,
        sources=sources(take, base),
        gaps=take.gaps,
        segments=segments(take),
        transcript_state=take.transcript,
        problem=take.problem,
        thumbnail_url=f"{base}/thumbnail" if preview and preview.thumbnail else None,
        peaks_url=f"{base}/peaks" if preview and preview.peaks else None,
        loudness_lufs=preview.loudness_lufs if preview else None,
    )
