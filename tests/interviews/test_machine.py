import pytest

from backend.interviews.machine import BEFORE, EVENTS, EXPLAINED, MACHINE, OVER, STATES, TRANSITIONS, after
from backend.kernel.errors import Conflict

ALLOWED = {
    "invited": {"consent": "consented", "expire": "expired", "decline": "human_route", "withdraw": "withdrawn"},
    "consented": {
        "consent": "consented", "check": "checked", "expire": "expired", "decline": "human_route",
        "withdraw": "withdrawn", "hand_in": "submitted",
    },
    "checked": {
        "consent": "checked", "check": "checked", "start": "live", "expire": "expired", "decline": "human_route",
        "withdraw": "withdrawn", "hand_in": "submitted",
    },
    "live": {"leave": "paused", "submit": "submitted", "abandon": "abandoned", "withdraw": "withdrawn"},
    "paused": {
        "return": "live", "abandon": "abandoned", "decline": "human_route", "withdraw": "withdrawn",
        "hand_in": "submitted",
    },
    "submitted": {"process": "processing", "withdraw": "withdrawn"},
    "processing": {"settle": "reviewable", "withdraw": "withdrawn"},
    "reviewable": {"close": "closed", "withdraw": "withdrawn"},
    "closed": {}, "expired": {"hand_in": "submitted", "reopen": "invited", "withdraw": "withdrawn"}, "withdrawn": {},
    "abandoned": {"hand_in": "submitted", "withdraw": "withdrawn"}, "human_route": {"withdraw": "withdrawn"},
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("event", EVENTS)
def test_each_event_in_each_state_leads_where_it_should_or_is_refused(state, event):
    target = ALLOWED[state].get(event)
    if target is not None:
        assert after(state, event) == target
        return
    with pytest.raises(Conflict) as refused:
        after(state, event)
    assert refused.value.code == f"{event}_not_allowed"


def test_every_state_is_explained_and_stands_before_during_or_after_the_interview():
    assert set(EXPLAINED) == set(STATES)
    assert set(STATES) == BEFORE | {"live", "paused"} | OVER
    assert not BEFORE & OVER


def test_every_event_is_used():
    assert {event for _, event in TRANSITIONS} == set(EVENTS) == MACHINE.events
