"""A notice as a mail: the same words as text and as HTML, with a button and a way out."""

import hashlib
import html

from backend.kernel.language import Language
from notifications.channels.outcome import Letter
from notifications.rendering import Message, in_layout

_WAY_OUT: dict[Language, str] = {"zh-CN": "不想再收到这类邮件？", "en": "Rather not get mails like this?"}
_WAY_OUT_LINK: dict[Language, str] = {"zh-CN": "退订邮件", "en": "Stop these mails"}
_P = '<p style="margin:0 0 16px 0;">'
_BUTTON = (
    '<p style="margin:0 0 24px 0;text-align:center;"><a href="{link}" style="display:inline-block;padding:14px 28px;'
    'border-radius:12px;background:#166534;color:#ffffff;font-weight:600;text-decoration:none;">{words}</a></p>'
)
_SMALL = (
    '<p style="margin:0;color:#4a5a51;font-size:14px;line-height:22px;">{question} '
    '<a href="{link}" style="color:#166534;">{words}</a></p>'
)


def mail_of(letter: Letter) -> Message:
    """Subject, text and HTML; every word of the notice is escaped."""
    shown, language = letter.shown, letter.language
    paragraphs = [part.strip() for part in shown.body.split("\n\n") if part.strip()]
    text = "\n\n".join([*paragraphs, f"{shown.button}\n\n    {letter.link}"])
    parts = [f"{_P}{html.escape(part).replace(chr(10), '<br>')}</p>" for part in paragraphs]
    parts.append(_BUTTON.format(link=html.escape(letter.link), words=html.escape(shown.button)))
    if letter.unsubscribe:
        text += f"\n\n{_WAY_OUT[language]} {_WAY_OUT_LINK[language]}: {letter.unsubscribe}"
        parts.append(
            _SMALL.format(
                question=_WAY_OUT[language], link=html.escape(letter.unsubscribe), words=_WAY_OUT_LINK[language]
            )
        )
    page = in_layout(language, shown.title, "\n".join(parts), letter.employer)
    return Message(shown.title, text + "\n", page)


def headers_of(letter: Letter) -> dict[str, str]:
    """RFC 2369 and RFC 8058: one click ends these mails."""
    if not letter.unsubscribe:
        return {}
    api = letter.unsubscribe.replace("/unsubscribe/", "/api/unsubscribe/")
    return {"List-Unsubscribe": f"<{api}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def mail_id_of(notice_id: str) -> str:
    """The local part of the Message-ID: the same for the same notice, short enough for one header line."""
    return f"ntc.{hashlib.sha256(notice_id.encode()).hexdigest()[:32]}"
