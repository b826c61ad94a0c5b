"""Wires the question bank."""

from litestar import Router

from backend.accounts.module import services as account_services
from backend.privacy.module import audit_of
from backend.questions.bank import BankQuestions
from backend.questions.routes import ROUTES
from backend.questions.service import QuestionBank
from backend.web.module import Module, Wiring, provided


def build(wiring: Wiring) -> Module:
    questions = BankQuestions(wiring.mongo, relay=wiring.relay)
    bank = QuestionBank(questions, account_services(wiring).people, audit_of(wiring), wiring.clock)
    router = Router(path="/api", route_handlers=ROUTES, tags=["questions"], dependencies=provided(question_bank=bank))
    return Module(name="questions", route_handlers=[router], repositories=[questions])
