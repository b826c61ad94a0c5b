"""How a wish for a notice becomes the document that outlives every process."""

import secrets
from datetime import datetime

from backend.contracts.events.notifications import NoticeWanted
from backend.kernel.language import Language
from backend.notices.model import Notice


def notice_of(wanted: NoticeWanted, now: datetime) -> Notice:
    """As it stands when it was asked for just now: waiting for its time."""
    due_at = wanted.due_at or now
    language: Language = "zh-CN" if wanted.language == "zh-CN" else "en"
    return Notice(
        id=wanted.notice_id,
        account_id=wanted.account_id,
        kind=wanted.kind,
        language=language,
        content_sealed=wanted.sealed,
        revision=wanted.revision,
        urgency=wanted.urgency,
        channels=wanted.channels,
        token=secrets.token_urlsafe(16),
        created_at=now,
        due_at=due_at,
        expires_at=wanted.expires_at,
        look_at=max(due_at, now),
    )
