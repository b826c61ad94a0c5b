"""The employer's own words: versions that never change, checked on save, whole before they are published."""

from contextlib import suppress

import msgspec

from backend.contracts.events.notifications import NoticeContent
from backend.kernel.clock import Clock, utc_now
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.notices.model import NoticeTemplate, TemplateText, TemplateVersion
from backend.notices.repository import NoticeTemplates
from backend.notices.rules import zone_of
from backend.notices.schemas import TemplatePreview, TemplateView, WordsShown
from backend.notices.wording import (
    LANGUAGES,
    WordingError,
    absent,
    allowed_placeholders,
    builtin_kinds,
    builtin_text,
    in_language,
    placeholders,
    sample,
    worded,
)
from backend.privacy.audit import Audit
from backend.web.auth import Actor

VERSIONS_MAX = 200
LENGTHS = {"title": 120, "short": 240, "button": 40, "body": 5_000}


class Templating:
    def __init__(self, templates: NoticeTemplates, audit: Audit, *, clock: Clock = utc_now) -> None:
        self._templates = templates
        self._audit = audit
        self._clock = clock

    async def all(self) -> list[TemplateView]:
        known = {template.id: template for template in await self._templates.find({})}
        return [self._view(kind, known.get(kind)) for kind in builtin_kinds()]

    async def save(self, actor: Actor, kind: str, text: TemplateText) -> TemplateView:
        """A new version; it may still lack a language.

        Raises: NotFound template_unknown · Invalid template_malformed, template_placeholder_unknown, text_too_long.
        """
        self._refuse_unknown(kind)
        check_text(text, allowed_placeholders(kind))
        await self._begun(kind)
        now = self._clock()

        def add(known: NoticeTemplate) -> tuple[NoticeTemplate, tuple[()]]:
            number = known.versions[-1].number + 1 if known.versions else 1
            fresh = TemplateVersion(number, text, actor.account_id, now)
            used = [each for each in known.versions if each.number == known.published]
            kept = [*used, *(each for each in known.versions[-VERSIONS_MAX:] if each not in used)]
            return msgspec.structs.replace(known, versions=sorted([*kept, fresh], key=lambda each: each.number)), ()

        template = await self._templates.update(kind, add)
        await self._audit.record(actor, "template.saved", kind, {"version": str(template.versions[-1].number)})
        return self._view(kind, template)

    async def publish(self, actor: Actor, kind: str, number: int) -> TemplateView:
        """Raises: NotFound template_unknown, template_version_unknown · Invalid template_incomplete, with the parts."""
        self._refuse_unknown(kind)
        known = await self._templates.get(kind)
        version = next((each for each in known.versions if each.number == number), None) if known else None
        if known is None or (number and version is None):
            raise NotFound("template_version_unknown", "There is no such version.")
        if version is not None and (lacking := absent(version.text)):
            raise Invalid("template_incomplete", "A part is missing in one language.", parts=lacking)
        template = await self._templates.update(
            kind, lambda each: (msgspec.structs.replace(each, published=number), ())
        )
        await self._audit.record(actor, "template.published", kind, {"version": str(number)})
        return self._view(kind, template)

    async def be_patient(self, actor: Actor, kind: str, unread_after_min: int | None) -> TemplateView:
        """After how long unread the next channel has its turn. Raises: NotFound template_unknown."""
        self._refuse_unknown(kind)
        await self._begun(kind)
        template = await self._templates.update(
            kind, lambda each: (msgspec.structs.replace(each, unread_after_min=unread_after_min), ())
        )
        await self._audit.record(actor, "template.patience", kind, {"minutes": str(unread_after_min)})
        return self._view(kind, template)

    async def _begun(self, kind: str) -> None:
        if await self._templates.get(kind) is None:
            with suppress(Conflict):  # somebody else began it at the same moment
                await self._templates.insert(NoticeTemplate(id=kind))

    def preview(self, kind: str, text: TemplateText) -> TemplatePreview:
        """In both languages with made-up parameters. Raises: as `save`."""
        self._refuse_unknown(kind)
        check_text(text, allowed_placeholders(kind))
        return preview_of(text, sample(kind))

    def _refuse_unknown(self, kind: str) -> None:
        if kind not in builtin_kinds():
            raise NotFound("template_unknown", "There is no such kind of notice.")

    def _view(self, kind: str, known: NoticeTemplate | None) -> TemplateView:
        return TemplateView(
            kind=kind,
            builtin=builtin_text(kind),
            placeholders=sorted(allowed_placeholders(kind)),
            versions=list(known.versions) if known else [],
            published=known.published if known else 0,
            version=known.version if known else 0,
            unread_after_min=known.unread_after_min if known else None,
        )


def check_text(text: TemplateText, allowed: frozenset[str]) -> None:
    """Raises: Invalid template_malformed, template_placeholder_unknown (with the names), text_too_long."""
    try:
        unknown = placeholders(text) - allowed
    except WordingError:
        raise Invalid("template_malformed", "A $ stands alone; write $$ for the sign itself.") from None
    if unknown:
        raise Invalid(
            "template_placeholder_unknown", "There is no such placeholder.",
            placeholders=sorted(unknown), allowed=sorted(allowed),
        )  # fmt: skip
    for name, limit in LENGTHS.items():
        for language in LANGUAGES:
            if len(getattr(text, name).in_language(language)) > limit:
                raise Invalid("text_too_long", "A part is too long.", part=f"{name}.{language}", limit=limit)


def preview_of(text: TemplateText, parameters: dict[str, str]) -> TemplatePreview:
    """Raises: Invalid template_malformed."""
    content = NoticeContent("", "", "/", parameters)
    shown = []
    for language in LANGUAGES:
        try:
            words = worded(in_language(text, language), language, zone_of("Asia/Shanghai"), content)
        except WordingError:
            raise Invalid("template_malformed", "A placeholder has no value.") from None
        shown.append(WordsShown(words.title, words.short, words.button, words.body))
    by_language = dict(zip(LANGUAGES, shown, strict=True))
    return TemplatePreview(by_language["zh-CN"], by_language["en"])
