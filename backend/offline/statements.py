"""What the phone signed about an answer, and whether it is about this one."""

from backend.kernel.errors import Invalid
from backend.offline.model import Pack
from backend.offline.schemas import TakeStatement
from backend.offline.signing import phone_signed


def stated(pack: Pack, token: str, take: str, question_id: str) -> TakeStatement:
    """Raises: 422 statement_broken, where the signature or what it is about is another's."""
    statement = phone_signed(token, pack.signing, TakeStatement)
    said = (statement.pack_id, statement.device, statement.take, statement.question_id)
    if said != (pack.id, pack.device, take, question_id):
        raise Invalid("statement_broken", "What was signed is about another answer.")
    return statement


def refuse_other_content(statement: TakeStatement, sha256: str | None, size_bytes: int | None) -> None:
    """Raises: 422 statement_broken, where the signed content is not the declared one."""
    if (sha256 is not None and statement.sha256 != sha256) or (
        size_bytes is not None and statement.size_bytes != size_bytes
    ):
        raise Invalid("statement_broken", "What was signed is about another file.")
