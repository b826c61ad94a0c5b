"""Personal fields at rest: sealed to their place, looked up by blind index."""

from backend.accounts.model import CANDIDATES, MEMBERS, Candidate, Member, Person
from backend.kernel.crypto import Keyring


def normalised(email: str) -> str:
    """The form that two spellings of one address share."""
    return email.strip().casefold()


def place(collection: str, owner: str, field: str) -> bytes:
    """Associated data: a sealed field opens only where it was put."""
    return f"{collection}/{owner}/{field}".encode()


def seal_text(keyring: Keyring, text: str, collection: str, owner: str, field: str) -> bytes:
    return keyring.seal(text.encode(), place(collection, owner, field))


def open_text(keyring: Keyring, sealed: bytes, collection: str, owner: str, field: str) -> str:
    """Raises: SealBroken."""
    return keyring.open(sealed, place(collection, owner, field)).decode()


def email_index(keyring: Keyring, email: str) -> str:
    return keyring.blind_index(f"email:{normalised(email)}")


def person_of_member(keyring: Keyring, member: Member) -> Person:
    name = open_text(keyring, member.name_sealed, MEMBERS, member.id, "name")
    email = open_text(keyring, member.email_sealed, MEMBERS, member.id, "email")
    phone = open_text(keyring, member.phone_sealed, MEMBERS, member.id, "phone") if member.phone_sealed else ""
    return Person(member.id, "member", name, name, email, member.language, phone)


def person_of_candidate(keyring: Keyring, candidate: Candidate) -> Person:
    def text(sealed: bytes, field: str) -> str:
        return open_text(keyring, sealed, CANDIDATES, candidate.id, field)

    return Person(
        id=candidate.id,
        kind="candidate",
        name=text(candidate.name_sealed, "name"),
        first_name=text(candidate.first_name_sealed, "first_name"),
        email=text(candidate.email_sealed, "email"),
        language=candidate.language,
        phone=text(candidate.phone_sealed, "phone") if candidate.phone_sealed else "",
    )
