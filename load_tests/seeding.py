"""Many documents at once, for houses whose people are to be there before the measuring begins."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

from backend.accounts.model import CANDIDATES, Candidate
from backend.accounts.sealing import email_index, seal_text
from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.ids import new_id
from backend.kernel.repository import Document, Repository
from backend.web.policy import Role
from backend.web.sessions import Session, digest

AT_ONCE = 200
D = TypeVar("D", bound=Document)


async def stored(repository: Repository[D], documents: Sequence[D]) -> None:
    """As so many inserts would have left them, in few requests."""
    for begin in range(0, len(documents), AT_ONCE):
        part = documents[begin : begin + AT_ONCE]
        if await repository.insert_each(part) != len(part):
            raise ValueError(f"some of these {repository.name} are there already")


def a_candidate(keyring: Keyring, number: int) -> Candidate:
    account_id = new_id(Candidate.id_prefix)
    email = f"p{number}-{account_id[-8:]}@example.org"
    name, first_name = f"Lin Number {number}", "Lin"
    return Candidate(
        id=account_id,
        name_sealed=seal_text(keyring, name, CANDIDATES, account_id, "name"),
        first_name_sealed=seal_text(keyring, first_name, CANDIDATES, account_id, "first_name"),
        email_sealed=seal_text(keyring, email, CANDIDATES, account_id, "email"),
        email_index=email_index(keyring, email),
        language="en",
    )


def a_session(account_id: str, interview_id: str | None, *roles: Role) -> tuple[str, Session]:
    """(token, session) of a candidate for their interview, or of a member with roles."""
    token, now = secrets.token_urlsafe(32), utc_now()
    return token, Session(
        id=new_id("ses"),
        token_sha256=digest(token),
        account_id=account_id,
        kind="member" if roles else "candidate",
        roles=sorted(roles or (Role.CANDIDATE,)),
        language="en",
        interview_id=interview_id,
        created_at=now,
        expires_at=now + timedelta(days=1),
    )
