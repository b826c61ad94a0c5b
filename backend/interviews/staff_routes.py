"""Routes of staff who see interviews."""

from litestar import get, post

from backend.interviews.staff import StaffInterviews
from backend.interviews.staff_schemas import InterviewPage, Review
from backend.web.auth import Actor
from backend.web.paging import DEFAULT_LIMIT, After, Limit
from backend.web.policy import Permission


@get("/staff/interviews", opt={"permission": Permission.INTERVIEW_LIST})
async def list_interviews(
    actor: Actor, staff_interviews: StaffInterviews, limit: Limit = DEFAULT_LIMIT, after: After = None
) -> InterviewPage:
    """The interviews that the actor may see, newest first."""
    return await staff_interviews.page(actor, limit, after)


@get("/staff/interviews/{interview_id:str}", opt={"permission": Permission.INTERVIEW_REVIEW})
async def review_interview(interview_id: str, actor: Actor, staff_interviews: StaffInterviews) -> Review:
    """Questions, answers, recordings and transcripts; reading it is written to the audit log."""
    return await staff_interviews.review(actor, interview_id)


@post(
    "/staff/interviews/{interview_id:str}/transcribe",
    opt={"permission": Permission.INTERVIEW_REVIEW},
    status_code=202,
)
async def transcribe_interview(interview_id: str, actor: Actor, staff_interviews: StaffInterviews) -> None:
    """Asks again for transcripts that wait for a speech model."""
    await staff_interviews.transcribe(actor, interview_id)


ROUTES = [list_interviews, review_interview, transcribe_interview]
