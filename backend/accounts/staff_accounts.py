"""Staff accounts as IT administers them: invited by mail, given roles, closed. Nothing here touches candidates."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from backend.accounts.mail import mail_wanted
from backend.accounts.model import EntryLink, Member, Person
from backend.accounts.passwords import Passwords
from backend.accounts.people import People
from backend.accounts.rules import masked
from backend.accounts.sealing import person_of_member
from backend.accounts.sign_out import SignOuts
from backend.accounts.staff_rules import (
    new_member_problems,
    password_problems,
    refuse_self,
    role_problems,
    state_of_member,
)
from backend.accounts.staff_schemas import EntryView, MemberRights, MemberRow, NewMember
from backend.contracts.events.accounts import MemberChanged
from backend.kernel.clock import Clock
from backend.kernel.crypto import Keyring
from backend.kernel.errors import Conflict, Gone, NotFound
from backend.kernel.fields import refuse
from backend.kernel.ids import new_id
from backend.kernel.repository import StaleVersion
from backend.web.auth import Actor
from backend.web.policy import Role
from backend.web.sessions import TOKEN_BYTES, digest

ENTRY_LIFE = timedelta(days=7)
Change = Callable[[Member], Member]


class StaffAccounts:
    def __init__(
        self, people: People, passwords: Passwords, sign_outs: SignOuts, keyring: Keyring, base_url: str, clock: Clock
    ) -> None:
        self._people = people
        self._passwords = passwords
        self._sign_outs = sign_outs
        self._keyring = keyring
        self._base_url = base_url
        self._clock = clock

    async def all(self, actor: Actor) -> list[MemberRow]:
        """Every staff account, by name."""
        rows = [self._row(member, actor) for member in await self._people.members.find({})]
        return sorted(rows, key=lambda row: (row.state == "deactivated", row.name.casefold(), row.id))

    async def invite(self, actor: Actor, asked: NewMember) -> MemberRow:
        """A new account; its person chooses a password by the link in the mail.

        Raises: Invalid fields_invalid with all `problems` · Conflict member_exists.
        """
        refuse(new_member_problems(asked), "The account cannot be made like this.")
        roles = _sorted(asked.roles)
        member = self._people.new_member(asked.name.strip(), asked.email, roles, asked.language, asked.department_ids)
        member, events = await self._with_entry(member, actor, "invited", {"roles": " ".join(roles)})
        return self._row(await self._people.members.insert(member, events), actor)

    async def invite_again(self, actor: Actor, member_id: str) -> MemberRow:
        """A new link, to a first password or to a new one; the link before no longer counts.

        Raises: NotFound member_unknown · Conflict member_deactivated.
        """
        member = await self._people.members.require(member_id)
        if not member.is_active:
            raise Conflict("member_deactivated", "This account is closed. Open it again first.")
        member, events = await self._with_entry(member, actor, "invited_again", {})
        return self._row(await self._people.members.save(member, events), actor)

    async def give_rights(self, actor: Actor, member_id: str, asked: MemberRights) -> MemberRow:
        """Roles and departments from now on; whoever is signed in with the old ones signs in again.

        Raises: NotFound member_unknown · Conflict own_account, stale_version · Invalid fields_invalid.
        """
        refuse(role_problems(asked.roles), "The account cannot have these roles.")
        roles = _sorted(asked.roles)

        def give(member: Member) -> Member:
            if member.version != asked.version:
                raise StaleVersion("stale_version", "The account was changed in the meantime.", version=member.version)
            return msgspec.structs.replace(member, roles=roles, department_ids=list(asked.department_ids))

        return await self._change(actor, member_id, "roles_changed", {"roles": " ".join(roles)}, give)

    async def deactivate(self, actor: Actor, member_id: str) -> MemberRow:
        """Signs out everywhere and lets in no more. Raises: NotFound member_unknown · Conflict own_account."""
        return await self._change(
            actor,
            member_id,
            "deactivated",
            {},
            lambda known: msgspec.structs.replace(known, is_active=False, entry=None),
        )

    async def activate(self, actor: Actor, member_id: str) -> MemberRow:
        """Raises: NotFound member_unknown · Conflict own_account."""
        return await self._change(
            actor, member_id, "activated", {}, lambda known: msgspec.structs.replace(known, is_active=True)
        )

    async def entry(self, token: str) -> EntryView:
        """Whose password the link sets. Raises: NotFound entry_unknown · Gone entry_expired."""
        member, link = await self._by_entry(token)
        person = person_of_member(self._keyring, member)
        employer = await self._people.employer()
        is_new = not member.password_hash
        return EntryView(person.name, masked(person.email), member.language, employer.name, link.expires_at, is_new)

    async def choose_password(self, token: str, password: str) -> None:
        """Uses the link up, and signs out everywhere where the old password was used.

        Raises: NotFound entry_unknown · Gone entry_expired · Invalid fields_invalid.
        """
        member, link = await self._by_entry(token)
        person = person_of_member(self._keyring, member)
        refuse(password_problems(password, person.name, person.email), "This password cannot be used.")
        password_hash, now = await self._passwords.hash(password), self._clock()

        def choose(known: Member) -> tuple[Member, list[msgspec.Struct]]:
            if known.entry is None or known.entry.token_sha256 != link.token_sha256:
                raise _entry_unknown()
            changed = msgspec.structs.replace(known, password_hash=password_hash, entry=None)
            return changed, [MemberChanged(known.id, "password_set", known.id, {}, now)]

        await self._people.members.update(member.id, choose)
        await self._sign_outs.end_all_of(member.id)

    async def _change(
        self, actor: Actor, member_id: str, name: str, detail: dict[str, str], change: Change
    ) -> MemberRow:
        refuse_self(actor.account_id, member_id)
        now = self._clock()

        def apply(member: Member) -> tuple[Member, list[msgspec.Struct]]:
            return change(member), [_event(member.id, name, actor, detail, now)]

        changed = await self._people.members.update(member_id, apply)
        await self._sign_outs.end_all_of(member_id)
        return self._row(changed, actor)

    async def _with_entry(
        self, member: Member, actor: Actor, name: str, detail: dict[str, str]
    ) -> tuple[Member, list[msgspec.Struct]]:
        """The member with a fresh link, and what leaves with the save: the mail that carries it, and the event."""
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._clock()
        link = EntryLink(digest(token), now, now + ENTRY_LIFE)
        person = person_of_member(self._keyring, member)
        employer = await self._people.employer()
        parameters = {
            "name": person.name,
            "employer": employer.name.in_language(person.language),
            "link": f"{self._base_url}/staff/enter/{token}",
            "expires_at": link.expires_at.isoformat(),
        }
        mail = mail_wanted(self._keyring, new_id("dlv"), person, "member_invitation", parameters)
        fresh = msgspec.structs.replace(member, entry=link)
        return fresh, [mail, _event(member.id, name, actor, detail, now)]

    async def _by_entry(self, token: str) -> tuple[Member, EntryLink]:
        member = await self._people.members.by_entry(digest(token)) if token else None
        if member is None or member.entry is None or not member.is_active:
            raise _entry_unknown()
        if member.entry.expires_at <= self._clock():
            raise Gone("entry_expired", "This link has expired. Your administrator can send a new one.")
        return member, member.entry

    def _row(self, member: Member, actor: Actor) -> MemberRow:
        person: Person = person_of_member(self._keyring, member)
        return MemberRow(
            id=member.id,
            version=member.version,
            name=person.name,
            email=person.email,
            roles=_sorted(member.roles),
            department_ids=member.department_ids,
            language=member.language,
            state=state_of_member(member),
            entry_expires_at=member.entry.expires_at if member.entry else None,
            is_self=member.id == actor.account_id,
        )


def _event(member_id: str, name: str, actor: Actor, detail: dict[str, str], now: datetime) -> MemberChanged:
    return MemberChanged(member_id, name, actor.account_id, detail, now)  # type: ignore[arg-type]


def _entry_unknown() -> NotFound:
    return NotFound("entry_unknown", "This link is not known, or it has been used.")


def _sorted(roles: list[Role]) -> list[Role]:
    return sorted(set(roles), key=list(Role).index)
