"""What a member is shown of a desk: their own card, who has submitted, the others' cards where they are open."""

from backend.kernel.crypto import Keyring
from backend.positions.rubric import Rubric
from backend.reviews.at_rest import open_draft, open_reason, open_version
from backend.reviews.desk import Desk, Desks
from backend.reviews.model import CardContent, Scorecard
from backend.reviews.rules import CardProblem, card_problems, has_words
from backend.reviews.schemas import (
    CardRubric,
    CardState,
    CardVersionView,
    OwnCard,
    RaterCard,
    RaterView,
    ScorecardPanel,
)
from backend.reviews.summary import CardsSummary, summary, weighted_mean


class CardViews:
    def __init__(self, desks: Desks, keyring: Keyring) -> None:
        self._desks = desks
        self._keyring = keyring

    async def panel(self, desk: Desk) -> ScorecardPanel:
        rubric, is_open = desk.rubric, desk.hidden is None
        return ScorecardPanel(
            interview_id=desk.interview.id,
            rubric=CardRubric(rubric.id, rubric.number, rubric.competencies) if rubric else None,
            refused=desk.refused if desk.own is None else None,
            hidden=desk.hidden,
            own=self.own(desk, desk.own) if desk.own else None,
            raters=await self._raters(desk),
            waiting=desk.waiting,
            cards=[await self._card(desk, card) for card in others_of(desk)] if is_open else [],
            summary=self._summary(desk) if is_open and desk.is_complete else None,
        )

    def own(self, desk: Desk, card: Scorecard) -> OwnCard:
        draft = open_draft(self._keyring, card)
        content = draft or self._newest(card)
        return OwnCard(
            revision=card.version,
            state=state_of(card),
            content=content,
            saved_at=card.saved_at,
            problems=self.problems(desk, content) if draft is not None else [],
            versions=self._versions(desk, card),
        )

    def problems(self, desk: Desk, content: CardContent) -> list[CardProblem]:
        if desk.rubric is None:
            return []
        return card_problems(desk.rubric, content, needs_evidence=has_words(desk.interview))

    def _newest(self, card: Scorecard) -> CardContent:
        return open_version(self._keyring, card, card.versions[-1])

    def _versions(self, desk: Desk, card: Scorecard) -> list[CardVersionView]:
        views = []
        for version in reversed(card.versions):
            content = open_version(self._keyring, card, version)
            reason = open_reason(self._keyring, card, version)
            views.append(
                CardVersionView(
                    version.number, version.at, content, reason, version.was_open, _mean(desk.rubric, content)
                )
            )
        return views

    async def _raters(self, desk: Desk) -> list[RaterView]:
        """Those who were asked, then who scores by their own wish."""
        cards = {card.rater_id: card for card in desk.cards}
        others = [rater_id for rater_id in cards if rater_id not in desk.asked]
        views = []
        for rater_id in [*desk.asked, *others]:
            card = cards.get(rater_id)
            views.append(
                RaterView(
                    name=await self._desks.name_of(rater_id),
                    is_you=rater_id == desk.actor.account_id,
                    is_asked=rater_id in desk.asked,
                    state=state_of(card) if card else "none",
                    submitted_at=card.versions[0].at if card and card.versions else None,
                )
            )
        return views

    async def _card(self, desk: Desk, card: Scorecard) -> RaterCard:
        return RaterCard(await self._desks.name_of(card.rater_id), self._versions(desk, card))

    def _summary(self, desk: Desk) -> CardsSummary | None:
        if desk.rubric is None:
            return None
        return summary(desk.rubric, [self._newest(card) for card in desk.submitted])


def others_of(desk: Desk) -> list[Scorecard]:
    """The submitted cards that are not the reader's."""
    return [card for card in desk.submitted if card.rater_id != desk.actor.account_id]


def state_of(card: Scorecard) -> CardState:
    if card.draft_sealed is None:
        return "submitted"
    return "amending" if card.is_submitted else "draft"


def _mean(rubric: Rubric | None, content: CardContent) -> float | None:
    return weighted_mean(rubric, content) if rubric else None
