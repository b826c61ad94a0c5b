"""Routes of the rescue: the call's people, the candidate, the rota."""

from litestar import get, post, put

from backend.rescue.calls import Calls
from backend.rescue.duty import DutyDesk
from backend.rescue.own import OwnRescues
from backend.rescue.schemas import (
    DutySwitched,
    DutyView,
    OwnRescueState,
    RescueCall,
    RescueCalls,
    RotaGiven,
    RotaView,
)
from backend.web.auth import Actor
from backend.web.policy import Permission

_ANSWER = {"permission": Permission.RESCUE_ANSWER}
_OWN = {"permission": Permission.INTERVIEW_TAKE}


@get("/staff/rescue/calls", opt=_ANSWER)
async def list_calls(actor: Actor, rescue_calls: Calls) -> RescueCalls:
    """Who waits for a person, and whether the reader is on duty."""
    return await rescue_calls.heard(actor)


@get("/staff/rescue/calls/{rescue_id:str}", opt=_ANSWER)
async def get_call(rescue_id: str, actor: Actor, rescue_calls: Calls) -> RescueCall:
    """One call with its catch-up; reading it is written to the audit log."""
    return await rescue_calls.one(actor, rescue_id)


@post("/staff/rescue/calls/{rescue_id:str}/accept", opt=_ANSWER, status_code=200)
async def accept_call(rescue_id: str, actor: Actor, rescue_calls: Calls) -> RescueCall:
    """Takes the call. The first one has it; later ones hear who it is."""
    return await rescue_calls.accept(actor, rescue_id)


@post("/staff/rescue/calls/{rescue_id:str}/decline", opt=_ANSWER, status_code=200)
async def decline_call(rescue_id: str, actor: Actor, rescue_calls: Calls) -> RescueCall:
    """Cannot come; where nobody of the level is left, the next one is called at once."""
    return await rescue_calls.decline(actor, rescue_id)


@get("/staff/rescue/duty", opt=_ANSWER)
async def own_duty(actor: Actor, duty_desk: DutyDesk) -> DutyView:
    """Whether the reader is called now."""
    return await duty_desk.duty(actor.account_id)


@put("/staff/rescue/duty", opt=_ANSWER)
async def switch_duty(data: DutySwitched, actor: Actor, duty_desk: DutyDesk) -> DutyView:
    """ "I am on duty now", or not, for eight hours, or as the rota says."""
    return await duty_desk.switch(actor, data.is_on)


@get("/staff/rescue/rota", opt={"permission": Permission.RESCUE_READ})
async def get_rota(duty_desk: DutyDesk) -> RotaView:
    """Who is called when, level after level."""
    return await duty_desk.rota()


@put("/staff/rescue/rota", opt={"permission": Permission.RESCUE_MANAGE})
async def save_rota(data: RotaGiven, actor: Actor, duty_desk: DutyDesk) -> RotaView:
    """Replaces the rota of the named version."""
    return await duty_desk.give(actor, data)


@get("/interviews/{interview_id:str}/rescue", opt=_OWN)
async def own_rescue(interview_id: str, actor: Actor, own_rescues: OwnRescues) -> OwnRescueState:
    """Who is being called for the candidate, and who comes."""
    return await own_rescues.state(actor, interview_id)


@post("/interviews/{interview_id:str}/rescue/withdraw", opt=_OWN, status_code=200)
async def withdraw_call(interview_id: str, actor: Actor, own_rescues: OwnRescues) -> OwnRescueState:
    """Nobody is needed any more."""
    return await own_rescues.withdraw(actor, interview_id)


@post("/interviews/{interview_id:str}/rescue/face", opt=_OWN, status_code=204)
async def face_on_screen(interview_id: str, actor: Actor, own_rescues: OwnRescues) -> None:
    """A person's picture stands on the candidate's screen; the time since the press is measured."""
    await own_rescues.face(actor, interview_id)


ROUTES = [
    list_calls, get_call, accept_call, decline_call, own_duty, switch_duty, get_rota, save_rota, own_rescue,
    withdraw_call, face_on_screen,
]  # fmt: skip
