"""Who is who: making and opening accounts of members and candidates, and the employer."""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

import msgspec

from backend.accounts.model import CANDIDATES, EMPLOYER_ID, EMPLOYERS, MEMBERS, Candidate, Employer, Member, Person
from backend.accounts.passwords import Passwords
from backend.accounts.repository import Candidates, Employers, Members
from backend.accounts.sealing import email_index, normalised, person_of_candidate, person_of_member, seal_text
from backend.kernel.clock import utc_now
from backend.kernel.crypto import Keyring
from backend.kernel.errors import NotFound
from backend.kernel.ids import new_id
from backend.kernel.language import Language, LocalText
from backend.kernel.lately import Lately
from backend.kernel.mongo import Mongo
from backend.kernel.repository import OutboxNudge
from backend.web.policy import Role

A = TypeVar("A", Member, Candidate)
EMPLOYER_S = 5.0


class People:
    """The only place where sealed names and addresses are opened."""

    def __init__(self, mongo: Mongo, keyring: Keyring, *, relay: OutboxNudge | None = None) -> None:
        self.members = Members(mongo, relay=relay)
        self.candidates = Candidates(mongo, relay=relay)
        self.employers = Employers(mongo, relay=relay)
        self._employer: Lately[Employer] = Lately(mongo.writes_to(EMPLOYERS), clock=utc_now, life_s=EMPLOYER_S)
        self._keyring = keyring

    async def person(self, account_id: str) -> Person:
        """A member or candidate, opened. Raises: NotFound account_unknown."""
        if account_id.startswith(f"{Candidate.id_prefix}_"):
            if (candidate := await self.candidates.get(account_id)) is not None:
                return person_of_candidate(self._keyring, candidate)
        elif (member := await self.members.get(account_id)) is not None:
            return person_of_member(self._keyring, member)
        raise NotFound("account_unknown", "There is no such account.")

    async def candidates_by_id(self, account_ids: Collection[str]) -> dict[str, Person]:
        """Candidates by account, opened, in one look; who is no more is left out."""
        found = await self.candidates.find({"_id": {"$in": sorted(set(account_ids))}})
        return {each.id: person_of_candidate(self._keyring, each) for each in found}

    async def people(self, account_ids: Iterable[str]) -> dict[str, Person]:
        """Members and candidates by account, opened, in one look at each collection; who is no more is left out."""
        wanted = set(account_ids)
        candidates = {each for each in wanted if each.startswith(f"{Candidate.id_prefix}_")}
        found = await self.candidates_by_id(candidates) if candidates else {}
        if members := sorted(wanted - candidates):
            for member in await self.members.find({"_id": {"$in": members}}):
                found[member.id] = person_of_member(self._keyring, member)
        return found

    async def names(self, account_ids: Iterable[str]) -> dict[str, str]:
        """Names by account, as `people`."""
        return {id: person.name for id, person in (await self.people(account_ids)).items()}

    async def employer(self) -> Employer:
        """As it was a few seconds ago, for it is shown on every page and hardly ever another.

        Raises: NotFound employer_unknown, before the installation has been given one.
        """
        return await self._employer.look(EMPLOYER_ID, lambda: self.employers.require(EMPLOYER_ID))

    async def name_employer(self, name: LocalText) -> Employer:
        if await self.employers.get(EMPLOYER_ID) is None:
            return await self.employers.insert(Employer(id=EMPLOYER_ID, name=name))
        return await self.employers.update(EMPLOYER_ID, lambda known: (msgspec.structs.replace(known, name=name), ()))

    async def add_member(
        self, name: str, email: str, password: str, roles: list[Role], language: Language, passwords: Passwords,
        *, department_ids: Sequence[str] = (),
    ) -> Member:  # fmt: skip
        """Raises: Conflict member_exists."""
        member = self.new_member(name, email, roles, language, department_ids)
        member = msgspec.structs.replace(member, password_hash=await passwords.hash(password))
        return await self.members.insert(member)

    def new_member(
        self, name: str, email: str, roles: list[Role], language: Language, department_ids: Sequence[str]
    ) -> Member:
        """A staff account without a password, sealed and not stored yet."""
        account_id = new_id(Member.id_prefix)
        return Member(
            id=account_id,
            name_sealed=seal_text(self._keyring, name, MEMBERS, account_id, "name"),
            email_sealed=seal_text(self._keyring, normalised(email), MEMBERS, account_id, "email"),
            email_index=email_index(self._keyring, email),
            password_hash="",
            roles=roles,
            language=language,
            department_ids=list(department_ids),
        )

    async def add_candidate(self, name: str, first_name: str, email: str, language: Language) -> Candidate:
        """Raises: Conflict candidate_exists."""
        account_id = new_id(Candidate.id_prefix)
        candidate = Candidate(
            id=account_id,
            name_sealed=seal_text(self._keyring, name, CANDIDATES, account_id, "name"),
            first_name_sealed=seal_text(self._keyring, first_name, CANDIDATES, account_id, "first_name"),
            email_sealed=seal_text(self._keyring, normalised(email), CANDIDATES, account_id, "email"),
            email_index=email_index(self._keyring, email),
            language=language,
        )
        return await self.candidates.insert(candidate)

    async def forget_candidate(self, candidate_id: str) -> bool:
        """Removes a candidate's account; false where it was not there."""
        return await self.candidates.delete(candidate_id)

    async def choose_language(self, account_id: str, language: Language) -> None:
        """Raises: NotFound account_unknown."""
        if account_id.startswith(f"{Candidate.id_prefix}_"):
            await self.candidates.update(account_id, lambda known: (_speaking(known, language), ()))
        else:
            await self.members.update(account_id, lambda known: (_speaking(known, language), ()))

    async def set_phone(self, account_id: str, phone: str) -> None:
        """Keeps the number sealed, as `rules.phone_number` gives it; empty removes it. Raises: NotFound."""
        is_candidate = account_id.startswith(f"{Candidate.id_prefix}_")
        collection = CANDIDATES if is_candidate else MEMBERS
        sealed = seal_text(self._keyring, phone, collection, account_id, "phone") if phone else None
        if is_candidate:
            await self.candidates.update(account_id, lambda known: (_reachable(known, sealed), ()))
        else:
            await self.members.update(account_id, lambda known: (_reachable(known, sealed), ()))


def _reachable(account: A, phone_sealed: bytes | None) -> A:
    return msgspec.structs.replace(account, phone_sealed=phone_sealed)


def _speaking(account: A, language: Language) -> A:
    return msgspec.structs.replace(account, language=language)
