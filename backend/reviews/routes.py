"""Routes of scorecards."""

from litestar import delete, get, post, put

from backend.reviews.cards import Cards
from backend.reviews.due import CardsDue
from backend.reviews.schemas import CardDraft, CardSubmission, CardWaiting, OwnCard, ScorecardPanel
from backend.web.auth import Actor
from backend.web.policy import Permission

_READ = {"permission": Permission.SCORECARD_READ}
_WRITE = {"permission": Permission.SCORECARD_WRITE}


@get("/staff/scorecards/waiting", opt=_WRITE)
async def cards_waiting(actor: Actor, cards_due: CardsDue) -> list[CardWaiting]:
    """Interviews that wait for the actor's card, the longest waiting first."""
    return await cards_due.of(actor)


@get("/staff/interviews/{interview_id:str}/scorecards", opt=_READ)
async def read_scorecards(interview_id: str, actor: Actor, cards: Cards) -> ScorecardPanel:
    """The actor's own card, who has submitted, and the others' cards once they are open to the actor."""
    return await cards.panel(actor, interview_id)


@put("/staff/interviews/{interview_id:str}/scorecard", opt={**_WRITE, "limit_per_minute": 120})
async def save_scorecard(interview_id: str, data: CardDraft, actor: Actor, cards: Cards) -> OwnCard:
    """Saves the actor's card, complete or not; refused where another device saved in between."""
    return await cards.save(actor, interview_id, data)


@post("/staff/interviews/{interview_id:str}/scorecard/submission", opt=_WRITE, status_code=200)
async def submit_scorecard(interview_id: str, data: CardSubmission, actor: Actor, cards: Cards) -> ScorecardPanel:
    """Submits the card as it was saved; from then on it is changed by amendment alone."""
    return await cards.submit(actor, interview_id, data)


@post("/staff/interviews/{interview_id:str}/scorecard/amendment", opt=_WRITE, status_code=200)
async def amend_scorecard(interview_id: str, actor: Actor, cards: Cards) -> OwnCard:
    """Begins a new version of a submitted card."""
    return await cards.amend(actor, interview_id)


@delete("/staff/interviews/{interview_id:str}/scorecard", opt=_WRITE)
async def discard_scorecard(interview_id: str, actor: Actor, cards: Cards) -> None:
    """Throws away what is being written; submitted versions stay."""
    await cards.discard(actor, interview_id)


@post("/staff/interviews/{interview_id:str}/scorecards/disclosure", opt=_WRITE, status_code=200)
async def open_scorecards(interview_id: str, actor: Actor, cards: Cards) -> ScorecardPanel:
    """For who was not asked to score: opens the cards, and gives up scoring this interview."""
    return await cards.open_others(actor, interview_id)


ROUTES = [
    cards_waiting, read_scorecards, save_scorecard, submit_scorecard, amend_scorecard, discard_scorecard,
    open_scorecards,
]  # fmt: skip
