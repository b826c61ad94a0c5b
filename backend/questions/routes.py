"""Routes of the question bank."""

from typing import Annotated

from litestar import get, post, put
from litestar.params import Parameter

from backend.questions.model import AnswerKind
from backend.questions.schemas import BankArchived, BankDraft, BankPage, BankView
from backend.questions.service import QuestionBank
from backend.web.auth import Actor
from backend.web.policy import Permission

_READ = {"permission": Permission.QUESTION_READ}
_EDIT = {"permission": Permission.QUESTION_EDIT}
Words = Annotated[str, Parameter(max_length=200, description="Words that occur in it, in either language.")]
OfCompetency = Annotated[str | None, Parameter(max_length=64, description="The id of a competency it assesses.")]


@get("/staff/questions", opt=_READ)
async def list_bank_questions(
    question_bank: QuestionBank, q: Words = "", kind: AnswerKind | None = None, competency: OfCompetency = None,
    archived: bool = False,
) -> BankPage:  # fmt: skip
    """The questions kept for many flows, the best matches first."""
    return await question_bank.page(q, kind, competency, is_archived=archived)


@get("/staff/questions/{question_id:str}", opt=_READ)
async def read_bank_question(question_id: str, question_bank: QuestionBank) -> BankView:
    """One question with all its versions."""
    return await question_bank.view(question_id)


@post("/staff/questions", opt=_EDIT)
async def add_bank_question(data: BankDraft, actor: Actor, question_bank: QuestionBank) -> BankView:
    """A new question; all that is wrong with it is said at once."""
    return await question_bank.add(actor, data)


@put("/staff/questions/{question_id:str}", opt=_EDIT)
async def edit_bank_question(question_id: str, data: BankDraft, actor: Actor, question_bank: QuestionBank) -> BankView:
    """Makes a new version; flows keep the one that they copied."""
    return await question_bank.edit(actor, question_id, data)


@post("/staff/questions/{question_id:str}/archive", opt=_EDIT, status_code=200)
async def archive_bank_question(
    question_id: str, data: BankArchived, actor: Actor, question_bank: QuestionBank
) -> BankView:
    """Puts it away, or brings it back; copies in flows stay as they are."""
    return await question_bank.archive(actor, question_id, is_archived=data.is_archived)


ROUTES = [list_bank_questions, read_bank_question, add_bank_question, edit_bank_question, archive_bank_question]
