"""Candidates in the middle of a written answer."""

from .house import until


async def writing(house, *drafts):
    """A candidate in the middle of a written answer."""
    interview = await house.interview(("text", "text"))
    seat = await house.as_candidate(interview)
    await seat.start()
    await seat.say("continue")
    await seat.say("start_answer")
    for text in drafts:
        view = (await seat.say("draft", text=text)).json()
        assert view["turn"]["draft"] == text
    return interview, seat


async def lying(house, interview):
    """The rows of the interview and of its first question's draft."""
    interviews = house.parts.interviews
    row = await interviews.collection.find_one({"_id": interview.id})
    return row, await interviews.drafts.collection.find_one({"_id": f"{interview.id}.q1"})


async def has_no_draft(house, interview):
    """Closed drafts go a moment after the answer is stored."""

    async def is_gone():
        return (await lying(house, interview))[1] is None

    await until(is_gone)
