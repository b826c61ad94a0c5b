"""What a rater does with their own card: writes it, submits it, amends it; and opening the cards of others."""

from collections.abc import Mapping, Sequence
from typing import NoReturn

import msgspec

from backend.interviews.staff import StaffInterviews
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, Gone, GreenroomError, Invalid, NotFound
from backend.kernel.live import LiveBus
from backend.kernel.repository import StaleVersion
from backend.privacy.audit import Audit
from backend.reviews.at_rest import DRAFT, open_draft, open_version, place_of, seal_content, seal_reason
from backend.reviews.desk import Desk, Desks
from backend.reviews.evidence import resolved
from backend.reviews.model import (
    CardContent,
    CardVersion,
    Evidence,
    Panel,
    Rating,
    Scorecard,
    card_of,
    panel_of,
)
from backend.reviews.reminding import taken_back
from backend.reviews.repository import Panels, Scorecards
from backend.reviews.rules import fit
from backend.reviews.schemas import CardDraft, CardSubmission, OwnCard, ScorecardPanel, ScorecardsChanged
from backend.reviews.views import CardViews, others_of
from backend.web.auth import Actor

TOPIC = "scorecards"


class Cards:
    def __init__(
        self, desks: Desks, views: CardViews, cards: Scorecards, panels: Panels, staff: StaffInterviews, audit: Audit,
        keyring: Keyring, live: LiveBus, clock: Clock,
    ) -> None:  # fmt: skip
        self._desks = desks
        self._views = views
        self._cards = cards
        self._panels = panels
        self._staff = staff
        self._audit = audit
        self._keyring = keyring
        self._live = live
        self._clock = clock

    async def panel(self, actor: Actor, interview_id: str) -> ScorecardPanel:
        """Reading others' cards is written down each time. Raises: NotFound interview_unknown · Gone."""
        desk = await self._desks.desk(actor, interview_id)
        await self._audit.record_once(actor, "scorecard.looked", desk.interview.id, {})
        if desk.hidden is None and (others := others_of(desk)):
            await self._audit.record(actor, "scorecards.read", desk.interview.id, {"cards": str(len(others))})
        return await self._views.panel(desk)

    async def save(self, actor: Actor, interview_id: str, draft: CardDraft) -> OwnCard:
        """The card as it is written now, complete or not; the first one begins it. The same once more changes nothing.

        Raises: NotFound interview_unknown · Conflict scorecard_refused with `why`, scorecard_submitted,
        wording_changed · StaleVersion scorecard_changed with `revision` and `saved_at`: another device was here ·
        Invalid rating_unknown, evidence_unknown, evidence_empty, evidence_too_long.
        """
        desk = await self._desks.desk(actor, interview_id)
        known = desk.own
        if known is None:
            return await self._begin(desk, draft)
        if known.draft_sealed is None:
            raise Conflict("scorecard_submitted", "The card is in. It can be amended with a reason.")
        content = self._content(desk, draft, known)
        if content == open_draft(self._keyring, known):
            return self._views.own(desk, known)
        if draft.revision != known.version:
            _changed_elsewhere(known)
        fresh = msgspec.structs.replace(
            known, draft_sealed=seal_content(self._keyring, known.id, DRAFT, content), saved_at=self._clock()
        )
        card = await self._store(fresh)
        await self._audit.record_once(actor, "scorecard.edited", card.id, {})
        return self._views.own(desk, card)

    async def submit(self, actor: Actor, interview_id: str, submission: CardSubmission) -> ScorecardPanel:
        """From now on this version never changes. The same once more changes nothing.

        Raises: NotFound interview_unknown, scorecard_unknown · Conflict scorecard_submitted, interview_unfinished ·
        StaleVersion scorecard_changed · Invalid scorecard_incomplete with `problems`, amendment_reason_missing.
        """
        desk, card = await self._own(actor, interview_id)
        draft = open_draft(self._keyring, card)
        if draft is None:
            if card.versions[-1].revision == submission.revision:
                return await self._views.panel(desk)
            raise Conflict("scorecard_submitted", "The card is in. It can be amended with a reason.")
        if card.version != submission.revision:
            _changed_elsewhere(card)
        if desk.interview.submitted_at is None:
            raise Conflict("interview_unfinished", "The interview is not over. Your draft is kept.")
        self._refuse_incomplete(desk, card, draft, submission)
        done = await self._store(self._submitted(card, draft, submission), taken_back(interview_id, actor.account_id))
        version = done.versions[-1]
        await self._audit.record(
            actor, "scorecard.amended" if version.number > 1 else "scorecard.submitted", done.id,
            {"interview": desk.interview.id, "version": str(version.number), "rubric": done.rubric_id},
        )  # fmt: skip
        await self._tell(interview_id)
        return await self.panel(actor, interview_id)

    async def amend(self, actor: Actor, interview_id: str) -> OwnCard:
        """What was submitted becomes a draft again, beside the version that stands; the same once more changes nothing.

        Raises: NotFound interview_unknown, scorecard_unknown · Conflict scorecard_draft, for one never submitted.
        """
        desk, card = await self._own(actor, interview_id)
        if not card.versions:
            raise Conflict("scorecard_draft", "The card has not been submitted yet. You can still change it.")
        if card.draft_sealed is None:
            content = open_version(self._keyring, card, card.versions[-1])
            sealed = seal_content(self._keyring, card.id, DRAFT, content)
            card = await self._store(msgspec.structs.replace(card, draft_sealed=sealed, saved_at=self._clock()))
            await self._audit.record(actor, "scorecard.reopened", card.id, {"interview": desk.interview.id})
        return self._views.own(desk, card)

    async def discard(self, actor: Actor, interview_id: str) -> None:
        """Throws away what is being written; versions that were submitted stay.

        Raises: NotFound interview_unknown, scorecard_unknown · Conflict scorecard_submitted.
        """
        desk, card = await self._own(actor, interview_id)
        if card.draft_sealed is None:
            raise Conflict("scorecard_submitted", "The card is in. It can be amended with a reason.")
        if card.versions:
            await self._store(msgspec.structs.replace(card, draft_sealed=None, saved_at=self._clock()))
        else:
            await self._cards.delete(card.id)
        await self._audit.record(actor, "scorecard.discarded", card.id, {"interview": desk.interview.id})
        await self._tell(interview_id)

    async def open_others(self, actor: Actor, interview_id: str) -> ScorecardPanel:
        """For who was not asked to score: reads the cards, and scores this interview no more.

        Raises: NotFound interview_unknown · Conflict own_card_first, for who was asked or has begun a card.
        """
        desk = await self._desks.desk(actor, interview_id)
        if desk.hidden == "own_first":
            raise Conflict("own_card_first", "The others' cards open once yours is submitted.")
        if desk.hidden == "unopened" and desk.submitted:
            await self._panels.update(panel_of(interview_id), lambda known: (_seen(known, actor.account_id), ()))
            await self._audit.record(actor, "scorecards.opened", desk.interview.id, {})
        return await self.panel(actor, interview_id)

    async def _begin(self, desk: Desk, draft: CardDraft) -> OwnCard:
        if (why := desk.refused) is not None or desk.rubric is None:
            raise Conflict("scorecard_refused", "You cannot score this interview.", why=why)
        panel = desk.panel or await self._lay(desk)
        content = self._content(desk, draft, None)
        now = self._clock()
        card_id = card_of(desk.interview.id, desk.actor.account_id)
        card = Scorecard(
            id=card_id,
            interview_id=desk.interview.id,
            candidate_id=desk.interview.candidate_id,
            rater_id=desk.actor.account_id,
            rubric_id=panel.rubric_id,
            begun_at=now,
            saved_at=now,
            draft_sealed=seal_content(self._keyring, card_id, DRAFT, content),
        )
        try:
            card = await self._cards.insert(card)
        except Conflict:
            _changed_elsewhere(await self._cards.require(card_id))
        await self._refuse_erased(desk, card)
        await self._audit.record(desk.actor, "scorecard.begun", card.id, {"interview": desk.interview.id})
        return self._views.own(desk, card)

    async def _lay(self, desk: Desk) -> Panel:
        """The first card begun fixes the rubric of all."""
        assert desk.rubric is not None
        panel = Panel(
            id=panel_of(desk.interview.id),
            interview_id=desk.interview.id,
            candidate_id=desk.interview.candidate_id,
            rubric_id=desk.rubric.id,
        )
        try:
            return await self._panels.insert(panel)
        except Conflict:
            return await self._panels.require(panel.id)

    async def _refuse_erased(self, desk: Desk, card: Scorecard) -> None:
        """An erasure that came in between has not seen the card: it goes now. Raises: Gone · NotFound."""
        try:
            await self._staff.visible(desk.actor, desk.interview.id)
        except (Gone, NotFound):
            await self._cards.delete(card.id)
            await self._panels.delete(panel_of(desk.interview.id))
            raise

    def _content(self, desk: Desk, draft: CardDraft, known: Scorecard | None) -> CardContent:
        """With what each pick says. Passages that the card holds already stay as they were read then."""
        kept = self._kept(known) if known else {}
        now = self._clock()
        ratings = []
        for each in draft.ratings:
            evidence = [
                kept[pick.id] if pick.id in kept and kept[pick.id].pick == pick else resolved(desk.interview, pick, now)
                for pick in each.evidence
            ]
            ratings.append(
                Rating(
                    competency_id=each.competency_id, level=None if each.is_unassessed else each.level,
                    is_unassessed=each.is_unassessed, reason=each.reason, evidence=evidence,
                )
            )  # fmt: skip
        if desk.rubric is not None:
            fit(desk.rubric, ratings)
        return CardContent(ratings=ratings, recommendation=draft.recommendation, comment=draft.comment)

    def _kept(self, card: Scorecard) -> Mapping[str, Evidence]:
        contents = [open_version(self._keyring, card, version) for version in card.versions]
        draft = open_draft(self._keyring, card)
        return {
            evidence.pick.id: evidence
            for content in [*contents, *([draft] if draft else [])]
            for rating in content.ratings
            for evidence in rating.evidence
        }

    def _refuse_incomplete(self, desk: Desk, card: Scorecard, draft: CardContent, submission: CardSubmission) -> None:
        problems = self._views.problems(desk, draft)
        if problems:
            told = [msgspec.to_builtins(each) for each in problems]
            raise Invalid("scorecard_incomplete", "Something is still missing.", problems=told)
        if card.versions and not submission.reason.strip():
            raise Invalid("amendment_reason_missing", "Please say why the card changes.")

    def _submitted(self, card: Scorecard, draft: CardContent, submission: CardSubmission) -> Scorecard:
        number = len(card.versions) + 1
        reason = submission.reason.strip()
        version = CardVersion(
            number=number,
            revision=card.version,
            content_sealed=seal_content(self._keyring, card.id, place_of(number), draft),
            at=self._clock(),
            reason_sealed=seal_reason(self._keyring, card.id, number, reason) if reason else None,
            was_open=bool(card.versions),
        )
        return msgspec.structs.replace(card, draft_sealed=None, versions=[*card.versions, version])

    async def _own(self, actor: Actor, interview_id: str) -> tuple[Desk, Scorecard]:
        desk = await self._desks.desk(actor, interview_id)
        if desk.own is None:
            raise NotFound("scorecard_unknown", "There is no such scorecard.")
        return desk, desk.own

    async def _store(self, card: Scorecard, events: Sequence[msgspec.Struct] = ()) -> Scorecard:
        try:
            return await self._cards.save(card, events)
        except StaleVersion:
            _changed_elsewhere(await self._cards.require(card.id))

    async def _tell(self, interview_id: str) -> None:
        """Open screens look anew; where Redis is away they do so at the next visit."""
        try:
            await self._live.publish(f"{TOPIC}:{interview_id}", "changed", ScorecardsChanged(interview_id), keep=False)
        except GreenroomError:
            return


def _changed_elsewhere(card: Scorecard) -> NoReturn:
    raise StaleVersion(
        "scorecard_changed", "The card was changed on another device.", revision=card.version,
        saved_at=card.saved_at.isoformat(),
    )  # fmt: skip


def _seen(panel: Panel, member_id: str) -> Panel:
    if member_id in panel.seen_by:
        return panel
    return msgspec.structs.replace(panel, seen_by=[*panel.seen_by, member_id])
