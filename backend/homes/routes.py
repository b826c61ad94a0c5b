"""The route of a member's home."""

from litestar import get

from backend.homes.schemas import StaffHome
from backend.homes.service import Homes
from backend.web.auth import Actor
from backend.web.policy import Permission


@get("/staff/home", opt={"permission": Permission.HOME_READ})
async def staff_home(actor: Actor, homes: Homes) -> StaffHome:
    """Today, next, and what waits for the reader; looking at it is written to the audit log."""
    return await homes.home(actor)


ROUTES = [staff_home]
