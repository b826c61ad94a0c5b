"""What is wrong with the fields of a form: all of it at once, each by the field's name and a stable code."""

import re
from collections.abc import Sequence

import msgspec

from backend.kernel.errors import Invalid

NAME_CHARS_MAX = 120
_ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")


class FieldProblem(msgspec.Struct, frozen=True):
    """`field` is the member of the request, `code` says what is wrong with it."""

    field: str
    code: str


def refuse(problems: Sequence[FieldProblem], detail: str) -> None:
    """Raises: Invalid fields_invalid with all `problems`, where there are any."""
    if problems:
        raise Invalid("fields_invalid", detail, problems=[msgspec.to_builtins(problem) for problem in problems])


def name_problems(field: str, name: str) -> list[FieldProblem]:
    """A name has letters and no line breaks: missing, too_long, malformed."""
    if not name.strip():
        return [FieldProblem(field, "missing")]
    if len(name) > NAME_CHARS_MAX:
        return [FieldProblem(field, "too_long")]
    return [] if name.isprintable() else [FieldProblem(field, "malformed")]


def email_problems(field: str, email: str) -> list[FieldProblem]:
    """Whether mail can be sent there at all: missing, too_long, malformed. Delivery alone proves an address."""
    address = email.strip()
    if not address:
        return [FieldProblem(field, "missing")]
    if len(address) > 254:
        return [FieldProblem(field, "too_long")]
    is_sound = _ADDRESS.fullmatch(address) is not None and address.isprintable() and ".." not in address
    return [] if is_sound else [FieldProblem(field, "malformed")]
