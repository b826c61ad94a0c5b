"""Which reminders an interview's circumstances call for, and when. Pure: the present is handed in."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from backend.contracts.events.notifications import Urgency
from backend.kernel.errors import Invalid
from backend.kernel.language import Language
from backend.notices.templating import check_text
from backend.notices.wording import ALWAYS, absent
from backend.reminders.model import Asked, Booked, Debt, Plan, Rule

DAY_MIN = 24 * 60
RULES_MAX = 24
LEAD_MAX_MIN = 60 * DAY_MIN
MISSED_FOR = timedelta(days=3)
OWN_WORDS = "reminder"
"""The kind of notice that a custom rule becomes: its words travel with it."""

PLACEHOLDERS = ALWAYS | {"position", "starts_at", "expires_at"}
BEFORE_LIVE = frozenset({"invited", "consented", "checked"})
BEGUN = frozenset({"live", "paused"})
STANDING = BEFORE_LIVE | BEGUN
AWAITED = STANDING | {"human_route"}
"""A person can be met: also who talks with people instead of the AI."""
WITHDRAWN = "withdrawn"
"""Who took their application back owes nothing."""

DEFAULT_RULES: tuple[Rule, ...] = (
    Rule("day_before", "day_before", DAY_MIN),
    Rule("minutes_before", "minutes_before", 15),
    Rule("not_booked", "not_booked", 2 * DAY_MIN),
    Rule("unfinished", "unfinished", DAY_MIN),
    Rule("missed", "missed", 10),
    Rule("answers_unsent", "answers_unsent", DAY_MIN),
    Rule("materials_due", "materials_due", DAY_MIN),
)


class Circumstances(msgspec.Struct, frozen=True):
    """What is known of one interview."""

    interview_id: str
    candidate_id: str
    state: str
    language: Language
    position: str
    employer: str
    expires_at: datetime
    booked: Booked | None = None
    debts: Sequence[Debt] = ()


class Wish(msgspec.Struct, frozen=True):
    """A notice that shall go out. The id stands for rule, interview and moment: moved, it is another occasion."""

    notice_id: str
    kind: str
    due_at: datetime
    expires_at: datetime
    urgency: Urgency
    path: str
    parameters: dict[str, str]


def wishes(rules: Sequence[Rule], known: Circumstances) -> list[Wish]:
    """Every reminder that the rules have for this interview as it stands, whether its time is past or to come."""
    return [wish for rule in rules if rule.is_on for wish in _wish(rule, known)]


def changes(asked: Sequence[Asked], wanted: Sequence[Wish], now: datetime) -> tuple[list[Wish], list[str], list[Asked]]:
    """What to ask for, what to take back, and what stands then.

    What is new and already late is not asked for: who books at noon for one o'clock needs no "tomorrow".
    """
    before = {each.notice_id: each for each in asked}
    ask: list[Wish] = []
    standing: list[Asked] = []
    for wish in wanted:
        known = before.pop(wish.notice_id, None)
        if known is not None and known.due_at == wish.due_at:
            standing.append(known)
        elif wish.due_at <= now and not (known is None and wish.kind in _AFTERWARDS and wish.expires_at > now):
            standing.append(known or Asked(wish.notice_id, None))
        else:
            ask.append(wish)
            standing.append(Asked(wish.notice_id, wish.due_at))
    return ask, [id for id, each in before.items() if each.due_at is not None], standing


def check_plan(rules: Sequence[Rule]) -> None:
    """Raises: Invalid reminder_rules_invalid, template_incomplete, and as `templating.check_text`."""
    ids = {rule.id for rule in rules}
    if len(rules) > RULES_MAX or len(ids) != len(rules):
        raise Invalid("reminder_rules_invalid", "Rules have ids of their own, and there are at most 24.")
    for rule in rules:
        if not 0 <= rule.lead_min <= LEAD_MAX_MIN or not rule.id.replace("_", "").isalnum() or len(rule.id) > 40:
            raise Invalid("reminder_rules_invalid", "A rule's time is between 0 and 60 days.", rule=rule.id)
        if rule.kind != "custom":
            continue
        if rule.text is None or (lacking := absent(rule.text)):
            parts = lacking if rule.text is not None else ["title", "short", "button", "body"]
            raise Invalid("template_incomplete", "A part is missing in one language.", parts=parts, rule=rule.id)
        check_text(rule.text, PLACEHOLDERS)


def stands_alike(before: str, after: str) -> bool:
    """Whether the rules have the same for an interview in both states, whatever else is known of it.

    Until it has begun its end may have been moved; from then on it stays.
    """
    if (before == WITHDRAWN) != (after == WITHDRAWN):
        return False
    return (before in BEGUN and after in BEGUN) or (before not in AWAITED and after not in AWAITED)


def plan_mark(plan: Plan | None) -> str:
    """Names a plan's version, so that what was worked out by another is found."""
    return f"{plan.id}:{plan.version}" if plan else "built-in"


_AFTERWARDS = frozenset({"missed"})


def _wish(rule: Rule, known: Circumstances) -> Iterator[Wish]:
    lead = timedelta(minutes=rule.lead_min)
    booked = known.booked
    starts_at = booked.starts_at if booked and booked.state == "booked" and known.state in AWAITED else None
    match rule.kind:
        case "day_before" | "minutes_before" if starts_at is not None:
            parameters = {"minutes": str(rule.lead_min)} if rule.kind == "minutes_before" else {}
            urgency: Urgency = "high" if rule.lead_min <= 60 else "normal"
            path = "/green-room" if rule.kind == "minutes_before" else "/booking"
            yield _made(rule, known, starts_at, starts_at - lead, starts_at, urgency, path, parameters)
        case "missed" if booked and booked.state == "missed" and booked.starts_at and known.state in AWAITED:
            due_at = (booked.ends_at or booked.starts_at) + lead
            until = max(due_at + MISSED_FOR, known.expires_at)
            yield _made(rule, known, booked.starts_at, due_at, until, "normal", "/booking", {})
        case "not_booked" if booked and booked.state in ("open", "cancelled") and _may_book(known.state, booked):
            yield _before_end(rule, known, lead, "/booking")
        case "unfinished" if known.state in STANDING and starts_at is None and not (booked and booked.state == "open"):
            yield _before_end(rule, known, lead, "/")
        case "answers_unsent" | "materials_due" if known.state != WITHDRAWN:
            for debt in known.debts:
                if debt.kind == rule.kind and debt.due_at is not None:
                    path = "/offline" if rule.kind == "answers_unsent" else "/timeline"
                    parameters = {"count": str(debt.count), "expires_at": debt.due_at.isoformat()}
                    yield _made(rule, known, debt.due_at, debt.due_at - lead, debt.due_at, "normal", path, parameters)
        case "custom" if rule.text is not None:
            anchor = starts_at if rule.anchor == "starts_at" else known.expires_at
            if anchor is not None and (rule.anchor == "starts_at" or known.state in STANDING):
                urgency = "high" if rule.anchor == "starts_at" and rule.lead_min <= 60 else "normal"
                yield _made(rule, known, anchor, anchor - lead, anchor, urgency, "/", _own_words(rule, known.language))


def _may_book(state: str, booked: Booked) -> bool:
    return state in BEFORE_LIVE or (state == "human_route" and booked.with_people)


def _own_words(rule: Rule, language: Language) -> dict[str, str]:
    text = rule.text
    assert text is not None
    return {f"own_{name}": getattr(text, name).in_language(language) for name in ("title", "short", "button", "body")}


def _before_end(rule: Rule, known: Circumstances, lead: timedelta, path: str) -> Wish:
    return _made(rule, known, known.expires_at, known.expires_at - lead, known.expires_at, "normal", path, {})


def _made(
    rule: Rule, known: Circumstances, moment: datetime, due_at: datetime, expires_at: datetime, urgency: Urgency,
    path: str, parameters: dict[str, str],
) -> Wish:  # fmt: skip
    common = {"position": known.position, "employer": known.employer, "expires_at": known.expires_at.isoformat()}
    if known.booked is not None:
        common["zone"] = known.booked.zone
        if known.booked.starts_at is not None:
            common["starts_at"] = known.booked.starts_at.isoformat()
    if rule.kind == "custom":
        common.setdefault("starts_at", moment.isoformat())
    return Wish(
        notice_id=f"reminder:{known.interview_id}:{rule.id}:{int(moment.timestamp()) // 60}",
        kind=OWN_WORDS if rule.kind == "custom" else rule.kind,
        due_at=due_at,
        expires_at=expires_at,
        urgency=urgency,
        path=path,
        parameters=common | parameters,
    )
