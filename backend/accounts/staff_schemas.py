"""What the routes of member administration say and hear."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from backend.kernel.language import Language, LocalText
from backend.web.policy import Role

MemberState = Literal["invited", "active", "deactivated"]
Text = Annotated[str, msgspec.Meta(max_length=400)]


class MemberRow(msgspec.Struct, frozen=True):
    """A staff account. `state` invited: no password chosen yet, `entry_expires_at` is when the link to do so ends."""

    id: str
    version: int
    name: str
    email: str
    roles: list[Role]
    department_ids: list[str]
    language: Language
    state: MemberState
    entry_expires_at: datetime | None
    is_self: bool


class NewMember(msgspec.Struct, frozen=True):
    name: Text
    email: Text
    roles: Annotated[list[Role], msgspec.Meta(max_length=10)]
    language: Language
    department_ids: Annotated[list[Text], msgspec.Meta(max_length=100)] = []


class MemberRights(msgspec.Struct, frozen=True):
    """`version` is that of the row which was looked at."""

    version: int
    roles: Annotated[list[Role], msgspec.Meta(max_length=10)]
    department_ids: Annotated[list[Text], msgspec.Meta(max_length=100)]


class EntryToken(msgspec.Struct, frozen=True):
    token: Annotated[str, msgspec.Meta(max_length=200)]


class EntryView(msgspec.Struct, frozen=True):
    """What the holder of the link may know: whose password is chosen, and for which employer."""

    name: str
    masked_email: str
    language: Language
    employer: LocalText
    expires_at: datetime
    is_new: bool


class PasswordChosen(msgspec.Struct, frozen=True):
    token: Annotated[str, msgspec.Meta(max_length=200)]
    password: Annotated[str, msgspec.Meta(max_length=1024)]
