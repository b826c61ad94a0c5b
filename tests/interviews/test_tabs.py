"""One tab takes part: the newest that entered. What an older one still sends is refused, and loses nothing."""

import pytest

from backend.interviews import conductor, presence
from backend.interviews.live_schemas import Command
from backend.interviews.outcome import Outcome
from backend.kernel.errors import Conflict

from .factories import an_interview
from .talks import question, talk_through
from .test_bad_input import said
from .writing import writing

pytestmark = pytest.mark.asyncio(loop_scope="module")
OLDER, NEWER = "tab-older", "tab-newer"


def typing_in(tab):
    talk = talk_through(question(1, "text", thinking_s=0.0), question(2))
    talk.say("continue")
    talk.take(presence.start(talk.interview, talk.now, tab))
    return talk


async def test_entering_changes_nothing_but_which_tab_takes_part_and_is_said_once():
    talk = typing_in(OLDER)
    entered = presence.start(talk.interview, talk.now, NEWER)
    assert entered.changes == ("tab_entered",)
    assert entered.interview.presence.tab == NEWER
    assert entered.interview.turns is talk.interview.turns
    assert presence.start(entered.interview, talk.now, NEWER).interview is entered.interview
    assert presence.start(entered.interview, talk.now).interview is entered.interview


async def test_the_first_start_and_coming_back_name_the_tab_too():
    begun = presence.start(an_interview(state="checked"), typing_in(OLDER).now, OLDER)
    assert (begun.interview.state, begun.interview.presence.tab) == ("live", OLDER)
    left = presence.leave(Outcome(begun.interview), typing_in(OLDER).now).interview
    back = presence.start(left, typing_in(OLDER).now, NEWER).interview
    assert (back.state, back.presence.tab) == ("live", NEWER)


@pytest.mark.parametrize("kind", ["draft", "done", "skip", "repeat", "think", "leave", "rung", "pause"])
async def test_an_older_tab_is_refused_and_who_gives_no_name_is_taken(kind):
    talk = typing_in(OLDER)
    talk.take(presence.start(talk.interview, talk.now, NEWER))
    members = {"draft": {"text": "x"}, "rung": {"rung": "audio"}}.get(kind, {})
    with pytest.raises(Conflict) as refused:
        conductor.apply(talk.interview, Command(id="command-old", kind=kind, tab=OLDER, **members), talk.now)
    assert refused.value.code == "joined_elsewhere"
    if kind != "think":  # which is for spoken answers
        for tab in (NEWER, None):
            conductor.apply(talk.interview, Command(id="command-new", kind=kind, tab=tab, **members), talk.now)


async def test_help_can_be_called_from_any_tab_and_who_ends_the_pause_takes_part():
    talk = typing_in(OLDER)
    talk.take(presence.start(talk.interview, talk.now, NEWER))
    talk.take(conductor.apply(talk.interview, Command(id="command-1", kind="help", tab=OLDER), talk.now))
    assert (len(talk.interview.help_asked), talk.interview.presence.tab) == (1, NEWER)
    talk.take(conductor.apply(talk.interview, Command(id="command-2", kind="pause", tab=NEWER), talk.now))
    talk.take(conductor.apply(talk.interview, Command(id="command-3", kind="resume", tab=OLDER), talk.now))
    assert (talk.interview.state, talk.interview.presence.tab) == ("live", OLDER)


async def test_two_tabs_write_and_only_the_newer_ones_words_are_kept(shared_house):
    interview, seat = await writing(shared_house, "Before")
    for tab in (OLDER, NEWER):
        assert (await seat.post(f"/start?tab={tab}")).json()["tab"] == tab
    assert (await seat.say("draft", text="Newer", tab=NEWER)).json()["turn"]["draft"] == "Newer"
    assert said(await seat.say("draft", text="Older", tab=OLDER)) == (409, "joined_elsewhere")
    assert said(await seat.say("done", text="Older", tab=OLDER)) == (409, "joined_elsewhere")
    assert (await seat.post(f"/start?tab={OLDER}")).json()["turn"]["draft"] == "Newer"
    assert said(await seat.say("done", text="Newer, again", tab=NEWER)) == (409, "joined_elsewhere")
    assert (await seat.say("done", text="Older, and on", tab=OLDER)).json()["phase"] == "acknowledged"
    assert (await shared_house.stored(interview.id)).turns[0].text == "Older, and on"


async def test_a_name_that_is_none_is_refused(shared_house):
    _, seat = await writing(shared_house)
    assert (await seat.post("/start?tab=%22%3Cscript%3E")).status_code in (400, 422)
    assert (await seat.say("help", tab="x" * 65)).status_code in (400, 422)
