"""The route by which staff erase an interview."""

from litestar import post

from backend.erasure.schemas import ErasureAsked, ErasureCertificate
from backend.erasure.service import Erasures
from backend.web.auth import Actor
from backend.web.policy import Permission


@post("/staff/interviews/{interview_id:str}/erase", opt={"permission": Permission.INTERVIEW_ERASE}, status_code=200)
async def erase_interview(
    interview_id: str, data: ErasureAsked, actor: Actor, erasures: Erasures
) -> ErasureCertificate:
    """Erases all of an interview for good, and the person with their last one; the certificate lists what was removed.

    Asking again gives the same certificate.
    """
    return await erasures.on_request(actor, interview_id, data.reason)


ROUTES = [erase_interview]
