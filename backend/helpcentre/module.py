"""Wires the help centre."""

from litestar import Router

from backend.helpcentre.model import HelpArticles
from backend.helpcentre.routes import ROUTES
from backend.helpcentre.service import HelpCentre
from backend.privacy.module import audit_of
from backend.web.module import Module, Wiring, provided


def build(wiring: Wiring) -> Module:
    articles = HelpArticles(wiring.mongo)
    router = Router(
        path="/api",
        route_handlers=ROUTES,
        tags=["help"],
        dependencies=provided(help_centre=HelpCentre(articles, audit_of(wiring), wiring.clock)),
    )
    return Module(name="helpcentre", route_handlers=[router], repositories=[articles])
