"""Pure rules of staff accounts: what a new one needs, and what a password must be."""

from backend.accounts.model import Member
from backend.accounts.staff_schemas import MemberState, NewMember
from backend.kernel.errors import Conflict
from backend.kernel.fields import FieldProblem, email_problems, name_problems
from backend.web.policy import Role

STAFF_ROLES = frozenset(Role) - {Role.CANDIDATE}
PASSWORD_CHARS_MIN = 12
DIFFERENT_CHARS_MIN = 5


def state_of_member(member: Member) -> MemberState:
    if not member.is_active:
        return "deactivated"
    return "active" if member.password_hash else "invited"


def new_member_problems(asked: NewMember) -> list[FieldProblem]:
    """All that is wrong with the form at once."""
    return [*name_problems("name", asked.name), *email_problems("email", asked.email), *role_problems(asked.roles)]


def role_problems(roles: list[Role]) -> list[FieldProblem]:
    if not roles:
        return [FieldProblem("roles", "missing")]
    return [] if set(roles) <= STAFF_ROLES else [FieldProblem("roles", "not_for_staff")]


def password_problems(password: str, name: str, email: str) -> list[FieldProblem]:
    """Length above all (NIST SP 800-63B 5.1.1.2): short, all the same few characters, or one's own name or address."""
    if len(password) < PASSWORD_CHARS_MIN:
        return [FieldProblem("password", "too_short")]
    folded = password.casefold()
    own = [part for part in (email.casefold(), email.casefold().partition("@")[0], name.casefold()) if len(part) > 3]
    if len(set(folded)) < DIFFERENT_CHARS_MIN or any(folded.replace(part, "") == "" or folded == part for part in own):
        return [FieldProblem("password", "too_simple")]
    return []


def refuse_self(actor_id: str, member_id: str) -> None:
    """Nobody changes their own rights, so an installation never loses its last administrator by a slip.

    Raises: Conflict own_account.
    """
    if actor_id == member_id:
        raise Conflict("own_account", "Your own rights are changed by another administrator.")
