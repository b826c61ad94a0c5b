"""Routes of member administration, and of the link by which a member chooses a password."""

from litestar import get, post, put

from backend.accounts.staff_accounts import StaffAccounts
from backend.accounts.staff_schemas import EntryToken, EntryView, MemberRights, MemberRow, NewMember, PasswordChosen
from backend.web.auth import Actor
from backend.web.policy import Permission

_READ = {"permission": Permission.MEMBER_READ}
_ADMIN = {"permission": Permission.MEMBER_ADMIN}
_PUBLIC = {"permission": Permission.PUBLIC, "limit_per_minute": 60}


@get("/staff/members", opt=_READ)
async def list_members(actor: Actor, staff_accounts: StaffAccounts) -> list[MemberRow]:
    """Every staff account; nothing of candidates."""
    return await staff_accounts.all(actor)


@post("/staff/members", opt=_ADMIN)
async def invite_member(data: NewMember, actor: Actor, staff_accounts: StaffAccounts) -> MemberRow:
    """A new account, whose person chooses a password by the link in their mail."""
    return await staff_accounts.invite(actor, data)


@post("/staff/members/{member_id:str}/invite", opt=_ADMIN, status_code=200)
async def invite_member_again(member_id: str, actor: Actor, staff_accounts: StaffAccounts) -> MemberRow:
    """Another link to choose a password by; the one before no longer counts."""
    return await staff_accounts.invite_again(actor, member_id)


@put("/staff/members/{member_id:str}/rights", opt=_ADMIN)
async def change_rights(member_id: str, data: MemberRights, actor: Actor, staff_accounts: StaffAccounts) -> MemberRow:
    """Roles and departments; ends the member's sessions."""
    return await staff_accounts.give_rights(actor, member_id, data)


@post("/staff/members/{member_id:str}/deactivate", opt=_ADMIN, status_code=200)
async def deactivate_member(member_id: str, actor: Actor, staff_accounts: StaffAccounts) -> MemberRow:
    """Closes the account and ends its sessions."""
    return await staff_accounts.deactivate(actor, member_id)


@post("/staff/members/{member_id:str}/activate", opt=_ADMIN, status_code=200)
async def activate_member(member_id: str, actor: Actor, staff_accounts: StaffAccounts) -> MemberRow:
    """Opens a closed account again, with the roles that it had."""
    return await staff_accounts.activate(actor, member_id)


@post("/members/lookup", opt=_PUBLIC, status_code=200)
async def look_up_entry(data: EntryToken, staff_accounts: StaffAccounts) -> EntryView:
    """Whose password a link sets."""
    return await staff_accounts.entry(data.token)


@post("/members/password", opt=_PUBLIC, status_code=204)
async def choose_password(data: PasswordChosen, staff_accounts: StaffAccounts) -> None:
    """Sets the password and uses the link up."""
    await staff_accounts.choose_password(data.token, data.password)


ROUTES = [
    list_members, invite_member, invite_member_again, change_rights, deactivate_member, activate_member, look_up_entry,
    choose_password,
]  # fmt: skip
