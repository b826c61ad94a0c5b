"""The demo's rubrics, published, and one colleague's card on the interview that waits for review."""

from datetime import datetime, timedelta

import msgspec

from backend.accounts.model import Member
from backend.app.demo_rubrics import RUBRICS
from backend.interviews.model import Interview
from backend.interviews.versions import text_version
from backend.kernel.clock import Clock
from backend.kernel.errors import Conflict
from backend.positions.repository import Rubrics
from backend.positions.rubric import Rubric
from backend.reviews.model import EvidencePick, Recommendation
from backend.reviews.module import ReviewServices
from backend.reviews.schemas import CardDraft, CardSubmission, RatingDraft
from backend.web.auth import Actor
from backend.web.policy import Role


class DemoRating(msgspec.Struct, frozen=True):
    """`quotes` stand word for word in the answers."""

    competency: str
    level: int
    reason: str
    quotes: list[str]


CARD: tuple[Recommendation, str, list[DemoRating]] = (
    "yes",
    "Speaks of customers as people with a business to run. I would like to hear more about working under pressure.",
    [
        DemoRating(
            "customer",
            5,
            "Went there at night, called every week, and is still the one they ring.",
            ["I visited their night shift", "called the owner every Friday for six weeks with the numbers"],
        ),
        DemoRating(
            "communication",
            4,
            "Short sentences, one price, one next step.",
            ["Shall I send a driver on Monday so that you can try it?"],
        ),
        DemoRating(
            "resilience",
            3,
            "Calm with the caller, and asks what went wrong. The example is thought up, not lived.",
            ["I would let her finish, say that two days late is not what she pays for"],
        ),
    ],
)


async def publish_rubrics(rubrics: Rubrics, clock: Clock) -> None:
    """For each demo position that has none."""
    for key, competencies in RUBRICS.items():
        now = clock()
        rubric = Rubric(
            id=f"rub_demo_{key}",
            position_id=f"pos_demo_{key}",
            number=1,
            state="published",
            competencies=competencies,
            created_at=now,
            changed_at=now,
            published_at=now,
        )
        if await rubrics.get(rubric.id) is None:
            try:
                await rubrics.insert(rubric)
            except Conflict:  # HR has begun one of their own
                continue


async def score(reviews: ReviewServices, interview: Interview, member: Member, now: datetime) -> None:
    """A card of `member`, who was not asked but may. Where there is one already, nothing."""
    actor = Actor(
        member.id, "member", frozenset({Role.RECRUITER}), "ses_demo", member.language, None, now + timedelta(minutes=5)
    )
    if (await reviews.cards.panel(actor, interview.id)).own is not None:
        return
    recommendation, comment, ratings = CARD
    draft = CardDraft(None, [_rating(interview, each) for each in ratings], recommendation, comment)
    own = await reviews.cards.save(actor, interview.id, draft)
    await reviews.cards.submit(actor, interview.id, CardSubmission(own.revision))


def _rating(interview: Interview, rating: DemoRating) -> RatingDraft:
    picks = [_pick(interview, quote, f"{rating.competency}-{number}") for number, quote in enumerate(rating.quotes)]
    return RatingDraft(rating.competency, rating.level, reason=rating.reason, evidence=picks)


def _pick(interview: Interview, quote: str, name: str) -> EvidencePick:
    """Raises: StopIteration where the quote stands in no answer."""
    turn = next(turn for turn in interview.turns if quote in turn.text)
    begin = turn.text.index(quote)
    return EvidencePick(
        id=f"demo-{name}", turn_id=turn.id, source="text", seen=text_version(turn.text), from_char=begin,
        to_char=begin + len(quote),
    )  # fmt: skip
